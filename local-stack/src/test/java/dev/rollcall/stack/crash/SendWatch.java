package dev.rollcall.stack.crash;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sits in the monitor's own JVM, as an interceptor of its producers: says when the first record that was processed sends
 * something, and can end the JVM amid a transaction.
 *
 * <p>An acknowledgement is told to the thread that sends, before the record counts as flushed. Until all of a transaction are
 * flushed, that thread is not asked to commit it. So a JVM that ends here has sent, and has not committed.
 */
public final class SendWatch implements ProducerInterceptor<byte[], byte[]> {
    /** What is printed at the first send. */
    static final String FIRST_SEND = "SendWatch: first send";
    /** Property: after how many acknowledgements the JVM ends; never, unless given. */
    static final String HALT_AFTER = "rollcall.crashes.halt-after";
    /** How the JVM then exits: as after a kill. */
    static final int HALTED = 128 + 9;

    private static final AtomicBoolean SAID = new AtomicBoolean();
    private static final AtomicInteger LEFT = new AtomicInteger(Integer.getInteger(HALT_AFTER, Integer.MAX_VALUE));

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        if (SAID.compareAndSet(false, true)) {
            System.out.println(FIRST_SEND);
        }
        return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
        if (exception == null && LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // nothing to set
    }

    @Override
    public void close() {
        // nothing is held
    }
}
