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
import org.apache.kafka.common.KafkaException;

/**
 * Writes directives, each to every partition, and waits until all are there.
 *
 * <p>A policy is written in one transaction, so that all partitions hold it or none does: events are judged by it the same
 * wherever they lie. A tick that fails may be in some partitions; the next says as much. For one thread.
 */
public final class DirectiveWriter implements AutoCloseable {
    private static final String TRANSACTION = "policies";

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
        try (Producer<byte[], byte[]> transactional = connections.transactionalProducer(TRANSACTION)) {
            transactional.initTransactions();
            transactional.beginTransaction();
            write(new Directive.PolicyPublished(publishedAt, yaml), publishedAt, transactional);
            transactional.commitTransaction();
        } catch (KafkaException e) {
            throw connections.unreachable("publish a policy in all partitions", e);
        }
    }

    /**
     * Says that the clock has come to {@code at}.
     *
     * @throws UnreachableException where a partition did not take it
     */
    public void tick(Instant at) {
        write(new Directive.Tick(at), at, producer);
    }

    private void write(Directive directive, Instant time, Producer<byte[], byte[]> into) {
        String topic = topics.directives().name();
        byte[] value = codec.encode(directive);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            byte[] key = topics.directiveKey(directive, partition).getBytes(StandardCharsets.UTF_8);
            Future<RecordMetadata> future =
                    into.send(new ProducerRecord<>(topic, partition, time.toEpochMilli(), key, value));
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
