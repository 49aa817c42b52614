package dev.rollcall.streams;

import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.TaskMemory;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology: inputs and directives into intake and the watch of bodies; what that relays, by entity, into the watch of
 * groups, panels and feeds; from both alerts and figures.
 *
 * @param topics where everything is
 * @param partitions how many partitions each input, the directives and by-entity have
 * @param mostInOverview how many limits, months, alerts and so on, of each, a task shows to the listener
 * @param monitors makes the monitor of a task of the inputs, empty
 * @param entityMonitors makes the monitor of a task of by-entity, empty
 * @param codecs makes the codec of a task
 */
public record MonitorTopology(
        Topics topics,
        int partitions,
        int mostInOverview,
        Supplier<Monitor> monitors,
        Supplier<EntityMonitor> entityMonitors,
        Supplier<Codec> codecs,
        MonitorListener listener) {
    private static final String BY_ENTITY = "by-entity";

    private static final Task.Sinks OF_BODIES = new Task.Sinks(
            "alerts-of-bodies", "figures-of-bodies", "rejected-by-intake", BY_ENTITY + "-repartition-filter");
    /** A watch that rejects and relays nothing. */
    private static final Task.Sinks OF_GROUPS =
            new Task.Sinks("alerts-of-groups-panels-and-feeds", "figures-of-groups-panels-and-feeds", "none", "none");

    private static final String BODIES = "bodies";
    private static final String GROUPS = "groups-panels-and-feeds";

    /** The topology under {@code config}. */
    public Topology build(StreamsConfig config) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(config));
        List<String> sources = List.of(
                topics.accessRequests().name(),
                topics.extracts().name(),
                topics.directives().name());
        KStream<byte[], byte[]> ofBodies = builder.stream(
                        sources,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new RecordTime(topics))
                                .withName("inputs-and-directives"))
                .process(watchOfBodies(), Named.as("intake-and-watch-of-bodies"));
        ofBodies.to(topics.alerts().name(), bytes(OF_BODIES.alerts()));
        ofBodies.to(topics.figures().name(), bytes(OF_BODIES.figures()));
        ofBodies.to(topics.rejected().name(), bytes(OF_BODIES.rejected()));
        KStream<byte[], byte[]> ofGroups =
                ofBodies.repartition(byEntity()).process(watchOfGroups(), Named.as("watch-of-groups-panels-and-feeds"));
        ofGroups.to(topics.alerts().name(), bytes(OF_GROUPS.alerts()));
        ofGroups.to(topics.figures().name(), bytes(OF_GROUPS.figures()));
        return builder.build();
    }

    private static Produced<byte[], byte[]> bytes(String node) {
        return Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(node);
    }

    private Repartitioned<byte[], byte[]> byEntity() {
        RelayCodec relays = new RelayCodec();
        StreamPartitioner<byte[], byte[]> partitioner =
                (topic, key, value, count) -> Optional.of(Set.of(relays.partition(key, count)));
        return Repartitioned.<byte[], byte[]>as(BY_ENTITY)
                .withKeySerde(Serdes.ByteArray())
                .withValueSerde(Serdes.ByteArray())
                .withStreamPartitioner(partitioner)
                .withNumberOfPartitions(partitions);
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> watchOfBodies() {
        Task.Watch<Monitor> watch = watch(BODIES, monitors, OF_BODIES);
        return supplier(watch.stores(), () -> new MonitorProcessor(watch, partitions));
    }

    private ProcessorSupplier<byte[], byte[], byte[], byte[]> watchOfGroups() {
        Task.Watch<EntityMonitor> watch = watch(GROUPS, entityMonitors, OF_GROUPS);
        return supplier(watch.stores(), () -> new EntityProcessor(watch));
    }

    private <M extends TaskMemory> Task.Watch<M> watch(String store, Supplier<M> memories, Task.Sinks sinks) {
        return new Task.Watch<>(new LiveStore.All<>(store, memories), topics, sinks, mostInOverview, listener, codecs);
    }

    private static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
            LiveStore.All<? extends TaskMemory> stores,
            Supplier<Processor<byte[], byte[], byte[], byte[]>> processors) {
        StoreBuilder<?> memory = Stores.keyValueStoreBuilder(stores, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of(
                        "cleanup.policy", "compact",
                        "retention.ms", "-1",
                        "segment.ms", String.valueOf(Long.MAX_VALUE)))
                .withCachingDisabled();
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return processors.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(memory);
            }
        };
    }
}
