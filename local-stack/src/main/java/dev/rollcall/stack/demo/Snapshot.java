package dev.rollcall.stack.demo;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.replay.Replay;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures and the standing alerts as they were at one time. */
record Snapshot(Map<FigureKey, Long> figures, List<Alert> standing) {

    Snapshot {
        figures = Map.copyOf(figures);
        standing = List.copyOf(standing);
    }

    static Snapshot of(Replay replay) {
        Map<FigureKey, Long> figures = new HashMap<>();
        for (Figure figure : replay.figures()) {
            figures.put(figure.key(), figure.count());
        }
        List<Alert> standing = replay.alerts().stream()
                .filter(alert -> alert.state() == AlertState.RAISED)
                .toList();
        return new Snapshot(figures, standing);
    }

    /** The figure of a body over all its agreements. */
    long count(String body, Basis basis, String window) {
        return count(body, null, basis, window);
    }

    long count(String body, @Nullable String agreement, Basis basis, String window) {
        return figures.getOrDefault(new FigureKey(Entity.body(body), agreement, basis, window), 0L);
    }

    /** The alerts on a body in windows that are, or that end in, one of these months. */
    List<Alert> alerts(String body, YearMonth first, YearMonth last) {
        return standing.stream()
                .filter(alert -> alert.finding().entity().equals(Entity.body(body)))
                .filter(alert -> {
                    YearMonth month = monthOf(alert);
                    return month != null && !month.isBefore(first) && !month.isAfter(last);
                })
                .toList();
    }

    /** The alerts that stand of a body for as long as one of its agreements lasts. */
    List<Alert> alertsOfAgreements(String body) {
        return standing.stream()
                .filter(alert -> alert.finding().entity().equals(Entity.body(body)))
                .filter(Snapshot::isOfAgreement)
                .toList();
    }

    /** Whether nothing stands but what stands for as long as an agreement lasts. */
    boolean everyMonthIsSilent() {
        return standing.stream().allMatch(Snapshot::isOfAgreement);
    }

    private static boolean isOfAgreement(Alert alert) {
        return alert.finding().window().startsWith("life@");
    }

    /** The month that an alert's window is, or in which the first of its rolling windows ends; null for other windows. */
    private static @Nullable YearMonth monthOf(Alert alert) {
        String window = alert.finding().window();
        String day = window.substring(window.indexOf('@') + 1);
        return day.matches("\\d{4}-\\d{2}(-\\d{2})?") ? YearMonth.parse(day.substring(0, 7)) : null;
    }
}
