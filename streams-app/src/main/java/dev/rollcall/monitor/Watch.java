package dev.rollcall.monitor;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the figures of many entities and judges them; each by itself, by its own observations and directives alone. */
final class Watch {
    private final Map<Entity, Watched> entities = new LinkedHashMap<>();
    /** Those with something to say on the next tick. */
    private final Set<Watched> dirty = new LinkedHashSet<>();

    /** Those of which something falls due at a time. */
    private final TreeMap<Instant, Set<Watched>> alarms = new TreeMap<>();

    private final Digest keyCheck;

    private @Nullable RuleBook rules;
    private Instant now = Instant.EPOCH;
    private LocalDate today = LocalDate.EPOCH;
    /** Whether figures, histories and cases wait to be judged until time passes. */
    private boolean waiting;
    /** Whether alerts name the records that they rest on. */
    private boolean naming = true;

    /** Counts from now on and judges nothing but events, until the next tick, which judges everything once. */
    void judgeOnNextTick() {
        waiting = true;
    }

    /** Names from now on no records that alerts rest on: a key that is no secret lets anybody test guesses by their digests. */
    void nameNoRecords() {
        naming = false;
    }

    /** Names records if {@code other} does. */
    void nameAs(Watch other) {
        naming = other.naming;
    }

    /** @param keyCheck what tells the key of the pseudonyms from another */
    Watch(Digest keyCheck) {
        this.keyCheck = keyCheck;
    }

    /** The entity's live object, new where there was none. */
    Watched watched(Entity entity) {
        Watched watched = entities.get(entity);
        if (watched == null) {
            watched = new Watched(entity, naming ? keyCheck : null);
            if (rules != null) {
                // nothing is counted of it yet: what will be said of its figures is due to events, not to the policy
                watched.adopt(rules, today, true);
            }
            entities.put(entity, watched);
        }
        return watched;
    }

    /** Watches {@code entity} from now on; returns whether it was not watched before. */
    boolean expect(Entity entity) {
        boolean anew = !entities.containsKey(entity);
        dirty.add(watched(entity));
        return anew;
    }

    RuleBook rules() {
        if (rules == null) {
            throw new IllegalStateException("Expected a policy before the first observation, but there is none");
        }
        return rules;
    }

    /** Whether a policy is held. */
    boolean hasPolicy() {
        return rules != null;
    }

    /** The highest tick so far; 1970-01-01 before the first. */
    Instant now() {
        return now;
    }

    /** Counts a relayed observation, takes it back if {@code sign} is negative, and judges what it changes; 0 changes nothing. */
    void observe(Watched watched, Observation event, int sign, Effects effects) {
        watched.note(event);
        if (sign != 0) {
            count(watched, event, sign);
            settle(watched, LocalDate.ofEpochDay(event.day()), event.origin(), effects);
        }
    }

    private void count(Watched watched, Observation event, int sign) {
        if (waiting && rules != null) {
            LocalDate loggedOn = loggedOn(event.origin(), rules);
            watched.restating(event.day(), loggedOn, () -> watched.count(event, sign));
        } else {
            watched.count(event, sign);
        }
    }

    private static LocalDate loggedOn(Origin origin, RuleBook book) {
        return book.policies().zone().dayOf(origin.appendedAt());
    }

    /** As {@link #observe}, and judges the event itself; returns what stands because of it. */
    List<Finding> apply(Watched watched, Observation event, int sign, Effects effects) {
        count(watched, event, sign);
        List<Finding> findings = sign > 0 ? watched.judge(event, rules(), today) : List.of();
        watched.standing(event, findings, event.origin());
        settle(watched, LocalDate.ofEpochDay(event.day()), event.origin(), effects);
        return findings;
    }

    /** Takes note of one more record of an accepted event; returns whether that changes anything. */
    boolean repeat(Watched watched, Observation event) {
        boolean changed = watched.repeat(event);
        if (changed) {
            dirty.add(watched);
        }
        return changed;
    }

    /** Counts {@code amount} of what no single observation counts towards, on a day of the month meant. */
    void tally(Watched watched, Basis basis, LocalDate day, long amount, Origin because, Effects effects) {
        if (waiting && rules != null) {
            LocalDate loggedOn = loggedOn(because, rules);
            watched.restating((int) day.toEpochDay(), loggedOn, () -> watched.tally(basis, day, amount));
        } else {
            watched.tally(basis, day, amount);
        }
        settle(watched, day, because, effects);
    }

    /** Judges what changed, and says what cannot wait; without a policy there is nothing to judge by. */
    private void settle(Watched watched, LocalDate day, Origin because, Effects effects) {
        dirty.add(watched);
        if (rules == null || waiting) {
            return;
        }
        watched.judgeChanges(rules(), today, because);
        if (watched.isFeed() || !rules().shortestHistory().windowOf(day).end().isAfter(today)) {
            watched.historyChanged(because);
        }
        watched.publishAlerts(rules(), today, because.appendedAt(), false, effects);
    }

    /** Lets time pass: closes windows, and publishes figures and changed alerts. A tick of the past changes nothing. */
    void tick(Instant time, Effects effects) {
        LocalDate changedOn = waiting ? LocalDate.MIN : today;
        if (waiting && rules != null) {
            judgeAll(rules, time, effects);
        } else if (time.isAfter(now)) {
            now = time;
            effects.remember(new Delta.Ticked(time));
            if (rules != null) {
                reach(rules, rules.policies().zone().dayOf(time));
            }
        }
        publish(changedOn, effects);
    }

    /** Judges everything that was counted meanwhile, as it stands at {@code time}. */
    private void judgeAll(RuleBook book, Instant time, Effects effects) {
        waiting = false;
        if (time.isAfter(now)) {
            now = time;
            effects.remember(new Delta.Ticked(time));
        }
        today = book.policies().zone().dayOf(now);
        for (Watched watched : entities.values()) {
            watched.judgeCounted(book, today);
            dirty.add(watched);
        }
    }

    private void reach(RuleBook book, LocalDate day) {
        LocalDate before = today;
        today = day;
        if (!day.isAfter(before)) {
            return;
        }
        boolean otherVersion =
                book.policies().on(before).version() != book.policies().on(day).version();
        boolean closedOne = !book.shortestHistory().windowOf(day).contains(before);
        for (Watched watched : entities.values()) {
            if (otherVersion) {
                watched.judgeAll(book, day);
            } else {
                watched.judgeRolling(book, before, day);
                if (closedOne || watched.isFeed()) {
                    watched.judgeHistory(book, day, null);
                }
            }
            dirty.add(watched);
        }
    }

    /** @param changedOn the day of the tick before: all that is to be published changed since */
    private void publish(LocalDate changedOn, Effects effects) {
        if (rules != null) {
            while (!alarms.isEmpty() && !alarms.firstKey().isAfter(now)) {
                dirty.addAll(alarms.pollFirstEntry().getValue());
            }
            for (Watched watched : dirty) {
                watched.judgeHistoryIfChanged(rules, today);
                judgeCases(watched, rules);
                watched.publishAlerts(rules, today, now, true, effects);
                watched.publishFigures(rules, today, changedOn, effects);
            }
            dirty.clear();
        }
    }

    private void judgeCases(Watched watched, RuleBook book) {
        watched.judgeCases(book, today, now);
        Instant next = watched.nextDue();
        if (next != null) {
            alarms.computeIfAbsent(next, time -> new LinkedHashSet<>()).add(watched);
        }
    }

    /** Judges everything by {@code book} from now on; what that changes is said on the next tick. */
    void adopt(RuleBook book) {
        adopt(book, false);
    }

    /** Judges what was restored: what differs from what was said has changed since the last tick. */
    void resume(RuleBook book) {
        adopt(book, true);
    }

    private void adopt(RuleBook book, boolean restored) {
        rules = book;
        today = book.policies().zone().dayOf(now);
        for (Watched watched : entities.values()) {
            watched.adopt(book, today, restored);
            if (restored) {
                // what was said of cases would be taken back by the first event, were it not found again before
                judgeCases(watched, book);
            }
            dirty.add(watched);
        }
    }

    /** How things stand, with at most {@code most} of each: limits, months, alerts and so on. */
    Overview overview(Map<String, EventLedger.Line> ledger, int most) {
        Map<Overview.AlertClass, Integer> standing = new HashMap<>();
        Foremost<Overview.Reading> nearest = new Foremost<>(most, Overview.NEAREST_FIRST);
        Foremost<Figure> months = new Foremost<>(most, Overview.NEWEST_FIRST);
        Foremost<Alert> alerts = new Foremost<>(most, Overview.WORST_FIRST);
        Releases releases = new Releases(most);
        for (Watched watched : entities.values()) {
            if (rules != null) {
                watched.collectLimits(rules.policies(), today, nearest);
            }
            watched.collectMonths(months);
            watched.collectStanding(standing, alerts);
            watched.collectReleases(releases);
        }
        int version = 0;
        Instant from = Instant.EPOCH;
        if (rules != null) {
            Policy policy = rules.policies().on(today);
            version = policy.version();
            from = rules.policies().zone().startOf(policy.from());
        }
        return new Overview(
                now,
                version,
                from,
                ledger,
                standing,
                nearest.list(),
                months.list(),
                alerts.list(),
                releases.released());
    }

    /** All accepted records of {@code entity}; none where it is not watched. */
    RecordSet recordsOf(Entity entity) {
        RecordSet records = new RecordSet(keyCheck);
        Watched watched = entities.get(entity);
        if (watched != null) {
            watched.collectRecords(records);
        }
        return records;
    }

    /** The sets of categories released to {@code bodies}, and how many extracts of each count. */
    Map<Categories, Long> combinationsOf(Set<String> bodies) {
        Map<Categories, Long> combinations = new HashMap<>();
        for (Watched watched : entities.values()) {
            Entity entity = watched.entity();
            if (entity.kind() == EntityKind.BODY && bodies.contains(entity.id())) {
                watched.collectCombinations(combinations);
            }
        }
        return combinations;
    }

    /** Takes over what was said, and the time. */
    void restore(Delta delta) {
        if (delta instanceof Delta.Alerted alerted) {
            watched(alerted.alert().finding().entity()).restore(alerted.alert());
        } else if (delta instanceof Delta.Figured figured) {
            watched(figured.figure().key().entity()).restore(figured.figure());
        } else if (delta instanceof Delta.Ticked ticked) {
            now = ticked.now().isAfter(now) ? ticked.now() : now;
        } else {
            throw new IllegalStateException("Expected to know how to restore each kind of delta, but not "
                    + delta.getClass().getSimpleName());
        }
    }
}
