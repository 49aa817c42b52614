package dev.rollcall.streams;

import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.Relay;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes what intake relays through the watch of groups, panels and feeds. */
final class EntityProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final Task.Watch<EntityMonitor> watch;
    private final RelayCodec relays = new RelayCodec();
    private @Nullable Task<EntityMonitor> task;

    EntityProcessor(Task.Watch<EntityMonitor> watch) {
        this.watch = watch;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        task = new Task<>(context, watch);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task<EntityMonitor> here = Objects.requireNonNull(task);
        Relay relay = relays.read(record.value());
        here.apply(here.memory().take(relay), record.timestamp());
        if (relay instanceof Relay.Ticked) {
            here.ticked();
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
        }
    }
}
