package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.OfflineReplay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LimitDetectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String HEAD = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              trustopia: { name: Trustopia, kind: training-provider, group: learning, declared-per-year: 500 }
              silent: { name: The Silent Body, kind: training-provider, group: learning }
            datasets:
              School Census: { population: 100 }
              Exclusions: { population: 19 }
              Absence: {}
            """;

    private final List<String> lines = new ArrayList<>();

    // shares of what is declared

    @Test
    void aShareOfWhatIsDeclaredIsScaledToTheWindowAndRoundedUp() {
        // Given 500 declared a year
        releases("trustopia", "2016-03-10", children(0, 1000));
        String shares = """
                  year: { for: { bodies: [trustopia] }, count: children, per: year, at-most: 10% of declared }
                  academic: { for: { bodies: [trustopia] }, count: children, per: academic-year, at-most: 10% of declared }
                  quarter: { for: { bodies: [trustopia] }, count: children, per: quarter, at-most: 10% of declared }
                  month: { for: { bodies: [trustopia] }, count: children, per: month, at-most: 10% of declared }
                  day: { for: { bodies: [trustopia] }, count: children, per: day, at-most: 10% of declared }
                  days: { for: { bodies: [trustopia] }, count: children, per: 73 days, at-most: 10% of declared }
                  more: { for: { bodies: [trustopia] }, count: children, per: year, at-most: 120% of declared }
                """;
        assertEquals(
                List.of("academic 50", "day 1", "days 10", "month 5", "more 600", "quarter 13", "year 50"),
                alerts("limits:\n" + shares, "2016-03-11").stream()
                        .filter(alert -> alert.get("band").asText().equals("100"))
                        .map(alert -> alert.get("rule").asText() + " "
                                + alert.get("limit").asLong())
                        .sorted()
                        .toList());
    }

    @Test
    void aBodyThatHasDeclaredNothingIsFoundInEachWindowInWhichItAppears() {
        // Given
        String policy = """
                limits:
                  share: { for: { kinds: [training-provider] }, count: children, per: month, at-most: 10% of declared }
                """;
        releases("silent", "2016-03-10", children(0, 3));
        releases("silent", "2016-05-10", children(0, 1));
        asks("silent", "2016-06-10", 50);
        // Then
        assertEquals(
                List.of("share 2016-03 - undeclared 3/- WARNING", "share 2016-05 - undeclared 1/- WARNING"),
                inShort(policy, "2016-07-01"));
        assertEquals(
                "The Silent Body received the records of 3 different children in March 2016, but has declared no volume"
                        + " to judge that by.",
                explanation(policy, "2016-07-01"));
    }

    @Test
    void undeclaredRollingWindowsAreFoundRunByRun() {
        // Given
        String policy = """
                limits:
                  share: { for: { bodies: [silent] }, count: children, per: 3 days, at-most: 10% of declared }
                """;
        releases("silent", "2016-03-10", children(0, 2));
        releases("silent", "2016-03-12", children(2, 4));
        releases("silent", "2016-03-20", children(0, 1));
        // Then
        assertEquals(
                List.of("share 3d@2016-03-10 - undeclared 4/- WARNING", "share 3d@2016-03-20 - undeclared 1/- WARNING"),
                inShort(policy, "2016-07-01"));
    }

    @Test
    void aVersionThatKnowsWhatWasDeclaredBoundsTheWholeWindow() {
        // Given nothing declared until 15 March, and 120 a year since
        String limits = """
                limits:
                  share: { for: { bodies: [silent] }, count: children, per: month, at-most: 100% of declared }
                """;
        String second = HEAD.replace("version: 1", "version: 2")
                .replace("from: 2016-01-01", "from: 2016-03-15")
                .replace("The Silent Body,", "The Silent Body, declared-per-year: 120,");
        String versions = limits + "---\n" + second + limits;
        releases("silent", "2016-02-10", children(0, 11));
        releases("silent", "2016-03-10", children(0, 11));
        // Then
        assertEquals(
                List.of("share 2016-02 - undeclared 11/- WARNING", "share 2016-03 - undeclared 11/- WARNING"),
                inShort(versions, "2016-03-14"));
        assertEquals(
                List.of("share 2016-02 - undeclared 11/- WARNING", "share 2016-03 100 - 11/10 HIGH"),
                inShort(versions, "2016-03-15"));
    }

    @Test
    void saysWhatTheShareIsOf() {
        releases("trustopia", "2016-03-10", children(0, 51));
        String policy = """
                limits:
                  share: { for: { bodies: [trustopia] }, count: children, per: year, at-most: 10% of declared }
                """;
        assertEquals(
                "Trustopia received the records of 51 different children in 2016; the policy allows 10% of the declared"
                        + " 500, 50.",
                explanation(policy, "2016-07-01"));
    }

    @Test
    void anAgreementBoundsWhatItsBodyHasDeclared() {
        String policy = """
                agreements:
                  dsa:
                    body: trustopia
                    from: 2016-01-01
                    owner: sharing
                    limits: { share: { count: asked, per: month, at-most: 12% of declared, warn-at: [50%] } }
                """;
        lines.add(request("trustopia", "2016-03-10", 3, ",\"agreementId\":\"dsa\""));
        assertEquals(List.of("share 2016-03 50 - 3/5 WARNING"), inShort(policy, "2016-04-01"));
        assertTrue(
                figures(policy, "2016-04-01").contains("dsa asked 2016-03 3/5"),
                figures(policy, "2016-04-01")::toString);
    }

    // the same children again

    @Test
    void countsTheChildrenOfAMonthWhoWereThereInTheMonthBefore() {
        // Given
        String policy = """
                limits:
                  again: { for: { bodies: [trustopia], groups: [learning] }, count: repeats, per: month, at-most: 2 }
                """;
        releases("trustopia", "2016-01-10", children(0, 5));
        releases("trustopia", "2016-02-10", children(2, 9));
        releases("trustopia", "2016-02-20", children(2, 9));
        releases("trustopia", "2016-04-10", children(0, 9));
        // Then
        assertEquals(
                List.of("again 2016-02 100 - 3/2 HIGH", "again 2016-02 100 - 3/2 HIGH"), inShort(policy, "2016-05-01"));
        List<String> figures = figures(policy, "2016-05-01").stream()
                .filter(figure -> figure.contains("repeats"))
                .toList();
        assertEquals(List.of("- repeats 2016-02 3/2", "- repeats 2016-02 3/2"), figures);
        assertEquals(
                "Trustopia received the records of the same 3 children in February 2016 and in the month before; the"
                        + " policy allows 2.",
                explanation(policy, "2016-05-01"));
    }

    @Test
    void countsTheChildrenOfSoManyMonthsInARow() {
        // Given
        String policy = """
                agreements:
                  dsa:
                    body: trustopia
                    from: 2016-01-01
                    limits: { again: { count: repeats, per: month, in: 3, at-most: 1 } }
                """;
        lines.add(under("dsa", "2016-01-10", children(0, 3)));
        lines.add(under("dsa", "2016-03-10", children(0, 3)));
        assertEquals(List.of(), inShort(policy, "2016-05-01"));
        // When the month between them is filled, by an extract that leaves out a token
        lines.add(
                under("dsa", "2016-02-10", children(1, 9)).replace("\"records\":8", "\"records\":8,\"childCount\":9"));
        // Then
        assertEquals(List.of("again 2016-03 100 - 2/1 HIGH"), inShort(policy, "2016-05-01"));
        assertEquals(
                "Trustopia received the records of at least 2 children in March 2016 and in each of the 2 months before;"
                        + " agreement dsa allows 1.",
                explanation(policy, "2016-05-01"));
        // When it is taken back
        lines.add(lines.get(2)
                .replace("\"at\":\"2016-02-10T12:00:00Z\"", "\"at\":\"2016-02-10T12:00:00Z\",\"retracts\":true"));
        // Then
        assertEquals(List.of(), inShort(policy, "2016-05-01"));
    }

    private String under(String agreement, String day, List<String> children) {
        releases("trustopia", day, children);
        return lines.remove(lines.size() - 1).replace("\"at\":", "\"agreementId\":\"" + agreement + "\",\"at\":");
    }

    // parts of an account

    @Test
    void eachDatasetWithAPopulationIsJudgedByItself() {
        // Given datasets of 100 and 19 children, and one of which it is not known how many it holds
        String policy = """
                limits:
                  part: { for: { bodies: [trustopia], groups: [learning] }, count: children, per: month, at-most: 10% of dataset }
                """;
        releases("trustopia", "2016-03-10", children(0, 6), "", List.of("School Census", "Absence"));
        releases("trustopia", "2016-03-20", children(4, 11), "", List.of("Exclusions", "School Census"));
        releases("trustopia", "2016-03-21", children(20, 90));
        releases("silent", "2016-03-22", children(0, 2), "", List.of("Exclusions"));
        // Then the limits are 10 and 1
        assertEquals(
                List.of(
                        "part 2016-03 100 Exclusions 7/1 HIGH",
                        "part 2016-03 100 Exclusions 9/1 HIGH",
                        "part 2016-03 100 School Census 11/10 HIGH",
                        "part 2016-03 100 School Census 11/10 HIGH",
                        "part 2016-03 200 Exclusions 7/1 CRITICAL",
                        "part 2016-03 200 Exclusions 9/1 CRITICAL",
                        "part 2016-03 400 Exclusions 7/1 CRITICAL",
                        "part 2016-03 400 Exclusions 9/1 CRITICAL",
                        "part 2016-03 800 Exclusions 9/1 CRITICAL"),
                inShort(policy, "2016-04-01"));
    }

    @Test
    void saysHowMuchOfADatasetIsAllowed() {
        String policy = """
                limits:
                  part: { for: { bodies: [trustopia] }, count: children, per: month, at-most: 10% of dataset }
                """;
        releases("trustopia", "2016-03-10", children(0, 11), "", List.of("School Census"));
        assertEquals(
                "Trustopia received the records of 11 different children of School Census in March 2016; the policy"
                        + " allows 10% of it, 10.",
                explanation(policy, "2016-04-01"));
        List<String> figures = figures(policy, "2016-04-01");
        assertTrue(figures.contains("- children 2016-03 11/-"), figures::toString);
    }

    @Test
    void eachOperatorIsJudgedByItselfAndNeverNamed() {
        // Given
        String policy = """
                limits:
                  one: { for: { bodies: [trustopia] }, count: children, per: month, at-most: 4, warn-at: [50%], each: operator }
                """;
        releases("trustopia", "2016-03-10", children(0, 3), "anna", List.of());
        releases("trustopia", "2016-03-10", children(0, 3), "anna", List.of());
        releases("trustopia", "2016-03-11", children(0, 5), "bert", List.of());
        releases("trustopia", "2016-03-11", children(5, 90));
        // Then
        assertEquals(
                List.of("one 2016-03 100 one operator 5/4 HIGH", "one 2016-03 50 one operator 5/4 WARNING"),
                inShort(policy, "2016-04-01"));
        String all = replay(policy, "2016-04-01").alerts().toString()
                + replay(policy, "2016-04-01").figures();
        assertFalse(all.contains("anna") || all.contains("bert"), all);
        assertEquals(
                "One operator of Trustopia received the records of 5 different children in March 2016; the policy allows"
                        + " 4.",
                explanation(policy, "2016-04-01"));
        // When the extract of one operator is taken back, another has most, on a day of the same children
        lines.add(lines.get(2).replace("\"at\":", "\"retracts\":true,\"at\":"));
        // Then
        assertEquals(List.of("one 2016-03 50 one operator 3/4 WARNING"), inShort(policy, "2016-04-01"));
    }

    @Test
    void oneOperatorMayReceiveAShareOfADatasetOrOfWhatIsDeclared() {
        String policy = """
                limits:
                  both: { for: { bodies: [trustopia] }, count: children, per: 7 days, at-most: 10% of dataset, each: operator }
                  share: { for: { kinds: [training-provider] }, count: children, per: academic-year, at-most: 10% of declared, each: operator }
                """;
        releases("trustopia", "2016-03-10", children(0, 20), "anna", List.of("School Census"));
        releases("trustopia", "2016-03-12", children(20, 30), "bert", List.of("School Census"));
        releases("trustopia", "2016-03-19", children(0, 51), "anna", List.of("Absence"));
        releases("silent", "2016-03-19", children(0, 2), "carl", List.of("Absence"));
        assertEquals(
                List.of(
                        "both 7d@2016-03-10 100 one operator, School Census 20/10 HIGH",
                        "share 2015/16 - undeclared 2/- WARNING",
                        "share 2015/16 100 one operator 51/50 HIGH"),
                inShort(policy, "2016-07-01"));
        assertEquals(
                "One operator of Trustopia received the records of 51 different children in the academic year 2015/16;"
                        + " the policy allows 10% of the declared 500, 50.",
                said(policy, "one operator"));
        assertEquals(
                "One operator of Trustopia received the records of 20 different children of School Census within 7 days,"
                        + " first by 10 March 2016; the policy allows 10% of it, 10.",
                said(policy, "one operator, School Census"));
        assertEquals(
                "One operator of The Silent Body received the records of 2 different children in the academic year"
                        + " 2015/16, but has declared no volume to judge that by.",
                said(policy, "undeclared"));
    }

    private String said(String policy, String about) {
        return alerts(policy, "2016-07-01").stream()
                .filter(alert -> alert.path("about").asText().equals(about))
                .map(alert -> alert.get("explanation").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFigureIsNotComparedWithALimitOnAPartOfIt() {
        String policy = """
                limits:
                  one: { for: { bodies: [trustopia] }, count: children, per: month, at-most: 4, each: operator }
                  all: { for: { bodies: [trustopia] }, count: children, per: month, at-most: 9 }
                """;
        releases("trustopia", "2016-03-10", children(0, 5), "anna", List.of());
        List<String> figures = figures(policy, "2016-04-01");
        assertTrue(figures.contains("- children 2016-03 5/9"), figures::toString);
    }

    // windows in a row

    @Test
    void windowsThatKeepJustBelowALimitAreFoundOncePerRun() {
        // Given two months near the limit, one that is not, and then four
        String policy = """
                limits:
                  near: { for: { bodies: [trustopia] }, count: children, per: month, at-most: 10, running: 3, at: 90% }
                """;
        int[] months = {9, 10, 8, 9, 9, 9, 10, 0, 9, 9};
        for (int i = 0; i < months.length; i++) {
            releases("trustopia", "2016-%02d-10".formatted(i + 1), children(0, months[i]));
        }
        // Then
        assertEquals(List.of(), inShort(policy, "2016-06-30"));
        assertEquals(List.of("near 2016-06 90 3 running 9/10 WARNING"), inShort(policy, "2016-07-01"));
        assertEquals(List.of("near 2016-06 90 3 running 10/10 WARNING"), inShort(policy, "2016-12-01"));
        assertEquals(
                "Trustopia reached 90% of its limit on different children for the 3rd month running in June 2016, up to"
                        + " 10; the policy allows 10.",
                explanation(policy, "2016-12-01"));
        // When what was not near comes to be so
        releases("trustopia", "2016-03-11", children(20, 21));
        releases("trustopia", "2016-11-11", children(0, 9));
        // Then
        assertEquals(
                List.of("near 2016-03 90 3 running 10/10 WARNING", "near 2016-11 90 3 running 9/10 WARNING"),
                inShort(policy, "2016-12-01"));
    }

    @Test
    void daysInARowAreFoundWhenTheDayIsOver() {
        String policy = """
                limits:
                  near: { for: { bodies: [trustopia] }, count: asked, per: day, at-most: 10, running: 2, at: 100% }
                """;
        asks("trustopia", "2016-03-10", 10);
        asks("trustopia", "2016-03-11", 12);
        String passed = "near 2016-03-11 100 - 12/10 HIGH";
        assertEquals(List.of(passed), inShort(policy, "2016-03-11"));
        assertEquals(List.of(passed, "near 2016-03-11 100 2 running 12/10 WARNING"), inShort(policy, "2016-03-12"));
    }

    @Test
    void eachWindowIsComparedWithTheVersionInForceWhenItClosed() {
        // Given a limit of 10 at 90%, of 20 from the middle of March, and none that runs from June
        String limits = """
                limits:
                  near: { for: { bodies: [trustopia] }, count: children, per: month, at-most: 10, running: 2, at: 90% }
                """;
        String looser = HEAD.replace("version: 1", "version: 2").replace("from: 2016-01-01", "from: 2016-03-15")
                + limits.replace("10, ", "20, ").replace("90%", "50%");
        String none = HEAD.replace("version: 1", "version: 3").replace("from: 2016-01-01", "from: 2016-06-30");
        for (int month = 1; month <= 6; month++) {
            releases("trustopia", "2016-%02d-10".formatted(month), children(0, month == 2 ? 8 : 10));
        }
        // Then the run begins with March and ends with May
        assertEquals(
                List.of("near 2016-04 50 2 running 10/20 WARNING"),
                inShort(limits + "---\n" + looser + "---\n" + none, "2016-08-01"));
    }

    private static List<String> children(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "t-" + i).toList();
    }

    private void asks(String body, String day, long people) {
        lines.add(request(body, day, people, ""));
    }

    private String request(String body, String day, long people, String more) {
        return """
                {"type":"access-request","stage":"SUBMITTED","eventId":"e-%d","feed":"portal","body":"%s",\
                "requestId":"r-%d","datasets":[],"fields":[],"children":[],"at":"%sT12:00:00Z","asked":%d%s}""".formatted(lines.size(), body, lines.size(), day, people, more);
    }

    private void releases(String body, String day, List<String> children) {
        releases(body, day, children, "", List.of());
    }

    private void releases(String body, String day, List<String> children, String operator, List<String> datasets) {
        lines.add("""
                {"type":"extract","stage":"RELEASED","eventId":"e-%d","feed":"portal","body":"%s","requestId":"r-%d",\
                "extractId":"x-%d","datasets":%s,"fields":[],"children":%s,"records":%d,"at":"%sT12:00:00Z"%s}""".formatted(
                        lines.size(),
                        body,
                        lines.size(),
                        lines.size(),
                        quoted(datasets),
                        quoted(children),
                        children.size(),
                        day,
                        operator.isEmpty() ? "" : ",\"operator\":\"" + operator + "\""));
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
    }

    /** The findings of limits, in short: rule, window, band, what about, observed/limit, severity; the same backwards. */
    private List<String> inShort(String policy, String day) {
        List<String> found = inShort(alerts(policy, day));
        Collections.reverse(lines);
        assertEquals(found, inShort(alerts(policy, day)), "in the other order");
        Collections.reverse(lines);
        return found;
    }

    private static List<String> inShort(List<JsonNode> alerts) {
        return alerts.stream()
                .map(alert -> "%s %s %s %s %d/%s %s"
                        .formatted(
                                alert.get("rule").asText(),
                                alert.get("window").asText(),
                                alert.path("band").asText("-"),
                                alert.path("about").asText("-"),
                                alert.get("observed").asLong(),
                                alert.path("limit").asText("-"),
                                alert.get("severity").asText()))
                .sorted()
                .toList();
    }

    /** What is said of the first finding. */
    private String explanation(String policy, String day) {
        String explanation = alerts(policy, day).stream()
                .min(Comparator.comparing(alert ->
                        alert.get("window").asText() + alert.get("entityKind").asText()))
                .orElseThrow()
                .get("explanation")
                .asText();
        assertTrue(explanation.split(" ").length <= 30, explanation);
        return explanation;
    }

    private List<JsonNode> alerts(String policy, String day) {
        return published(replay(policy, day).alerts().stream())
                .filter(alert -> alert.get("detector").asText().equals("limit"))
                .filter(alert -> alert.get("state").asText().equals("RAISED"))
                .toList();
    }

    /** The figures that are not 0: agreement, basis, window, count/limit. */
    private List<String> figures(String policy, String day) {
        return published(replay(policy, day).figures().stream())
                .map(figure -> "%s %s %s %d/%s"
                        .formatted(
                                figure.path("agreementId").asText("-"),
                                figure.get("basis").asText(),
                                figure.get("window").asText(),
                                figure.get("count").asLong(),
                                figure.path("limit").asText("-")))
                .toList();
    }

    private OfflineReplay replay(String policy, String day) {
        return new OfflineReplay(HEAD + policy, "policy.yaml", Pseudonymiser.fixed(), problem -> {
                    throw new IllegalArgumentException(problem);
                })
                .run(lines.iterator(), "events.ndjson", Instant.parse(day + "T12:00:00Z"));
    }

    private static Stream<JsonNode> published(Stream<String> lines) {
        return lines.map(line -> {
            try {
                return JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(line, e);
            }
        });
    }
}
