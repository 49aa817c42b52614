package dev.rollcall.app.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the dashboards to the meters there are; whether their queries give anything is tested in {@code local-stack}. */
class DashboardFileTest {
    private static final Path GRAFANA = Path.of("..", "grafana");
    private static final Pattern METER = Pattern.compile("\\b(?:rollcall|jvm)_\\w+");
    private static final Pattern BY = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!=|!~|=)\"");
    /** Labels that an expression makes itself. */
    private static final Pattern MADE = Pattern.compile("\"(\\w+)\", \"[^\"]*\", \"\\w+\", \"[^\"]*\"\\)");
    /** Labels of Prometheus and of the meters of the JVM. */
    private static final Set<String> THEIRS = Set.of("area", "instance", "job", "le");
    /** What a histogram adds to its name. */
    private static final String BUCKET = "_bucket";
    /** Meters whose past is not what Prometheus remembers, by how their names begin. */
    private static final List<String> FIGURES = List.of(
            MeterNames.FIGURE,
            MeterNames.MONTH,
            MeterNames.ALERT_SENTENCE,
            MeterNames.HELD,
            MeterNames.CATEGORY,
            MeterNames.COMBINATION);

    private final Map<Path, Dashboard> dashboards = Dashboard.all(GRAFANA.resolve("dashboards"));

    DashboardFileTest() throws IOException {}

    @Test
    void thereAreFourAndEachIsFoundUnderItsName() {
        Map<String, String> names = new TreeMap<>();
        dashboards.forEach((file, dashboard) -> names.put(file.getFileName().toString(), dashboard.uid()));
        assertEquals(
                Map.of(
                        "rollcall-alerts.json", "rollcall-alerts",
                        "rollcall-body.json", "rollcall-body",
                        "rollcall-governance.json", "rollcall-governance",
                        "rollcall-pipeline.json", "rollcall-pipeline"),
                names);
    }

    @Test
    void everyPanelHasAnIdOfItsOwnATitleADescriptionWordsForNothingAndAQuery() {
        for (Dashboard dashboard : dashboards.values()) {
            Set<Integer> ids = new HashSet<>();
            for (Dashboard.Panel panel : dashboard.panels()) {
                String which = dashboard.uid() + ", " + panel.title();
                assertTrue(panel.id() > 0 && ids.add(panel.id()), () -> "id " + panel.id() + " of " + which);
                assertFalse(panel.title().isBlank(), () -> "title of panel " + panel.id() + " of " + dashboard.uid());
                if (!panel.type().equals("row")) {
                    assertFalse(panel.description().isBlank(), () -> "description of " + which);
                    assertFalse(panel.empty().isBlank(), () -> "what it says where there is nothing: " + which);
                    assertFalse(panel.queries().isEmpty(), () -> "queries of " + which);
                    panel.queries().forEach(query -> assertFalse(query.expr().isBlank(), which));
                    long different = panel.queries().stream()
                            .map(Dashboard.Query::refId)
                            .distinct()
                            .count();
                    assertEquals(panel.queries().size(), different, () -> "refIds of " + which);
                }
            }
        }
    }

    @Test
    void everyMeterAndLabelAskedForIsOneThatThereIs() throws IllegalAccessException {
        Set<String> meters = constants(value -> value.startsWith(MeterNames.PREFIX));
        meters.remove(MeterNames.PREFIX);
        meters.remove(MeterNames.STREAMS);
        meters.addAll(names(new StreamsCollector(Map::of).collect()));
        Set<String> ofTheJvm = namesOfTheJvm();
        Set<String> labels = constants(value -> !value.startsWith(MeterNames.PREFIX));
        labels.addAll(THEIRS);
        for (String asked : askedFor().toList()) {
            Set<String> named = all(METER, asked);
            named.removeIf(name -> ofTheJvm.contains(name) || isOfAHistogram(name, meters));
            boolean ofOurs = asked.contains(MeterNames.PREFIX);
            assertTrue(ofOurs, () -> "no meter of ours in " + asked);
            assertTrue(meters.containsAll(named), () -> named + " of " + asked + " are not all among " + meters);
            Set<String> grouped = new TreeSet<>(all(MATCHER, asked));
            all(BY, asked).forEach(list -> grouped.addAll(List.of(list.split(", *"))));
            grouped.removeAll(all(MADE, asked));
            assertTrue(labels.containsAll(grouped), () -> grouped + " of " + asked + " are not all among " + labels);
        }
    }

    private static Set<String> namesOfTheJvm() {
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmMetrics.builder().register(registry);
        Set<String> names = names(registry.scrape());
        Set.copyOf(names).forEach(name -> names.add(name + "_sum"));
        return names;
    }

    private static Set<String> names(MetricSnapshots meters) {
        Set<String> names = new TreeSet<>();
        meters.forEach(meter -> names.add(meter.getMetadata().getPrometheusName()));
        return names;
    }

    private static boolean isOfAHistogram(String name, Set<String> meters) {
        return name.endsWith(BUCKET) && meters.contains(name.substring(0, name.length() - BUCKET.length()));
    }

    @Test
    void noPanelReadsWhatPrometheusRemembersOfAFigure() {
        for (Dashboard dashboard : dashboards.values()) {
            for (Dashboard.Panel panel : dashboard.panels()) {
                for (Dashboard.Query query : panel.queries()) {
                    boolean ofFigures = FIGURES.stream().anyMatch(query.expr()::contains);
                    assertFalse(ofFigures && query.range(), () -> panel.title() + " reads the past");
                }
            }
        }
    }

    @Test
    void theVariablesUsedAreThoseThatThereAre() throws IOException {
        for (Map.Entry<Path, Dashboard> entry : dashboards.entrySet()) {
            Set<String> ours = new TreeSet<>();
            entry.getValue().variables().forEach(variable -> ours.add(variable.name()));
            Set<String> known =
                    new TreeSet<>(Set.of("datasource", "__interval", "__rate_interval", "__value", "__data"));
            known.addAll(ours);
            Set<String> used = all(Pattern.compile("\\$\\{?(\\w+)"), Files.readString(entry.getKey()));
            assertEquals(known.containsAll(used) ? used : known, used, () -> "of " + entry.getKey());
            assertTrue(used.containsAll(ours), () -> ours + " of " + entry.getKey() + ", used: " + used);
        }
    }

    @Test
    void everyLinkLeadsToADashboardAndItsVariables() throws IOException {
        Pattern link = Pattern.compile("\"url\":\"(/d/[^\"]*)\"");
        Dashboard body = Dashboard.read(GRAFANA.resolve("dashboards/rollcall-body.json"));
        assertEquals(
                List.of("kind", "body"),
                body.variables().stream().map(Dashboard.Variable::name).toList());
        int links = 0;
        for (Path file : dashboards.keySet()) {
            for (String url : all(link, Files.readString(file))) {
                assertTrue(
                        url.matches("/d/rollcall-body\\?\\$\\{datasource:queryparam}&var-kind=[^&]+&var-body=[^&]+"),
                        url);
                links++;
            }
        }
        assertTrue(links > 0, "links");
    }

    @Test
    void theDataSourceIsTheOneProvisioned() throws IOException {
        String source = Files.readString(GRAFANA.resolve("provisioning/datasources/prometheus.yaml"));
        assertTrue(source.contains("uid: rollcall-prometheus"), source);
        for (Path file : dashboards.keySet()) {
            assertTrue(Files.readString(file).contains("\"value\":\"rollcall-prometheus\""), file::toString);
        }
    }

    private Stream<String> askedFor() {
        return dashboards.values().stream()
                .flatMap(dashboard -> Stream.concat(
                        dashboard.variables().stream().map(Dashboard.Variable::selector),
                        dashboard.panels().stream()
                                .flatMap(panel -> panel.queries().stream().map(Dashboard.Query::expr))));
    }

    /** What {@code pattern} finds: its group, if it has one. */
    private static Set<String> all(Pattern pattern, String text) {
        Set<String> all = new TreeSet<>();
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            all.add(found.group(found.groupCount()));
        }
        return all;
    }

    private static Set<String> constants(Predicate<String> wanted) throws IllegalAccessException {
        Set<String> values = new TreeSet<>();
        for (Field field : MeterNames.class.getDeclaredFields()) {
            if (field.getType() == String.class) {
                field.setAccessible(true);
                String value = String.valueOf(field.get(null));
                if (wanted.test(value)) {
                    values.add(value);
                }
            }
        }
        return values;
    }
}
