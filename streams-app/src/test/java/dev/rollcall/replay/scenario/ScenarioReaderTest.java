package dev.rollcall.replay.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scenario file means, and what is refused. */
class ScenarioReaderTest {

    private static final String SCENARIO = """
            title: A month with too many children
            source: assumed
            given:
              bodies: { a: { name: A }, b: { name: B } }
              agreements: { x: { body: a, from: 2015-01-01, limits: { month: { count: children, per: month, at-most: 99 } } } }
            usual: { body: a, agreementId: x, fields: [URN] }
            when:
              - { at: 2016-03-29, submitted: R1, asked: 120 }
              - { at: 2016-03-31 23:30, released: X1, requestId: R1, children: 100 new }
            then:
              as-of: 2016-05-01
              figures: [{ body: a, window: 2016-03, children: 100 }]
              alerts: [{ alert: limit month, body: a, window: 2016-03, band: 100, observed: 100 }]
            near-miss: { title: one fewer, but: { 100 new: 99 new } }
            """;

    private static Scenario read(String text) {
        return ScenarioReader.read(text, "s.yaml", name -> {
            assertEquals("../base.yaml", name);
            return """
                    {policy: p, version: 1, from: 2016-01-01, zone: Europe/London, bodies: {a: {name: A, kind: k}}}
                    ---
                    {policy: p, version: 2, from: 2017-01-01, zone: Europe/London, bodies: {a: {name: A, kind: k}}}
                    """;
        });
    }

    private static List<EventLine> events(String items) {
        return read(SCENARIO.replaceAll("(?s)when:.*?then:", "when:\n" + items + "then:")
                        .replaceAll("(?s)near-miss:.*", "near-miss: []"))
                .cases()
                .get(0)
                .events();
    }

    private static String refusal(String scenario) {
        return String.valueOf(
                assertThrows(ScenarioException.class, () -> read(scenario)).getMessage());
    }

    @Test
    void timesAreThoseOfThePolicysZone() {
        List<EventLine> events = read(SCENARIO).cases().get(0).events();

        assertEquals(
                Instant.parse("2016-03-29T08:00:00Z"), events.get(0).event().at());
        assertEquals(
                Instant.parse("2016-03-31T22:30:00Z"), events.get(1).event().at());
        assertEquals(
                Instant.parse("2016-04-30T23:00:00Z"),
                read(SCENARIO).cases().get(0).last().asOf());
    }

    @Test
    void aScenarioThatEndsAsItExpectsTellsNothing() {
        for (ScenarioCase each : read(SCENARIO).cases()) {
            assertEquals(List.of(), ScenarioRun.of(each).differences());
        }
    }

    @Test
    void tellsWhatWasExpectedWhatWasFoundAndWhere() {
        String wrong = SCENARIO.replace("children: 100 }", "children: 101 }").replace("observed: 100", "observed: 120");
        String silent = SCENARIO.replaceAll("alerts: .*", "alerts: []");
        String another = SCENARIO.replace("alert: limit month", "alert: agreement lapsed");

        assertEquals(
                List.of(
                        "Expected 101 children of body a in 2016-03, but found 100 (s.yaml line 12)",
                        "Expected { alert: limit month, body: a, window: 2016-03, band: 100, observed: 120 }, but found "
                                + "{ alert: limit month, body: a, window: 2016-03, agreementId: x, band: 100, observed: 100, "
                                + "at-most: 99, severity: high } (s.yaml line 13)"),
                ScenarioRun.of(read(wrong).cases().get(0)).differences());
        List<String> unexpected = ScenarioRun.of(read(silent).cases().get(0)).differences();
        assertEquals(1, unexpected.size());
        assertTrue(
                unexpected.get(0).startsWith("Expected no other alert, but found { alert: limit month, body: a,"),
                unexpected.get(0));
        assertTrue(unexpected.get(0).endsWith("(s.yaml line 13)"), unexpected.get(0));
        List<String> missing = ScenarioRun.of(read(another).cases().get(0)).differences();
        assertEquals(2, missing.size());
        assertTrue(missing.get(0).contains("but found none of this rule (s.yaml line 13)"), missing.get(0));
    }

    @Test
    void aNearMissThatIsNotSilentIsTold() {
        String loud = SCENARIO.replace("99 new", "101 new");

        List<String> differences = ScenarioRun.of(read(loud).cases().get(1)).differences();

        assertEquals(1, differences.size());
        assertTrue(differences.get(0).contains("(s.yaml line 14)"), differences.get(0));
    }

    @Test
    void comparesOnlyTheDetectorsNamed() {
        String named = "detectors: [feed]\n" + SCENARIO.replaceAll("alerts: .*", "alerts: []");

        assertEquals(List.of(), ScenarioRun.of(read(named).cases().get(0)).differences());
    }

    @Test
    void eachMomentIsJudgedByWhatWasLoggedUntilThen() {
        String twice = SCENARIO.replaceAll("(?s)then:.*?near-miss", """
                then:
                  - { as-of: 2016-03-31, alerts: [], figures: [{ body: a, window: 2016-03, asked: 120, children: 0 }] }
                  - { as-of: 2016-05-01, alerts: [{ alert: limit month, body: a }] }
                near-miss""");

        assertEquals(List.of(), ScenarioRun.of(read(twice).cases().get(0)).differences());
    }

    @Test
    void repeatsAreWrittenOutWithNumbersInTurn() {
        List<EventLine> looks =
                events("  - { at: 2018-09-01, repeat: 45 a day for 490 days, released: 'L{n}', children: 1 new }\n");
        List<EventLine> months =
                events("  - { at: 2016-01-31, repeat: 2 a month for 3 months, submitted: 'R{n}', asked: 5 7 9 }\n");
        List<EventLine> weekdays =
                events("  - { at: 2018-09-01, repeat: 2 a weekday for 7 days, submitted: 'R{n}', asked: 1 }\n");

        assertEquals(22_050, looks.size());
        assertEquals("L22050", looks.get(22_049).event().extractId());
        assertEquals(
                22_050,
                looks.stream().map(line -> line.event().children()).distinct().count());
        assertEquals(1, looks.get(0).event().records());
        assertEquals(
                List.of(5L, 7L, 9L, 5L, 7L, 9L),
                months.stream().map(line -> line.event().asked()).toList());
        assertEquals("2016-02-29T09:00:00Z", months.get(2).event().at().toString());
        assertEquals(10, weekdays.size(), "neither on a Saturday nor on a Sunday");
    }

    @Test
    void stepsHappenAfterEachOther() {
        List<EventLine> events = events("""
                  - at: 2016-01-04
                    repeat: 2 times
                    do:
                      - { submitted: "R{n}", asked: 3 }
                      - { after: 3 days, released: "X{n}", requestId: "R{n}", children: 2 of town after 4, retainUntil: after 10 days }
                """);

        assertEquals(
                List.of("R1", "R2", "R1", "R2"),
                events.stream().map(line -> line.event().requestId()).toList());
        assertEquals(
                List.of("made-up-town-5", "made-up-town-6"),
                events.get(2).event().children());
        assertEquals(LocalDate.of(2016, 1, 17), events.get(2).event().retainUntil());
    }

    @Test
    void aRetractionIsTheEventSentAgain() {
        List<EventLine> events = events("""
                  - { at: 2016-01-04, released: X1, children: 2 new }
                  - { retract: released X1, appendedAt: 2016-02-04 }
                """);

        String sent = Ndjson.event(events.get(0).event(), Instant.EPOCH);
        assertEquals(
                sent.replace("\"retracts\":false", "\"retracts\":true"),
                Ndjson.event(events.get(1).event(), Instant.EPOCH));
        assertEquals(Instant.parse("2016-02-04T09:00:00Z"), events.get(1).appendedAt());
    }

    @Test
    void aShareOfADatasetNamesThatManyFields() {
        EventLine event = events("  - { at: 2016-01-04, released: X1, fields: 90% of Year 7 }\n")
                .get(0);

        assertEquals(15, event.event().fields().size(), "of 17");
    }

    @Test
    void aPolicyMayExtendAFile() {
        String extending = SCENARIO.replace("given:\n", "given:\n  extends: ../base.yaml\n")
                .replace("a: { name: A }", "a: { name: Ay }");

        String policy = read(extending).cases().get(0).policy();

        assertEquals(2, policy.lines().count(), "both versions");
        policy.lines().forEach(version -> {
            assertTrue(version.contains("\"kind\": \"k\""), version);
            assertTrue(version.contains("\"name\": \"Ay\""), version);
            assertTrue(version.contains("\"at-most\": \"99\""), version);
        });
    }

    @Test
    void everythingThatIsNotUnderstoodIsTold() {
        String message = refusal(SCENARIO.replace("title: A month with too many children\n", "tittle: A\n")
                .replace("asked: 120", "asked: many")
                .replace("children: 100 new", "children: a hundred")
                .replace("at: 2016-03-29,", "at: yesterday,")
                .replace("window: 2016-03, band", "windo: 2016-03, band")
                .replace("alert: limit month", "alert: limits month"));

        assertEquals("""
                Expected 'title', but it is missing (s.yaml line 1)
                Expected 'at' to be a time, as 2016-03-29 or 2016-03-29 09:30, but was 'yesterday' (s.yaml line 8)
                Expected 'asked' to be whole numbers, but was 'many' (s.yaml line 8)
                Expected 'children' as '600 new', '600 of town' or '30 of town after 600', several numbers being taken in turn, \
                but was 'a hundred' (s.yaml line 9)
                """, message.lines().limit(4).map(line -> line + "\n").reduce("", String::concat));
        assertTrue(message.contains("but was 'limits month' (s.yaml line 13)"), message);
        assertTrue(message.contains("but found 'windo' (s.yaml line 13)"), message);
        assertTrue(message.contains("but found 'tittle' (s.yaml line 1)"), message);
    }

    @Test
    void aNearMissMustChangeWhatIsThere() {
        assertEquals(
                "Expected '98 new' somewhere in given, usual or when, but it is not there (s.yaml line 14)",
                refusal(SCENARIO.replace("100 new: 99", "98 new: 99")));
        assertEquals(
                "Expected 'without' to name events, as 'released X1', but nothing is 'released X9' (s.yaml line 14)",
                refusal(SCENARIO.replace("but: { 100 new: 99 new }", "without: [released X9]")));
        assertTrue(refusal(SCENARIO.replaceAll("near-miss.*", "")).contains("Expected 'near-miss'"));
    }

    @Test
    void anEventMustSayWhatHappenedOnceAndToWhom() {
        assertTrue(refusal(SCENARIO.replace("submitted: R1, ", "")).contains("Expected what happened"));
        assertTrue(refusal(SCENARIO.replace("submitted: R1, ", "submitted: R1, approved: R1, "))
                .contains("Expected one of what happened"));
        assertTrue(refusal(SCENARIO.replace("usual: { body: a, ", "usual: { ")).contains("Expected 'body'"));
        assertTrue(refusal(SCENARIO.replace("submitted: R1,", "submitted: R1, records: 3,"))
                .contains("'records'"));
    }

    @Test
    void aWrongPolicyIsToldAtItsPlace() {
        PolicyException wrong =
                assertThrows(PolicyException.class, () -> read(SCENARIO.replace("per: month", "per: moon")));

        assertTrue(String.valueOf(wrong.getMessage()).contains("s.yaml line 5"), wrong.getMessage());
        assertFalse(String.valueOf(wrong.getMessage()).isEmpty());
    }
}
