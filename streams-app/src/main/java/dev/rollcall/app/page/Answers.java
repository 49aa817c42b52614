package dev.rollcall.app.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API answers, as it stands in JSON; what is null is left out. */
final class Answers {
    private Answers() {}

    /** Whom it is about: kind and id as in figures and alerts, and the name that the policy gives it. */
    record Whom(String kind, String id, String name) {}

    /** Under which document, and who answers for it. */
    record Under(String id, String name, @Nullable String owner) {}

    /**
     * The limits on the windows that are open, those nearest to being passed first.
     *
     * @param today the day of the last tick; null before the first
     * @param policyVersion the version in force; null where no policy was read yet
     * @param leftOut how many more there are
     * @param ofParts how many there are besides that speak through alerts alone
     */
    record Limits(
            @Nullable String today,
            @Nullable Integer policyVersion,
            List<LimitLine> limits,
            int leftOut,
            int ofParts) {}

    /**
     * A limit and what was counted.
     *
     * @param unit what one reads after the count
     * @param window which the count is of; of a limit on rolling days, the newest published
     * @param ratio count over limit
     * @param exact false where it is at least the count
     * @param warnAt in per cent
     */
    record LimitLine(
            String name,
            Whom entity,
            @Nullable Under agreement,
            String basis,
            String unit,
            String per,
            String window,
            String windowInWords,
            long count,
            long limit,
            double ratio,
            boolean exact,
            List<Integer> warnAt) {}

    /**
     * The alerts that stand, the worst first.
     *
     * @param standing how many stand of those asked for
     * @param bySeverity how many of those, by severity
     * @param leftOut how many of those are not named here
     * @param notHeld how many stand besides, of anybody, that this instance does not hold
     */
    record Alerts(List<AlertEntry> alerts, int standing, Map<String, Integer> bySeverity, int leftOut, int notHeld) {}

    /**
     * An alert; names as in its topic.
     *
     * @param severity null for one that this version does not know
     * @param loggedAt when it last changed
     */
    record AlertEntry(
            String alertId,
            @Nullable String severity,
            Whom entity,
            @Nullable Under agreement,
            String detector,
            String rule,
            String window,
            String windowInWords,
            @Nullable String band,
            @Nullable String about,
            @Nullable String basis,
            long observed,
            @Nullable Long limit,
            boolean exact,
            String explanation,
            @Nullable String owner,
            int policyVersion,
            int revision,
            String loggedAt,
            @Nullable String eventTime) {}

    /** A window and how one reads it. */
    record Named(String window, String windowInWords) {}

    /** What everybody did in one window, side by side. */
    record Figures(@Nullable Named window, List<Named> windows, List<OfEntity> entities, int leftOut) {}

    /** @param figures by basis; what is not there is 0 */
    record OfEntity(Whom entity, Map<String, Counted> figures) {}

    /**
     * What one did, month by month, the newest last.
     *
     * @param periods the periods that the policy names, each with what was counted in it
     * @param notBefore where months were let go: the first that is held
     */
    record Course(
            Whom entity,
            List<OfWindow> months,
            List<OfWindow> periods,
            @Nullable String notBefore) {}

    /** What one did in one window, by basis; what is not there is 0. */
    record OfWindow(String window, String windowInWords, Map<String, Counted> figures) {}

    /** The policy in force. */
    record InForce(
            String name, int version, String from, @Nullable String because, String zone) {}

    /** Yes or no, and why. */
    record Condition(boolean ok, String sentence) {}

    /**
     * How far the reader of the topics is.
     *
     * @param state {@code reading}, {@code current} or {@code waiting}
     * @param read how many records it has read
     * @param behind how many are left, as far as that is known
     * @param unreadable how many it could make nothing of
     */
    record Reader(
            String state,
            String sentence,
            long read,
            @Nullable Long behind,
            long unreadable) {}

    /** What became of the records of one topic, in the tasks of this instance. */
    record LedgerLine(
            String topic,
            long read,
            long applied,
            long duplicate,
            long rejected,
            long missing,
            Map<String, Long> byReason) {}

    /**
     * How this instance fares.
     *
     * @param revision another whenever one of the other answers may be
     * @param lastTick the monitor's now; null before the first
     * @param story whether a story brings the ticks, so that they need not be of today
     */
    record Status(
            String revision,
            Condition live,
            Condition ready,
            @Nullable String lastTick,
            @Nullable String today,
            boolean story,
            @Nullable InForce policy,
            Reader reader,
            List<String> tasks,
            List<LedgerLine> ledger) {}

    /** What was asked for that is not there. */
    record Refused(String error) {}
}
