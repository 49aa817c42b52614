package dev.rollcall.wire;

import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.wire.registry.UndecodableException;
import java.io.EOFException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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

    /** What whoever sent the record can do about it, in a few words that quote nothing of it. */
    public String advice() {
        if (reason.equals(Reason.UNDECODABLE.name())) {
            return adviceOnBytes();
        }
        return Arrays.stream(Reason.values())
                .filter(known -> known.name().equals(reason))
                .map(Reason::advice)
                .findFirst()
                .orElse("update Rollcall: a later version knows this reason");
    }

    private String adviceOnBytes() {
        if (schemaId == null) {
            return "send Avro behind a zero byte and the id of its schema";
        }
        if (exceptionClass == null) {
            return "send this topic's events only, with possible numbers";
        }
        if (exceptionClass.equals(EOFException.class.getName())) {
            return "send it whole: it ends before its event does";
        }
        return exceptionClass.equals(UndecodableException.class.getName())
                ? "use this topic's schema, from Rollcall's registry"
                : Reason.UNDECODABLE.advice();
    }

    @Override
    public String key() {
        return topic + "/" + partition + "/" + offset;
    }
}
