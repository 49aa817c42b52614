package dev.rollcall.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordTimeTest {
    private static final Topics TOPICS = new Topics("");

    private final RecordTime time = new RecordTime(TOPICS);

    private long of(String topic, String key, long timestamp) {
        return time.extract(
                new ConsumerRecord<>(
                        topic,
                        0,
                        0,
                        timestamp,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        key.getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        new RecordHeaders(),
                        Optional.empty()),
                1_000);
    }

    @Test
    void isNeverNegativeSinceStreamsWouldDropTheRecordInSilence() {
        String extracts = TOPICS.extracts().name();
        assertEquals(1, of(extracts, "body", -1));
        assertEquals(1, of(extracts, "body", Long.MIN_VALUE));
        assertEquals(1, of(extracts, "body", 0));
        assertEquals(3_976_214_400_000L, of(extracts, "body", 3_976_214_400_000L));
    }

    @Test
    void putsPoliciesBeforeTheEventsThatTheyJudge() {
        String directives = TOPICS.directives().name();
        assertEquals(0, of(directives, "policy/3", 5_000));
        assertEquals(5_000, of(directives, "tick/3", 5_000));
        assertEquals(5_000, of(TOPICS.extracts().name(), "policy/3", 5_000));
    }
}
