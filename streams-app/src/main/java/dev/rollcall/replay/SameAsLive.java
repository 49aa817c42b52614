package dev.rollcall.replay;

import dev.rollcall.model.AlertState;
import dev.rollcall.model.EntityKind;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Published;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a replay comes to against what the live topics say: figures that are not 0, and alerts that are not retracted. How
 * often either was revised, when, and by which records depends on arrival and is not compared.
 */
public final class SameAsLive {
    private final Map<String, Published> replayed;
    private final Map<String, Published> live;

    public SameAsLive(Collection<? extends Published> replayed, Collection<? extends Published> live) {
        this.replayed = compared(replayed);
        this.live = compared(live);
    }

    private static Map<String, Published> compared(Collection<? extends Published> all) {
        Map<String, Published> compared = new TreeMap<>();
        for (Published one : all) {
            boolean counts = one instanceof FigureLine figure
                    ? figure.count() != 0
                    : one instanceof AlertLine alert && alert.state() != AlertState.RETRACTED;
            if (counts) {
                compared.put(one.key(), one);
            }
        }
        return compared;
    }

    /**
     * One figure or alert on which they do not agree.
     *
     * @param replayed null where the replay has none
     * @param live null where the topics have none
     */
    public record Difference(
            String key,
            @Nullable Published replayed,
            @Nullable Published live) {

        /** What it is and whose, without any count. */
        public String name() {
            Published one = any();
            if (one instanceof AlertLine alert) {
                return "alert %s (rule '%s' on %s in %s)".formatted(key, alert.rule(), alert.entity(), alert.window());
            }
            return "figure " + key;
        }

        /** What either says, with counts. */
        public String sides() {
            return "%s by replay, %s live".formatted(text(replayed), text(live));
        }

        /** Which sides have it. */
        public String presence() {
            return replayed == null
                    ? "the topics have it, the replay has not"
                    : live == null ? "the replay has it, the topics have not" : "they say different things";
        }

        private Published any() {
            return replayed != null ? replayed : Objects.requireNonNull(live);
        }

        private @Nullable EntityKind entityKind() {
            Published one = any();
            return one instanceof FigureLine figure
                    ? figure.entityKind()
                    : one instanceof AlertLine alert ? alert.entityKind() : null;
        }

        private String entity() {
            Published one = any();
            return one instanceof FigureLine figure
                    ? figure.entity()
                    : one instanceof AlertLine alert ? alert.entity() : "";
        }

        private String window() {
            Published one = any();
            return one instanceof FigureLine figure
                    ? figure.window()
                    : one instanceof AlertLine alert ? alert.window() : "";
        }

        /** The partition that the records of its body are in; null where they may be in any. */
        @Nullable Integer home(int partitions) {
            return entityKind() == EntityKind.BODY ? Integer.valueOf(HomePartition.of(entity(), partitions)) : null;
        }
    }

    /**
     * The live alerts on whatever {@code difference} is on that name their records, so that these can be looked at again: the
     * alert itself first, then those in the same window.
     */
    public List<AlertLine> witnesses(Difference difference) {
        return live.values().stream()
                .filter(AlertLine.class::isInstance)
                .map(AlertLine.class::cast)
                .filter(alert -> alert.entityKind() != null
                        && alert.entityKind() == difference.entityKind()
                        && alert.entity().equals(difference.entity()))
                .filter(alert -> !alert.restsOn().stretches().isEmpty())
                .sorted(Comparator.comparing((AlertLine alert) -> !alert.key().equals(difference.key()))
                        .thenComparing(alert -> !alert.window().equals(difference.window())))
                .toList();
    }

    private static String text(@Nullable Published one) {
        if (one instanceof FigureLine figure) {
            return "%s%,d".formatted(figure.exact() ? "" : "at least ", figure.count());
        }
        return one instanceof AlertLine alert
                ? "%s %s, observed %,d".formatted(alert.state(), alert.severity(), alert.observed())
                : "none";
    }

    private static boolean same(@Nullable Published one, @Nullable Published other) {
        return text(one).equals(text(other));
    }

    /** All on which they do not agree, by key. */
    public List<Difference> differences() {
        TreeSet<String> keys = new TreeSet<>(replayed.keySet());
        keys.addAll(live.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            if (!same(replayed.get(key), live.get(key))) {
                differences.add(new Difference(key, replayed.get(key), live.get(key)));
            }
        }
        return differences;
    }

    /** How many the replay has. */
    public int size() {
        return replayed.size();
    }

    /** On how many of the replay's they agree. */
    public long same() {
        return replayed.entrySet().stream()
                .filter(entry -> same(entry.getValue(), live.get(entry.getKey())))
                .count();
    }

    /**
     * What may keep a replay from what is live.
     *
     * @param lacking the partitions of the directives that have not got every publication of the policy
     * @param notYetInForce how many publications were written after the last tick
     * @param behind the partitions, as "topic/partition", of which the monitor has not processed all; null where it may not be
     *     asked
     * @param removed the first offset left, of partitions whose beginning was removed
     * @param later how many records were logged after the last tick
     */
    public record Circumstances(
            int partitions,
            List<Integer> lacking,
            int notYetInForce,
            @Nullable List<String> behind,
            Map<String, Long> removed,
            Map<String, Long> later) {

        /** Why {@code difference} is there; null where none of this explains it. */
        public @Nullable String causeOf(Difference difference) {
            if (!lacking.isEmpty()) {
                return "the policy is not in every partition: a publication is missing from partitions %s of the directives; publish it again"
                        .formatted(lacking);
            }
            List<String> gone = concerned(removed, difference, "%s:%d");
            if (!gone.isEmpty()) {
                return "records were removed at the log's start, which is now " + String.join(", ", gone);
            }
            if (behind != null && !behind.isEmpty()) {
                return "the monitor is behind: it has not processed all of " + String.join(", ", behind);
            }
            List<String> more = concerned(later, difference, "%s has %2$,d");
            if (!more.isEmpty()) {
                return "records were logged after the last tick: " + String.join(", ", more);
            }
            return notYetInForce > 0 ? "a policy was published after the last tick" : null;
        }

        private List<String> concerned(Map<String, Long> numbers, Difference difference, String words) {
            Integer home = difference.home(partitions);
            List<String> concerned = new ArrayList<>();
            new TreeMap<>(numbers).forEach((partition, number) -> {
                if (home == null || partition.endsWith("/" + home)) {
                    concerned.add(words.formatted(partition, number));
                }
            });
            return concerned;
        }
    }
}
