package dev.rollcall.wire;

import dev.rollcall.model.Origin;
import dev.rollcall.model.Rejection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A rejection as published; the names are those of the topic.
 *
 * @param size the value's, in bytes
 * @param reason as written: a later version may know more reasons
 */
public record RejectionLine(
        String topic,
        int partition,
        long offset,
        Instant appendedAt,
        int size,
        @Nullable Integer schemaId,
        String reason,
        @Nullable String exceptionClass)
        implements Published {

    /** What is published of {@code rejection}; the time to the millisecond. */
    public static RejectionLine of(Rejection rejection) {
        Origin origin = rejection.origin();
        return new RejectionLine(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.appendedAt().truncatedTo(ChronoUnit.MILLIS),
                rejection.size(),
                rejection.schemaId(),
                rejection.reason().name(),
                rejection.exceptionClass());
    }

    @Override
    public String key() {
        return topic + "/" + partition + "/" + offset;
    }
}
