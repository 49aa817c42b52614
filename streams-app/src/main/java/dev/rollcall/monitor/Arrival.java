package dev.rollcall.monitor;

import dev.rollcall.model.Event;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * One record of an input topic as it came in.
 *
 * @param size of the record's value in bytes
 * @param schemaId null where the bytes do not name one
 * @param key the record's key, null where it has none
 * @param homePartition where Java's default partitioner puts {@code key}
 * @param event null where the bytes are no event of this topic
 * @param exceptionClass what went wrong in decoding
 */
public record Arrival(
        Origin origin,
        int size,
        @Nullable Integer schemaId,
        @Nullable String key,
        int homePartition,
        @Nullable Event event,
        @Nullable String exceptionClass) {

    Rejection rejected(Reason reason) {
        return new Rejection(origin, size, schemaId, reason, exceptionClass);
    }

    /** Nothing of the event. */
    @Override
    public String toString() {
        return "Arrival[" + origin + "]";
    }
}
