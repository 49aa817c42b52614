package dev.rollcall.app.cli;

import dev.rollcall.app.TopicHistory;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Says every few seconds how far reading has come and how long it will take; nothing where that is soon. */
final class ReadingProgress implements TopicHistory.Progress {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final PrintWriter err;
    private final LongSupplier nanos;
    private long offsets;
    private long passed;
    private long records;
    private long begun;
    private long nextSign;
    private int pass;
    private int passes = 1;

    ReadingProgress(PrintWriter err, LongSupplier nanos) {
        this.err = err;
        this.nanos = nanos;
    }

    /** Says how often all will be read; once unless told. What is read after that is told by itself. */
    synchronized void passes(int all) {
        passes = all;
    }

    @Override
    public synchronized void begin(long all) {
        pass++;
        offsets = all;
        passed = 0;
        records = 0;
        begun = nanos.getAsLong();
        nextSign = begun + QUIET.toNanos();
    }

    @Override
    public synchronized void passed(long moreOffsets, long moreRecords) {
        passed += moreOffsets;
        records += moreRecords;
        long now = nanos.getAsLong();
        if (now >= nextSign && passed < offsets) {
            nextSign = now + BETWEEN.toNanos();
            double seconds = (now - begun) / 1e9;
            err.printf(
                    "%s%d%% read, %,d events/s, %s left%n",
                    passes == 1 || pass > passes ? "" : "pass %d of %d: ".formatted(pass, passes),
                    100 * passed / offsets,
                    Math.round(records / seconds),
                    left(Math.round(
                            seconds * (offsets * (1 + Math.max(0, passes - pass)) - passed) / Math.max(1, passed))));
            err.flush();
        }
    }

    private static String left(long seconds) {
        return seconds < 120 ? "%d s".formatted(seconds) : "%,d min".formatted((seconds + 59) / 60);
    }
}
