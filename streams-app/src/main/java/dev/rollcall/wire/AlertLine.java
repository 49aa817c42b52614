package dev.rollcall.wire;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Finding;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An alert as published; the names are those of design and topic. Null stands for what is not given and, in {@code
 * state}, {@code entityKind} and {@code severity}, for what this version does not know.
 *
 * @param revision 1 for the first record of the alert
 * @param ratio observed over limit
 * @param restsOn the records that lead to it again; none where no complete set of them can be named
 */
public record AlertLine(
        String alertId,
        int revision,
        @Nullable AlertState state,
        String detector,
        String rule,
        @Nullable EntityKind entityKind,
        String entity,
        @Nullable String agreementId,
        String window,
        @Nullable String band,
        @Nullable String about,
        @Nullable Severity severity,
        @Nullable String basis,
        long observed,
        @Nullable Long limit,
        @Nullable Double ratio,
        boolean exact,
        String explanation,
        @Nullable Evidence evidence,
        @Nullable String owner,
        int policyVersion,
        Instant loggedAt,
        @Nullable Instant eventTime,
        RestsOn restsOn)
        implements Published {

    /** What is published of {@code alert}; times to the millisecond. */
    public static AlertLine of(Alert alert) {
        Finding finding = alert.finding();
        Instant eventTime = finding.eventTime();
        return new AlertLine(
                alert.id(),
                alert.revision(),
                alert.state(),
                finding.detector(),
                finding.rule(),
                finding.entity().kind(),
                finding.entity().id(),
                finding.agreementId(),
                finding.window(),
                finding.band(),
                finding.key().about(),
                finding.severity(),
                finding.basis() == null ? null : finding.basis().text(),
                finding.observed(),
                finding.limit(),
                alert.ratio(),
                finding.exact(),
                alert.explanation(),
                alert.evidence(),
                finding.owner(),
                finding.policyVersion(),
                alert.loggedAt().truncatedTo(ChronoUnit.MILLIS),
                eventTime == null ? null : eventTime.truncatedTo(ChronoUnit.MILLIS),
                alert.restsOn());
    }

    /** This, resting on records that are named so. */
    public AlertLine restingOn(RestsOn records) {
        return new AlertLine(
                alertId,
                revision,
                state,
                detector,
                rule,
                entityKind,
                entity,
                agreementId,
                window,
                band,
                about,
                severity,
                basis,
                observed,
                limit,
                ratio,
                exact,
                explanation,
                evidence,
                owner,
                policyVersion,
                loggedAt,
                eventTime,
                records);
    }

    /** Its severity; one that this version does not know may be any, so the worst. */
    public Severity severityOrWorst() {
        return severity == null ? Severity.CRITICAL : severity;
    }

    @Override
    public String key() {
        return alertId;
    }
}
