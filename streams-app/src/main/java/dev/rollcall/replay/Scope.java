package dev.rollcall.replay;

import dev.rollcall.model.Evidence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a history to read.
 *
 * @param body only the partition in which this body's records belong; all where null
 * @param from only records logged at this time or later; from the beginning where null
 * @param to only records logged at this time or earlier; to the end, as it is when reading begins, where null
 * @param stretches only these stretches of the log; all where empty
 */
public record Scope(
        @Nullable String body,
        @Nullable Instant from,
        @Nullable Instant to,
        List<Evidence> stretches) {

    /** Every record. */
    public static final Scope ALL = new Scope(null, null, null, List.of());

    public Scope {
        stretches = List.copyOf(stretches);
    }

    /** All that was logged until {@code time}; all where null. */
    public static Scope until(@Nullable Instant time) {
        return new Scope(null, null, time, List.of());
    }

    /** Whether a record logged at {@code time} is within the times. */
    public boolean holds(Instant time) {
        return (from == null || !time.isBefore(from)) && (to == null || !time.isAfter(to));
    }
}
