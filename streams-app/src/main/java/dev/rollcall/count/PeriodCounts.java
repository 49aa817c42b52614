package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Observation;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The counts of one account in one period, and nothing besides: no facts by day, no other windows. */
public final class PeriodCounts {
    private final Set<Basis> bases;
    private final Map<Basis, LongCounter> distinct = new EnumMap<>(Basis.class);
    private final Map<Basis, Long> amounts = new EnumMap<>(Basis.class);
    private final Names names;

    /** Of every basis. */
    public PeriodCounts() {
        this(EnumSet.allOf(Basis.class), new Names());
    }

    private PeriodCounts(Set<Basis> bases, Names names) {
        this.bases = bases;
        this.names = names;
    }

    /** Of {@code basis} alone, and of whether it is exact. */
    public static PeriodCounts only(Basis basis) {
        return new PeriodCounts(EnumSet.of(basis, Basis.INEXACT), new Names());
    }

    /** The same of other events, with nothing counted yet; it shares the names, of which there may be many. */
    public PeriodCounts ofOthers() {
        return new PeriodCounts(bases, names);
    }

    /** Counts {@code event}, or takes it back if {@code sign} is negative. */
    public void count(Observation event, int sign) {
        Contribution.of(event, new Contribution.Sink() {
            @Override
            public void mark(Basis basis, long key) {
                if (!bases.contains(basis)) {
                    return;
                }
                LongCounter counter = distinct.computeIfAbsent(basis, of -> new LongCounter());
                if (sign > 0) {
                    counter.add(key);
                } else {
                    counter.remove(key);
                }
            }

            @Override
            public void add(Basis basis, long amount) {
                if (bases.contains(basis)) {
                    amounts.merge(basis, sign * amount, Long::sum);
                }
            }

            @Override
            public long nameOf(String body, @Nullable String id) {
                return names.numberOf(bases, body, id);
            }
        });
    }

    /** Whether {@code event} is one of those that {@code basis} counts, or adds up. */
    public static boolean concerns(Observation event, Basis basis) {
        boolean[] concerned = {false};
        Contribution.of(event, new Contribution.Sink() {
            @Override
            public void mark(Basis of, long key) {
                concerned[0] |= of == basis;
            }

            @Override
            public void add(Basis of, long amount) {
                concerned[0] |= of == basis || (of == Basis.INEXACT && amount > 0 && basis == Basis.CHILDREN);
            }

            @Override
            public long nameOf(String body, @Nullable String id) {
                return 0;
            }
        });
        return concerned[0];
    }

    /** How many there are; 0 where nothing was counted. */
    public long of(Basis basis) {
        LongCounter counter = distinct.get(basis);
        return counter == null ? amounts.getOrDefault(basis, 0L) : counter.size();
    }

    /** Whether nothing is known to be missing from the count of {@code basis}: no extract left out tokens. */
    public boolean exact(Basis basis) {
        return basis != Basis.CHILDREN || of(Basis.INEXACT) == 0;
    }
}
