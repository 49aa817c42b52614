package dev.rollcall.monitor;

/** What one task remembers: rebuilt from its deltas, shown as an overview. */
public interface TaskMemory {

    /** Takes over one delta of an earlier life; {@link #resume} must follow the last. */
    void restore(Delta delta);

    /** Counts and judges what was restored. */
    void resume();

    /** How things stand, with at most {@code most} of each: limits, months, alerts and so on. */
    Overview overview(int most);
}
