package dev.rollcall.streams;

import dev.rollcall.monitor.Monitor;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology: inputs and directives into the watch of bodies, and from there alerts, figures and rejections.
 *
 * @param topics where everything is
 * @param partitions how many partitions each input and the directives have
 * @param figuresInOverview how many figures each task shows to the listener
 * @param monitors makes the monitor of a task, empty
 * @param codecs makes the codec of a task
 */
public record MonitorTopology(
        Topics topics,
        int partitions,
        int figuresInOverview,
        Supplier<Monitor> monitors,
        Supplier<Codec> codecs,
        MonitorListener listener) {
    static final String ALERTS = "alerts-of-bodies";
    static final String FIGURES = "figures-of-bodies";
    static final String REJECTED = "rejected-by-intake";

    private static final String MEMORY = "bodies";

    /** The topology under {@code config}. */
    public Topology build(StreamsConfig config) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(config));
        List<String> sources = List.of(
                topics.accessRequests().name(),
                topics.extracts().name(),
                topics.directives().name());
        KStream<byte[], byte[]> said = builder.stream(
                        sources,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new RecordTime(topics))
                                .withName("inputs-and-directives"))
                .process(watchOfBodies(), Named.as("intake-and-watch-of-bodies"));
        said.to(topics.alerts().name(), bytes(ALERTS));
        said.to(topics.figures().name(), bytes(FIGURES));
        said.to(topics.rejected().name(), bytes(REJECTED));
        return builder.build();
    }

    private static Produced<byte[], byte[]> bytes(String node) {
        return Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(node);
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> watchOfBodies() {
        LiveStore.All stores = new LiveStore.All(MEMORY, monitors);
        StoreBuilder<?> memory = Stores.keyValueStoreBuilder(stores, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of(
                        "cleanup.policy", "compact",
                        "retention.ms", "-1",
                        "segment.ms", String.valueOf(Long.MAX_VALUE)))
                .withCachingDisabled();
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new MonitorProcessor(stores, topics, partitions, figuresInOverview, listener, codecs);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(memory);
            }
        };
    }
}
