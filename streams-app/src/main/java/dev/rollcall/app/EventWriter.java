package dev.rollcall.app;

import dev.rollcall.model.Event;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to their topics, under their body's key, and lets Java's default partitioner place them.
 *
 * <p>Does not wait for each: the first failure is told by whichever of {@link #send} and {@link #flush} comes next. For one
 * thread.
 */
public final class EventWriter implements AutoCloseable {
    private static final int MOST_UNDER_WAY = 5_000;

    private final Connections connections;
    private final Topics topics;
    private final Codec codec;
    private final Producer<byte[], byte[]> producer;
    private final Semaphore free = new Semaphore(MOST_UNDER_WAY);
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public EventWriter(Connections connections) {
        this.connections = connections;
        this.topics = connections.topics();
        this.codec = connections.codec();
        this.producer = connections.producer();
    }

    /**
     * Sends {@code event}, soon.
     *
     * @param appendedAt its record timestamp, not before 1970
     * @throws UnreachableException where an earlier event could not be written
     */
    public void send(Event event, Instant appendedAt) {
        raise();
        Topic<Event> topic = topics.of(event.type());
        byte[] key = topic.key(event).getBytes(StandardCharsets.UTF_8);
        byte[] value = codec.encode(event);
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
        // what comes of it is told to the callback
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(topic.name(), null, appendedAt.toEpochMilli(), key, value), this::acknowledge);
    }

    private void acknowledge(RecordMetadata metadata, @Nullable Exception exception) {
        free.release();
        if (exception == null) {
            written.incrementAndGet();
        } else {
            failure.compareAndSet(null, exception);
        }
    }

    /** Waits until all events sent are written; throws {@link UnreachableException} where one could not be. */
    public void flush() {
        producer.flush();
        raise();
    }

    /** How many events are known to be written. */
    public long written() {
        return written.get();
    }

    private void raise() {
        Exception met = failure.get();
        if (met != null) {
            throw connections.unreachable("take every event, of which %,d are written,".formatted(written.get()), met);
        }
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
