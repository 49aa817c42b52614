package dev.rollcall.app;

import dev.rollcall.model.Directive;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes directives, each to every partition, and waits until all are there.
 *
 * <p>Where it fails, some partitions may hold the directive and others not: write it again, with the same time. For one
 * thread.
 */
public final class DirectiveWriter implements AutoCloseable {
    private final Connections connections;
    private final Topics topics;
    private final int partitions;
    private final Codec codec;
    private final Producer<byte[], byte[]> producer;

    /** @param partitions how many the directives have, see {@link TopicSetup#checkInputs} */
    public DirectiveWriter(Connections connections, int partitions) {
        this.connections = connections;
        this.topics = connections.topics();
        this.partitions = partitions;
        this.codec = connections.codec();
        this.producer = connections.producer();
    }

    /**
     * Publishes one or several versions of the policy.
     *
     * @throws UnreachableException where a partition did not take it
     */
    public void publish(String yaml, Instant publishedAt) {
        write(new Directive.PolicyPublished(publishedAt, yaml), publishedAt);
    }

    /**
     * Says that the clock has come to {@code at}.
     *
     * @throws UnreachableException where a partition did not take it
     */
    public void tick(Instant at) {
        write(new Directive.Tick(at), at);
    }

    private void write(Directive directive, Instant time) {
        String topic = topics.directives().name();
        byte[] value = codec.encode(directive);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            byte[] key = topics.directiveKey(directive, partition).getBytes(StandardCharsets.UTF_8);
            Future<RecordMetadata> future =
                    producer.send(new ProducerRecord<>(topic, partition, time.toEpochMilli(), key, value));
            if (future.isDone()) {
                await(future, partition); // one that failed at once has waited long enough for all
            }
            sent.add(future);
        }
        for (int partition = 0; partition < partitions; partition++) {
            await(sent.get(partition), partition);
        }
    }

    private void await(Future<RecordMetadata> future, int partition) {
        connections.reach(
                future,
                "take a directive into partition %d of '%s'"
                        .formatted(partition, topics.directives().name()));
    }

    @Override
    public void close() {
        try {
            producer.close();
        } finally {
            codec.close();
        }
    }
}
