package dev.rollcall.stack.bench;

import dev.rollcall.app.MonitorService;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.avro.Extract;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.registry.AvroDeserializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * One thread that reads the topic and decodes each value into its Avro class, with the monitor's own deserializer and fetch
 * settings. It reads the topic twice, and the second time counts.
 */
final class PlainConsumer {
    private static final Duration AT_A_TIME = Duration.ofMillis(200);
    /** Those of the monitor's consumer settings that make it faster. */
    private static final List<String> FETCHING =
            List.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG);

    private PlainConsumer() {}

    static Measured run(Assignment assignment) {
        Configuration configuration = assignment.configuration();
        Map<String, Object> registry = new HashMap<>(configuration.registry());
        registry.put(AvroDeserializer.SPECIFIC, true);
        String topic =
                new Topics(configuration.text("topics.prefix")).extracts().name();
        try (KafkaConsumer<byte[], Object> consumer = consumer(configuration, registry)) {
            List<TopicPartition> partitions = IntStream.range(
                            0, consumer.partitionsFor(topic).size())
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            Stopwatch watch = new Stopwatch(0);
            long named = 0;
            for (int pass = 0; pass < 2; pass++) {
                consumer.seekToBeginning(partitions);
                watch = new Stopwatch(assignment.events());
                watch.begin();
                named = read(consumer, assignment.events());
            }
            Measured measured = watch.end().put(Measured.NAMED, (double) named);
            Stopwatch.addMemory(measured);
            return measured;
        }
    }

    private static KafkaConsumer<byte[], Object> consumer(Configuration configuration, Map<String, Object> registry) {
        Map<String, Object> monitors = MonitorService.properties(configuration);
        Map<String, Object> settings = configuration.kafka();
        for (String setting : FETCHING) {
            settings.put(setting, monitors.get(StreamsConfig.consumerPrefix(setting)));
        }
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        AvroDeserializer deserializer = new AvroDeserializer();
        deserializer.configure(registry, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), deserializer);
    }

    private static long read(KafkaConsumer<byte[], Object> consumer, long events) {
        long read = 0;
        long named = 0;
        while (read < events) {
            for (ConsumerRecord<byte[], Object> record : consumer.poll(AT_A_TIME)) {
                read++;
                named += ((Extract) record.value()).getChildren().size();
            }
        }
        Truth.check("the number of events", events, read);
        return named;
    }
}
