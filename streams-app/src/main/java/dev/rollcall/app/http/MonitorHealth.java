package dev.rollcall.app.http;

import dev.rollcall.monitor.Overview;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** The health of a monitor under Kafka Streams: ready while it runs, holds a policy and hears the clock in all its tasks. */
public final class MonitorHealth implements Health {
    /** How many ticks may be missed in a row. */
    private static final int TICKS = 4;

    private final Supplier<KafkaStreams.State> state;
    private final Supplier<Map<String, Overview>> tasks;
    private final @Nullable Duration oldest;
    private final Clock clock;

    /**
     * @param tasks how things stand in the tasks that this instance has; with none it has nothing to wait for and is ready
     * @param tickEvery how often ticks are written; null where a story brings them, whose time is its own
     * @param clock what the times of ticks are held against
     */
    public MonitorHealth(
            Supplier<KafkaStreams.State> state,
            Supplier<Map<String, Overview>> tasks,
            @Nullable Duration tickEvery,
            Clock clock) {
        this.state = state;
        this.tasks = tasks;
        this.oldest = tickEvery == null ? null : tickEvery.multipliedBy(TICKS);
        this.clock = clock;
    }

    @Override
    public Answer live() {
        KafkaStreams.State now = state.get();
        boolean over = now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING;
        return new Answer(!over, (over ? "Not live" : "Live") + ": Kafka Streams is " + now);
    }

    @Override
    public Answer ready() {
        KafkaStreams.State now = state.get();
        if (now != KafkaStreams.State.RUNNING) {
            return new Answer(false, "Not ready: Kafka Streams is " + now);
        }
        Map<String, Overview> held = new TreeMap<>(tasks.get());
        Duration longest = oldest;
        for (Map.Entry<String, Overview> task : held.entrySet()) {
            Overview overview = task.getValue();
            if (overview.policyVersion() == 0) {
                return new Answer(false, "Not ready: no policy is held in task " + task.getKey());
            }
            if (overview.now().equals(Instant.EPOCH)) {
                return new Answer(false, "Not ready: no tick was read in task " + task.getKey());
            }
            if (longest != null && overview.now().isBefore(clock.instant().minus(longest))) {
                return new Answer(
                        false,
                        "Not ready: the last tick in task %s is of %s, more than %d s ago"
                                .formatted(task.getKey(), overview.now(), longest.toSeconds()));
            }
        }
        return new Answer(true, "Ready: tasks " + held.keySet());
    }
}
