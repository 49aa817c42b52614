package dev.rollcall.app;

import dev.rollcall.model.Evidence;
import dev.rollcall.replay.Scope;
import dev.rollcall.wire.HomePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides whether records that were removed at the beginning of the log, by retention or by hand, may concern what is asked.
 * Nobody can know what they held: only that they were logged no later than the first that is left, as long as feeds give their
 * records times that rise along a partition.
 */
final class RemovedRecords {
    private static final Duration AT_A_TIME = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private final Connections connections;
    private final int partitions;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Optional<Instant>> firstsLeft = new HashMap<>();

    RemovedRecords(
            Connections connections, int partitions, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        this.connections = connections;
        this.partitions = partitions;
        this.begins = Map.copyOf(begins);
        this.ends = Map.copyOf(ends);
    }

    /** The offsets that are gone and may have been within {@code scope}, by topic and partition. */
    List<Evidence> concerning(Scope scope) {
        List<Evidence> concerning = new ArrayList<>();
        begins.forEach((partition, begin) -> {
            if (begin > 0 && mayConcern(partition, begin, scope)) {
                concerning.add(new Evidence(partition.topic(), partition.partition(), 0, begin - 1));
            }
        });
        concerning.sort(Comparator.comparing(Evidence::log));
        return concerning;
    }

    private boolean mayConcern(TopicPartition partition, long begin, Scope scope) {
        if (scope.body() != null && HomePartition.of(scope.body(), partitions) != partition.partition()) {
            return false;
        }
        if (!scope.stretches().isEmpty()
                && scope.stretches().stream()
                        .noneMatch(stretch -> stretch.topic().equals(partition.topic())
                                && stretch.partition() == partition.partition()
                                && stretch.firstOffset() < begin)) {
            return false;
        }
        Instant from = scope.from();
        return from == null
                || firstLeft(partition).map(first -> !from.isAfter(first)).orElse(true);
    }

    /** When the first record that is left was logged; not known where none is left. */
    private synchronized Optional<Instant> firstLeft(TopicPartition partition) {
        return firstsLeft.computeIfAbsent(partition, this::readFirstLeft);
    }

    private Optional<Instant> readFirstLeft(TopicPartition partition) {
        long end = ends.getOrDefault(partition, 0L);
        try (Consumer<byte[], byte[]> consumer = connections.uncommittedConsumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, begins.getOrDefault(partition, 0L));
            long begun = System.nanoTime();
            while (consumer.position(partition) < end && System.nanoTime() - begun < PATIENCE_NANOS) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(AT_A_TIME)) {
                    return Optional.of(Instant.ofEpochMilli(record.timestamp()));
                }
            }
        }
        return Optional.empty();
    }
}
