package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.wire.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every detector keeps to; a new one is found by itself. */
class DetectorContractTest {
    private static final int HISTORIES = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Detector> detectors() {
        return RuleBook.known().stream();
    }

    static Stream<Detector> nameable() {
        return detectors().filter(detector -> !detector.always());
    }

    @Test
    void detectorsAreFoundAndDifferInTheirTypes() {
        List<String> types = detectors().map(Detector::type).toList();
        assertTrue(types.containsAll(List.of("agreement", "feed", "fields", "limit", "novelty")), types.toString());
        assertEquals(new TreeSet<>(types).size(), types.size());
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void isARecordWithDefaults(Detector detector) throws ReflectiveOperationException {
        assertTrue(detector.getClass().isRecord());
        assertEquals(detector, detector.getClass().getConstructor().newInstance());
        assertTrue(detector.type().matches("[a-z]+(-[a-z]+)*"), detector.type());
        for (RecordComponent component : detector.getClass().getRecordComponents()) {
            assertNotNull(component.getAccessor().invoke(detector), component.getName());
        }
    }

    @ParameterizedTest
    @MethodSource("nameable")
    void takesItsDefaultsWhereThePolicySaysNothing(Detector detector) {
        RuleBook book = read("{ type: " + detector.type() + " }");
        assertTrue(book.rulesOf(book.policies().latest()).contains(new RuleBook.Rule("rule", detector, null)));
    }

    @ParameterizedTest
    @MethodSource("nameable")
    void refusesNonsenseByNameOfTheSetting(Detector detector) {
        for (RecordComponent component : detector.getClass().getRecordComponents()) {
            String key = component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            List<String> nonsense = new ArrayList<>(List.of("{ a: b }", "[[a]]"));
            if (component.getType() != String.class) {
                nonsense.addAll(List.of("nonsense", "''"));
            }
            if (component.getType().isPrimitive() && component.getType() != boolean.class) {
                nonsense.addAll(List.of("-1", "1e99", "[1]", "NaN"));
            }
            for (String value : nonsense) {
                PolicyException refusal = assertThrows(
                        PolicyException.class,
                        () -> read("{ type: " + detector.type() + ", " + key + ": " + value + " }"),
                        key + ": " + value);
                assertEquals(1, refusal.problems().size(), refusal.getMessage());
                assertTrue(refusal.getMessage().startsWith("Expected "), refusal.getMessage());
                assertTrue(refusal.getMessage().contains("'" + key + "'"), refusal.getMessage());
                assertTrue(
                        refusal.getMessage().endsWith("(detectors.rule." + key + ", policy.yaml line 5)"),
                        refusal.getMessage());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nameable")
    void refusesASettingThatItDoesNotHave(Detector detector) {
        PolicyException refusal = assertThrows(
                PolicyException.class, () -> read("{ type: " + detector.type() + ", no-such-setting: 1 }"));
        assertTrue(refusal.getMessage().contains("'no-such-setting'"), refusal.getMessage());
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void canBeLoadedAsAService(Detector detector) {
        // AutoService leaves no trace at run time but the file that it writes: it must name the class.
        String file = "META-INF/services/" + Detector.class.getName();
        String services = assertDoesNotThrow(() -> new String(
                detector.getClass().getClassLoader().getResourceAsStream(file).readAllBytes(), StandardCharsets.UTF_8));
        assertTrue(services.lines().toList().contains(detector.getClass().getName()));
    }

    /** Random histories, and one in which rules are broken that random ones do not know; each by number. */
    private static History history(long seed) {
        return EveryDetector.in(seed == 0 ? LoudTraffic.history() : Histories.random(seed));
    }

    @Test
    void inLoudTrafficEverythingIsFound() {
        Set<String> rules = new TreeSet<>();
        standing(replay(LoudTraffic.history()), null)
                .forEach(alert -> rules.add(json(alert).get("detector").asText() + " "
                        + json(alert).get("rule").asText()));

        assertEquals(
                Set.of(
                        "agreement category-outside",
                        "agreement collected-for",
                        "agreement lapsed",
                        "agreement missing-item",
                        "agreement no-agreement",
                        "agreement not-released",
                        "agreement not-yet",
                        "agreement other-purpose",
                        "agreement suspended",
                        "agreement unknown-body",
                        "agreement unnotified",
                        "agreement unpublished",
                        "agreement withdrawn",
                        "feed unknown-datasets",
                        "feed unknown-fields",
                        "fields most",
                        "fields three",
                        "novelty unusual",
                        "novelty unusual-for-its-kind"),
                rules);
    }

    @Test
    void nothingStandsOfWhatWasTakenBack() {
        History loud = LoudTraffic.history();
        List<String> lines = new ArrayList<>(loud.ndjsonLinesInArrivalOrder());
        for (String line : loud.ndjsonLinesInArrivalOrder()) {
            lines.add(((ObjectNode) json(line)).put("retracts", true).toString());
        }
        History retracted = EveryDetector.in(new History(lines, loud.policyYaml(), loud.asOf()));

        assertEquals(List.of(), standing(replay(retracted), null));
        assertEquals(List.of(), standing(replay(retracted.shuffled(1)), null));
    }

    @Test
    void theSameInputTwiceGivesTheSameOutputByteForByte() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = history(seed);
            OfflineReplay once = replay(history);
            OfflineReplay twice = replay(history);
            assertEquals(once.alerts(), twice.alerts());
            assertEquals(once.figures(), twice.figures());
        }
    }

    @Test
    void standingAlertsDoNotDependOnTheOrderOfArrival() {
        for (long seed = 0; seed < 2 * HISTORIES; seed++) {
            History history = history(seed);
            List<String> inOrder = standing(replay(history), null);
            assertEquals(inOrder, standing(replay(history.shuffled(seed)), null), "seed " + seed);
        }
    }

    @Test
    void everyDetectorFindsSomethingInWhatIsTestedHere() {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 2 * HISTORIES; seed++) {
            for (String alert : replay(EveryDetector.in(Histories.random(seed))).alerts()) {
                found.add(json(alert).get("detector").asText());
            }
        }
        Set<String> types = detectors().map(Detector::type).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(types, found, "one that finds nothing is not tested: give it settings in EveryDetector");
    }

    @Test
    void limitsFindEveryKindOfThingInWhatIsTestedHere() {
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < 2 * HISTORIES; seed++) {
            for (String line : replay(EveryDetector.in(Histories.random(seed))).alerts()) {
                JsonNode alert = json(line);
                if (alert.get("detector").asText().equals("limit")) {
                    found.add(alert.path("about")
                            .asText("-")
                            .replaceAll("\\d+|School Census|Exclusions|Local Survey", "#"));
                    found.add(alert.get("basis").asText());
                }
            }
        }
        Set<String> missing = new TreeSet<>(
                List.of("-", "undeclared", "#", "one operator", "one operator, #", "# running", "repeats"));
        missing.removeAll(found);
        assertEquals(Set.of(), missing, found.toString());
    }

    @Test
    void aBodyIsJudgedAsIfItWereAlone() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            // Given
            History history = history(seed);
            OfflineReplay together = replay(history);
            Set<String> bodies = new TreeSet<>();
            history.ndjsonLinesInArrivalOrder()
                    .forEach(line -> bodies.add(json(line).path("body").asText()));

            for (String body : bodies) {
                // When
                List<String> own = history.ndjsonLinesInArrivalOrder().stream()
                        .filter(line -> json(line).path("body").asText().equals(body))
                        .toList();
                OfflineReplay alone = replay(new History(own, history.policyYaml(), history.asOf()));

                // Then
                assertEquals(standing(alone, body), standing(together, body), "seed " + seed + ", " + body);
                assertEquals(figuresOf(alone, body), figuresOf(together, body), "seed " + seed + ", " + body);
            }
        }
    }

    @Test
    void quietTrafficRaisesNothing() {
        // Given a body that keeps to its agreement for two years: each month one request, and the same fields of two
        // children released for it
        String policy = EveryDetector.in("""
                policy: quiet
                version: 1
                from: 2015-01-01
                zone: Europe/London
                bodies:
                  council: { name: The Council, kind: local-government, declared-per-year: 100 }
                agreements:
                  dsa:
                    body: council
                    from: 2015-01-01
                    purposes: [attendance]
                    categories: [name, attendance-date]
                    limits:
                      month: { count: children, per: month, at-most: 10, warn-at: [50%] }
                      days: { count: records, per: 30 days, at-most: 10 }
                """);
        List<String> lines = new ArrayList<>();
        for (int month = 0; month < 24; month++) {
            String day = "%d-%02d-10T%%s:00:00Z".formatted(2015 + month / 12, 1 + month % 12);
            String common = "\"feed\":\"portal\",\"body\":\"council\",\"requestId\":\"r-%d\",\"agreementId\":\"dsa\","
                            .formatted(month)
                    + "\"purpose\":\"attendance\",\"datasets\":[\"School Census\"],"
                    + "\"fields\":[\"Surname_AUT16\",\"EntryDate_AUT16\"],";
            lines.add("{\"type\":\"access-request\",\"stage\":\"SUBMITTED\",\"eventId\":\"s-%d\",".formatted(month)
                    + common + "\"asked\":2,\"children\":[],\"at\":\"" + day.formatted("09") + "\"}");
            lines.add("{\"type\":\"access-request\",\"stage\":\"APPROVED\",\"eventId\":\"a-%d\",".formatted(month)
                    + common + "\"panel\":\"dmap\",\"children\":[],\"at\":\"" + day.formatted("10") + "\"}");
            lines.add("{\"type\":\"extract\",\"stage\":\"RELEASED\",\"eventId\":\"x-%d\",\"extractId\":\"x-%d\","
                            .formatted(month, month)
                    + common
                    + "\"records\":2,\"childCount\":2,\"children\":[\"t-%d\",\"t-0\"],".formatted(1 + month % 3)
                    + "\"at\":\"" + day.formatted("11") + "\"}");
        }

        // When
        OfflineReplay replay = replay(new History(lines, policy, Instant.parse("2017-03-01T00:00:00Z")));

        // Then
        assertEquals(List.of(), replay.replay().rejections());
        assertFalse(replay.figures().isEmpty());
        assertEquals(List.of(), replay.alerts());
    }

    @Test
    void everyExplanationIsOneSentenceOfAtMostThirtyWords() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            for (String alert : replay(history(seed)).alerts()) {
                String explanation = json(alert).get("explanation").asText();
                assertTrue(explanation.split(" ").length <= 30, explanation);
                assertTrue(explanation.matches("[^\\n]+\\."), explanation);
                assertFalse(explanation.matches(".*\\bnull\\b.*| .*|.*  .*"), explanation);
            }
        }
    }

    private static RuleBook read(String settings) {
        return RuleBook.read(Yaml.documents(
                "policy: p\nversion: 1\nfrom: 2016-01-01\nzone: UTC\ndetectors: { rule: " + settings + " }\n",
                "policy.yaml"));
    }

    private static OfflineReplay replay(History history) {
        return new OfflineReplay(history.policyYaml(), "policy.yaml", Pseudonymiser.fixed(), problem -> {})
                .run(history.ndjsonLinesInArrivalOrder().iterator(), "events.ndjson", history.asOf());
    }

    /** The alerts that are not retracted, of one body or of all, without what depends on when events arrive. */
    private static List<String> standing(OfflineReplay replay, String body) {
        List<String> standing = new ArrayList<>();
        for (String alert : replay.alerts()) {
            ObjectNode json = (ObjectNode) json(alert);
            boolean asked = body == null
                    || (json.get("entity").asText().equals(body)
                            && json.get("entityKind").asText().equals("body"));
            if (asked && !json.get("state").asText().equals("RETRACTED")) {
                json.remove(Arrays.asList("revision", "loggedAt", "evidence", "restsOn", "restsOnDays"));
                standing.add(json.toString());
            }
        }
        return standing;
    }

    private static List<String> figuresOf(OfflineReplay replay, String body) {
        List<String> figures = new ArrayList<>();
        for (String figure : replay.figures()) {
            ObjectNode json = (ObjectNode) json(figure);
            if (json.get("entity").asText().equals(body)
                    && json.get("entityKind").asText().equals("body")) {
                json.remove(Arrays.asList("revision", "restated", "policyVersion"));
                figures.add(json.toString());
            }
        }
        return figures;
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
