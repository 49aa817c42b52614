package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedDetectorTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2015-01-01
            zone: UTC
            bodies: { council: {} }
            datasets: { Lunches: {} }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'School Census'                             | \"\"",
                "'school-census_AUT16','lunches'             | \"\"",
                "'Breakfasts'                                | unknown-datasets - 2016-03 - 1 WARNING",
                "'Breakfasts','Suppers','Lunches','Suppers'  | unknown-datasets - 2016-03 - 2 WARNING"
            })
    void countsTheDatasetsThatNobodyKnows(String datasets, String alert) {
        List<String> expected = alert.isEmpty() ? List.of() : List.of(alert);
        String more = "'datasets':[" + datasets + "]";
        assertEquals(
                expected,
                EventsJudged.by("feed", POLICY, EventsJudged.released("2016-03-10", more))
                        .alerts());
        assertEquals(
                expected,
                EventsJudged.by("feed", POLICY, EventsJudged.submitted("2016-03-10", more))
                        .alerts());
    }
}
