package dev.rollcall.stack.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.avro.Extract;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.registry.AvroDeserializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.WindowStore;

/**
 * What people write first: a windowed aggregate of the Streams DSL that keeps the children of a body and month as one set of
 * tokens in JSON. Exactly once and with as many threads as the monitor, otherwise as Streams comes.
 */
final class NaiveAggregate {
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private NaiveAggregate() {}

    static Measured run(Assignment assignment) throws InterruptedException {
        Configuration configuration = assignment.configuration();
        Map<String, Long> counts = new ConcurrentHashMap<>();
        Topology topology = topology(
                new Topics(configuration.text("topics.prefix")).extracts().name(), counts);
        Stopwatch watch = new Stopwatch(assignment.events());
        Measured measured;
        try (KafkaStreams streams = new KafkaStreams(topology, new StreamsConfig(properties(assignment)))) {
            streams.start();
            Processed processed = new Processed(streams::metrics);
            long deadline = System.nanoTime() + LONGEST_NANOS;
            while (processed.records() < assignment.events()) {
                if (System.nanoTime() > deadline
                        || streams.state().hasNotStarted()
                        || streams.state().isShuttingDown()) {
                    throw new IllegalStateException(
                            "Expected the naive aggregate to come to its end, but it is at %,d of %,d events (%s)"
                                    .formatted(processed.records(), assignment.events(), streams.state()));
                }
                watch.at(processed.records());
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
            measured = watch.end();
            Stopwatch.addMemory(measured);
        }
        // only now has its cache said all it knows
        counts.forEach((key, count) -> measured.put("children " + key, count.doubleValue()));
        return measured;
    }

    private static Topology topology(String topic, Map<String, Long> counts) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, Extract>stream(topic)
                .groupByKey()
                .windowedBy(new Months())
                .aggregate(
                        HashSet::new,
                        (body, extract, children) -> {
                            children.addAll(extract.getChildren());
                            return children;
                        },
                        Materialized.<String, Set<String>, WindowStore<Bytes, byte[]>>with(Serdes.String(), json()))
                .toStream()
                .foreach((body, children) -> counts.put(
                        Truth.key(body.key(), Months.name(body.window().start())), (long) children.size()));
        return builder.build();
    }

    private static Map<String, Object> properties(Assignment assignment) {
        Configuration configuration = assignment.configuration();
        Map<String, Object> properties = new HashMap<>(configuration.kafka());
        properties.putAll(configuration.registry());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, configuration.text("application-id"));
        properties.put(StreamsConfig.STATE_DIR_CONFIG, assignment.folder().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, configuration.whole("threads", 1));
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Extracts.class);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }

    private static Serde<Set<String>> json() {
        ObjectMapper mapper = new ObjectMapper();
        TypeReference<HashSet<String>> type = new TypeReference<>() {};
        return Serdes.serdeFrom(
                (topic, set) -> {
                    try {
                        return mapper.writeValueAsBytes(set);
                    } catch (JsonProcessingException e) {
                        throw new SerializationException(e);
                    }
                },
                (topic, bytes) -> {
                    try {
                        return bytes == null ? null : mapper.readValue(bytes, type);
                    } catch (IOException e) {
                        throw new SerializationException(e);
                    }
                });
    }

    /** Reads extracts from Avro; Streams makes one for each task. */
    public static final class Extracts implements Serde<Object> {
        private final AvroDeserializer deserializer = new AvroDeserializer();

        @Override
        public void configure(Map<String, ?> configuration, boolean isKey) {
            Map<String, Object> specific = new HashMap<>(configuration);
            specific.put(AvroDeserializer.SPECIFIC, true);
            deserializer.configure(specific, isKey);
        }

        @Override
        public Serializer<Object> serializer() {
            return (topic, data) -> {
                throw new SerializationException("Expected extracts to be read only");
            };
        }

        @Override
        public Deserializer<Object> deserializer() {
            return deserializer;
        }
    }
}
