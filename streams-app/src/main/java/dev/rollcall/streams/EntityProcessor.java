package dev.rollcall.streams;

import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.Relay;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topics;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes what intake relays through the watch of groups, panels and feeds. */
final class EntityProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final LiveStore.All<EntityMonitor> stores;
    private final Topics topics;
    private final TaskOutput.Sinks sinks;
    private final int figuresInOverview;
    private final MonitorListener listener;
    private final Supplier<Codec> codecs;
    private final RelayCodec relays = new RelayCodec();

    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable EntityMonitor monitor;
    private @Nullable Codec codec;
    private @Nullable TaskOutput output;

    EntityProcessor(
            LiveStore.All<EntityMonitor> stores,
            Topics topics,
            TaskOutput.Sinks sinks,
            int figuresInOverview,
            MonitorListener listener,
            Supplier<Codec> codecs) {
        this.stores = stores;
        this.topics = topics;
        this.sinks = sinks;
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
        EntityMonitor watch = Objects.requireNonNull(monitor);
        Relay relay = relays.read(record.value());
        Objects.requireNonNull(output).apply(watch.take(relay), record.timestamp());
        if (relay instanceof Relay.Ticked) {
            listener.ticked(task());
            listener.stands(task(), watch.overview(figuresInOverview));
        }
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
        return Objects.requireNonNull(context).taskId().toString();
    }
}
