package dev.rollcall.app.forward;

import dev.rollcall.app.Connections;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.UnreachableException;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.WireUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of alerts from its beginning, committed records only, and goes on for ever. It remembers nowhere how far it
 * came: the topic is compacted, and what stands is known only to who has read all of it.
 */
final class AlertFollower {
    private static final Logger LOG = LoggerFactory.getLogger(AlertFollower.class);
    private static final String TOPIC = "topic";
    private static final Duration AT_A_TIME = Duration.ofMillis(200);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Clock clock;
    private final Connections connections;
    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final Codec codec;
    private final List<TopicPartition> partitions;
    private final LongAdder unreadable = new LongAdder();
    /** Where the topic ended at {@link #endsAsked}. */
    private Map<TopicPartition, Long> ends;

    private Instant endsAsked;
    private boolean deaf;
    private volatile Instant lastRead = Instant.EPOCH;
    private volatile long lag;
    private volatile boolean closing;

    /** Whoever hears of what is read. */
    interface Listener {
        void read(AlertLine alert);

        /** The record of this alert was deleted. */
        void removed(String alertId);

        /** All that was there when reading began has been read. */
        void atEnd();
    }

    /**
     * Finds the topic.
     *
     * @throws ConfigurationException where there is no such topic
     * @throws UnreachableException where the broker does not answer
     */
    AlertFollower(Connections connections, Clock clock) {
        this.clock = clock;
        this.connections = connections;
        this.topic = connections.topics().alerts().name();
        connections.admin().close(); // says in our words that no broker answers
        this.codec = connections.codec();
        this.consumer = connections.strictConsumer();
        try {
            partitions = TopicSetup.partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            endsAsked = clock.instant();
            ends = consumer.endOffsets(partitions);
        } catch (RuntimeException e) {
            consumer.close();
            codec.close();
            throw e instanceof KafkaException met
                    ? connections.unreachable("let '%s' be read".formatted(topic), met)
                    : e;
        }
    }

    /** Reads until it is told to stop; a broker or a registry that goes away meanwhile is waited for. */
    void run(Listener listener) {
        try {
            boolean atEnd = false;
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(AT_A_TIME)) {
                    read(record, listener);
                }
                lag = partitions.stream().mapToLong(this::lagOf).sum();
                look();
                if (!atEnd && lastRead.isAfter(Instant.EPOCH)) {
                    atEnd = true;
                    listener.atEnd();
                }
            }
        } catch (WakeupException | InterruptException e) {
            // told to stop
        } catch (OffsetOutOfRangeException e) {
            throw new UnreachableException(
                    "Expected '%s' to go on where it was read last, but it was made anew or cut: start the forwarder anew, it reads all again"
                            .formatted(topic));
        } catch (KafkaException e) {
            throw connections.unreachable("let '%s' be read".formatted(topic), e);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSING));
            codec.close();
        }
    }

    /** A consumer waits for a broker that is away without a word, and nothing read looks like nothing new: so it is asked. */
    private void look() {
        try {
            if (partitions.stream()
                    .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))) {
                lastRead = endsAsked;
                Instant now = clock.instant();
                if (!now.isBefore(endsAsked.plus(LOOK_EVERY))) {
                    ends = consumer.endOffsets(partitions, ANSWER);
                    endsAsked = now;
                    tellDeaf(false);
                }
            }
        } catch (TimeoutException e) {
            tellDeaf(true);
        }
    }

    private void tellDeaf(boolean now) {
        if (now && !deaf) {
            LOG.atWarn()
                    .setMessage("Waiting for the broker: it does not say whether there are new alerts")
                    .addKeyValue(TOPIC, topic)
                    .log();
        } else if (deaf && !now) {
            LOG.atInfo()
                    .setMessage("The broker answers again")
                    .addKeyValue(TOPIC, topic)
                    .log();
        }
        deaf = now;
    }

    private long lagOf(TopicPartition partition) {
        return consumer.currentLag(partition)
                .orElseGet(() -> Math.max(0, ends.getOrDefault(partition, 0L) - consumer.position(partition)));
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Listener listener) {
        if (record.value() == null) {
            if (record.key() != null) {
                listener.removed(new String(record.key(), StandardCharsets.UTF_8));
            }
            return;
        }
        while (!closing) {
            try {
                AlertLine alert = (AlertLine) codec.published(topic, record.value());
                if (alert.state() == null) {
                    tellUnreadable(record, "a state that this version does not know");
                } else {
                    listener.read(alert);
                }
                return;
            } catch (WireUnavailableException e) {
                LOG.atWarn()
                        .setMessage("Waiting for the schema registry, to read on")
                        .addKeyValue(TOPIC, topic)
                        .addKeyValue("found", e.getMessage())
                        .log();
            } catch (SerializationException e) {
                tellUnreadable(record, e.getMessage());
                return;
            }
        }
    }

    private void tellUnreadable(ConsumerRecord<byte[], byte[]> record, @Nullable String found) {
        unreadable.increment();
        LOG.atError()
                .setMessage("Expected an alert, but cannot read one: what it says is forwarded to nobody")
                .addKeyValue(TOPIC, topic)
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("found", found)
                .log();
    }

    /** How many records are there that were not read yet, as far as the broker has said. */
    long lag() {
        return lag;
    }

    /** When it last knew that it had read to the end; the epoch before the first time. */
    Instant lastRead() {
        return lastRead;
    }

    /** How many records could not be understood. */
    long unreadable() {
        return unreadable.sum();
    }

    /** Closes it where {@link #run} was never called. */
    void abandon() {
        consumer.close();
        codec.close();
    }

    /** Has {@link #run} return soon; from any thread. */
    void stop() {
        closing = true;
        consumer.wakeup();
    }
}
