package dev.rollcall.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cases of what no cap catches, small enough to be judged by hand. */
class JudgementOracleTest {
    private static final Map<String, String> CATEGORIES =
            Map.of("Surname", "name", "Street", "address", "Nationality", "nationality");
    private static final String HEAD = """
            policy: test
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              council: { name: Council, declared-per-year: 120 }
              college: { name: College, formerly: [school] }
              school: { name: School }
            """;

    private final List<String> lines = new ArrayList<>();
    private String policy = HEAD;
    private String asOf = "2017-06-01T00:00:00Z";

    @Test
    void aShareOfWhatWasDeclaredIsScaledToTheWindowAndAMissingVolumeIsSaid() {
        policy += "limits: { l: { for: { bodies: [council, college] }, count: children, per: month,"
                + " at-most: 15% of declared } }\n";
        released("council", "2016-03-01T09:00:00Z", "x1", 0, 2);
        released("council", "2016-04-01T09:00:00Z", "x2", 0, 3);
        released("college", "2016-04-01T09:00:00Z", "x3", 0, 1);

        // 120 a year are 10 a month; 15 % of them, rounded up, are 2.
        assertEquals(
                Set.of("l council 2016-04 100 null HIGH 3 of 2", "l college 2016-04 null undeclared WARNING 1 of null"),
                alerts("limit"));
    }

    @Test
    void anOperatorAndADatasetAreJudgedByThemselves() {
        policy += "datasets: { School Census: { population: 199 } }\n"
                + "limits: { l: { for: { bodies: [council] }, count: children, per: month, each: operator,"
                + " at-most: 1% of dataset } }\n";
        released("council", "2016-03-01T09:00:00Z", "x1", 0, 1, "operator", "o1", "datasets", List.of("School Census"));
        released("council", "2016-03-02T09:00:00Z", "x2", 1, 2, "operator", "o2", "datasets", List.of("School Census"));
        released("council", "2016-03-03T09:00:00Z", "x3", 2, 3, "operator", "o2", "datasets", List.of("Phonics"));
        assertEquals(Set.of(), alerts("limit"));

        released("council", "2016-03-04T09:00:00Z", "x4", 3, 4, "operator", "o2", "datasets", List.of("School Census"));

        assertEquals(Set.of("l council 2016-03 100 one operator, School Census HIGH 2 of 1"), alerts("limit"));
    }

    @Test
    void threeMonthsInARowNearALimitAreSaidInTheThird() {
        policy += "limits: { l: { for: { bodies: [council] }, count: children, per: month, at-most: 10,"
                + " running: 3, at: 80% } }\n";
        for (int month = 1; month <= 5; month++) {
            released("council", "2016-0" + month + "-05T09:00:00Z", "x" + month, 0, month == 5 ? 10 : 8);
        }
        released("council", "2016-07-05T09:00:00Z", "x7", 0, 9);

        assertEquals(Set.of("l council 2016-03 80 3 running WARNING 10 of 10"), alerts("limit"));
    }

    @Test
    void aChildRepeatsThatWasInTheMonthBeforeToo() {
        policy += "limits: { l: { for: { bodies: [council] }, count: repeats, per: month, at-most: 1 } }\n";
        released("council", "2016-03-01T09:00:00Z", "x1", 0, 3);
        released("council", "2016-04-01T09:00:00Z", "x2", 1, 5);

        assertEquals(Set.of("l council 2016-04 100 null HIGH 2 of 1"), alerts("limit"));
        assertEquals(
                2,
                judge().figures()
                        .get(new FigureKey("body", "council", null, "repeats", "2016-04"))
                        .count());
    }

    @Test
    void aBodyUnderAFormerNameIsWatchedAsAGroupWithIt() {
        released("college", "2016-03-01T09:00:00Z", "x1", 0, 3);
        released("school", "2016-03-01T09:00:00Z", "x2", 1, 5);

        assertEquals(
                5,
                judge().figures()
                        .get(new FigureKey("group", "college", null, "children", "2016-03"))
                        .count());
    }

    @Test
    void theIntervalOfAShareIsTheOneInTheTables() {
        // Clopper and Pearson at 95 per cent: 0 of 10, 10 of 10, 5 of 10.
        assertEquals(0.30849710781876083, RatioFindings.upper(0, 10, 0.025), 1e-12);
        assertEquals(0.69150289218123917, RatioFindings.lower(10, 10, 0.025), 1e-12);
        assertEquals(0.18708602844739855, RatioFindings.lower(5, 10, 0.025), 1e-9);
        assertEquals(0.81291397155260145, RatioFindings.upper(5, 10, 0.025), 1e-9);
    }

    @Test
    void aShareIsFoundWhenChanceDoesNotExplainIt() {
        policy += "detectors: { r: { type: ratio, of: children, to: records, at-least: 50%, sample: 10,"
                + " confidence: 0.95 } }\n";
        released("council", "2016-03-01T09:00:00Z", "x1", 0, 1, "records", 10);
        released("council", "2016-04-01T09:00:00Z", "x2", 0, 2, "records", 10);
        released("council", "2016-05-01T09:00:00Z", "x3", 0, 0, "records", 9);

        // 1 of 10 reaches up to 0.445, 2 of 10 to 0.556.
        assertEquals(Set.of("r council 2016-03 null null WARNING 1 of 10"), alerts("ratio"));
    }

    @Test
    void aBurstIsFoundWhereHistoryIsQuiet() {
        policy += "detectors: { b: { type: baseline, warm-up: 3 } }\n";
        for (int month = 1; month <= 5; month++) {
            released("council", "2016-0" + month + "-05T09:00:00Z", "x" + month, 0, month == 5 ? 60 : 2);
        }

        assertEquals(Set.of("b/burst council 2016-05 null null WARNING 60 of 2"), alerts("baseline"));
    }

    @Test
    void aPairIsSurprisingThatWasNeverSeenTogether() {
        policy += "detectors: { n: { type: novelty, after-events: 6, bits: 3 } }\n";
        for (int i = 0; i < 6; i++) {
            released("council", "2016-03-01T09:00:0" + i + "Z", "x" + i, 0, 1, "fields", List.of("Surname"));
        }
        released("council", "2016-04-01T09:00:00Z", "x9", 0, 1, "fields", List.of("Surname", "Street", "Nationality"));

        // Six extracts before, none with any pair: 8 to 1, which is 3 bits; of equal pairs the first by name.
        assertEquals(Set.of("n council 2016-04 null address+name WARNING 1 of null"), alerts("novelty"));
    }

    @Test
    void anExtractWithoutRequestIsToldOfWhenTheGraceHasPassedAndSettledWhenTheRequestIsLogged() {
        policy += "detectors: { a: { type: approval, grace: 2 days } }\n";
        released("council", "2016-03-01T09:00:00Z", "x1", 0, 3, "requestId", "r1");
        asOf = "2016-03-03T08:59:59.999Z";
        assertEquals(Set.of(), alerts("approval"));

        asOf = "2016-03-03T09:00:00Z";
        assertEquals(Set.of("a/without-request council 2016-03 null x1 HIGH 3 of null"), alerts("approval"));

        asOf = "2016-04-01T00:00:00Z";
        request("council", "APPROVED", "2016-02-01T09:00:00Z", "r1", "appendedAt", "2016-03-05T09:00:00Z");
        assertEquals(
                Set.of(
                        "a/without-request council 2016-03 null x1 HIGH 3 of null RESOLVED",
                        "a/not-approved council 2016-03 null x1 HIGH 3 of null RESOLVED"),
                alerts("approval"));
    }

    @Test
    void aReleaseIsComparedWithWhatWasApproved() {
        policy += "detectors: { a: { type: approval } }\n";
        request("council", "SUBMITTED", "2016-02-01T09:00:00Z", "r1", "asked", 9);
        request("council", "APPROVED", "2016-02-02T09:00:00Z", "r1", "asked", 2, "fields", List.of("Surname"));
        released("council", "2016-03-01T09:00:00Z", "x1", 0, 2, "requestId", "r1", "fields", List.of("Surname"));
        assertEquals(Set.of(), alerts("approval"));

        released("council", "2016-03-09T09:00:00Z", "x2", 1, 3, "requestId", "r1", "fields", List.of("Surname"));

        assertEquals(
                Set.of(
                        "a/more-children council 2016-03 null r1 HIGH 3 of 2",
                        "a/sent-twice council 2016-03 null r1 HIGH 1 of null"),
                alerts("approval"));
    }

    @Test
    void whatIsNotPublishedInTimeIsOverdueCountedFromTheEndOfTheQuarter() {
        policy +=
                "detectors: { o: { type: overdue, after: released, expect: published, within: 72 days, of: quarter } }\n";
        released("council", "2016-02-01T09:00:00Z", "x1", 0, 3);
        // The quarter ends on 31 March; the 72nd day after it is 11 June.
        asOf = "2016-06-11T22:59:59.999Z";
        assertEquals(Set.of(), alerts("overdue"));

        asOf = "2016-06-11T23:00:00Z";

        assertEquals(Set.of("o council 2016-02 null x1 WARNING 3 of null"), alerts("overdue"));
    }

    @Test
    void aFeedThatIsNotHeardOfIsSilentUntilItIs() {
        policy += "feeds: { portal: { every: 3 days, from: 2016-03-01 } }\n"
                + "detectors: { s: { type: overdue, after: event, expect: event } }\n";
        request("council", "SUBMITTED", "2016-03-03T09:00:00Z", "r1");
        request("council", "SUBMITTED", "2016-03-07T09:00:00Z", "r2");
        asOf = "2016-03-11T00:00:00Z";

        assertEquals(
                Set.of(
                        "s portal 2016-03 null 2016-03-07 WARNING 3 of null RESOLVED",
                        "s portal 2016-03 null 2016-03-11 WARNING 3 of null"),
                alerts("overdue"));
    }

    @Test
    void whatIsHeldIsWhatWasReleasedAndNotDestroyed() {
        released("council", "2016-03-01T09:00:00Z", "x1", 0, 3, "datasets", List.of("School Census", "Phonics"));
        released("council", "2016-04-01T09:00:00Z", "x1", 0, 3, "datasets", List.of("School Census"));
        released("council", "2016-04-01T09:00:00Z", "x2", 0, 3);
        released("council", "2016-04-01T09:00:00Z", "x3", 0, 3);
        add("extract", "council", "2016-05-01T09:00:00Z", "stage", "DESTROYED", "extractId", "x3", "records", 0);

        Set<String> held = judge().figures().entrySet().stream()
                .filter(figure -> figure.getKey().basis().equals("held"))
                .map(figure -> figure.getKey().window() + " " + figure.getKey().dataset() + " "
                        + figure.getValue().count())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of("2016-03 Phonics 1", "2016-03 School Census 1", "2016-04 - 1"), held);
    }

    private void released(String body, String at, String extractId, int from, int to, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("extractId", extractId));
        fields.addAll(List.of(more));
        if (!fields.contains("records")) {
            fields.addAll(List.of("records", to - from));
        }
        fields.addAll(List.of(
                "children",
                IntStream.range(from, to).mapToObj(child -> "t-" + child).toList()));
        add("extract", body, at, fields.toArray());
    }

    private void request(String body, String stage, String at, String requestId, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("stage", stage, "requestId", requestId));
        fields.addAll(List.of(more));
        add("access-request", body, at, fields.toArray());
    }

    private void add(String type, String body, String at, Object... more) {
        StringBuilder line = new StringBuilder("{\"type\":\"" + type + "\",\"eventId\":\"e" + lines.size()
                + "\",\"feed\":\"portal\",\"body\":\"" + body + "\",\"at\":\"" + at + "\"");
        for (int i = 0; i < more.length; i += 2) {
            String value = more[i + 1] instanceof Number
                    ? more[i + 1].toString()
                    : more[i + 1] instanceof List<?> list
                            ? list.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(",", "[", "]"))
                            : "\"" + more[i + 1] + "\"";
            line.append(",\"" + more[i] + "\":" + value);
        }
        lines.add(line.append('}').toString());
    }

    private OracleResult judge() {
        return new Oracle(CATEGORIES::get)
                .judge(OracleEvents.read(lines), OraclePolicy.read(policy), Instant.parse(asOf));
    }

    private Set<String> alerts(String detector) {
        return judge().alerts().stream()
                .filter(alert -> alert.detector().equals(detector))
                .map(alert -> alert.rule() + " " + alert.entity() + " " + alert.window() + " " + alert.band() + " "
                        + alert.about() + " " + alert.severity() + " " + alert.observed() + " of " + alert.limit()
                        + (alert.state().equals("RAISED") ? "" : " " + alert.state()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
