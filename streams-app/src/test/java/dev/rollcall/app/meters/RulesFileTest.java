package dev.rollcall.app.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds Prometheus' rules to the meters there are, and to what whoever is woken needs; what they do is tested by promtool. */
class RulesFileTest {
    private static final Path FOLDER = Path.of("..", "docker", "prometheus");

    private static final Pattern METER = Pattern.compile("\\brollcall_\\w+");
    private static final Pattern METERS = Pattern.compile("__name__=~\"([^\"]+)\"");
    private static final Pattern RECORDED = Pattern.compile("\\brollcall:[\\w:]+");
    private static final Pattern JOB = Pattern.compile("job=\"([^\"]+)\"");
    private static final Pattern NAMED_LABEL = Pattern.compile("\\$labels\\.(\\w+)");

    private final List<Map<?, ?>> rules = new ArrayList<>();

    RulesFileTest() throws IOException {
        for (Map<?, ?> group : maps(read("rules.yaml").get("groups"))) {
            rules.addAll(maps(group.get("rules")));
        }
    }

    @Test
    void everyMeterAskedForIsOneThatThereIs() throws IllegalAccessException {
        Set<String> known = new TreeSet<>();
        for (Field field : MeterNames.class.getFields()) {
            if (String.valueOf(field.get(null)).startsWith(MeterNames.PREFIX)) {
                known.add(String.valueOf(field.get(null)));
            }
        }
        Set<String> recorded = rules.stream()
                .filter(rule -> rule.containsKey("record"))
                .map(rule -> text(rule, "record"))
                .collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        for (Map<?, ?> rule : rules) {
            String expr = text(rule, "expr");
            for (String meters : all(METERS, expr)) {
                assertTrue(known.stream().anyMatch(name -> name.matches(meters)), () -> "no meter is named " + meters);
            }
            String plain = METERS.matcher(expr).replaceAll("").replaceAll("\"[^\"]*\"", "\"\"");
            for (String meter : all(METER, plain)) {
                String family = meter.replaceFirst("_bucket$", "");
                assertTrue(known.contains(family), () -> meter + " is not among " + known);
            }
            used.addAll(all(RECORDED, plain));
        }
        assertEquals(recorded, used, "what is recorded is asked for, and nothing else");
    }

    @Test
    void everyJobAskedForIsScraped() throws IOException {
        Set<String> scraped = maps(read("prometheus.yml").get("scrape_configs")).stream()
                .map(job -> text(job, "job_name"))
                .collect(Collectors.toSet());
        Set<String> asked = new TreeSet<>();
        rules.forEach(rule -> asked.addAll(all(JOB, text(rule, "expr"))));
        assertEquals(scraped, asked);
    }

    @Test
    void everyAlertSaysHowBadItIsWhatIsWrongAndWhereToReadWhatToDo() {
        assertFalse(alerts().isEmpty());
        for (Map<?, ?> alert : alerts()) {
            String name = text(alert, "alert");
            assertTrue(name.matches("Rollcall[A-Z][A-Za-z]+"), name);
            assertTrue(Set.of("critical", "warning", "info").contains(label(alert, "severity")), name);
            assertEquals("rollcall", label(alert, "team"), name);
            Map<?, ?> annotations = (Map<?, ?>) alert.get("annotations");
            assertEquals("docs/operations.md#" + name.toLowerCase(Locale.ROOT), text(annotations, "runbook_url"));
            String summary = text(annotations, "summary");
            assertTrue(summary.matches("(?s)(\\S.*)[.?]") && summary.split("\\s+").length <= 40, summary);
            for (String label : all(NAMED_LABEL, summary)) {
                assertTrue(
                        text(alert, "expr").contains(label)
                                || !text(alert, "expr").contains(" by "),
                        () -> name + " has no label " + label + " to speak of");
            }
        }
    }

    @Test
    void everyAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() throws IOException {
        Set<String> fires = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Map<?, ?> group : maps(read("rules.test.yaml").get("tests"))) {
            for (Map<?, ?> test :
                    group.containsKey("alert_rule_test") ? maps(group.get("alert_rule_test")) : List.<Map<?, ?>>of()) {
                String alert = text(test, "alertname");
                List<Map<?, ?>> expected = maps(test.get("exp_alerts"));
                expected.forEach(one -> fires.add(kind(alert, (Map<?, ?>) one.get("exp_labels"))));
                if (expected.isEmpty()) {
                    silent.add(alert);
                }
            }
        }
        for (Map<?, ?> alert : alerts()) {
            String name = text(alert, "alert");
            String kind = kind(name, (Map<?, ?>) alert.get("labels"));
            assertTrue(fires.contains(kind), () -> "no case in which this fires: " + kind);
            assertTrue(silent.contains(name) || name.equals("RollcallWatchdog"), () -> "no near miss of " + name);
        }
    }

    /** What tells the rules of one name apart. */
    private static String kind(String alert, Map<?, ?> labels) {
        return "%s, severity %s, because %s".formatted(alert, labels.get("severity"), labels.get("because"));
    }

    private List<Map<?, ?>> alerts() {
        return rules.stream().filter(rule -> rule.containsKey("alert")).toList();
    }

    private static String label(Map<?, ?> alert, String name) {
        return text((Map<?, ?>) alert.get("labels"), name);
    }

    private static String text(Map<?, ?> map, String key) {
        return String.valueOf(map.get(key));
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(found.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        ((List<?>) list).forEach(each -> maps.add((Map<?, ?>) each));
        return maps;
    }

    private static Map<?, ?> read(String file) throws IOException {
        Load yaml = new Load(LoadSettings.builder().build());
        return (Map<?, ?>) yaml.loadFromString(Files.readString(FOLDER.resolve(file)));
    }
}
