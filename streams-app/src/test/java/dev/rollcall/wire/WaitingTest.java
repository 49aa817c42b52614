package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.wire.registry.TestPace;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private final TestPace pace = new TestPace();
    private final Waiting waiting = new Waiting(Duration.ofSeconds(1), pace);
    private int failures;
    private RuntimeException failure = new SerializationException(new ConnectException());
    private boolean closed;

    private byte[] serialize(byte[] bytes) {
        if (failures-- > 0) {
            throw failure;
        }
        return bytes;
    }

    @Test
    void triesAgainUntilTheRegistryIsBack() {
        failures = 3;
        Serializer<Object> patient = waiting.with((Serializer<Object>) (topic, data) -> serialize((byte[]) data));
        assertArrayEquals(new byte[] {7}, patient.serialize("t", new byte[] {7}));
        assertEquals(List.of(100L, 200L, 400L), millis());
        failures = 1;
        Deserializer<Object> reader = waiting.with((Deserializer<Object>) (topic, bytes) -> serialize(bytes));
        assertArrayEquals(new byte[] {8}, (byte[]) reader.deserialize("t", new byte[] {8}));
    }

    @Test
    void givesUpWhenPatienceEnds() {
        failures = 100;
        Serializer<Object> patient = waiting.with((Serializer<Object>) (topic, data) -> serialize((byte[]) data));
        assertThrows(SerializationException.class, () -> patient.serialize("t", new byte[] {7}));
        assertEquals(List.of(100L, 200L, 400L, 300L), millis());
    }

    @Test
    void waitsForNothingThatWillNotPass() {
        failures = 1;
        failure = new SerializationException("not a record");
        Serializer<Object> patient = waiting.with((Serializer<Object>) (topic, data) -> serialize((byte[]) data));
        assertThrows(SerializationException.class, () -> patient.serialize("t", new byte[] {7}));
        assertEquals(List.of(), millis());
    }

    @Test
    void closesWhatItWrapsAround() {
        waiting.with(new Serializer<Object>() {
                    @Override
                    public byte[] serialize(String topic, Object data) {
                        return new byte[0];
                    }

                    @Override
                    public void close() {
                        closed = true;
                    }
                })
                .close();
        assertTrue(closed);
    }

    private List<Long> millis() {
        return pace.pauses().stream().map(Duration::toMillis).toList();
    }
}
