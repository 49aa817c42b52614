package dev.rollcall.streams;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Rejection;
import dev.rollcall.monitor.Delta;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.Relay;
import dev.rollcall.monitor.TaskMemory;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** One task of a watch: what it remembers, and where the effects of its steps go: changelog, sinks and listener. */
final class Task<M extends TaskMemory> implements AutoCloseable {
    /** How often at most alerts make the task commit out of turn: an alert storm must not become a commit storm. */
    private static final Duration COMMIT_AT_MOST_EVERY = Duration.ofMillis(10);

    private final ProcessorContext<byte[], byte[]> context;
    private final Watch<M> watch;
    private final M memory;
    private final KeyValueStore<Bytes, byte[]> log;
    private final Codec codec;
    private final DeltaCodec deltas = new DeltaCodec();
    private final RelayCodec relays = new RelayCodec();
    private long lastCommitMillis;

    /** The nodes that records are forwarded to: those of one watch, since a shared node would join the sub-topologies. */
    record Sinks(String alerts, String figures, String rejected, String relays) {}

    /**
     * What all tasks of a watch have in common.
     *
     * @param mostInOverview how many limits, months, alerts and so on, of each, a task shows to the listener
     */
    record Watch<M extends TaskMemory>(
            LiveStore.All<M> stores,
            Topics topics,
            Sinks sinks,
            int mostInOverview,
            MonitorListener listener,
            Supplier<Codec> codecs) {}

    /** The task of {@code context}, with what its store has restored. */
    Task(ProcessorContext<byte[], byte[]> context, Watch<M> watch) {
        this.context = context;
        this.watch = watch;
        log = context.getStateStore(watch.stores().name());
        codec = watch.codecs().get();
        memory = watch.stores().of(context.taskId());
        memory.resume();
        show();
    }

    M memory() {
        return memory;
    }

    Codec codec() {
        return codec;
    }

    private String name() {
        return context.taskId().toString();
    }

    private void show() {
        watch.listener().stands(name(), memory.overview(watch.mostInOverview()));
    }

    /** Tells the listener that a tick was read, and how things stand now. */
    void ticked() {
        watch.listener().ticked(name());
        show();
    }

    /** Logs and forwards all of {@code effects}, with {@code timestamp} as the time of each record. */
    void apply(Effects effects, long timestamp) {
        for (Delta delta : effects.deltas()) {
            Chunks.write(deltas.key(delta), deltas.value(delta), (key, value) -> log.put(Bytes.wrap(key), value));
        }
        boolean urgent = false;
        for (Outcome outcome : effects.outcomes()) {
            forward(outcome, timestamp);
            if (outcome instanceof Alert alert) {
                urgent = true;
                watch.listener().alerted(alert, Duration.ofMillis(context.currentSystemTimeMs() - timestamp));
            }
        }
        for (Relay relay : effects.relays()) {
            byte[] key = relays.key(relay, context.taskId().partition());
            context.forward(
                    new Record<>(key, relays.value(relay), timestamp),
                    watch.sinks().relays());
        }
        long now = context.currentSystemTimeMs();
        if (urgent && now - lastCommitMillis >= COMMIT_AT_MOST_EVERY.toMillis()) {
            lastCommitMillis = now;
            context.commit();
        }
    }

    private void forward(Outcome outcome, long timestamp) {
        Sinks sinks = watch.sinks();
        Topics topics = watch.topics();
        String sink;
        String key;
        if (outcome instanceof Alert alert) {
            sink = sinks.alerts();
            key = topics.alerts().key(alert);
        } else if (outcome instanceof Figure figure) {
            sink = sinks.figures();
            key = topics.figures().key(figure);
        } else if (outcome instanceof Rejection rejection) {
            sink = sinks.rejected();
            key = topics.rejected().key(rejection);
        } else {
            throw new IllegalStateException("Expected an alert, a figure or a rejection");
        }
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(keyBytes, codec.encode(outcome), timestamp), sink);
    }

    @Override
    public void close() {
        codec.close();
        watch.listener().left(name());
    }
}
