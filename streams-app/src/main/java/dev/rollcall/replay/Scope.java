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
 * @param share only records whose key it holds
 */
public record Scope(
        @Nullable String body,
        @Nullable Instant from,
        @Nullable Instant to,
        List<Evidence> stretches,
        Share share) {

    /** Every record. */
    public static final Scope ALL = new Scope(null, null, null, List.of());

    /** Decides by its key whether a record is read; what is not is not decoded either. */
    public interface Share {
        /** Whatever the key. */
        Share ALL = key -> true;

        boolean holds(@Nullable String key);
    }

    public Scope {
        stretches = List.copyOf(stretches);
    }

    public Scope(@Nullable String body, @Nullable Instant from, @Nullable Instant to, List<Evidence> stretches) {
        this(body, from, to, stretches, Share.ALL);
    }

    /** All that was logged until {@code time}; all where null. */
    public static Scope until(@Nullable Instant time) {
        return new Scope(null, null, time, List.of());
    }

    /** Of this what {@code other} holds, too. */
    public Scope and(Share other) {
        Share before = share;
        return new Scope(body, from, to, stretches, key -> before.holds(key) && other.holds(key));
    }

    /** Whether a record logged at {@code time} is within the times. */
    public boolean holds(Instant time) {
        return (from == null || !time.isBefore(from)) && (to == null || !time.isAfter(to));
    }
}
