package dev.rollcall.streams;

import dev.rollcall.wire.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time by which a task orders its records: policies at 0, before all events they judge; all else at its own time.
 *
 * <p>Looks at topic, key and timestamp only: an exception here would quote the whole record. Never negative, since Streams
 * drops such records in silence.
 */
final class RecordTime implements TimestampExtractor {
    private static final long POLICIES = 0;

    private final String directives;

    RecordTime(Topics topics) {
        this.directives = topics.directives().name();
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        boolean policy =
                record.topic().equals(directives) && record.key() instanceof byte[] key && Topics.isPolicy(key);
        return policy ? POLICIES : Math.max(POLICIES + 1, record.timestamp());
    }
}
