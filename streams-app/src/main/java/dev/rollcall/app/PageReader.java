package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.page.Bulletin;
import dev.rollcall.app.page.ReaderState;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads alerts, figures and directives from their beginning into a {@link Bulletin}, and on, on a thread of its own.
 *
 * <p>It is in no group and in no transaction, so that the watch does not know of it. Whatever it meets is logged and told by its
 * state; then it begins anew, while the last bulletin that was whole stays to be seen.
 */
final class PageReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);

    private static final Duration AT_A_TIME = Duration.ofMillis(250);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final long CLOSING_MILLIS = 2_000;

    private final Connections connections;
    private final Topics topics;
    private final Thread thread;
    private volatile Bulletin bulletin = new Bulletin(0);
    private volatile ReaderState state = new ReaderState(ReaderState.Kind.READING, "Begins to read", 0, null, 0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private long read;
    private long unreadable;

    PageReader(Connections connections) {
        this.connections = connections;
        this.topics = connections.topics();
        thread = new Thread(this::run, "rollcall-page");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The newest that is whole. */
    Bulletin bulletin() {
        return bulletin;
    }

    ReaderState state() {
        return state;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        String told = "";
        while (!isClosed()) {
            read = 0;
            unreadable = 0;
            try {
                follow();
            } catch (WakeupException e) {
                return; // only close() wakes it
            } catch (Throwable e) { // whatever it is: only this page is the worse for it
                String sentence = sentence(e);
                state = new ReaderState(ReaderState.Kind.WAITING, sentence, read, null, unreadable);
                if (!sentence.equals(told)) {
                    told = sentence;
                    LOG.atWarn()
                            .setMessage("The live page cannot follow its topics and tries again")
                            .setCause(e)
                            .log();
                }
                if (read > 0) {
                    pause = FIRST_PAUSE;
                }
                await(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    /** What may be told to whoever reaches the port: ours says no secret, of others the class must do. */
    private static String sentence(Throwable met) {
        if (met instanceof ConfigurationException || met instanceof UnreachableException) {
            return String.valueOf(met.getMessage());
        }
        return met instanceof TimeoutException
                ? "The broker does not answer"
                : "Met " + met.getClass().getSimpleName() + ": the log says more";
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void await(Duration pause) {
        try {
            closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private void follow() {
        Bulletin fresh = new Bulletin(bulletin.number() + 1);
        try (Consumer<byte[], byte[]> consumer = connections.consumer();
                Codec codec = connections.codec()) {
            reading = consumer;
            // first the clock and the policy: they say what need not be kept of the rest
            List<TopicPartition> all =
                    TopicSetup.partitions(consumer, topics.directives().name());
            begin(consumer, all, all, codec, fresh);
            List<TopicPartition> outcomes = new ArrayList<>(
                    TopicSetup.partitions(consumer, topics.figures().name()));
            outcomes.addAll(TopicSetup.partitions(consumer, topics.alerts().name()));
            List<TopicPartition> both = new ArrayList<>(all);
            both.addAll(outcomes);
            begin(consumer, both, outcomes, codec, fresh);
            bulletin = fresh;
            goOn(consumer, both, codec, fresh);
        } finally {
            reading = null;
        }
    }

    /** Takes on {@code assigned}, and reads those of them that are {@code added} from their beginning to where they end now. */
    private void begin(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> assigned,
            List<TopicPartition> added,
            Codec codec,
            Bulletin into) {
        consumer.assign(assigned);
        consumer.seekToBeginning(added);
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
        long behind = behind(consumer, ends);
        while (behind > 0 && !isClosed()) {
            state = new ReaderState(
                    ReaderState.Kind.READING, "Reads what was published so far", read, behind, unreadable);
            take(consumer.poll(AT_A_TIME), codec, into);
            behind = behind(consumer, ends);
        }
    }

    private void goOn(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Codec codec, Bulletin into) {
        long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();
        while (!isClosed()) {
            take(consumer.poll(AT_A_TIME), codec, into);
            if (System.nanoTime() - lookedAt >= LOOK_EVERY.toNanos()) {
                state = look(consumer, partitions);
                lookedAt = System.nanoTime();
            }
        }
    }

    /** A consumer waits for a broker that is away without a word, so it is asked. */
    private ReaderState look(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        try {
            long behind = behind(consumer, consumer.endOffsets(partitions, ANSWER));
            String sentence = behind == 0 ? "Shows what the topics say" : "Is %,d records behind".formatted(behind);
            return new ReaderState(ReaderState.Kind.CURRENT, sentence, read, behind, unreadable);
        } catch (TimeoutException e) {
            if (state.kind() != ReaderState.Kind.WAITING) {
                LOG.atWarn()
                        .setMessage("The live page waits for the broker")
                        .setCause(e)
                        .log();
            }
            return new ReaderState(ReaderState.Kind.WAITING, "The broker does not answer", read, null, unreadable);
        }
    }

    private static long behind(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        long behind = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            behind += Math.max(0, end.getValue() - consumer.position(end.getKey()));
        }
        return behind;
    }

    private void take(ConsumerRecords<byte[], byte[]> records, Codec codec, Bulletin into) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> of = records.records(partition);
            boolean directives = partition.topic().equals(topics.directives().name());
            for (int i = 0; i < of.size(); i++) {
                // of ticks, of which there are many, the last says as much as all
                if (!directives
                        || i == of.size() - 1
                        || Topics.isPolicy(of.get(i).key())) {
                    take(of.get(i), directives, codec, into);
                }
            }
            read += of.size();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, boolean directive, Codec codec, Bulletin into) {
        if (record.value() == null) {
            return;
        }
        try {
            if (!directive) {
                into.hear(codec.published(record.topic(), record.value()));
            } else if (codec.decode(record.topic(), record.value()) instanceof Decoded.Steering steering) {
                into.hear(steering.directive());
            }
        } catch (SerializationException e) {
            unreadable++;
            LOG.atWarn()
                    .setMessage("The live page leaves out a record that it cannot read")
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log();
        }
    }

    /** Returns when the thread has ended, or is waiting for something that does not come: it ends with the program then. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup(); // an interruption would be told as an error by the consumer's own closing
        }
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
