package dev.rollcall.count;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a case remembers of one event that counts.
 *
 * @param origin where its record lies
 * @param agreementId null where the policy in force at {@code at} does not know it for the body
 * @param datasets those that the catalogue or the policy knows
 * @param records released, children may repeat
 * @param stated distinct children, as the sender states it
 * @param retainUntil the last day on which the data may be kept, in days from 1970-01-01
 * @param children pseudonyms, ascending
 * @param exact false where tokens are missing
 * @param operator pseudonym of the person who asked or looked up
 */
public record CaseEvent(
        Digest identity,
        Stage stage,
        Instant at,
        int day,
        Origin origin,
        @Nullable String requestId,
        @Nullable String extractId,
        @Nullable String agreementId,
        @Nullable String recipient,
        @Nullable String legalGateway,
        Categories categories,
        Set<String> datasets,
        long asked,
        long records,
        @Nullable Long stated,
        @Nullable Integer retainUntil,
        long[] children,
        boolean exact,
        @Nullable Long operator) {

    static CaseEvent of(Observation event) {
        return new CaseEvent(
                event.identity(),
                event.stage(),
                event.at(),
                event.day(),
                event.origin(),
                event.requestId(),
                event.extractId(),
                event.agreementKnown() ? event.agreementId() : null,
                event.recipient(),
                event.terms().legalGateway(),
                event.categories(),
                event.datasets().names(),
                event.asked(),
                event.records(),
                event.stated(),
                event.terms().retainUntil(),
                event.children(),
                event.missing() == 0,
                event.operator());
    }

    /** The timestamp of its record. */
    public Instant loggedAt() {
        return origin.appendedAt();
    }

    /** Its day in the policy's zone. */
    public LocalDate date() {
        return LocalDate.ofEpochDay(day);
    }

    /** Nothing of the pseudonyms. */
    @Override
    public String toString() {
        return "CaseEvent[" + stage + " at " + at + "]";
    }
}
