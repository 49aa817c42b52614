package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one count stood after each of many steps, each of which counts an event or takes one back; the events are told in any order.
 *
 * <p>Of each different thing that is counted it remembers the first step from which on it stayed, however many events name it,
 * and by itself only what was taken back.
 */
public final class Growth {
    /** In place of the step that takes an event back, where none does. */
    public static final int NEVER = Integer.MAX_VALUE;

    private final Basis basis;
    private final Set<Basis> bases;
    /** By how much each step changes the sum of amounts. */
    private final long[] changes;

    private final Names names = new Names();
    private final FirstSteps stayed = new FirstSteps();
    private final List<Stay> passing = new ArrayList<>();

    /** One thing counted from one step until before another. */
    private record Stay(long key, int from, int to) {}

    /** @param steps how many there are */
    public Growth(Basis basis, int steps) {
        this.basis = basis;
        this.bases = EnumSet.of(basis);
        this.changes = new long[steps];
    }

    /** Takes note of an event that counts from the step {@code from} on until {@code to} takes it back. */
    public void count(Observation event, int from, int to) {
        Contribution.of(event, new Contribution.Sink() {
            @Override
            public void mark(Basis of, long key) {
                if (of != basis) {
                    return;
                }
                if (to == NEVER) {
                    stayed.add(key, from);
                } else {
                    passing.add(new Stay(key, from, to));
                }
            }

            @Override
            public void add(Basis of, long amount) {
                if (of == basis) {
                    change(from, to, amount);
                }
            }

            @Override
            public long nameOf(String body, @Nullable String id) {
                return names.numberOf(bases, body, id);
            }
        });
    }

    private void change(int from, int to, long amount) {
        changes[from] += amount;
        if (to != NEVER) {
            changes[to] -= amount;
        }
    }

    /** How the count stood after each step; to be asked once, when all events were told. */
    public long[] counts() {
        stayed.forEach((key, step) -> change(step, NEVER, 1));
        passing.sort(Comparator.comparingLong(Stay::key).thenComparingInt(Stay::from));
        for (int first = 0; first < passing.size(); ) {
            int next = first;
            while (next < passing.size()
                    && passing.get(next).key() == passing.get(first).key()) {
                next++;
            }
            pass(passing.subList(first, next));
            first = next;
        }
        long[] counts = new long[changes.length];
        long count = 0;
        for (int step = 0; step < counts.length; step++) {
            count += changes[step];
            counts[step] = count;
        }
        return counts;
    }

    /** Counts one thing for as long as any of its stays lasts, where it did not stay for good already. */
    private void pass(List<Stay> stays) {
        int good = stayed.of(stays.get(0).key());
        int from = stays.get(0).from();
        int to = stays.get(0).to();
        for (Stay stay : stays) {
            if (stay.from() > to) {
                passed(from, to, good);
                from = stay.from();
            }
            to = Math.max(to, stay.to());
        }
        passed(from, to, good);
    }

    private void passed(int from, int to, int good) {
        if (to < good) {
            change(from, to, 1);
        } else if (from < good) {
            // it was there already when it came to stay
            change(from, good, 1);
        }
    }
}
