package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Yaml;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioDetectorTest {
    private static final LocalDate MARCH = LocalDate.of(2016, 3, 10);
    private static final LocalDate APRIL = LocalDate.of(2016, 4, 10);

    @Test
    void findsAMatchRateThatFellAndLeavesTheUsualOneAlone() {
        // Given the real rate, 35 of 164, in March, and 8 of 164 in April
        Traffic traffic = new Traffic()
                .asks("home-office", MARCH, 164)
                .receives("home-office", MARCH, 35)
                .asks("home-office", APRIL, 164)
                .receives("home-office", APRIL, 8);

        // When
        List<Traffic.Found> found = traffic.found("ratio", policy("at-least: 15%"), LocalDate.of(2016, 5, 1));

        // Then
        assertEquals(
                List.of(new Traffic.Found(
                        "home-office",
                        "matched",
                        "2016-04",
                        8,
                        164L,
                        "Home Office received the records of 8 different children in April 2016, 4.9% of 164 people asked"
                                + " about; expected: at least 15%.")),
                found);
    }

    @Test
    void leavesToChanceWhatChanceExplains() {
        // Given 4 of 30: too few of few, which chance explains; and 40 of 300, which it does not
        Traffic few = new Traffic().asks("home-office", MARCH, 30).receives("home-office", MARCH, 4);
        Traffic many = new Traffic().asks("home-office", MARCH, 300).receives("home-office", MARCH, 40);

        // Then
        assertEquals(List.of(), few.inShort("ratio", policy("at-least: 21.6%"), APRIL));
        assertEquals(
                List.of("home-office matched 2016-03 40/300"), many.inShort("ratio", policy("at-least: 21.6%"), APRIL));
        assertEquals(
                List.of("home-office matched 2016-03 4/30"),
                few.inShort("ratio", policy("at-least: 21.6%, confidence: 0.5"), APRIL));
    }

    @Test
    void judgesNothingBelowTheSmallestSample() {
        Traffic traffic = new Traffic().asks("home-office", MARCH, 29);
        assertEquals(List.of(), traffic.inShort("ratio", policy("at-least: 60%"), APRIL));
        assertEquals(
                List.of("home-office matched 2016-03 0/29"),
                traffic.inShort("ratio", policy("at-least: 60%, sample: 29"), APRIL));
    }

    @Test
    void findsAPanelThatRefusesTooFew() {
        // Given 12 of 400 refused in a year
        Traffic traffic = new Traffic();
        for (int month = 1; month <= 12; month++) {
            traffic.decides("dsap", "home-office", LocalDate.of(2019, month, 10), 1, month == 12 ? 36 : 32);
        }
        String settings = "of: refused, to: decided, per: year, at-least: 10%, at-most: 90%";

        // When
        List<Traffic.Found> found = traffic.found("ratio", policy(settings), LocalDate.of(2020, 1, 1)).stream()
                .filter(alert -> alert.entity().equals("dsap"))
                .toList();

        // Then
        assertEquals(
                List.of(
                        "The panel dsap refused 12 requests in 2019, 3.0% of 400 decided requests; expected: 10% to 90%."),
                found.stream().map(Traffic.Found::explanation).toList());
    }

    @Test
    void findsMoreThanExpected() {
        Traffic traffic = new Traffic().asks("home-office", MARCH, 100).receives("home-office", MARCH, 300);
        assertEquals(
                List.of("Home Office received the records of 300 different children in March 2016, 300.0% of 100 people"
                        + " asked about; expected: at most 90%."),
                traffic.found("ratio", policy("at-most: 90%"), APRIL).stream()
                        .map(Traffic.Found::explanation)
                        .toList());
    }

    @Test
    void judgesAnOpenWindowOnlyWhereToldTo() {
        Traffic asked = new Traffic().asks("home-office", MARCH, 100);
        assertEquals(List.of(), asked.inShort("ratio", policy("at-least: 20%"), MARCH));
        assertEquals(
                List.of("home-office matched 2016-03 0/100"),
                asked.inShort("ratio", policy("at-least: 20%, open: true"), MARCH));

        // What comes in changes it, by whichever of the two figures.
        asked.receives("home-office", MARCH, 30);
        assertEquals(List.of(), asked.inShort("ratio", policy("at-least: 20%, open: true"), MARCH));
        asked.asks("home-office", MARCH, 900);
        assertEquals(
                List.of("home-office matched 2016-03 30/1000"),
                asked.inShort("ratio", policy("at-least: 20%, open: true"), MARCH));
        assertEquals(
                List.of("home-office matched 2016-03 30/1000"),
                asked.backwards().inShort("ratio", policy("at-least: 20%, open: true"), MARCH));
    }

    @Test
    void judgesDaysAsTheyClose() {
        Traffic traffic = new Traffic()
                .asks("home-office", MARCH, 100)
                .asks("home-office", MARCH.plusDays(1), 100)
                .receives("home-office", MARCH.plusDays(1), 50);
        String policy = policy("at-least: 20%, per: day");
        assertEquals(List.of(), traffic.inShort("ratio", policy, MARCH));
        assertEquals(
                List.of("home-office matched 2016-03-10 0/100"), traffic.inShort("ratio", policy, MARCH.plusDays(1)));

        // A day that has closed is restated at once.
        traffic.receives("home-office", MARCH, 50);
        assertEquals(List.of(), traffic.inShort("ratio", policy, MARCH.plusDays(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "'at-least: 101%', 'Expected ''at-least'' to be a share from 0% to 100%, but was ''101%'''",
        "'at-least: 60%, at-most: 50%', 'Expected ''at-least'' to be ''at-most'' or less, but it was 60%, above 50%'",
        "'to: children', 'Expected ''to'' to be another basis than ''of'', but both were children'",
        "'of: inexact', 'Expected ''of'' to be one of requests, asked, answered, records, children, decided, refused, but was inexact'",
        "'sample: 0', 'Expected ''sample'' to be 1 or more, but was 0'",
        "'confidence: 1', 'Expected ''confidence'' to be at least 0.5 and below 1, but was 1.0'"
    })
    void refusesNonsense(String settings, String refusal) {
        PolicyException refused = assertThrows(
                PolicyException.class, () -> RuleBook.read(Yaml.documents(policy(settings), "policy.yaml")));
        assertTrue(refused.getMessage().startsWith(refusal), refused.getMessage());
    }

    private static String policy(String settings) {
        return """
                policy: npd
                version: 1
                from: 2015-01-01
                zone: Europe/London
                bodies:
                  home-office: { name: Home Office }
                detectors:
                  matched: { type: ratio, %s }
                """.formatted(settings);
    }
}
