package dev.rollcall.stack.demo;

import dev.rollcall.model.AlertState;
import dev.rollcall.replay.Replay;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Published;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the replay came to, to hold what was read back from Kafka against: figures with their counts, and alerts that stand with
 * what they say. The body and the feed of {@link BadRecords} are no part of the story.
 */
record Comparison(Map<String, String> figures, Map<String, String> alerts) {
    private static final int MOST_DIFFERENCES = 10;

    static Comparison with(Replay replay) {
        Map<String, String> figures = new TreeMap<>();
        replay.figures().forEach(figure -> add(FigureLine.of(figure), figures));
        Map<String, String> alerts = new TreeMap<>();
        replay.alerts().forEach(alert -> add(AlertLine.of(alert), alerts));
        return new Comparison(figures, alerts);
    }

    private static void add(Published published, Map<String, String> into) {
        if (published instanceof FigureLine figure && !BadRecords.isOwn(figure.entity()) && figure.count() != 0) {
            into.put(figure.key(), "%,d%s".formatted(figure.count(), figure.exact() ? "" : " at least"));
        } else if (published instanceof AlertLine alert
                && !BadRecords.isOwn(alert.entity())
                && alert.state() != AlertState.RETRACTED) {
            into.put(alert.alertId(), "%s %s %s".formatted(alert.state(), alert.severity(), alert.explanation()));
        }
    }

    /** Says on {@code page} how many are the same, and what differs; returns whether all are. */
    boolean tell(Collection<Published> readFigures, Collection<Published> readAlerts, Page page) {
        Map<String, String> foundFigures = new TreeMap<>();
        readFigures.forEach(figure -> add(figure, foundFigures));
        Map<String, String> foundAlerts = new TreeMap<>();
        readAlerts.forEach(alert -> add(alert, foundAlerts));
        int differences = tellDifferences("figure", figures, foundFigures, page)
                + tellDifferences("alert", alerts, foundAlerts, page);
        page.text("%s answer through Kafka: %s figures, %s alerts"
                .formatted(
                        differences == 0 ? "same" : "a different",
                        same(figures, foundFigures),
                        same(alerts, foundAlerts)));
        return differences == 0;
    }

    private static String same(Map<String, String> expected, Map<String, String> found) {
        long same = expected.entrySet().stream()
                .filter(entry -> entry.getValue().equals(found.get(entry.getKey())))
                .count();
        return "%,d of %,d".formatted(same, expected.size());
    }

    private static int tellDifferences(
            String what, Map<String, String> expected, Map<String, String> found, Page page) {
        TreeSet<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(found.keySet());
        int differences = 0;
        for (String key : keys) {
            String here = expected.get(key);
            String there = found.get(key);
            if (here == null || !here.equals(there)) {
                differences++;
                if (differences <= MOST_DIFFERENCES) {
                    page.item("✗ ", "%s %s: %s by replay, %s through Kafka".formatted(what, key, or(here), or(there)));
                }
            }
        }
        return differences;
    }

    private static String or(@Nullable String value) {
        return value == null ? "none" : value;
    }
}
