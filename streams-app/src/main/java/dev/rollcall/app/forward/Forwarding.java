package dev.rollcall.app.forward;

import dev.rollcall.app.meters.ForwarderFigures;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.AlertLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts stand, and what each Alertmanager is to be told of them: every one gets every alert, in its own time. Knows
 * no clock, sends nothing and reads nothing; for several threads.
 *
 * <p>Nothing is posted before the topic was read to its end: until then a later record may say otherwise.
 */
final class Forwarding {
    private final Rhythm rhythm;
    private final Wording wording;
    private final List<Delivery> deliveries;
    private final Map<String, Tracked> alerts = new HashMap<>();
    private final Map<String, Long> posts = new TreeMap<>();
    private final Map<Severity, Long> delivered = new EnumMap<>(Severity.class);

    private boolean readToEnd;
    private long untold;
    private Instant lastSuccess = Instant.EPOCH;
    private Instant nextLookAtAge = Instant.MIN;

    /** The latest of one alert. */
    private static final class Tracked {
        private AlertLine alert;
        /** When it last changed: as the alert says, or when that was read, where it was read as news. */
        private Instant changedAt;

        private boolean stands;
        private boolean old;
        /** Whether an Alertmanager has heard of it since it was raised. */
        private boolean heardOf;
        /** Since when something of it is to be told that nobody has taken yet. */
        private @Nullable Instant toldFrom;

        Tracked(AlertLine alert) {
            this.alert = alert;
            this.changedAt = alert.loggedAt();
        }
    }

    /** @param alertmanagers how many there are; they are known by their numbers from 0 on */
    Forwarding(int alertmanagers, Rhythm rhythm, Wording wording) {
        this.rhythm = rhythm;
        this.wording = wording;
        this.deliveries = Stream.generate(() -> new Delivery(rhythm, wording))
                .limit(alertmanagers)
                .toList();
        for (Answer answer : Answer.values()) {
            posts.put(answer.outcome(), 0L);
        }
        for (Severity severity : Severity.values()) {
            delivered.put(severity, 0L);
        }
    }

    /** A record of the topic, later than all before; returns whether it is the end of what nobody was told of. */
    synchronized boolean read(AlertLine alert, Instant now) {
        Tracked tracked = alerts.computeIfAbsent(alert.alertId(), id -> new Tracked(alert));
        tracked.alert = alert;
        // What a sender says of the time may be long ago, or wrong: what comes after the end is news whatever it says.
        tracked.changedAt = readToEnd && alert.loggedAt().isBefore(now) ? now : alert.loggedAt();
        return tell(tracked, alert.state() == AlertState.RAISED, now);
    }

    /** The record of this alert was deleted; returns as {@link #read}. */
    synchronized boolean removed(String alertId, Instant now) {
        Tracked tracked = alerts.get(alertId);
        return tracked != null && tell(tracked, false, now);
    }

    private boolean tell(Tracked tracked, boolean stands, Instant now) {
        boolean stood = tracked.stands;
        tracked.stands = stands;
        if (!readToEnd || (!stood && !stands)) {
            return false;
        }
        if (!stood) {
            tracked.heardOf = false;
        }
        tell(tracked, now);
        return isUntold(tracked);
    }

    /** The topic was read to where it ended at the start: from here on Alertmanager can be told. */
    synchronized void readToEnd(Instant now) {
        if (!readToEnd) {
            readToEnd = true;
            alerts.values().stream().filter(tracked -> tracked.stands).forEach(tracked -> tell(tracked, now));
        }
    }

    private void tell(Tracked tracked, Instant now) {
        if (tracked.toldFrom == null) {
            tracked.toldFrom = now;
        }
        AlertLine alert = tracked.alert;
        if (tracked.stands) {
            tracked.old = isOld(tracked, now);
            Map<String, String> labels = wording.labels(alert, tracked.old);
            deliveries.forEach(delivery -> delivery.stands(alert, labels, tracked.old, now));
        } else {
            deliveries.forEach(delivery -> delivery.ended(alert, now));
        }
    }

    private boolean isOld(Tracked tracked, Instant now) {
        return !rhythm.oldAfter().isZero()
                && tracked.changedAt.plus(rhythm.oldAfter()).isBefore(now);
    }

    /** Whether this has ended and nobody is to be told, since nobody knew; counted once. */
    private boolean isUntold(Tracked tracked) {
        String id = tracked.alert.alertId();
        if (tracked.toldFrom == null
                || tracked.stands
                || deliveries.stream().anyMatch(delivery -> delivery.knows(id))) {
            return false;
        }
        tracked.toldFrom = null;
        if (tracked.heardOf) {
            return false;
        }
        untold++;
        return true;
    }

    /** What to do now about the Alertmanager of this number. */
    synchronized Step next(int number, Instant now) {
        if (!readToEnd) {
            return new Step.Wait(Instant.MAX);
        }
        if (!now.isBefore(nextLookAtAge)) {
            nextLookAtAge = now.plus(rhythm.resendEvery());
            alerts.values().stream()
                    .filter(tracked -> tracked.stands && tracked.old != isOld(tracked, now))
                    .forEach(tracked -> tell(tracked, now));
        }
        return deliveries.get(number).next(now);
    }

    /**
     * The Alertmanager of this number holds alerts with these labels. Those of ours that it should not hold, since they ended
     * or changed while nobody told it, are ended; those that this topic does not know are somebody else's.
     */
    synchronized void holds(int number, List<Map<String, String>> held, Instant now) {
        Delivery delivery = deliveries.get(number);
        for (Map<String, String> labels : held) {
            Tracked tracked = alerts.get(labels.getOrDefault(Wording.ALERT_ID, ""));
            if (tracked == null) {
                continue;
            }
            if (delivery.isHeld(tracked.alert, labels, now)) {
                tracked.heardOf = true;
                settle(tracked, delivery);
            } else if (tracked.toldFrom == null) {
                tracked.toldFrom = now;
            }
        }
        delivery.asked(now);
    }

    /** The Alertmanager of this number answers, but does not say what it holds. */
    synchronized void doesNotSay(int number, Instant now) {
        deliveries.get(number).doesNotSay(now);
    }

    /** The Alertmanager of this number did not answer what it holds. */
    synchronized void notAsked(int number, Instant now) {
        deliveries.get(number).notReached(now);
    }

    /** What became of a post; returns the ids of alerts that have ended and of which nobody was told. */
    synchronized List<String> answered(int number, Batch batch, Answer answer, Instant now) {
        posts.merge(answer.outcome(), 1L, Long::sum);
        if (answer == Answer.TAKEN) {
            lastSuccess = now;
        }
        Delivery delivery = deliveries.get(number);
        for (String id : delivery.answered(batch, answer, now)) {
            Tracked tracked = Objects.requireNonNull(alerts.get(id));
            if (tracked.stands && !tracked.heardOf) {
                delivered.merge(tracked.alert.severityOrWorst(), 1L, Long::sum);
            }
            tracked.heardOf = true;
        }
        List<String> ended = new ArrayList<>();
        for (Batch.Item item : batch.items()) {
            Tracked tracked = Objects.requireNonNull(alerts.get(item.alertId()));
            settle(tracked, delivery);
            if (isUntold(tracked)) {
                ended.add(item.alertId());
            }
        }
        return ended;
    }

    private static void settle(Tracked tracked, Delivery delivery) {
        if (delivery.hasTaken(tracked.alert.alertId())) {
            tracked.toldFrom = null;
        }
    }

    synchronized boolean isReadToEnd() {
        return readToEnd;
    }

    /** Whether one Alertmanager, at least, answered the last time as it should. */
    synchronized boolean isReached() {
        return deliveries.stream().anyMatch(Delivery::isReached);
    }

    /** The figures, without those that only a reader of the topic knows. */
    synchronized ForwarderFigures figures(long unreadable, long lag, Instant lastRead, Instant now) {
        Map<Severity, Long> standing = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            standing.put(severity, 0L);
        }
        long undelivered = 0;
        Instant oldest = now;
        for (Tracked tracked : alerts.values()) {
            if (tracked.stands) {
                standing.merge(tracked.alert.severityOrWorst(), 1L, Long::sum);
            }
            Instant from = tracked.toldFrom;
            if (from != null) {
                undelivered++;
                oldest = from.isBefore(oldest) ? from : oldest;
            }
        }
        return new ForwarderFigures(
                standing,
                undelivered,
                Duration.between(oldest, now),
                posts,
                delivered,
                untold,
                unreadable,
                lastSuccess,
                lastRead,
                lag);
    }
}
