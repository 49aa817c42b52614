package dev.rollcall.streams;

import dev.rollcall.model.Directive;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import java.time.Instant;
import java.util.Objects;
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

    private final Task.Watch<Monitor> watch;
    private final Arrivals arrivals;

    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable Task<Monitor> task;

    /** @param partitions how many the inputs and the directives have */
    MonitorProcessor(Task.Watch<Monitor> watch, int partitions) {
        this.watch = watch;
        this.arrivals = new Arrivals(partitions);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        task = new Task<>(taskContext, watch);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        Origin origin = new Origin(
                metadata.topic(), metadata.partition(), metadata.offset(), Instant.ofEpochMilli(record.timestamp()));
        Decoded decoded = task().codec().decode(metadata.topic(), record.value());
        if (metadata.topic().equals(watch.topics().directives().name())) {
            steer(decoded, origin, record);
        } else {
            arrive(decoded, origin, record);
        }
    }

    private void steer(Decoded decoded, Origin origin, Record<byte[], byte[]> record) {
        if (decoded instanceof Decoded.Steering steering && steering.directive() instanceof Directive.Tick tick) {
            if (Intake.isAhead(tick.at(), origin.appendedAt())) {
                refuse(origin, record, Reason.FUTURE);
                return;
            }
            apply(monitor().tick(tick.at()), record);
            task().ticked();
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
                    .addKeyValue("task", context().taskId())
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
        apply(monitor().arrive(arrivals.of(origin, record.key(), record.value(), decoded)), record);
    }

    private void apply(Effects effects, Record<byte[], byte[]> cause) {
        task().apply(effects, cause.timestamp());
    }

    private static int size(Record<byte[], byte[]> record) {
        return record.value() == null ? 0 : record.value().length;
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
        }
    }

    private ProcessorContext<byte[], byte[]> context() {
        return Objects.requireNonNull(context);
    }

    private Task<Monitor> task() {
        return Objects.requireNonNull(task);
    }

    private Monitor monitor() {
        return task().memory();
    }
}
