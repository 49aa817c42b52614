package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BrokerTest {

    private static final long YEARS_AGO = Instant.parse("1999-03-01T08:00:00Z").toEpochMilli();
    private static final long YEARS_AHEAD =
            Instant.parse("2099-03-01T08:00:00Z").toEpochMilli();

    @TempDir
    Path folder;

    @Test
    void keepsCommittedTransactionsOverARestartAndDropsItsFolderWhenClosed() throws Exception {
        // Given
        Path own = folder.resolve("broker");
        try (Broker broker = Broker.start(own)) {
            String before = broker.bootstrapServers();
            make(broker, "stories");
            try (KafkaProducer<String, String> producer = producer(broker)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("stories", 0, YEARS_AGO, "k", "old"));
                producer.send(new ProducerRecord<>("stories", 0, YEARS_AHEAD, "k", "to come"));
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("stories", "k", "never happened"));
                producer.flush();
                producer.abortTransaction();
            }
            assertEquals(List.of("old", "to come"), committed(broker, "stories"));

            // When
            broker.stop();
            broker.start();

            // Then
            assertEquals(before, broker.bootstrapServers());
            assertEquals(List.of("old", "to come"), committed(broker, "stories"));
        }
        assertFalse(Files.exists(own));
    }

    @Test
    void makesNoTopicUnaskedAndListensOnLoopbackOnly() {
        try (Broker broker = Broker.start(folder.resolve("broker"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertTrue(broker.bootstrapServers().startsWith("127.0.0.1:"));
            ExecutionException refusal = assertThrows(
                    ExecutionException.class,
                    () -> admin.describeTopics(List.of("unasked"))
                            .allTopicNames()
                            .get());
            assertInstanceOf(UnknownTopicOrPartitionException.class, refusal.getCause());
            assertEquals(List.of(), OpenPorts.beyondLoopback(ProcessHandle.current()));
        }
    }

    private static void make(Broker broker, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "-1"))))
                    .all()
                    .get();
        }
    }

    private static KafkaProducer<String, String> producer(Broker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "teller"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> committed(Broker broker, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> read : consumer.poll(Duration.ofMillis(200))) {
                    values.add(read.value());
                }
            }
            return values;
        }
    }
}
