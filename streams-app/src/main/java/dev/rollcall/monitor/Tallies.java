package dev.rollcall.monitor;

import java.util.HashMap;
import java.util.Map;

/** The latest tally of everything that is tallied. */
final class Tallies {
    private final Map<Tally.Key, Long> amounts = new HashMap<>();

    /** The tally that is {@code more} greater than the one before. */
    Tally add(Tally.Key key, long more) {
        return new Tally(key, amounts.merge(key, more, Long::sum));
    }

    /** Takes over {@code tally}; returns by how much it is greater than the one before. */
    long set(Tally tally) {
        Long before = amounts.put(tally.key(), tally.amount());
        return tally.amount() - (before == null ? 0 : before);
    }
}
