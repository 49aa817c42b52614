package dev.rollcall.app.cli;

import dev.rollcall.model.Alert;
import java.util.Comparator;

/** Alerts as people read them in a terminal. */
final class Lines {
    /** The most urgent first, then by time. */
    static final Comparator<Alert> ALERTS = Comparator.comparing(
                    (Alert alert) -> alert.finding().severity())
            .reversed()
            .thenComparing(alert -> alert.finding().window())
            .thenComparing(alert -> alert.finding().entity().id())
            .thenComparing(Alert::id);

    private Lines() {}

    static String of(Alert alert) {
        return "%-8s  %s".formatted(alert.finding().severity(), alert.explanation());
    }
}
