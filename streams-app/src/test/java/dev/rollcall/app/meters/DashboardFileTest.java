package dev.rollcall.app.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the dashboard to the meters there are; whether its queries give anything is tested in {@code local-stack}. */
class DashboardFileTest {
    private static final Path GRAFANA = Path.of("..", "grafana");
    private static final Pattern METER = Pattern.compile("\\brollcall_\\w+");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!=|!~|=)\"");
    /** Labels that an expression makes itself. */
    private static final Pattern MADE = Pattern.compile("\"(\\w+)\", \"[^\"]*\", \"\\w+\", \"[^\"]*\"\\)");

    private final Dashboard dashboard = Dashboard.read(GRAFANA.resolve("dashboards/rollcall.json"));

    DashboardFileTest() throws IOException {}

    @Test
    void everyPanelHasAnIdOfItsOwnATitleADescriptionAndAQuery() {
        Set<Integer> ids = new HashSet<>();
        for (Dashboard.Panel panel : dashboard.panels()) {
            assertTrue(panel.id() > 0 && ids.add(panel.id()), () -> "id " + panel.id() + " of " + panel.title());
            assertFalse(panel.title().isBlank(), () -> "title of panel " + panel.id());
            if (!panel.type().equals("row")) {
                assertFalse(panel.description().isBlank(), () -> "description of " + panel.title());
                assertFalse(panel.queries().isEmpty(), () -> "queries of " + panel.title());
                panel.queries().forEach(query -> assertFalse(query.expr().isBlank(), panel::title));
                assertEquals(
                        panel.queries().size(),
                        panel.queries().stream()
                                .map(Dashboard.Query::refId)
                                .distinct()
                                .count(),
                        () -> "refIds of " + panel.title());
            }
        }
        assertEquals("rollcall", dashboard.uid());
        List<String> rows = dashboard.panels().stream()
                .filter(panel -> panel.type().equals("row"))
                .map(Dashboard.Panel::title)
                .toList();
        assertEquals(List.of("Limits", "Months", "Alerts in words", "Pipeline"), rows);
    }

    @Test
    void everyMeterAndLabelAskedForIsOneThatThereIs() throws IllegalAccessException {
        Set<String> meters = constants(value -> value.startsWith(MeterNames.PREFIX));
        meters.remove(MeterNames.PREFIX);
        meters.remove(MeterNames.STREAMS);
        Set<String> labels = constants(value -> !value.startsWith(MeterNames.PREFIX));
        for (String asked : askedFor().toList()) {
            Set<String> named = all(METER, asked);
            assertFalse(named.isEmpty(), () -> "no meter in " + asked);
            assertTrue(meters.containsAll(named), () -> named + " of " + asked + " are not all among " + meters);
            Set<String> grouped = new TreeSet<>(all(MATCHER, asked));
            all(BY, asked).forEach(list -> grouped.addAll(List.of(list.split(", *"))));
            grouped.removeAll(all(MADE, asked));
            assertTrue(labels.containsAll(grouped), () -> grouped + " of " + asked + " are not all among " + labels);
        }
    }

    @Test
    void noPanelReadsWhatPrometheusRemembersOfAFigure() {
        for (Dashboard.Panel panel : dashboard.panels()) {
            for (Dashboard.Query query : panel.queries()) {
                boolean ofFigures = query.expr().contains(MeterNames.FIGURE)
                        || query.expr().contains(MeterNames.MONTH)
                        || query.expr().contains(MeterNames.ALERT_SENTENCE);
                assertFalse(ofFigures && query.range(), () -> panel.title() + " reads the past");
            }
        }
    }

    @Test
    void theVariablesUsedAreThoseThatThereAre() throws IOException {
        Set<String> known = new TreeSet<>(Set.of("datasource", "__rate_interval"));
        dashboard.variables().forEach(variable -> known.add(variable.name()));
        Set<String> used = all(Pattern.compile("\\$\\{?(\\w+)"), Files.readString(file()));
        assertEquals(known.containsAll(used) ? used : known, used);
        assertTrue(used.containsAll(
                dashboard.variables().stream().map(Dashboard.Variable::name).toList()));
    }

    @Test
    void theDataSourceIsTheOneProvisioned() throws IOException {
        String source = Files.readString(GRAFANA.resolve("provisioning/datasources/prometheus.yaml"));
        assertTrue(source.contains("uid: rollcall-prometheus"), source);
        assertTrue(Files.readString(file()).contains("\"value\": \"rollcall-prometheus\""));
    }

    private static Path file() {
        return GRAFANA.resolve("dashboards/rollcall.json");
    }

    private Stream<String> askedFor() {
        return Stream.concat(
                dashboard.variables().stream().map(Dashboard.Variable::selector),
                dashboard.panels().stream()
                        .flatMap(panel -> panel.queries().stream().map(Dashboard.Query::expr)));
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
