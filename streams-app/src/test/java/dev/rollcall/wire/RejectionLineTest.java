package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.wire.registry.UndecodableException;
import java.io.EOFException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RejectionLineTest {
    /** A line of the demo has no room for more. */
    private static final int LONGEST = 60;

    private static RejectionLine line(Reason reason, @Nullable Integer schemaId, @Nullable Class<?> met) {
        Origin origin = new Origin("extracts", 1, 7, Instant.EPOCH);
        return RejectionLine.of(new Rejection(origin, 10, schemaId, reason, met == null ? null : met.getName()));
    }

    @Test
    void everyReasonComesWithWhatToDo() {
        Set<String> advice = new HashSet<>();
        for (Reason reason : Reason.values()) {
            assertTrue(advice.add(line(reason, 1, IllegalStateException.class).advice()), reason.name());
            assertEquals(
                    reason.advice(),
                    line(reason, 1, IllegalStateException.class).advice());
        }
        for (RejectionLine undecodable : List.of(
                line(Reason.UNDECODABLE, null, null),
                line(Reason.UNDECODABLE, 1, null),
                line(Reason.UNDECODABLE, 1, EOFException.class),
                line(Reason.UNDECODABLE, 1, UndecodableException.class))) {
            assertTrue(advice.add(undecodable.advice()), undecodable.advice());
        }
        advice.forEach(each -> assertTrue(!each.isBlank() && each.length() <= LONGEST, each));
    }

    @Test
    void aWrongPartitionIsToldTheSettingOfOtherClients() {
        String advice = line(Reason.WRONG_PARTITION, 1, null).advice();
        assertTrue(advice.contains("partitioner=murmur2_random"), advice);
    }

    @Test
    void aReasonOfALaterVersionIsToldAsSuch() {
        RejectionLine later = new RejectionLine("extracts", 1, 7, Instant.EPOCH, 10, null, "TOO_LOUD", null);
        assertTrue(later.advice().contains("update Rollcall"), later.advice());
    }
}
