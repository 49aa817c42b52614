package dev.rollcall.monitor;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latest tally of everything that is tallied. */
final class Tallies {
    private final Map<Tally.Key, Long> amounts = new HashMap<>();

    /** The tally that is {@code more} greater than the one before. */
    Tally add(Tally.Key key, long more) {
        return new Tally(key, amounts.merge(key, more, Long::sum));
    }

    /** The tally of one where there was none; null where there was. */
    @Nullable Tally first(Tally.Key key) {
        return amounts.putIfAbsent(key, 1L) == null ? new Tally(key, 1) : null;
    }

    /** Takes over {@code tally}; returns by how much it is greater than the one before. */
    long set(Tally tally) {
        Long before = amounts.put(tally.key(), tally.amount());
        return tally.amount() - (before == null ? 0 : before);
    }
}
