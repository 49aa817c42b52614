package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoveltyDetectorTest {
    private static final Instant MAY = Instant.parse("2016-05-01T00:00:00Z");
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2015-01-01
            zone: UTC
            bodies: { council: { name: The Council, kind: local }, other: { kind: press } }
            profiles:
              local: { extracts: 100, pairs: { address+name: 60, name+nationality: 1 } }
            detectors:
              unusual: { type: novelty, after-events: 20, bits: 4 }
            """;

    private final List<String> events = new ArrayList<>();

    /** Adds {@code number} extracts of {@code month}, each with these fields. */
    private void released(String month, int number, String fields) {
        for (int i = 0; i < number; i++) {
            released(month, "x-" + events.size(), fields);
        }
    }

    private void released(String month, String extract, String fields) {
        events.add(EventsJudged.released(
                month + "-15",
                "'eventId':'e-" + events.size() + "','extractId':'" + extract + "','fields':[" + fields + "]"));
    }

    private EventsJudged judged(String policy) {
        return EventsJudged.by("novelty", policy, MAY, events);
    }

    @Test
    void findsThePairThatIsImprobableAfterWhatCameBefore() {
        // Given 29 extracts, one of them with the pair: (29 + 2) / (1 + 1) is below 4 bits, one more makes 4 of it
        released("2016-01", 28, "'Surname','Street'");
        released("2016-02", 1, "'Street','Nationality'");
        released("2016-03", 2, "'Surname','Street','Nationality'");
        String before = POLICY.replace("bits: 4", "bits: 3");

        // Then
        assertEquals(List.of("unusual - 2016-03 name+nationality 2 WARNING"), alertsOf("2016-03", judged(POLICY)));
        assertEquals(
                List.of(
                        "The Council received name with nationality in March 2016, a pair seen in 0 of 29 earlier extracts."),
                judged(POLICY).explanations().stream()
                        .filter(sentence -> sentence.contains("March"))
                        .toList());
        assertEquals(List.of("unusual - 2016-02 address+nationality 1 WARNING"), alertsOf("2016-02", judged(before)));
    }

    private static List<String> alertsOf(String month, EventsJudged judged) {
        return judged.alerts().stream().filter(alert -> alert.contains(month)).toList();
    }

    @Test
    void aPairIsImprobableToTheExtract() {
        // Given 14 extracts without the pair: (14 + 2) / (0 + 1) is 4 bits
        released("2016-01", 14, "'Surname','Street'");
        released("2016-02", 1, "'Street','Nationality'");
        String soon = POLICY.replace("after-events: 20", "after-events: 14");

        assertEquals(
                List.of("unusual - 2016-02 address+nationality 1 WARNING"),
                judged(soon).alerts());
        assertEquals(List.of(), judged(soon.replace("bits: 4", "bits: 5")).alerts());
        assertEquals(
                List.of(),
                judged(soon.replace("after-events: 14", "after-events: 15")).alerts());
        events.remove(0);
        assertEquals(
                List.of(),
                judged(soon.replace("after-events: 14", "after-events: 13")).alerts());
    }

    @Test
    void allExtractsOfTheMonthWithThePairAreCounted() {
        released("2016-01", 30, "'Surname','Street'");
        released("2016-02", 3, "'Surname','Street','Nationality'");
        released("2016-02", 2, "'Street','Nationality'");
        released("2016-02", 1, "'Nationality'");

        // Of both sets the pair is the first by name of those never seen
        assertEquals(
                List.of("unusual - 2016-02 address+nationality 5 WARNING"),
                judged(POLICY).alerts());
    }

    @Test
    void theMonthMustHaveClosed() {
        released("2016-01", 30, "'Surname','Street'");
        released("2016-04", 1, "'Street','Nationality'");

        assertEquals(
                List.of("unusual - 2016-04 address+nationality 1 WARNING"),
                judged(POLICY).alerts());
        assertEquals(
                List.of(),
                EventsJudged.by("novelty", POLICY, MAY.minusMillis(1), events).alerts());
    }

    @Test
    void aProfileStandsInForHistory() {
        // Given a body of which nothing is known yet: (100 + 2) / (1 + 1) is between 5 and 6 bits
        String policy = POLICY.replace("bits: 4", "bits: 5, profile: local");
        released("2016-01", 1, "'Surname','Street','Nationality'");
        released("2016-02", 2, "'Surname','Street'");
        released("2016-03", 1, "'Surname','Nationality'");

        assertEquals(
                List.of(
                        "unusual - 2016-01 address+nationality 1 WARNING",
                        "unusual - 2016-03 name+nationality 1 WARNING"),
                judged(policy).alerts());
        assertEquals(
                "The Council received name with nationality in March 2016, a pair seen in 1 of 100 extracts of profile local.",
                judged(policy).explanations().get(1));
        assertEquals(
                List.of("unusual - 2016-01 address+nationality 1 WARNING"),
                judged(policy.replace("bits: 5", "bits: 6")).alerts());
    }

    @Test
    void whatIsSaidOfEarlierExtractsIsSaidAnewWhenTheyAreCorrected() {
        // Given an alert that was told when 30 extracts were known
        released("2016-01", 30, "'Surname','Street'");
        released("2016-02", 1, "'Street','Nationality'");
        events.replaceAll(event -> event.replace("\"feed\"", "\"appendedAt\":\"2016-03-02T09:00:00Z\",\"feed\""));

        // When one more of January comes to light
        events.add(EventsJudged.released("2016-01-20", "'appendedAt':'2016-03-20T09:00:00Z','fields':['Surname']"));

        // Then
        List<String> said = judged(POLICY).explanations();
        assertEquals(
                List.of("The Council received address with nationality in February 2016, a pair seen in 0 of 31 earlier"
                        + " extracts."),
                said);
        Collections.reverse(events);
        assertEquals(said, judged(POLICY).explanations(), "in whatever order they come");
    }

    @Test
    void aDetectorJudgesWhomItIsFor() {
        released("2016-01", 30, "'Surname','Street'");
        released("2016-02", 1, "'Street','Nationality'");
        List<String> found = List.of("unusual - 2016-02 address+nationality 1 WARNING");

        assertEquals(found, judged(scoped("kinds: [local]")).alerts());
        assertEquals(found, judged(scoped("bodies: [council]")).alerts());
        assertEquals(List.of(), judged(scoped("kinds: [press]")).alerts());
        assertEquals(List.of(), judged(scoped("bodies: [other]")).alerts());
    }

    private static String scoped(String scope) {
        return POLICY.replace("bits: 4", "bits: 4, for: { " + scope + " }");
    }
}
