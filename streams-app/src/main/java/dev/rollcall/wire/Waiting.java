package dev.rollcall.wire;

import dev.rollcall.wire.registry.Pace;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Has a foreign serializer or deserializer try again while the registry is away, until patience ends: ours does so by
 * itself, and one that gives up at once would have a whole task begin anew for each try. A pause doubles from 100 ms to
 * 5 s.
 */
final class Waiting {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Duration patience;
    private final Pace pace;

    Waiting(Duration patience, Pace pace) {
        this.patience = patience;
        this.pace = pace;
    }

    Serializer<Object> with(Serializer<Object> serializer) {
        return new Serializer<>() {
            @Override
            public byte @Nullable [] serialize(String topic, @Nullable Object data) {
                return answer(() -> serializer.serialize(topic, data));
            }

            @Override
            public void close() {
                serializer.close();
            }
        };
    }

    Deserializer<Object> with(Deserializer<Object> deserializer) {
        return new Deserializer<>() {
            @Override
            public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
                return answer(() -> deserializer.deserialize(topic, data));
            }

            @Override
            public void close() {
                deserializer.close();
            }
        };
    }

    private <T> @Nullable T answer(Supplier<@Nullable T> attempt) {
        long begun = pace.nanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.get();
            } catch (RuntimeException e) {
                Duration left = patience.minusNanos(pace.nanos() - begun);
                if (Failure.of(e) != Failure.TRANSIENT || left.isNegative() || left.isZero()) {
                    throw e;
                }
                sleep(pause.compareTo(left) < 0 ? pause : left);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        }
    }

    private void sleep(Duration pause) {
        try {
            pace.pause(pause);
        } catch (InterruptedException e) {
            throw new InterruptException("Interrupted while waiting to ask the schema registry again", e);
        }
    }
}
