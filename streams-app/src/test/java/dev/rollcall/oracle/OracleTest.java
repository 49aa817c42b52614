package dev.rollcall.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.oracle.OracleResult.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** RequestCase small enough to be computed by hand, so that the oracle itself can be trusted. */
class OracleTest {
    private static final Map<String, String> CATEGORIES = Map.of(
            "Surname", "name", "Street", "address", "EntryDate", "attendance-date", "Nationality", "nationality");
    private static final String HEAD = "policy: test\nversion: 1\nfrom: 2015-06-01\nzone: Europe/London\n";
    private static final String BODIES = """
            bodies:
              home-office: { name: Home Office, kind: law-enforcement, group: immigration }
              border: { name: Border, kind: law-enforcement, group: immigration }
              daily-news: { name: The Daily News, kind: press }
            """;
    private final List<String> lines = new ArrayList<>();
    private String policy = HEAD + BODIES;
    private String asOf = "2017-06-01T00:00:00Z";

    @Test
    void countsEachChildOnceHoweverOftenItIsReleased() {
        released("home-office", "2016-03-01T09:00:00Z", "x1", tokens(0, 600));
        released("home-office", "2016-03-15T09:00:00Z", "x2", tokens(300, 900));

        assertEquals(900, count("body|home-office||children|2016-03"));
        assertEquals(1200, count("body|home-office||records|2016-03"));
    }

    @Test
    void raisesBand100WhenSixHundredTwiceAndThreeHundredAndOneLeaveFifteenHundredInAMonth() {
        policy = HEAD
                + BODIES
                + agreement("ho-month: { count: children, per: month, at-most: 1500, warn-at: [50%, 80%] }");
        underMou("2016-03-01T09:00:00Z", "x1", tokens(0, 600));
        underMou("2016-03-10T09:00:00Z", "x2", tokens(600, 1200));
        assertEquals(Set.of("2016-03 50 WARNING 1200", "2016-03 80 WARNING 1200"), limitAlerts("ho-month"));

        underMou("2016-03-31T22:59:59.999Z", "x3", tokens(1200, 1501));

        assertEquals(
                Set.of("2016-03 50 WARNING 1501", "2016-03 80 WARNING 1501", "2016-03 100 HIGH 1501"),
                limitAlerts("ho-month"));
        assertEquals(1501, count("body|home-office|mou|children|2016-03"));
    }

    @Test
    void seesTheSameAcrossAMonthEndOnlyInThirtyDays() {
        policy = HEAD
                + BODIES
                + agreement(
                        "ho-month: { count: children, per: month, at-most: 1500 }",
                        "ho-30: { count: children, per: 30 days, at-most: 1500 }");
        underMou("2016-03-20T09:00:00Z", "x1", tokens(0, 600));
        underMou("2016-03-25T09:00:00Z", "x2", tokens(600, 1200));
        underMou("2016-04-02T09:00:00Z", "x3", tokens(1200, 1501));

        assertEquals(Set.of(), limitAlerts("ho-month"));
        assertEquals(Set.of("30d@2016-04-02 100 HIGH 1501"), limitAlerts("ho-30"));
        assertEquals(1501, count("body|home-office|mou|children|30d@2016-04-02"));
        assertEquals(1200, count("body|home-office|mou|children|30d@2016-03-25"));
        assertEquals(0, count("body|home-office|mou|children|30d@2016-04-03"));
        assertEquals(0, count("body|home-office||children|30d@2016-04-02"));
    }

    @Test
    void rollingWindowsHoldThirtyDaysTheEndDayIncluded() {
        policy = HEAD + BODIES + agreement("ho-30: { count: children, per: 30 days, at-most: 1 }");
        underMou("2016-03-01T12:00:00Z", "x1", tokens(0, 1));
        underMou("2016-03-30T12:00:00Z", "x2", tokens(1, 2));
        underMou("2016-03-31T12:00:00Z", "x3", List.of());

        assertEquals(2, count("body|home-office|mou|children|30d@2016-03-30"));
        assertEquals(1, count("body|home-office|mou|children|30d@2016-03-31"));
    }

    @Test
    void tellsRequestsAnsweredAndChildrenApart() {
        for (int request = 0; request < 33; request++) {
            submitted("home-office", "2016-05-10T09:00:00Z", "r" + request, 2);
        }
        for (int request = 0; request < 16; request++) {
            int first = request * 4;
            int last = Math.min(62, first + 4);
            add(
                    "extract",
                    "home-office",
                    "2016-05-20T09:00:00Z",
                    "extractId",
                    "x" + request,
                    "requestId",
                    "r" + request,
                    "records",
                    last - first,
                    "children",
                    tokens(first, last));
        }

        assertEquals(33, count("body|home-office||requests|2016-05"));
        assertEquals(66, count("body|home-office||asked|2016-05"));
        assertEquals(16, count("body|home-office||answered|2016-05"));
        assertEquals(62, count("body|home-office||children|2016-05"));
    }

    @Test
    void anExtractWithoutRequestIsNeverAnsweredAndOneRequestIsAnsweredOnce() {
        released("home-office", "2016-05-20T09:00:00Z", "x1", tokens(0, 3));
        add("extract", "home-office", "2016-05-20T09:00:00Z", "extractId", "x2", "requestId", "r1", "records", 1);
        add("extract", "home-office", "2016-05-21T09:00:00Z", "extractId", "x3", "requestId", "r1", "records", 1);

        assertEquals(1, count("body|home-office||answered|2016-05"));
    }

    @Test
    void aRetractionThatArrivesBeforeItsEventCancelsIt() {
        String event = line("extract", "home-office", "2016-03-01T09:00:00Z", "e1", "extractId", "x1", "records", 5);
        lines.add(event.replace("{", "{\"retracts\":true,"));
        lines.add(event);
        lines.add(event);

        assertTrue(judge().figures().isEmpty(), judge().toString());
        assertEquals(Map.of("applied", 2L, "duplicate", 1L), ledger());
    }

    @Test
    void aLateRetractionCancelsNothing() {
        String event = line("extract", "home-office", "2016-03-01T09:00:00Z", "e1", "extractId", "x1", "records", 5);
        lines.add(event);
        lines.add(event.replace("{", "{\"retracts\":true,\"appendedAt\":\"2019-03-06T09:00:00.001Z\","));
        asOf = null;

        assertEquals(5, count("body|home-office||records|2016-03"));
        assertEquals(Map.of("applied", 1L, "LATE", 1L), ledger());
        assertTrue(alerts().contains("feed late 2019-03 null null WARNING 1"), alerts().toString());
    }

    @Test
    void acceptsExactlyTheLatenessAndExactlyFiveMinutesAhead() {
        at("2016-03-01T09:00:00Z", "2019-03-06T09:00:00Z");
        at("2016-03-01T09:05:00Z", "2016-03-01T09:00:00Z");
        at("2016-03-01T09:05:00.001Z", "2016-03-01T09:00:00Z");
        asOf = null;

        assertEquals(Map.of("applied", 2L, "FUTURE", 1L), ledger());
        assertTrue(alerts().contains("feed future 2016-03 null null WARNING 1"), alerts().toString());
    }

    @Test
    void aDuplicateIsCountedOnceAndOtherContentUnderTheSameIdTwice() {
        String event = line("extract", "home-office", "2016-03-01T09:00:00Z", "e1", "extractId", "x1", "records", 5);
        lines.add(event);
        lines.add(event.replace("{", "{\"appendedAt\":\"2016-03-02T09:00:00Z\","));
        lines.add(event.replace("5", "6"));

        assertEquals(11, count("body|home-office||records|2016-03"));
        assertTrue(alerts().contains("feed id-reuse 2016-03 null null WARNING 1"), alerts().toString());
    }

    @Test
    void halfPastElevenInUtcSummerBelongsToTheNextLondonDay() {
        policy = HEAD
                + BODIES
                + limits("daily: { for: { bodies: [home-office] }, count: children, per: day, at-most: 9 }");
        released("home-office", "2016-06-30T23:30:00Z", "x1", tokens(0, 4));
        released("home-office", "2016-01-31T23:30:00Z", "x2", tokens(0, 3));

        assertEquals(4, count("body|home-office||children|2016-07"));
        assertEquals(4, count("body|home-office||children|2016-07-01"));
        assertEquals(3, count("body|home-office||children|2016-01"));
    }

    @Test
    void marchEndsAnHourEarlyInUtcBecauseOfSummerTime() {
        released("home-office", "2016-03-31T22:59:59.999Z", "x1", tokens(0, 1));
        released("home-office", "2016-03-31T23:00:00Z", "x2", tokens(1, 3));
        released("home-office", "2016-10-31T23:59:59.999Z", "x3", tokens(1, 5));

        assertEquals(1, count("body|home-office||children|2016-03"));
        assertEquals(2, count("body|home-office||children|2016-04"));
        assertEquals(4, count("body|home-office||children|2016-10"));
    }

    @Test
    void countsQuartersAcademicYearsAndPeriodsByTheirLocalDays() {
        policy = HEAD + BODIES
                + limits(
                        "q: { for: { kinds: [law-enforcement] }, count: requests, per: quarter, at-most: 1 }",
                        "y: { for: { groups: [immigration] }, count: requests, per: academic-year, at-most: 1 }")
                + "periods:\n  pq: { from: 2016-08-31, to: 2016-09-01 }\n";
        submitted("home-office", "2016-08-31T22:59:59.999Z", "r1", 1);
        submitted("border", "2016-08-31T23:00:00Z", "r1", 1);
        submitted("border", "2016-09-01T23:00:00Z", "r2", 1);

        assertEquals(1, count("group|immigration||requests|2015/16"));
        assertEquals(2, count("group|immigration||requests|2016/17"));
        assertEquals(2, count("body|border||requests|2016-Q3"));
        assertEquals(1, count("body|home-office||requests|pq"));
        assertEquals(1, count("body|border||asked|pq"));
        assertEquals(0, count("group|immigration||requests|pq"));
        assertEquals(Set.of("2016-Q3 100 HIGH 2"), limitAlerts("q"));
        assertEquals(Set.of("2016/17 100 HIGH 2"), limitAlerts("y"));
    }

    @Test
    void aGroupCountsAChildOfTwoBodiesOnce() {
        released("home-office", "2016-03-01T09:00:00Z", "x1", tokens(0, 4));
        released("border", "2016-03-02T09:00:00Z", "x2", tokens(2, 6));
        released("daily-news", "2016-03-02T09:00:00Z", "x3", tokens(6, 9));

        assertEquals(6, count("group|immigration||children|2016-03"));
        assertEquals(8, count("group|immigration||records|2016-03"));
    }

    @Test
    void passesEachBandExactlyWhereItSays() {
        policy = HEAD
                + BODIES
                + limits(
                        "m: { for: { bodies: [home-office] }, count: children, per: month, at-most: 3, warn-at: [67%, 99%] }");
        released("home-office", "2016-01-01T09:00:00Z", "x1", tokens(0, 2));
        released("home-office", "2016-02-01T09:00:00Z", "x2", tokens(0, 3));
        released("home-office", "2016-03-01T09:00:00Z", "x3", tokens(0, 6));
        released("home-office", "2016-04-01T09:00:00Z", "x4", tokens(0, 13));

        assertEquals(
                Set.of(
                        "2016-02 67 WARNING 3",
                        "2016-02 99 WARNING 3",
                        "2016-03 67 WARNING 6",
                        "2016-03 99 WARNING 6",
                        "2016-03 100 HIGH 6",
                        "2016-04 67 WARNING 13",
                        "2016-04 99 WARNING 13",
                        "2016-04 100 HIGH 13",
                        "2016-04 200 CRITICAL 13",
                        "2016-04 400 CRITICAL 13"),
                limitAlerts("m"));
    }

    @Test
    void aRunOfEndDaysIsOneAlertAndALateEventMergesTwoRuns() {
        policy = HEAD
                + BODIES
                + limits("r: { for: { bodies: [home-office] }, count: children, per: 3 days, at-most: 1 }");
        released("home-office", "2016-03-01T09:00:00Z", "x1", tokens(0, 2));
        released("home-office", "2016-03-05T09:00:00Z", "x2", tokens(0, 4));
        assertEquals(
                Set.of("3d@2016-03-01 100 HIGH 2", "3d@2016-03-05 100 HIGH 4", "3d@2016-03-05 200 CRITICAL 4"),
                limitAlerts("r"));

        released("home-office", "2016-03-03T09:00:00Z", "x3", tokens(4, 6));

        // 1-3 March: 4 children on the 3rd; 4 March: 2; 5 March: 6; 6 and 7 March: 4; then none.
        assertEquals(
                Set.of(
                        "3d@2016-03-01 100 HIGH 6",
                        "3d@2016-03-03 200 CRITICAL 4",
                        "3d@2016-03-05 200 CRITICAL 6",
                        "3d@2016-03-05 400 CRITICAL 6"),
                limitAlerts("r"));
    }

    @Test
    void aRollingWindowIsJudgedUpToTheDayOfNow() {
        policy = HEAD
                + BODIES
                + limits("r: { for: { bodies: [home-office] }, count: children, per: 3 days, at-most: 3 }");
        released("home-office", "2016-03-01T22:00:00Z", "x1", tokens(0, 2));
        add(
                "extract",
                "home-office",
                "2016-03-02T00:03:00Z",
                "appendedAt",
                "2016-03-01T23:59:00Z",
                "extractId",
                "x2",
                "records",
                2,
                "children",
                tokens(2, 4));
        asOf = null;
        assertEquals(Set.of(), limitAlerts("r"));
        assertEquals(0, count("body|home-office||children|3d@2016-03-02"));

        asOf = "2016-03-02T00:00:00Z";

        assertEquals(Set.of("3d@2016-03-02 100 HIGH 4"), limitAlerts("r"));
        assertEquals(4, count("body|home-office||children|3d@2016-03-02"));
    }

    @Test
    void tighteningBitesAtOnceAndLooseningFromTheNextWindow() {
        policy = HEAD + BODIES + limits(monthly(4))
                + "---\n" + version(2, "2016-03-15") + BODIES + limits(monthly(2))
                + "---\n" + version(3, "2016-05-01") + BODIES + limits(monthly(9));
        for (String month : List.of("2016-02", "2016-03", "2016-04", "2016-05")) {
            released("home-office", month + "-02T09:00:00Z", "x" + month, tokens(0, 3));
        }

        assertEquals(Set.of("2016-03 100 HIGH 3", "2016-04 100 HIGH 3"), limitAlerts("m"));

        // Before the tighter version, March is judged by the first.
        asOf = "2016-03-14T12:00:00Z";
        assertEquals(Set.of(), limitAlerts("m"));
    }

    @Test
    void aVersionFromTheFirstOfAMonthDoesNotJudgeTheMonthBefore() {
        policy = HEAD + BODIES + limits(monthly(4)) + "---\n" + version(2, "2016-04-01") + BODIES + limits(monthly(2));
        released("home-office", "2016-03-02T09:00:00Z", "x1", tokens(0, 3));
        assertEquals(Set.of(), limitAlerts("m"));

        released("home-office", "2016-03-31T23:00:00Z", "x2", tokens(0, 3));

        assertEquals(Set.of("2016-04 100 HIGH 3"), limitAlerts("m"));
    }

    @Test
    void anEndDayIsJudgedByTheStrictestVersionOfItsWholeWindow() {
        policy = HEAD + BODIES + limits(threeDays(4, "")) + "---\n" + version(2, "2016-03-04") + BODIES
                + limits(threeDays(2, ", warn-at: [50%]")) + "---\n" + version(3, "2016-03-06") + BODIES
                + limits(threeDays(9, ""));
        released("home-office", "2016-03-02T09:00:00Z", "x1", tokens(0, 3));
        released("home-office", "2016-03-06T09:00:00Z", "x2", tokens(0, 5));

        // 2 and 3 March allow 4; 4 to 7 March allow 2, since their windows hold the 4th or 5th; 8 March allows 9.
        assertEquals(
                Set.of(
                        "3d@2016-03-04 50 WARNING 3",
                        "3d@2016-03-04 100 HIGH 3",
                        "3d@2016-03-06 50 WARNING 5",
                        "3d@2016-03-06 100 HIGH 5",
                        "3d@2016-03-06 200 CRITICAL 5"),
                limitAlerts("r"));
    }

    @Test
    void aBodyCountsForTheGroupItHadWhenItHappened() {
        policy = HEAD + BODIES + "---\n" + version(2, "2016-03-15")
                + "bodies:\n  home-office: { name: Home Office, group: media }\n";
        submitted("home-office", "2016-03-14T23:59:59.999Z", "r1", 2);
        submitted("home-office", "2016-03-15T00:00:00Z", "r2", 5);

        assertEquals(2, count("group|immigration||asked|2016-03"));
        assertEquals(5, count("group|media||asked|2016-03"));
        assertEquals(7, count("body|home-office||asked|2016-03"));
    }

    @Test
    void whatHappenedBeforeTheFirstVersionIsJudgedByIt() {
        policy = HEAD + BODIES + limits(monthly(2));
        released("home-office", "2015-01-02T09:00:00Z", "x1", tokens(0, 3));

        assertEquals(Set.of("2015-01 100 HIGH 3"), limitAlerts("m"));
    }

    @Test
    void missingTokensMakeAFigureInexactAndAreSaid() {
        add(
                "extract",
                "home-office",
                "2016-03-01T09:00:00Z",
                "extractId",
                "x1",
                "records",
                9,
                "childCount",
                5,
                "children",
                tokens(0, 3));
        add("extract", "home-office", "2016-04-01T09:00:00Z", "extractId", "x2", "records", 7);
        released("home-office", "2016-04-02T09:00:00Z", "x3", tokens(0, 1));
        released("home-office", "2016-05-02T09:00:00Z", "x4", tokens(0, 1));

        assertEquals(new Tally(3, false), tally("body|home-office||children|2016-03"));
        assertEquals(new Tally(9, true), tally("body|home-office||records|2016-03"));
        assertEquals(new Tally(1, false), tally("body|home-office||children|2016-04"));
        assertEquals(new Tally(1, true), tally("body|home-office||children|2016-05"));
        assertTrue(alerts().contains("feed tokens-missing 2016-03 null x1 HIGH 2"), alerts().toString());
        assertTrue(alerts().contains("feed tokens-missing 2016-04 null x2 HIGH 7"), alerts().toString());
    }

    @Test
    void aRenewedAgreementStartsANewLife() {
        String life = "life: { count: requests, per: agreement, at-most: 1 }";
        policy = HEAD + BODIES + agreement(life)
                + "---\n" + version(2, "2016-06-01") + BODIES
                + agreement(life).replace("from: 2015-06-01", "from: 2016-06-01\n    until: 2016-06-30");
        for (String day : List.of("2015-05-31", "2015-06-01", "2016-05-31", "2016-06-01", "2016-06-30", "2016-07-01")) {
            add("access-request", "home-office", day + "T12:00:00Z", "requestId", day, "agreementId", "mou");
        }

        assertEquals(2, count("body|home-office|mou|requests|life@2015-06-01"));
        assertEquals(2, count("body|home-office|mou|requests|life@2016-06-01"));
        assertEquals(Set.of("life@2015-06-01 100 HIGH 2", "life@2016-06-01 100 HIGH 2"), limitAlerts("life"));
        assertTrue(alerts().contains("agreement not-yet 2015-05 mou null HIGH 0"), alerts().toString());
        assertTrue(alerts().contains("agreement lapsed 2016-07 mou null HIGH 0"), alerts().toString());
    }

    @Test
    void panelsDecideAndBodiesUnknownToThePolicyAreCounted() {
        for (String stage : List.of("APPROVED", "REFUSED", "WITHDRAWN")) {
            lines.add(line(
                    "access-request",
                    "stranger",
                    "2016-03-01T09:00:00Z",
                    "e" + stage,
                    "requestId",
                    "r" + stage,
                    "stage",
                    stage,
                    "panel",
                    "dmap"));
        }

        assertEquals(2, count("panel|dmap||decided|2016-03"));
        assertEquals(1, count("panel|dmap||refused|2016-03"));
        assertEquals(2, count("body|stranger||decided|2016-03"));
        assertEquals(0, count("body|stranger||requests|2016-03"));
        assertEquals(Set.of("agreement unknown-body 2016-03 null null CRITICAL 0"), alerts());
    }

    @Test
    void fieldRulesLookAtWhatIsReleasedAndToWhom() {
        policy = HEAD + BODIES + """
                field-rules:
                  locates: { severity: high, all-of: [address, attendance-date] }
                  to-press: { severity: critical, any-of: [name, nationality], released-to: [press] }
                """;
        add(
                "extract",
                "home-office",
                "2016-03-01T09:00:00Z",
                "extractId",
                "x1",
                "records",
                0,
                "recipient",
                "daily-news",
                "fields",
                List.of("Surname", "Street", "EntryDate"));
        add(
                "extract",
                "home-office",
                "2016-04-01T09:00:00Z",
                "extractId",
                "x2",
                "records",
                0,
                "fields",
                List.of("Surname", "Oddity"));

        assertTrue(
                alerts().contains("fields locates 2016-03 null address+attendance-date HIGH 0"), alerts().toString());
        assertTrue(alerts().contains("fields to-press 2016-03 null name CRITICAL 0"), alerts().toString());
        assertTrue(alerts().contains("feed unknown-fields 2016-04 null null WARNING 1"), alerts().toString());
        assertTrue(alerts().stream().noneMatch(alert -> alert.startsWith("fields") && alert.contains("2016-04")));
    }

    @Test
    void aSetOfCategoriesIsNovelInAClosedMonthAfterEnoughExtracts() {
        policy = HEAD + BODIES + "detectors:\n  new: { type: novelty, severity: warning, after-events: 2 }\n";
        withFields("2016-01-02T09:00:00Z", "x1", "Surname");
        withFields("2016-01-03T09:00:00Z", "x2", "Surname");
        withFields("2016-02-03T09:00:00Z", "x3", "Surname", "Nationality");
        withFields("2016-02-04T09:00:00Z", "x4", "Nationality", "Surname");
        withFields("2016-03-04T09:00:00Z", "x5", "Nationality", "Surname");
        withFields("2016-03-05T09:00:00Z", "x6", "Street");

        assertEquals(
                Set.of(
                        "novelty new 2016-02 null name+nationality WARNING 2",
                        "novelty new 2016-03 null address WARNING 1"),
                alertsOf("novelty"));

        asOf = "2016-03-31T22:59:59.999Z";
        assertEquals(Set.of("novelty new 2016-02 null name+nationality WARNING 2"), alertsOf("novelty"));
        asOf = "2016-03-31T23:00:00Z";
        assertEquals(2, alertsOf("novelty").size());
    }

    @Test
    void malformedIdsAreRejectedOrDroppedAndPupilNumbersReported() {
        add("extract", "home-office", "2016-03-01T09:00:00Z", "extractId", "A12345678901B", "records", 1);
        add("extract", "home-office", "2016-03-01T09:00:00Z", "extractId", "x 1", "records", 1);
        add("extract", "home-office", "2016-03-01T09:00:00Z", "records", 1);
        add("access-request", "home-office", "2016-03-01T09:00:00Z", "requestId", "r", "stage", "LEAKED");
        add(
                "extract",
                "home-office",
                "2016-03-01T09:00:00Z",
                "extractId",
                "x1",
                "records",
                1,
                "agreementId",
                "jane doe",
                "recipient",
                "1234567890",
                "children",
                List.of("A12345678901B", "1234567890", "t-1"));

        assertEquals(Map.of("applied", 1L, "BAD_ID", 2L, "UNDECODABLE", 1L, "UNKNOWN_STAGE", 1L), ledger());
        assertTrue(alerts().contains("feed malformed-ids 2016-03 null null WARNING 2"), alerts().toString());
        assertTrue(alerts().contains("feed identifying-tokens 2016-03 null null HIGH 2"), alerts().toString());
        assertTrue(alerts().contains("agreement no-agreement 2016-03 null null HIGH 3"), alerts().toString());
    }

    @Test
    void categoriesOutsideTheAgreementAndSuspensionAreSaidUnderIt() {
        policy = HEAD + BODIES + """
                agreements:
                  mou: { body: home-office, from: 2015-06-01, suspended: 2016-03-02, categories: [name] }
                """;
        add(
                "extract",
                "home-office",
                "2016-03-01T23:59:59.999Z",
                "extractId",
                "x1",
                "records",
                0,
                "agreementId",
                "mou",
                "fields",
                List.of("Surname", "Street", "Nationality"));
        assertEquals(Set.of("agreement category-outside 2016-03 mou address+nationality HIGH 0"), alerts());

        add("access-request", "home-office", "2016-03-02T00:00:00Z", "requestId", "r1", "agreementId", "mou");
        add("access-request", "border", "2016-03-02T00:00:00Z", "requestId", "r1", "agreementId", "mou");

        assertTrue(alerts().contains("agreement suspended 2016-03 mou null HIGH 0"), alerts().toString());
        assertTrue(alerts().contains("agreement no-agreement 2016-03 null null HIGH 0"), alerts().toString());
        assertEquals(0, count("body|border|mou|requests|2016-03"));
    }

    @Test
    void linesLoggedAfterTheLastTickAreNotRead() {
        at("2016-03-01T09:00:00Z", "2016-03-01T09:00:00Z");
        at("2016-03-01T09:00:01Z", "2016-03-01T09:00:01Z");
        asOf = "2016-03-01T09:00:00Z";

        assertEquals(Map.of("applied", 1L, "unread", 1L), ledger());
    }

    @Test
    void readsAReplaysOutputAndSaysWhatDiffers() {
        released("home-office", "2016-03-01T09:00:00Z", "x1", tokens(0, 2));
        OracleResult found = OracleResult.read(
                List.of(
                        "{\"detector\":\"agreement\",\"rule\":\"no-agreement\",\"entityKind\":\"body\",\"entity\":\"home-office\",\"window\":\"2016-03\",\"state\":\"RAISED\",\"observed\":2,\"severity\":\"HIGH\"}",
                        "{\"detector\":\"feed\",\"rule\":\"late\",\"entityKind\":\"body\",\"entity\":\"home-office\",\"window\":\"2016-03\",\"state\":\"RETRACTED\",\"observed\":1,\"severity\":\"WARNING\"}"),
                List.of(
                        figure("children", "2016-03", 2),
                        figure("children", "2016-04", 0),
                        figure("records", "2016-03", 3)));

        List<String> differences = judge().differences(found);

        assertEquals(
                List.of(
                        "figure body|home-office||held|2016-03|-: expected 1 (exact), but found none",
                        "figure body|home-office||records|2016-03: expected 2 (exact), but found 3 (exact)",
                        "figure feed|portal||events|2016-03: expected 1 (exact), but found none",
                        "figure group|immigration||children|2016-03: expected 2 (exact), but found none",
                        "figure group|immigration||records|2016-03: expected 2 (exact), but found none"),
                differences);
    }

    private static String figure(String basis, String window, long count) {
        return "{\"entityKind\":\"body\",\"entity\":\"home-office\",\"basis\":\"" + basis + "\",\"window\":\"" + window
                + "\",\"count\":" + count + ",\"exact\":true}";
    }

    private static String version(int number, String from) {
        return "policy: test\nversion: " + number + "\nfrom: " + from + "\nzone: Europe/London\n";
    }

    private static String monthly(int atMost) {
        return "m: { for: { bodies: [home-office] }, count: children, per: month, at-most: " + atMost + " }";
    }

    private static String threeDays(int atMost, String more) {
        return "r: { for: { bodies: [home-office] }, count: children, per: 3 days, at-most: " + atMost + more + " }";
    }

    private static String limits(String... limits) {
        return "limits:\n"
                + List.of(limits).stream().map(limit -> "  " + limit + "\n").collect(Collectors.joining());
    }

    private static String agreement(String... limits) {
        return "agreements:\n  mou:\n    body: home-office\n    from: 2015-06-01\n    limits:\n"
                + List.of(limits).stream().map(limit -> "      " + limit + "\n").collect(Collectors.joining());
    }

    private static List<String> tokens(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "t-" + number).toList();
    }

    private void released(String body, String at, String extractId, List<String> children) {
        add("extract", body, at, "extractId", extractId, "records", children.size(), "children", children);
    }

    private void underMou(String at, String extractId, List<String> children) {
        add(
                "extract",
                "home-office",
                at,
                "agreementId",
                "mou",
                "extractId",
                extractId,
                "records",
                children.size(),
                "children",
                children);
    }

    private void withFields(String at, String extractId, String... fields) {
        add("extract", "home-office", at, "extractId", extractId, "records", 0, "fields", List.of(fields));
    }

    private void submitted(String body, String at, String requestId, int asked) {
        add("access-request", body, at, "requestId", requestId, "asked", asked);
    }

    private void at(String at, String appendedAt) {
        add("access-request", "home-office", at, "requestId", "r1", "appendedAt", appendedAt);
    }

    private void add(String type, String body, String at, Object... more) {
        lines.add(line(type, body, at, "e" + lines.size(), more));
    }

    private static String line(String type, String body, String at, String eventId, Object... more) {
        StringBuilder line = new StringBuilder("{" + field("type", type));
        List<Object> fields = new ArrayList<>(List.of("body", body, "at", at, "eventId", eventId, "feed", "portal"));
        fields.addAll(List.of(more));
        if (!fields.contains("stage")) {
            fields.addAll(List.of("stage", type.equals("extract") ? "RELEASED" : "SUBMITTED"));
        }
        for (int i = 0; i < fields.size(); i += 2) {
            line.append(',').append(field(fields.get(i).toString(), fields.get(i + 1)));
        }
        return line.append('}').toString();
    }

    private static String field(String name, Object value) {
        String json = value instanceof Number
                ? value.toString()
                : value instanceof List<?> list
                        ? list.stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(",", "[", "]"))
                        : "\"" + value + "\"";
        return "\"" + name + "\":" + json;
    }

    private Instant lastTick() {
        return asOf == null ? null : Instant.parse(asOf);
    }

    private OracleResult judge() {
        return new Oracle(CATEGORIES::get).judge(OracleEvents.read(lines), OraclePolicy.read(policy), lastTick());
    }

    private Map<String, Long> ledger() {
        return new Oracle(CATEGORIES::get).ledger(OracleEvents.read(lines), OraclePolicy.read(policy), lastTick());
    }

    private Tally tally(String key) {
        return judge().figures().entrySet().stream()
                .filter(figure -> figure.getKey().toString().equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new Tally(0, true));
    }

    private long count(String key) {
        return tally(key).count();
    }

    private Set<String> limitAlerts(String rule) {
        return judge().alerts().stream()
                .filter(alert ->
                        alert.detector().equals("limit") && alert.rule().equals(rule))
                .map(alert -> alert.window() + " " + alert.band() + " " + alert.severity() + " " + alert.observed())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> alertsOf(String detector) {
        return alerts().stream().filter(alert -> alert.startsWith(detector)).collect(Collectors.toSet());
    }

    private Set<String> alerts() {
        return judge().alerts().stream()
                .map(alert -> alert.detector() + " " + alert.rule() + " " + alert.window() + " " + alert.agreementId()
                        + " " + alert.about() + " " + alert.severity() + " " + alert.observed())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
