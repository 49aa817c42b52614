package dev.rollcall.app.forward;

import dev.rollcall.model.Severity;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one Alertmanager is to be told, and what of it has come to it. Knows no clock and sends nothing.
 *
 * <p>An entry is one alert under one set of labels, since to Alertmanager other labels are another alert. It stands and is
 * told again and again, or it has ended and is told so for a while. An end is told only to who may have been told of the
 * beginning: otherwise Alertmanager would tell its receivers of a group again.
 */
final class Delivery {
    /**
     * The most urgent first, and higher bands before lower ones: what inhibits is known before what it inhibits. What stands
     * comes before what has ended for the same reason, when an alert goes on under other labels.
     */
    private static final Comparator<Entry> RANK = Comparator.comparing((Entry entry) -> entry.endedAt != null)
            .thenComparing(entry -> !entry.old)
            .thenComparing(Entry::severity, Comparator.reverseOrder())
            .thenComparing(Entry::band, Comparator.reverseOrder())
            .thenComparing(entry -> entry.number);

    private final Rhythm rhythm;
    private final Wording wording;
    private final Map<String, Map<Map<String, String>, Entry>> entries = new HashMap<>();
    /** What has changed since the round began. */
    private final TreeSet<Entry> urgent = new TreeSet<>(RANK);
    /** All that was due when it began, in order; so that nothing waits for ever behind what is more urgent. */
    private final Deque<Entry> round = new ArrayDeque<>();

    private long numbers;
    private Instant askFrom = Instant.MIN;
    private boolean reached;
    private Instant notBefore = Instant.MIN;
    private Instant signOfLife = Instant.MIN;
    private Duration pause = Duration.ZERO;

    /** One alert under one set of labels. */
    private static final class Entry {
        private final long number;
        private final Map<String, String> labels;
        private final boolean old;
        private AlertLine alert;
        private Instant startsAt;
        private Instant due;
        /** Grows with each change; {@link #taken} is the one that Alertmanager has taken last. */
        private int version = 1;

        private int taken;
        private @Nullable Instant endedAt;
        private @Nullable Instant endTakenAt;
        private boolean mayBeHeld;
        private boolean underWay;
        /** Posted by itself, as it was in a batch that was refused. */
        private boolean alone;

        private int refusals;

        Entry(long number, Map<String, String> labels, boolean old, AlertLine alert, Instant now) {
            this.number = number;
            this.labels = labels;
            this.old = old;
            this.alert = alert;
            this.startsAt = earlier(alert.loggedAt(), now);
            this.due = now;
        }

        Severity severity() {
            return alert.severityOrWorst();
        }

        int band() {
            String band = alert.band();
            return band == null || !band.matches("\\d{1,9}") ? 0 : Integer.parseInt(band);
        }
    }

    Delivery(Rhythm rhythm, Wording wording) {
        this.rhythm = rhythm;
        this.wording = wording;
    }

    /** From now on {@code alert} stands under {@code labels}, and under no others. */
    void stands(AlertLine alert, Map<String, String> labels, boolean old, Instant now) {
        Map<Map<String, String>, Entry> ofAlert = entries.computeIfAbsent(alert.alertId(), id -> new LinkedHashMap<>());
        Entry entry = ofAlert.get(labels);
        if (entry == null) {
            entry = new Entry(numbers++, labels, old, alert, now);
            ofAlert.put(labels, entry);
        } else {
            urgent.remove(entry);
            entry.alert = alert;
            entry.startsAt = earlier(alert.loggedAt(), now);
            entry.endedAt = null;
            entry.endTakenAt = null;
            changed(entry, now);
        }
        urgent.add(entry);
        endAllBut(entry, alert, now);
    }

    /** From now on {@code alert} does not stand. */
    void ended(AlertLine alert, Instant now) {
        endAllBut(null, alert, now);
    }

    private void endAllBut(@Nullable Entry staying, AlertLine alert, Instant now) {
        for (Entry entry : List.copyOf(of(alert.alertId()))) {
            if (entry != staying && entry.endedAt == null) {
                urgent.remove(entry);
                entry.alert = alert;
                entry.endedAt = now;
                changed(entry, now);
                urgent.add(entry);
                forgetIfUntold(entry);
            }
        }
    }

    /** One that is refused is offered again when it is due for that, however often it changes. */
    private static void changed(Entry entry, Instant now) {
        entry.version++;
        if (entry.refusals == 0) {
            entry.due = now;
        }
    }

    /**
     * What Alertmanager says that it holds of an alert of ours, of which {@code alert} is the latest: what it should not hold
     * is ended. Returns whether it holds it as it should be.
     */
    boolean isHeld(AlertLine alert, Map<String, String> labels, Instant now) {
        Map<Map<String, String>, Entry> ofAlert = entries.computeIfAbsent(alert.alertId(), id -> new LinkedHashMap<>());
        Entry entry = ofAlert.get(labels);
        if (entry != null) {
            entry.mayBeHeld = true;
            if (entry.endedAt == null) {
                entry.taken = entry.version;
            }
            return true;
        }
        Entry stale = new Entry(numbers++, labels, false, alert, now);
        stale.mayBeHeld = true;
        stale.endedAt = now;
        ofAlert.put(labels, stale);
        urgent.add(stale);
        return false;
    }

    /** It has answered what it holds. */
    void asked(Instant now) {
        askFrom = Instant.MAX;
        reached(now);
    }

    /** It is there and does not say what it holds: it is told, and asked again until it has answered once. */
    void doesNotSay(Instant now) {
        if (askFrom.equals(Instant.MIN)) {
            reached(now);
        }
        askFrom = now.plus(rhythm.resendEvery());
    }

    private void reached(Instant now) {
        reached = true;
        pause = Duration.ZERO;
        notBefore = Instant.MIN;
        signOfLife = now.plus(rhythm.resendEvery());
    }

    /** What to do now. */
    Step next(Instant now) {
        if (now.isBefore(notBefore)) {
            return new Step.Wait(notBefore);
        }
        if (!now.isBefore(askFrom)) {
            return new Step.Ask();
        }
        if (round.isEmpty() && urgent.isEmpty()) {
            begin(now);
        }
        List<Batch.Item> items = new ArrayList<>();
        if (take(urgent, items, now)) {
            take(round, items, now);
        }
        if (!items.isEmpty() || !now.isBefore(signOfLife)) {
            return new Step.Post(new Batch(items));
        }
        return new Step.Wait(
                all().stream().map(entry -> entry.due).reduce(earlier(signOfLife, askFrom), Delivery::earlier));
    }

    /** A new round: all that is due. */
    private void begin(Instant now) {
        Instant told = now.minus(rhythm.repeatEndFor());
        for (Entry entry : all()) {
            if (entry.endTakenAt != null && entry.endTakenAt.isBefore(told)) {
                forget(entry);
            }
        }
        all().stream().filter(entry -> !entry.due.isAfter(now)).sorted(RANK).forEach(round::add);
    }

    /** Moves what is due into the batch; returns whether there is room for more. */
    private boolean take(Collection<Entry> from, List<Batch.Item> items, Instant now) {
        Iterator<Entry> next = from.iterator();
        while (next.hasNext() && items.size() < Batch.MOST) {
            Entry entry = next.next();
            boolean wanted = !entry.due.isAfter(now) && isKnown(entry);
            if (wanted && entry.alone && !items.isEmpty()) {
                return false;
            }
            next.remove();
            if (wanted) {
                entry.underWay = true;
                items.add(new Batch.Item(entry.alert.alertId(), entry.version, notice(entry, now)));
                if (entry.alone) {
                    return false;
                }
            }
        }
        return items.size() < Batch.MOST;
    }

    private Notice notice(Entry entry, Instant now) {
        Instant endedAt = entry.endedAt;
        Instant endsAt = endedAt == null ? now.plus(Rhythm.STANDS_FOR) : endedAt;
        return new Notice(
                entry.labels,
                wording.annotations(entry.alert),
                earlier(entry.startsAt, endsAt),
                endsAt,
                wording.page(entry.alert));
    }

    /** Returns the ids of alerts of which something was taken that had not been. */
    List<String> answered(Batch batch, Answer answer, Instant now) {
        List<String> news = new ArrayList<>();
        for (Batch.Item item : batch.items()) {
            Entry entry = entries.getOrDefault(item.alertId(), Map.of())
                    .get(item.notice().labels());
            if (entry != null) {
                entry.underWay = false;
                if (answered(entry, item, answer, batch.items().size() == 1, now)) {
                    news.add(item.alertId());
                }
            }
        }
        switch (answer) {
            case TAKEN, CONTENT_REFUSED -> reached(now);
            default -> {
                // All of it goes into the next round, in order: after an outage nothing is more urgent than the rest.
                round.clear();
                urgent.clear();
                // Ends that it took shortly before may have gone with it: they are told as long as if it had just taken
                // them.
                all().stream().filter(entry -> entry.endTakenAt != null).forEach(entry -> entry.endTakenAt = now);
                notReached(now);
            }
        }
        return news;
    }

    private boolean answered(Entry entry, Batch.Item item, Answer answer, boolean alone, Instant now) {
        boolean untold = entry.taken != entry.version;
        switch (answer) {
            case TAKEN -> {
                entry.mayBeHeld = true;
                entry.refusals = 0;
                entry.alone = false;
                if (entry.version != item.version()) {
                    return false;
                }
                entry.taken = entry.version;
                entry.due = now.plus(rhythm.resendEvery());
                if (entry.endedAt != null && entry.endTakenAt == null) {
                    entry.endTakenAt = now;
                }
                return untold;
            }
            case CONTENT_REFUSED -> {
                if (alone) {
                    entry.refusals++;
                    entry.due = now.plus(rhythm.pauseAfterRefusals(entry.refusals));
                    entry.mayBeHeld = entry.taken > 0;
                    forgetIfUntold(entry);
                } else {
                    entry.alone = true;
                    entry.mayBeHeld = true;
                }
            }
            case UNCLEAR -> entry.mayBeHeld = true;
            case REFUSED, NOT_REACHED -> forgetIfUntold(entry);
        }
        return false;
    }

    private void forgetIfUntold(Entry entry) {
        if (entry.endedAt != null && !entry.mayBeHeld && !entry.underWay) {
            forget(entry);
        }
    }

    /** It could not be asked what it holds, or told. */
    void notReached(Instant now) {
        reached = false;
        pause = rhythm.pauseAfter(pause);
        notBefore = now.plus(pause);
    }

    /** Whether the last post, or question, was answered as it should be. */
    boolean isReached() {
        return reached;
    }

    /** Whether there is something of this alert to be told, or that was. */
    boolean knows(String alertId) {
        return !of(alertId).isEmpty();
    }

    /** Whether all that is to be told of this alert was taken. */
    boolean hasTaken(String alertId) {
        return knows(alertId) && of(alertId).stream().allMatch(entry -> entry.taken == entry.version);
    }

    private Collection<Entry> of(String alertId) {
        return entries.getOrDefault(alertId, Map.of()).values();
    }

    private List<Entry> all() {
        return entries.values().stream()
                .flatMap(ofAlert -> ofAlert.values().stream())
                .toList();
    }

    private boolean isKnown(Entry entry) {
        return entries.getOrDefault(entry.alert.alertId(), Map.of()).get(entry.labels) == entry;
    }

    private void forget(Entry entry) {
        Map<Map<String, String>, Entry> ofAlert = entries.get(entry.alert.alertId());
        if (ofAlert != null) {
            ofAlert.remove(entry.labels);
            if (ofAlert.isEmpty()) {
                entries.remove(entry.alert.alertId());
            }
        }
        urgent.remove(entry);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
