package dev.rollcall.monitor;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How things stand in one partition at a tick: values only, safe to hand to other threads.
 *
 * @param now the last tick
 * @param policyVersion the version in force, 0 where no policy is held
 * @param ledger what became of the records of each topic
 * @param standing how many alerts stand
 * @param nearest the limits on open windows with their figures, zero or not, those nearest to being passed first
 * @param months figures of months in total, open or closed, the newest first
 * @param alerts alerts that stand, the worst first
 */
public record Overview(
        Instant now,
        int policyVersion,
        Map<String, EventLedger.Line> ledger,
        Map<AlertClass, Integer> standing,
        List<Reading> nearest,
        List<Figure> months,
        List<Alert> alerts) {

    public static final Comparator<Reading> NEAREST_FIRST = Comparator.comparingDouble(Reading::share)
            .reversed()
            .thenComparing(reading -> reading.figure().key())
            .thenComparing(Reading::rule);

    public static final Comparator<Figure> NEWEST_FIRST = Comparator.comparing(
                    (Figure figure) -> figure.window().start())
            .reversed()
            .thenComparing(Figure::key);

    /** By severity, then the one that changed last. */
    public static final Comparator<Alert> WORST_FIRST = Comparator.comparing(
                    (Alert alert) -> alert.finding().severity())
            .thenComparing(Alert::loggedAt)
            .reversed()
            .thenComparing(Alert::id);

    /** What alerts are counted by. */
    public record AlertClass(String detector, Severity severity) {}

    /**
     * A limit against its figure.
     *
     * @param rule the limit's name
     * @param atMost what it allows, at least 1
     */
    public record Reading(String rule, long atMost, Figure figure) {

        /** How much of what is allowed was counted: more than 1 where the limit is passed. */
        public double share() {
            return (double) figure.count() / atMost;
        }
    }

    public Overview {
        ledger = Map.copyOf(ledger);
        standing = Map.copyOf(standing);
        nearest = List.copyOf(nearest);
        months = List.copyOf(months);
        alerts = List.copyOf(alerts);
    }
}
