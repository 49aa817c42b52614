package dev.rollcall.stack;

import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a group has read topics for good: what it made of the records is committed with them. */
public record Commits(Admin admin, String group, Collection<String> topics) {
    private static final long LOOK_EVERY_MILLIS = 20;

    /** How far the monitors of {@code group} have read the inputs and directives: all that intake reads. */
    public static Commits ofIntake(Admin admin, String group, Topics topics) {
        return new Commits(
                admin,
                group,
                Stream.concat(topics.inputs().stream(), Stream.of(topics.directives()))
                        .map(Topic::name)
                        .toList());
    }

    /**
     * Waits until the group has committed all that the topics hold now.
     *
     * @throws IllegalStateException where it has not within {@code longest}
     */
    public void awaitAll(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            Map<TopicPartition, Long> ends = ends();
            while (!reached(ends)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Expected '%s' to have read %s within %s, but it has read %s"
                            .formatted(group, ends, longest, committed()));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Expected the broker to tell how far '%s' has read".formatted(group), e);
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicDescription topic :
                admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(partition ->
                            latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private boolean reached(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata read = committed.get(end.getKey());
            return end.getValue() <= (read == null ? 0 : read.offset());
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata(group)
                .get();
    }
}
