package dev.rollcall.oracle;

import java.time.Instant;
import java.util.List;

/**
 * One line of an NDJSON history as written: absent texts and numbers are null, absent lists are empty, nothing is checked.
 *
 * <p>{@code appendedAt} is the record timestamp; a line without one has that of {@code at}.
 */
public record OracleEvent(
        String type,
        String eventId,
        String feed,
        Instant at,
        boolean retracts,
        String stage,
        String body,
        String requestId,
        String extractId,
        String agreementId,
        String panel,
        String purpose,
        String lawfulBasis,
        String legalGateway,
        String caseReference,
        String recipient,
        String operator,
        String channel,
        List<String> datasets,
        List<String> fields,
        Long asked,
        Long records,
        List<String> children,
        Long childCount,
        String retainUntil,
        Instant appendedAt) {

    static final String REQUEST = "access-request";
    static final String EXTRACT = "extract";

    boolean is(String wantedStage) {
        return wantedStage.equals(stage);
    }

    /** The event without what is no part of its identity: whether it retracts, and when it was logged. */
    OracleEvent identity() {
        return with(false, null);
    }

    OracleEvent loggedAt(Instant logged) {
        return with(retracts, logged);
    }

    private OracleEvent with(boolean retraction, Instant logged) {
        return new OracleEvent(
                type,
                eventId,
                feed,
                at,
                retraction,
                stage,
                body,
                requestId,
                extractId,
                agreementId,
                panel,
                purpose,
                lawfulBasis,
                legalGateway,
                caseReference,
                recipient,
                operator,
                channel,
                datasets,
                fields,
                asked,
                records,
                children,
                childCount,
                retainUntil,
                logged);
    }
}
