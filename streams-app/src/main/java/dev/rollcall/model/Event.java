package dev.rollcall.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as its feed sent it, identifiers included: it never leaves intake.
 *
 * @param stage null where it is not one we know
 * @param asked people asked about
 * @param records records released, 0 for requests
 * @param children opaque tokens, as sent
 * @param childCount distinct children as the sender states it
 */
public record Event(
        EventType type,
        String eventId,
        String feed,
        Instant at,
        boolean retracts,
        @Nullable Stage stage,
        String body,
        @Nullable String requestId,
        @Nullable String extractId,
        @Nullable String agreementId,
        @Nullable String panel,
        @Nullable String purpose,
        @Nullable String lawfulBasis,
        @Nullable String legalGateway,
        @Nullable String caseReference,
        @Nullable String recipient,
        @Nullable String operator,
        @Nullable String channel,
        List<String> datasets,
        List<String> fields,
        @Nullable Long asked,
        long records,
        List<String> children,
        @Nullable Long childCount,
        @Nullable LocalDate retainUntil) {

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** Whether {@code time} is one that an event may state, or be logged at: of the years 1900 to 2199, as in policies. */
    public static boolean mayBeAt(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }

    /** Whether {@code day} is of the same years. */
    public static boolean mayBeOn(LocalDate day) {
        return mayBeAt(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Nothing of the content: an event must not reach a log by accident. */
    @Override
    public String toString() {
        return "Event[" + type.text() + "]";
    }
}
