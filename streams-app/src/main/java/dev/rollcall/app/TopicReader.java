package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads all partitions of a topic from their beginning, committed records only, and leaves no trace. */
final class TopicReader {
    private static final Duration AT_A_TIME = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private final Connections connections;

    TopicReader(Connections connections) {
        this.connections = connections;
    }

    /** What is done with each record. */
    interface Use {
        void of(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Reads to where the topic ends now; returns how many partitions it has. What has just been committed is waited for: its
     * markers come a moment later. A transaction that stays open is not.
     *
     * @throws ConfigurationException where there is no such topic
     * @throws UnreachableException where the broker does not answer
     */
    int toEnd(String topic, Use use) {
        try (Consumer<byte[], byte[]> consumer = connections.consumer()) {
            List<TopicPartition> partitions = assign(consumer, topic);
            Map<TopicPartition, Long> ends = ends(partitions);
            long lastProgress = System.nanoTime();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                long before = sum(consumer, partitions);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(AT_A_TIME)) {
                    if (record.offset() < ends.getOrDefault(new TopicPartition(topic, record.partition()), 0L)) {
                        use.of(record);
                    }
                }
                if (sum(consumer, partitions) > before) {
                    lastProgress = System.nanoTime();
                } else if (System.nanoTime() - lastProgress > PATIENCE_NANOS) {
                    Map<TopicPartition, Long> committed = consumer.endOffsets(partitions);
                    if (partitions.stream()
                            .allMatch(partition ->
                                    consumer.position(partition) >= committed.getOrDefault(partition, 0L))) {
                        break;
                    }
                    throw new TimeoutException("nothing came for 15 seconds");
                }
            }
            return partitions.size();
        } catch (KafkaException e) {
            throw told(topic, e);
        }
    }

    /** Reads on until told to stop; a broker that goes away meanwhile is waited for. */
    void until(String topic, Use use, BooleanSupplier enough) {
        try (Consumer<byte[], byte[]> consumer = connections.consumer()) {
            assign(consumer, topic);
            while (!enough.getAsBoolean()) {
                consumer.poll(AT_A_TIME).forEach(use::of);
            }
        } catch (KafkaException e) {
            throw told(topic, e);
        }
    }

    private static List<TopicPartition> assign(Consumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = TopicSetup.partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    /** Where the partitions end, open transactions included. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        try (Consumer<byte[], byte[]> uncommitted = connections.uncommittedConsumer()) {
            return uncommitted.endOffsets(partitions);
        }
    }

    private static long sum(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return partitions.stream().mapToLong(consumer::position).sum();
    }

    /** The failure of the broker in our words; what {@link Use} threw, and an interruption, stay as they are. */
    private RuntimeException told(String topic, KafkaException met) {
        return met instanceof InterruptException || met instanceof org.apache.kafka.common.errors.SerializationException
                ? met
                : connections.unreachable("let '%s' be read".formatted(topic), met);
    }
}
