package dev.rollcall.model;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a detector found to stand: an alert without the circumstances of its publication.
 *
 * @param rule the name exactly as in the policy, or one of the detector's own
 * @param agreementId null where the finding concerns the entity as a whole
 * @param window the window's name
 * @param band the band in per cent, null where the detector has none
 * @param about a requestId, an extractId or a set of categories; null where the window says it all
 * @param basis what {@code observed} counts, null where it is none of the bases
 * @param eventTime the time of the event, null where the finding is of a figure or of a history
 * @param policyVersion the version of the policy that was applied
 */
public record Finding(
        String detector,
        String rule,
        Entity entity,
        @Nullable String agreementId,
        String window,
        @Nullable String band,
        @Nullable String about,
        Severity severity,
        @Nullable Basis basis,
        long observed,
        @Nullable Long limit,
        boolean exact,
        @Nullable String owner,
        @Nullable Instant eventTime,
        int policyVersion) {

    /** By count; where counts are equal by what does not depend on which was found first. */
    private static final Comparator<Finding> BY_WEIGHT = Comparator.comparingLong(Finding::observed)
            .thenComparingInt(Finding::policyVersion)
            .thenComparing(Finding::basis, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** A finding of {@code rule} about a whole entity in a window; refined by the methods below. */
    public static Finding of(
            String detector, String rule, Entity entity, String window, Severity severity, int policyVersion) {
        return new Finding(
                detector,
                rule,
                entity,
                null,
                window,
                null,
                null,
                severity,
                null,
                0,
                null,
                true,
                null,
                null,
                policyVersion);
    }

    /** This, concerning one agreement. */
    public Finding under(@Nullable String agreement, @Nullable String itsOwner) {
        return new Finding(
                detector,
                rule,
                entity,
                agreement,
                window,
                band,
                about,
                severity,
                basis,
                observed,
                limit,
                exact,
                itsOwner,
                eventTime,
                policyVersion);
    }

    /** This, with how many of what were counted. */
    public Finding counting(@Nullable Basis ofWhat, long howMany, boolean exactly) {
        return new Finding(
                detector,
                rule,
                entity,
                agreementId,
                window,
                band,
                about,
                severity,
                ofWhat,
                howMany,
                limit,
                exactly,
                owner,
                eventTime,
                policyVersion);
    }

    /** This, in a band of a limit. */
    public Finding inBand(String inBand, long ofLimit) {
        return new Finding(
                detector,
                rule,
                entity,
                agreementId,
                window,
                inBand,
                about,
                severity,
                basis,
                observed,
                ofLimit,
                exact,
                owner,
                eventTime,
                policyVersion);
    }

    /** This, about a request, an extract or a set of categories. */
    public Finding about(@Nullable String what) {
        return new Finding(
                detector,
                rule,
                entity,
                agreementId,
                window,
                band,
                what,
                severity,
                basis,
                observed,
                limit,
                exact,
                owner,
                eventTime,
                policyVersion);
    }

    /** This, found in an event of that time. */
    public Finding at(Instant time) {
        return new Finding(
                detector,
                rule,
                entity,
                agreementId,
                window,
                band,
                about,
                severity,
                basis,
                observed,
                limit,
                exact,
                owner,
                time,
                policyVersion);
    }

    /** What makes it the same alert: everything but counts, times and versions. */
    public AlertKey key() {
        return new AlertKey(detector, rule, entity, agreementId, window, band, about);
    }

    /**
     * The one finding that stands for this and {@code other}, which have the same key: the greatest count and severity,
     * the earliest time.
     */
    public Finding and(Finding other) {
        Finding greater = BY_WEIGHT.compare(this, other) >= 0 ? this : other;
        return new Finding(
                detector,
                rule,
                entity,
                agreementId,
                window,
                band,
                about,
                severity.compareTo(other.severity) >= 0 ? severity : other.severity,
                greater.basis,
                greater.observed,
                greater.limit,
                exact && other.exact,
                greater.owner,
                earliest(eventTime, other.eventTime),
                greater.policyVersion);
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant two) {
        if (one == null || two == null) {
            return one == null ? two : one;
        }
        return one.isBefore(two) ? one : two;
    }
}
