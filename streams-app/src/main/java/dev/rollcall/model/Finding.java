package dev.rollcall.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a detector found to stand: an alert without the circumstances of its publication.
 *
 * @param key what makes it the same alert: everything but counts, times and versions
 * @param basis what {@code observed} counts, null where it is none of the bases
 * @param exact false where more were released than were named: read "at least"
 * @param limit what {@code observed} is compared with: a limit, or what would have been usual; null where there is none
 * @param owner of the agreement it concerns, null where there is none
 * @param eventTime the time of the event, null where the finding is of a figure or of a history
 * @param policyVersion the version of the policy that was applied
 * @param settled whether what was overdue has come since
 * @param limitPassed the limit that the same count has passed, to which the sentence refers; null where there is none
 */
public record Finding(
        AlertKey key,
        Severity severity,
        @Nullable Basis basis,
        long observed,
        boolean exact,
        @Nullable Long limit,
        @Nullable String owner,
        @Nullable Instant eventTime,
        int policyVersion,
        boolean settled,
        @Nullable String limitPassed) {

    // Written out, as in AlertKey; counts first, in which findings of one key differ.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Finding that
                        && observed == that.observed
                        && severity == that.severity
                        && basis == that.basis
                        && exact == that.exact
                        && policyVersion == that.policyVersion
                        && settled == that.settled
                        && Objects.equals(limit, that.limit)
                        && Objects.equals(limitPassed, that.limitPassed)
                        && Objects.equals(eventTime, that.eventTime)
                        && Objects.equals(owner, that.owner)
                        && key.equals(that.key));
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Long.hashCode(observed);
    }

    /** By count; where counts are equal by what does not depend on which was found first. */
    public static final Comparator<Finding> BY_WEIGHT = Comparator.comparingLong(Finding::observed)
            .thenComparingInt(Finding::policyVersion)
            .thenComparing(Finding::basis, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** A finding of {@code rule} about a whole entity in a window; refined by the methods below. */
    public static Finding of(
            String detector, String rule, Entity entity, String window, Severity severity, int policyVersion) {
        AlertKey key = new AlertKey(detector, rule, entity, null, window, null, null);
        return new Finding(key, severity, null, 0, true, null, null, null, policyVersion, false, null);
    }

    /** A finding of {@code rule} in {@code event}, about its body in the month of its day; refined by the methods below. */
    public static Finding in(Observation event, String detector, String rule, Severity severity, int policyVersion) {
        String month = Window.month(LocalDate.ofEpochDay(event.day())).name();
        return of(detector, rule, Entity.body(event.body()), month, severity, policyVersion)
                .at(event.at());
    }

    /** This, concerning one agreement. */
    public Finding under(@Nullable String agreement, @Nullable String itsOwner) {
        return new Finding(
                key.under(agreement),
                severity,
                basis,
                observed,
                exact,
                limit,
                itsOwner,
                eventTime,
                policyVersion,
                settled,
                limitPassed);
    }

    /** This, with how many of what were counted. */
    public Finding counting(@Nullable Basis ofWhat, long howMany, boolean exactly) {
        return new Finding(
                key, severity, ofWhat, howMany, exactly, limit, owner, eventTime, policyVersion, settled, limitPassed);
    }

    /** This, with how many children {@code event} released, or how many people it asks about; of other events nothing. */
    public Finding countingOf(Observation event) {
        return switch (event.stage()) {
            case RELEASED -> counting(Basis.CHILDREN, event.children().length, event.missing() == 0);
            case SUBMITTED -> counting(Basis.ASKED, event.asked(), true);
            default -> counting(null, 0, true);
        };
    }

    /** This, in a band of a limit. */
    public Finding inBand(String band, long ofLimit) {
        return new Finding(
                key.inBand(band),
                severity,
                basis,
                observed,
                exact,
                ofLimit,
                owner,
                eventTime,
                policyVersion,
                settled,
                limitPassed);
    }

    /** This, with the count that {@code observed} is to be compared with. */
    public Finding comparedWith(long count) {
        return new Finding(
                key, severity, basis, observed, exact, count, owner, eventTime, policyVersion, settled, limitPassed);
    }

    /** This, with the limit that the same count has passed, where there is one: one cause is told once. */
    public Finding seeing(@Nullable String passed) {
        return new Finding(
                key, severity, basis, observed, exact, limit, owner, eventTime, policyVersion, settled, passed);
    }

    /** This, about a request, an extract or a set of categories. */
    public Finding about(@Nullable String what) {
        return new Finding(
                key.about(what),
                severity,
                basis,
                observed,
                exact,
                limit,
                owner,
                eventTime,
                policyVersion,
                settled,
                limitPassed);
    }

    /** This, found in an event of that time. */
    public Finding at(Instant time) {
        return new Finding(
                key, severity, basis, observed, exact, limit, owner, time, policyVersion, settled, limitPassed);
    }

    /** This, settled since or not. */
    public Finding settled(boolean since) {
        return new Finding(
                key, severity, basis, observed, exact, limit, owner, eventTime, policyVersion, since, limitPassed);
    }

    public String detector() {
        return key.detector();
    }

    public String rule() {
        return key.rule();
    }

    /** What a rule of several kinds found, by the last part of its name: {@code before-approval}. */
    public String kindOfRule() {
        return rule().substring(rule().lastIndexOf('/') + 1);
    }

    public Entity entity() {
        return key.entity();
    }

    /** Null where the finding concerns the entity as a whole. */
    public @Nullable String agreementId() {
        return key.agreementId();
    }

    /** The window's name. */
    public String window() {
        return key.window();
    }

    /** In per cent, null where the detector has none. */
    public @Nullable String band() {
        return key.band();
    }

    /**
     * The one finding that stands for this and {@code other}, which have the same key: the greatest count and severity,
     * the earliest time; settled where both are.
     */
    public Finding and(Finding other) {
        Finding weightier = BY_WEIGHT.compare(this, other) >= 0 ? this : other;
        Severity greater = severity.compareTo(other.severity) >= 0 ? severity : other.severity;
        return weightier
                .with(greater, earliest(eventTime, other.eventTime), exact && other.exact)
                .settled(settled && other.settled);
    }

    /** This, with the severity, the time and the exactness of several of which it is the weightiest. */
    public Finding with(Severity ofAll, @Nullable Instant earliestOfAll, boolean allExact) {
        return new Finding(
                key,
                ofAll,
                basis,
                observed,
                allExact,
                limit,
                owner,
                earliestOfAll,
                policyVersion,
                settled,
                limitPassed);
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant two) {
        if (one == null || two == null) {
            return one == null ? two : one;
        }
        return one.isBefore(two) ? one : two;
    }
}
