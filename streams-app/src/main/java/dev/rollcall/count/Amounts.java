package dev.rollcall.count;

import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeMap;

/** Amounts by day. */
final class Amounts implements Facts {
    private final TreeMap<LocalDate, Long> amounts = new TreeMap<>();

    void add(LocalDate day, long amount) {
        amounts.merge(day, amount, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }

    /** The days whose amount is not 0. */
    SortedSet<LocalDate> days() {
        return Collections.unmodifiableSortedSet(amounts.navigableKeySet());
    }

    @Override
    public void forEach(Visitor visitor) {
        amounts.forEach((day, amount) -> visitor.fact(day, 0, amount, false));
    }
}
