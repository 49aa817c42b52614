package dev.rollcall.wire.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody pauses, and then at once. */
public final class TestPace implements Pace {

    private final List<Duration> pauses = new ArrayList<>();
    private final Runnable atEachPause;
    private long nanos;

    public TestPace() {
        this(() -> {});
    }

    /** Runs something at each pause, such as a registry's recovery. */
    public TestPace(Runnable atEachPause) {
        this.atEachPause = atEachPause;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void pause(Duration duration) {
        pauses.add(duration);
        nanos += duration.toNanos();
        atEachPause.run();
    }

    /** The pauses so far. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
