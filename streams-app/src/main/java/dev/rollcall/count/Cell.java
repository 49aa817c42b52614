package dev.rollcall.count;

import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Per;
import dev.rollcall.model.Window;
import org.jspecify.annotations.Nullable;

/** One figure as it is being counted. */
public final class Cell {
    private final FigureKey key;
    private final Per per;
    private final Window window;
    /** What has been seen, where neither the day nor the month tells. */
    private final @Nullable LongCounter seen;

    private long count;
    boolean touched;
    /** Whether anything of it was logged after its window had closed. */
    boolean changedLate;

    Cell(FigureKey key, Per per, Window window, @Nullable LongCounter seen) {
        this.key = key;
        this.per = per;
        this.window = window;
        this.seen = seen;
    }

    public FigureKey key() {
        return key;
    }

    public Per per() {
        return per;
    }

    public Window window() {
        return window;
    }

    public long count() {
        return count;
    }

    /** Whether anything of it was logged after its window had closed; only known where {@link Touched} was told. */
    public boolean changedLate() {
        return changedLate;
    }

    void add(long amount) {
        count += amount;
    }

    /** Counts {@code itemKey} once however often it is seen. */
    void see(long itemKey, long amount) {
        LongCounter counter = java.util.Objects.requireNonNull(seen);
        if (amount > 0 ? counter.add(itemKey) == 1 : counter.remove(itemKey) == 0) {
            count += amount;
        }
    }
}
