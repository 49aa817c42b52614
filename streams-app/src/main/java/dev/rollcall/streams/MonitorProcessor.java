package dev.rollcall.streams;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Delta;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of one task through its monitor: decodes, steps, then logs and forwards all effects.
 *
 * <p>Nothing is logged or forwarded before the step is done, so that a failure in it leaves nothing half-applied.
 */
final class MonitorProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorProcessor.class);

    /** How often at most alerts make the task commit out of turn: an alert storm must not become a commit storm. */
    private static final Duration COMMIT_AT_MOST_EVERY = Duration.ofMillis(10);

    private final LiveStore.All stores;
    private final Topics topics;
    private final int partitions;
    private final int figuresInOverview;
    private final MonitorListener listener;
    private final Supplier<Codec> codecs;
    private final DeltaCodec deltas = new DeltaCodec();

    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable KeyValueStore<Bytes, byte[]> log;
    private @Nullable Monitor monitor;
    private @Nullable Codec codec;
    private long lastCommitMillis;

    MonitorProcessor(
            LiveStore.All stores,
            Topics topics,
            int partitions,
            int figuresInOverview,
            MonitorListener listener,
            Supplier<Codec> codecs) {
        this.stores = stores;
        this.topics = topics;
        this.partitions = partitions;
        this.figuresInOverview = figuresInOverview;
        this.listener = listener;
        this.codecs = codecs;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        log = taskContext.getStateStore(stores.name());
        codec = codecs.get();
        monitor = stores.of(taskContext.taskId());
        monitor.resume();
        listener.stands(task(), monitor.overview(figuresInOverview));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        Origin origin = new Origin(
                metadata.topic(), metadata.partition(), metadata.offset(), Instant.ofEpochMilli(record.timestamp()));
        Decoded decoded = codec().decode(metadata.topic(), record.value());
        if (metadata.topic().equals(topics.directives().name())) {
            steer(decoded, origin, record);
        } else {
            arrive(decoded, origin, record);
        }
    }

    private void steer(Decoded decoded, Origin origin, Record<byte[], byte[]> record) {
        if (decoded instanceof Decoded.Steering steering && steering.directive() instanceof Directive.Tick tick) {
            if (tick.at().isAfter(origin.appendedAt().plus(Intake.AHEAD))) {
                refuse(origin, record, decoded, Reason.FUTURE);
                return;
            }
            apply(monitor().tick(tick.at()), record.timestamp());
            listener.ticked(task());
            listener.stands(task(), monitor().overview(figuresInOverview));
        } else if (decoded instanceof Decoded.Steering steering
                && steering.directive() instanceof Directive.PolicyPublished policy) {
            adopt(policy, origin, record);
        } else {
            refuse(origin, record, decoded, Reason.UNDECODABLE);
        }
    }

    private void adopt(Directive.PolicyPublished policy, Origin origin, Record<byte[], byte[]> record) {
        try {
            apply(monitor().adopt(policy.yaml(), policy.publishedAt()), record.timestamp());
            LOG.atInfo()
                    .setMessage("Adopted a policy")
                    .addKeyValue("task", task())
                    .addKeyValue(
                            "version", monitor().rules().policies().latest().version())
                    .log();
        } catch (PolicyException e) {
            LOG.atError()
                    .setMessage("Refused a policy; 'rollcall policy check' tells why")
                    .addKeyValue("problems", e.problems().size())
                    .addKeyValue("partition", origin.partition())
                    .addKeyValue("offset", origin.offset())
                    .log();
            refuse(origin, record, null, Reason.REFUSED_POLICY);
        }
    }

    private void refuse(Origin origin, Record<byte[], byte[]> record, @Nullable Decoded decoded, Reason reason) {
        Integer schemaId = decoded instanceof Decoded.Undecodable undecodable ? undecodable.schemaId() : null;
        apply(monitor().refuse(new Rejection(origin, size(record), schemaId, reason, null)), record.timestamp());
    }

    private void arrive(Decoded decoded, Origin origin, Record<byte[], byte[]> record) {
        if (!monitor().ready()) {
            throw new IllegalStateException(
                    "Expected a policy before the first event of partition %d, but there is none: publish one and start again"
                            .formatted(origin.partition()));
        }
        Event event = decoded instanceof Decoded.Sent sent ? sent.event() : null;
        Decoded.Undecodable undecodable = decoded instanceof Decoded.Undecodable what ? what : null;
        byte[] keyBytes = record.key();
        String key = keyBytes == null ? null : new String(keyBytes, StandardCharsets.UTF_8);
        int home = key == null ? origin.partition() : HomePartition.of(key, partitions);
        apply(
                monitor()
                        .arrive(new Arrival(
                                origin,
                                size(record),
                                undecodable == null ? null : undecodable.schemaId(),
                                key,
                                home,
                                event,
                                undecodable == null ? null : undecodable.exceptionClass())),
                record.timestamp());
    }

    private void apply(Effects effects, long timestamp) {
        for (Delta delta : effects.deltas()) {
            Chunks.write(deltas.key(delta), deltas.value(delta), (key, value) -> log().put(Bytes.wrap(key), value));
        }
        boolean urgent = false;
        for (Outcome outcome : effects.outcomes()) {
            forward(outcome, timestamp);
            if (outcome instanceof Alert alert) {
                urgent = true;
                listener.alerted(alert, Duration.ofMillis(context().currentSystemTimeMs() - timestamp));
            }
        }
        long now = context().currentSystemTimeMs();
        if (urgent && now - lastCommitMillis >= COMMIT_AT_MOST_EVERY.toMillis()) {
            lastCommitMillis = now;
            context().commit();
        }
    }

    private void forward(Outcome outcome, long timestamp) {
        String child;
        String key;
        if (outcome instanceof Alert alert) {
            child = MonitorTopology.ALERTS;
            key = topics.alerts().key(alert);
        } else if (outcome instanceof Figure figure) {
            child = MonitorTopology.FIGURES;
            key = topics.figures().key(figure);
        } else if (outcome instanceof Rejection rejection) {
            child = MonitorTopology.REJECTED;
            key = topics.rejected().key(rejection);
        } else {
            throw new IllegalStateException("Expected an alert, a figure or a rejection");
        }
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        context().forward(new Record<>(keyBytes, codec().encode(outcome), timestamp), child);
    }

    private static int size(Record<byte[], byte[]> record) {
        return record.value() == null ? 0 : record.value().length;
    }

    @Override
    public void close() {
        if (codec != null) {
            codec.close();
        }
        if (context != null) {
            listener.left(task());
        }
    }

    private String task() {
        return context().taskId().toString();
    }

    private ProcessorContext<byte[], byte[]> context() {
        return Objects.requireNonNull(context);
    }

    private KeyValueStore<Bytes, byte[]> log() {
        return Objects.requireNonNull(log);
    }

    private Codec codec() {
        return Objects.requireNonNull(codec);
    }

    private Monitor monitor() {
        return Objects.requireNonNull(monitor);
    }
}
