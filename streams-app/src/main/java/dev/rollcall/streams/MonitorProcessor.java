package dev.rollcall.streams;

import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of one task through intake and the watch of bodies: decodes, steps, then logs and forwards all effects.
 *
 * <p>Nothing is logged or forwarded before the step is done, so that a failure in it leaves nothing half-applied.
 */
final class MonitorProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorProcessor.class);

    private final LiveStore.All<Monitor> stores;
    private final Topics topics;
    private final TaskOutput.Sinks sinks;
    private final int partitions;
    private final int figuresInOverview;
    private final MonitorListener listener;
    private final Supplier<Codec> codecs;

    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable Monitor monitor;
    private @Nullable Codec codec;
    private @Nullable TaskOutput output;

    MonitorProcessor(
            LiveStore.All<Monitor> stores,
            Topics topics,
            TaskOutput.Sinks sinks,
            int partitions,
            int figuresInOverview,
            MonitorListener listener,
            Supplier<Codec> codecs) {
        this.stores = stores;
        this.topics = topics;
        this.sinks = sinks;
        this.partitions = partitions;
        this.figuresInOverview = figuresInOverview;
        this.listener = listener;
        this.codecs = codecs;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        codec = codecs.get();
        output = new TaskOutput(taskContext, stores.name(), codec, topics, sinks, listener);
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
                refuse(origin, record, Reason.FUTURE);
                return;
            }
            apply(monitor().tick(tick.at()), record);
            listener.ticked(task());
            listener.stands(task(), monitor().overview(figuresInOverview));
        } else if (decoded instanceof Decoded.Steering steering
                && steering.directive() instanceof Directive.PolicyPublished policy) {
            adopt(policy, origin, record);
        } else {
            refuse(origin, record, Reason.UNDECODABLE);
        }
    }

    private void adopt(Directive.PolicyPublished policy, Origin origin, Record<byte[], byte[]> record) {
        try {
            apply(monitor().adopt(policy.yaml(), policy.publishedAt()), record);
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
            refuse(origin, record, Reason.REFUSED_POLICY);
        }
    }

    private void refuse(Origin origin, Record<byte[], byte[]> record, Reason reason) {
        Integer schemaId = Codec.schemaId(record.value());
        apply(monitor().refuse(new Rejection(origin, size(record), schemaId, reason, null)), record);
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
                                Codec.schemaId(record.value()),
                                key,
                                home,
                                event,
                                undecodable == null ? null : undecodable.exceptionClass())),
                record);
    }

    private void apply(Effects effects, Record<byte[], byte[]> cause) {
        Objects.requireNonNull(output).apply(effects, cause.timestamp());
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

    private Codec codec() {
        return Objects.requireNonNull(codec);
    }

    private Monitor monitor() {
        return Objects.requireNonNull(monitor);
    }
}
