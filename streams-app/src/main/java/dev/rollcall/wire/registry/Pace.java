package dev.rollcall.wire.registry;

import java.time.Duration;

/** How time passes for whoever waits for the registry: the seam by which tests wait without waiting. */
public interface Pace {

    /** The machine's own: a monotonic clock and real sleep. */
    Pace REAL = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }
    };

    /** Nanoseconds since an arbitrary moment; only differences mean anything. */
    long nanos();

    /** Returns after this long. */
    void pause(Duration duration) throws InterruptedException;
}
