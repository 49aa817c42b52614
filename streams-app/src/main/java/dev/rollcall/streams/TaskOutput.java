package dev.rollcall.streams;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Rejection;
import dev.rollcall.monitor.Delta;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.Relay;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Where the effects of a task's steps go: its changelog, its sinks and the listener. */
final class TaskOutput {
    /** How often at most alerts make the task commit out of turn: an alert storm must not become a commit storm. */
    private static final Duration COMMIT_AT_MOST_EVERY = Duration.ofMillis(10);

    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<Bytes, byte[]> log;
    private final Codec codec;
    private final Topics topics;
    private final Sinks sinks;
    private final MonitorListener listener;
    private final DeltaCodec deltas = new DeltaCodec();
    private final RelayCodec relays = new RelayCodec();
    private long lastCommitMillis;

    /** The nodes that records are forwarded to: those of one watch, since a shared node would join the sub-topologies. */
    record Sinks(String alerts, String figures, String rejected, String relays) {}

    TaskOutput(
            ProcessorContext<byte[], byte[]> context,
            String store,
            Codec codec,
            Topics topics,
            Sinks sinks,
            MonitorListener listener) {
        this.context = context;
        this.log = context.getStateStore(store);
        this.codec = codec;
        this.topics = topics;
        this.sinks = sinks;
        this.listener = listener;
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
                listener.alerted(alert, Duration.ofMillis(context.currentSystemTimeMs() - timestamp));
            }
        }
        for (Relay relay : effects.relays()) {
            byte[] key = relays.key(relay, context.taskId().partition());
            context.forward(new Record<>(key, relays.value(relay), timestamp), sinks.relays());
        }
        long now = context.currentSystemTimeMs();
        if (urgent && now - lastCommitMillis >= COMMIT_AT_MOST_EVERY.toMillis()) {
            lastCommitMillis = now;
            context.commit();
        }
    }

    private void forward(Outcome outcome, long timestamp) {
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
}
