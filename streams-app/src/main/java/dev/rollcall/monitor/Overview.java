package dev.rollcall.monitor;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How things stand in one partition at a tick: values only, safe to hand to other threads.
 *
 * @param now the last tick
 * @param policyVersion the version in force, 0 where no policy is held
 * @param policyFrom since when it is in force; 1970-01-01 where no policy is held
 * @param ledger what became of the records of each topic
 * @param standing how many alerts stand
 * @param nearest the limits on open windows with their figures, zero or not, those nearest to being passed first
 * @param months figures of months in total, open or closed, the newest first
 * @param alerts alerts that stand, the worst first
 * @param released what of their extracts bodies hold, and what was in them
 */
public record Overview(
        Instant now,
        int policyVersion,
        Instant policyFrom,
        Map<String, EventLedger.Line> ledger,
        Map<AlertClass, Integer> standing,
        List<Reading> nearest,
        List<Figure> months,
        List<Alert> alerts,
        Released released) {

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

    /**
     * What was released to bodies.
     *
     * @param held extracts not certified destroyed, most first
     * @param categories how many releases carried a category, the newest month first
     * @param combinations how many releases carried a set of categories and no other, the newest month first
     */
    public record Released(List<Held> held, List<Carried> categories, List<Combined> combinations) {
        public static final Released NOTHING = new Released(List.of(), List.of(), List.of());

        public Released {
            held = List.copyOf(held);
            categories = List.copyOf(categories);
            combinations = List.copyOf(combinations);
        }
    }

    /**
     * The extracts of a dataset that a body holds.
     *
     * @param dataset {@code -} for those that name none
     */
    public record Held(Entity entity, String dataset, long extracts) {
        public static final Comparator<Held> MOST_FIRST = Comparator.comparingLong(Held::extracts)
                .reversed()
                .thenComparing(held -> held.entity().id())
                .thenComparing(Held::dataset);
    }

    /**
     * The releases of a month that carried a category: events, of which an extract may have several.
     *
     * @param month its first day
     */
    public record Carried(Entity entity, LocalDate month, Category category, long releases) {
        public static final Comparator<Carried> NEWEST_FIRST = Comparator.comparing(Carried::month)
                .thenComparingLong(Carried::releases)
                .reversed()
                .thenComparing(carried -> carried.entity().id())
                .thenComparing(Carried::category);
    }

    /**
     * The releases of a month that carried a set of categories and no other: events, of which an extract may have several.
     *
     * @param month its first day
     */
    public record Combined(Entity entity, LocalDate month, Categories categories, long releases) {
        public static final Comparator<Combined> NEWEST_FIRST = Comparator.comparing(Combined::month)
                .thenComparingLong(Combined::releases)
                .reversed()
                .thenComparing(combined -> combined.entity().id())
                .thenComparingLong(combined -> combined.categories().mask());
    }

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
