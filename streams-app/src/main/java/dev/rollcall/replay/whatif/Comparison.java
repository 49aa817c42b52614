package dev.rollcall.replay.whatif;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one policy finds in a history and another does not, as far as it may be told; all in texts and numbers, in a fixed order.
 *
 * @param asOf how far time had come
 * @param since only windows that end after this day are compared; all where null
 * @param threshold counts of people under it are hidden; 1 where none are
 * @param groups how many alerts, by rule and entity
 * @param alerts those that differ
 * @param figures those whose count or limit differs
 */
public record Comparison(
        String asOf,
        @Nullable String since,
        int threshold,
        Side before,
        Side after,
        List<Group> groups,
        List<AlertChange> alerts,
        List<FigureChange> figures) {

    public Comparison {
        groups = List.copyOf(groups);
        alerts = List.copyOf(alerts);
        figures = List.copyOf(figures);
    }

    /** One of the two policies, and how many alerts and figures it gives. */
    public record Side(String by, String policy, int lastVersion, int alerts, int figures) {}

    /** The alerts of one rule on one entity. */
    public record Group(
            String rule, String entityKind, String entity, int before, int after, int raised, int gone, int changed) {}

    /** How an alert differs. */
    public enum Change {
        RAISED,
        GONE,
        CHANGED;

        /** As one reads it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An alert that differs.
     *
     * @param changed in what, for one that both find: some of severity, observed, limit, state and window
     */
    public record AlertChange(
            Change change,
            String alertId,
            String detector,
            String rule,
            String entityKind,
            String entity,
            @Nullable String agreementId,
            @Nullable String band,
            @Nullable String about,
            List<String> changed,
            @Nullable Standing before,
            @Nullable Standing after) {

        public AlertChange {
            changed = List.copyOf(changed);
        }

        /** As the other policy finds it; where it does not, as it was. */
        public Standing latest() {
            Standing standing = after == null ? before : after;
            if (standing == null) {
                throw new IllegalStateException("Expected an alert before or after, but there is none");
            }
            return standing;
        }

        /** What changed: "limit 1,500 → 1,200; severity HIGH → CRITICAL"; nothing where one of the policies does not find it. */
        public String words() {
            StringBuilder words = new StringBuilder();
            if (before != null && after != null) {
                for (String what : changed) {
                    words.append(words.isEmpty() ? "" : "; ")
                            .append(what)
                            .append(' ')
                            .append(before.value(what))
                            .append(" → ")
                            .append(after.value(what));
                }
            }
            return words.toString();
        }
    }

    /** An alert as one policy finds it. */
    public record Standing(
            String window,
            String severity,
            String state,
            long observed,
            @Nullable Long limit,
            String explanation) {

        private String value(String what) {
            return switch (what) {
                case "severity" -> severity;
                case "state" -> state;
                case "window" -> window;
                case "limit" -> limit == null ? "none" : "%,d".formatted(limit);
                default -> "%,d".formatted(observed);
            };
        }
    }

    /** A figure that differs. */
    public record FigureChange(
            String entityKind,
            String entity,
            @Nullable String agreementId,
            String basis,
            String window,
            @Nullable String dataset,
            @Nullable Counted before,
            @Nullable Counted after) {

        /** "new" where only the other policy counts it, "gone" where it does not, else "changed". */
        public String how() {
            return before == null ? "new" : after == null ? "gone" : "changed";
        }

        /** Whether the count is another, not the limit alone. */
        public boolean countDiffers() {
            return before == null
                    || after == null
                    || !Objects.equals(before.count, after.count)
                    || !before.told.equals(after.told);
        }

        /** Who was counted, and on what, as one reads it: whom, under which agreement, what, and when. */
        public List<String> subject() {
            return List.of(
                    entityKind + " " + entity,
                    agreementId == null ? "" : agreementId,
                    basis + (dataset == null ? "" : " of " + dataset),
                    window);
        }

        /** The counts before and after, and the limits before and after, as one reads them. */
        public List<String> numbers() {
            return List.of(count(before), count(after), limit(before), limit(after));
        }

        private static String count(@Nullable Counted counted) {
            return counted == null ? "none" : counted.told;
        }

        private static String limit(@Nullable Counted counted) {
            return counted == null || counted.limit == null ? "" : "%,d".formatted(counted.limit);
        }
    }

    /** A figure by one policy; {@code count} is null where it may not be told, {@code told} is what may. */
    public record Counted(
            @Nullable Long count, String told, @Nullable Long limit) {}

    /** How many alerts differ in that way. */
    public long count(Change change) {
        return alerts.stream().filter(alert -> alert.change() == change).count();
    }

    /** What is left out of it, in a sentence; null where nothing is. */
    public @Nullable String untold() {
        return threshold <= 1
                ? null
                : "Counts of fewer than %d people are not told, nor counts or alerts from which one could be worked out."
                        .formatted(threshold);
    }

    /** All of it in a sentence. */
    public String sentence() {
        if (alerts.isEmpty() && figures.isEmpty()) {
            return "%s finds what %s finds: the same %s, the same figures."
                    .formatted(capital(after.by()), before.by(), number(before.alerts(), "alert"));
        }
        return "%s finds %s where %s finds %d: %d raised, %d gone, %d changed; %s."
                .formatted(
                        capital(after.by()),
                        number(after.alerts(), "alert"),
                        before.by(),
                        before.alerts(),
                        count(Change.RAISED),
                        count(Change.GONE),
                        count(Change.CHANGED),
                        figures.size() == 1
                                ? "1 figure has another count or limit"
                                : figures.size() + " figures have another count or limit");
    }

    private static String capital(String text) {
        return text.startsWith("the ") ? "The " + text.substring(4) : text;
    }

    private static String number(int number, String noun) {
        return "%,d %s".formatted(number, number == 1 ? noun : noun + "s");
    }
}
