package dev.rollcall.streams;

import dev.rollcall.model.Origin;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.HomePartition;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a record of an input, as Kafka gives it, what intake takes.
 *
 * @param partitions how many each input has
 */
public record Arrivals(int partitions) {

    /** The record at {@code origin}; {@code decoded} is what its value turned out to be. */
    public Arrival of(Origin origin, byte @Nullable [] keyBytes, byte @Nullable [] value, Decoded decoded) {
        String key = keyBytes == null ? null : new String(keyBytes, StandardCharsets.UTF_8);
        return new Arrival(
                origin,
                value == null ? 0 : value.length,
                Codec.schemaId(value),
                key,
                key == null ? origin.partition() : HomePartition.of(key, partitions),
                decoded instanceof Decoded.Sent sent ? sent.event() : null,
                decoded instanceof Decoded.Undecodable undecodable ? undecodable.exceptionClass() : null);
    }
}
