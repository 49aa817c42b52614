package dev.rollcall.app;

import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Origin;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.replay.History;
import dev.rollcall.replay.Scope;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The history that the topics of the inputs hold. It needs to read the inputs and the directives and nothing else: it joins no
 * group, commits no offset, and has no producer.
 */
public final class TopicHistory implements History {
    private static final Duration AT_A_TIME = Duration.ofMillis(200);

    private final Connections connections;
    private final Topics topics;
    private final int partitions;

    /**
     * @throws dev.rollcall.app.config.ConfigurationException where a topic is missing, or they have not equally many partitions
     * @throws UnreachableException where the broker does not answer
     */
    public TopicHistory(Connections connections) {
        this.connections = connections;
        this.topics = connections.topics();
        try (Admin admin = connections.admin()) {
            partitions = TopicSetup.checkInputs(admin, topics);
        }
    }

    @Override
    public int partitions() {
        return partitions;
    }

    /** The publications of the policy that the watch adopted, in order. */
    public List<String> policies() {
        try (DirectiveReader reader = new DirectiveReader(connections)) {
            return reader.policies();
        }
    }

    /** The last tick that was written: how far the watch's time has come; 1970-01-01 where there was none. */
    public Instant lastTick() {
        Instant[] last = {Instant.EPOCH};
        try (Codec codec = connections.codec()) {
            new TopicReader(connections).toEnd(topics.directives().name(), record -> {
                if (codec.decode(record.topic(), record.value()) instanceof Decoded.Steering steering
                        && steering.directive() instanceof Directive.Tick tick
                        && tick.at().isAfter(last[0])) {
                    last[0] = tick.at();
                }
            });
        }
        return last[0];
    }

    @Override
    public void read(Scope scope, Use use) {
        try (Consumer<byte[], byte[]> consumer = connections.strictConsumer();
                Codec codec = connections.codec()) {
            for (int number = 0; number < partitions; number++) {
                if (scope.body() == null || HomePartition.of(scope.body(), partitions) == number) {
                    read(number, scope, use, consumer, codec);
                }
            }
        }
    }

    private void read(int number, Scope scope, Use use, Consumer<byte[], byte[]> consumer, Codec codec) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Topic<Event> topic : topics.inputs()) {
            ends.put(new TopicPartition(topic.name(), number), 0L);
        }
        List<TopicPartition> assigned = new ArrayList<>(ends.keySet());
        consumer.assign(assigned);
        ends.putAll(consumer.endOffsets(assigned));
        consumer.seekToBeginning(assigned);
        while (assigned.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(AT_A_TIME)) {
                long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                Instant appendedAt = Instant.ofEpochMilli(record.timestamp());
                if (record.offset() < end && scope.holds(appendedAt) && within(record, scope)) {
                    use.of(arrival(record, appendedAt, codec.decode(record.topic(), record.value())));
                }
            }
        }
    }

    private static boolean within(ConsumerRecord<byte[], byte[]> record, Scope scope) {
        if (scope.stretches().isEmpty()) {
            return true;
        }
        for (Evidence stretch : scope.stretches()) {
            if (stretch.topic().equals(record.topic())
                    && stretch.partition() == record.partition()
                    && stretch.firstOffset() <= record.offset()
                    && record.offset() <= stretch.lastOffset()) {
                return true;
            }
        }
        return false;
    }

    private Arrival arrival(ConsumerRecord<byte[], byte[]> record, Instant appendedAt, Decoded decoded) {
        byte[] keyBytes = record.key();
        String key = keyBytes == null ? null : new String(keyBytes, StandardCharsets.UTF_8);
        return new Arrival(
                new Origin(record.topic(), record.partition(), record.offset(), appendedAt),
                record.value() == null ? 0 : record.value().length,
                Codec.schemaId(record.value()),
                key,
                key == null ? record.partition() : HomePartition.of(key, partitions),
                decoded instanceof Decoded.Sent sent ? sent.event() : null,
                decoded instanceof Decoded.Undecodable what ? what.exceptionClass() : null);
    }
}
