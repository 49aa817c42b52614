package dev.rollcall.monitor;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Event;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The monitor of one partition of the inputs: intake, and the watch of bodies.
 *
 * <p>Every step is {@code (memory, record) → effects}; what is remembered can be rebuilt from the deltas among the effects.
 */
public final class Monitor implements TaskMemory {
    private final Intake intake;
    private final Watch watch;
    private final EventLedger ledger;
    private final Publications publications;
    private final Tallies tallies;
    /** The feed last heard of, and when: mostly it is the same again. */
    private @Nullable String heardFeed;

    private @Nullable LocalDate heardOn;
    /** Of the events of feeds, what was not relayed yet. */
    private final Map<Tally.Key, Relay.Tallied> untold = new LinkedHashMap<>();

    /** @param yaml reads the documents of a policy as published */
    public Monitor(Intake intake, Function<String, List<Node>> yaml) {
        this(intake, new Publications(yaml), new EventLedger(), new Tallies());
    }

    private Monitor(Intake intake, Publications publications, EventLedger ledger, Tallies tallies) {
        this.intake = intake;
        this.watch = new Watch(intake.keyCheck());
        this.publications = publications;
        this.ledger = ledger;
        this.tallies = tallies;
    }

    /**
     * One that goes on in place of this with other bodies: it knows none of those that came here, and counts on what is counted of
     * the partition as a whole.
     */
    public Monitor forOtherBodies() {
        Monitor other = new Monitor(intake, publications, ledger, tallies);
        other.watch.adopt(rules());
        other.watch.nameAs(watch);
        return other;
    }

    /** Whether a policy is held: without one, nothing may arrive. */
    public boolean ready() {
        return watch.hasPolicy();
    }

    /** The policies held, and the detectors that judge by them. */
    public RuleBook rules() {
        return watch.rules();
    }

    private Policies policies() {
        return rules().policies();
    }

    public EventLedger ledger() {
        return ledger;
    }

    /** The sets of categories released to {@code bodies} since the beginning, and how many extracts of each count. */
    public Map<Categories, Long> combinationsOf(Set<String> bodies) {
        return watch.combinationsOf(bodies);
    }

    /** All accepted records of {@code entity}; none where it is not watched here. */
    public RecordSet recordsOf(Entity entity) {
        return watch.recordsOf(entity);
    }

    @Override
    public Overview overview(int most) {
        return watch.overview(ledger.lines(), most);
    }

    /** Counts from now on and judges nothing but events, until the next tick, which judges everything once. */
    public void judgeOnNextTick() {
        watch.judgeOnNextTick();
    }

    /** Has alerts name no records that they rest on, where nobody asks; to be said before anything arrives. */
    public void nameNoRecords() {
        watch.nameNoRecords();
    }

    /** Counts, ignores or rejects one record of an input topic. */
    public Effects arrive(Arrival arrival) {
        Effects effects = new Effects();
        Policies policies = policies();
        String topic = arrival.origin().topic();
        ledger.set(topic, ledger.line(topic).andRead());
        Reason reason = intake.refuse(arrival, policies);
        Event event = arrival.event();
        if (reason != null || event == null) {
            reject(arrival, reason == null ? Reason.UNDECODABLE : reason, policies, effects);
        } else {
            accept(intake.observe(event, arrival.origin(), policies), effects);
        }
        effects.rememberOutcomes();
        return effects;
    }

    private void reject(Arrival arrival, Reason reason, Policies policies, Effects effects) {
        String topic = arrival.origin().topic();
        ledger.set(topic, ledger.line(topic).andRejected(reason));
        effects.remember(new Delta.Counted(topic, ledger.line(topic)));
        effects.say(arrival.rejected(reason));
        Event event = arrival.event();
        Basis basis = Basis.ofRejected(reason).orElse(null);
        if (event != null && basis != null) {
            tally(event, basis, arrival.origin(), policies, effects);
        }
    }

    private void tally(Event event, Basis basis, Origin origin, Policies policies, Effects effects) {
        LocalDate month = monthOf(policies.zone().dayOf(origin.appendedAt()));
        if (basis == Basis.LATE || basis == Basis.FUTURE) {
            Entity body = Entity.body(event.body());
            Tally.Key key = new Tally.Key(body, basis, month, origin.partition());
            effects.remember(new Delta.Tallied(tallies.add(key, 1)));
            watch.tally(watch.watched(body), basis, month, 1, origin, effects);
        }
        Entity feed = Entity.feed(Intake.feedOf(event));
        Tally tally = tallies.add(new Tally.Key(feed, basis, month, origin.partition()), 1);
        effects.remember(new Delta.Tallied(tally));
        effects.relay(new Relay.Tallied(tally, origin));
    }

    private static LocalDate monthOf(LocalDate day) {
        return day.withDayOfMonth(1);
    }

    /** Takes note of a directive that cannot be followed. */
    public Effects refuse(Rejection directive) {
        Effects effects = new Effects();
        String topic = directive.origin().topic();
        ledger.set(topic, ledger.line(topic).andRead().andRejected(directive.reason()));
        effects.remember(new Delta.Counted(topic, ledger.line(topic)));
        effects.say(directive);
        return effects;
    }

    private void accept(Observation event, Effects effects) {
        String topic = event.origin().topic();
        hear(event, effects);
        Watched body = watch.watched(Entity.body(event.body()));
        Identities.Change change = body.accept(event);
        if (change == Identities.Change.DUPLICATE) {
            EventLedger.Line duplicate = ledger.line(topic).andDuplicate();
            ledger.set(topic, duplicate);
            effects.remember(new Delta.Counted(topic, duplicate));
            if (watch.repeat(body, event)) {
                effects.remember(new Delta.Accepted(
                        body.entity(), body.nextChange(), event, List.of(), duplicate.read(), duplicate.applied()));
            }
            return;
        }
        EventLedger.Line line = ledger.line(topic).andApplied();
        ledger.set(topic, line);
        List<Finding> findings = List.of();
        if (change != Identities.Change.NOTHING) {
            findings = watch.apply(body, event, change.sign(), effects);
            countForFeed(event, change.sign());
        }
        relay(event, change.sign(), effects);
        effects.remember(
                new Delta.Accepted(body.entity(), body.nextChange(), event, findings, line.read(), line.applied()));
    }

    /** What feeds send is told on ticks: one record for many events. */
    private void countForFeed(Observation event, int sign) {
        LocalDate month = monthOf(LocalDate.ofEpochDay(event.day()));
        Origin origin = event.origin();
        Tally.Key key = new Tally.Key(Entity.feed(event.feed()), Basis.EVENTS, month, origin.partition());
        Relay.Tallied before = untold.get(key);
        Origin latest =
                before == null || origin.appendedAt().isAfter(before.because().appendedAt())
                        ? origin
                        : before.because();
        untold.put(key, new Relay.Tallied(tallies.add(key, sign), latest));
    }

    /** Takes note that a feed is alive: the first event of a day is enough. */
    private void hear(Observation event, Effects effects) {
        Origin origin = event.origin();
        LocalDate day = policies().zone().dayOf(origin.appendedAt());
        if (!event.feed().equals(heardFeed) || !day.equals(heardOn)) {
            heardFeed = event.feed();
            heardOn = day;
            Tally.Key key = new Tally.Key(Entity.feed(event.feed()), Basis.HEARD, day, origin.partition());
            Tally first = tallies.first(key);
            if (first != null) {
                effects.remember(new Delta.Tallied(first));
                effects.relay(new Relay.Tallied(first, origin));
            }
        }
    }

    private void relay(Observation event, int sign, Effects effects) {
        if (event.group() != null) {
            Relay.Observed.of(Entity.group(event.group()), event, sign, intake.keyCheck())
                    .forEach(effects::relay);
        }
        if (event.panel() != null && event.isDecision()) {
            Relay.Observed.of(Entity.panel(event.panel()), event, sign, intake.keyCheck())
                    .forEach(effects::relay);
        }
    }

    /** Lets time pass. */
    public Effects tick(Instant time) {
        Effects effects = new Effects();
        watch.tick(time, effects);
        effects.rememberOutcomes();
        untold.values().forEach(effects::relay);
        untold.clear();
        effects.relay(new Relay.Ticked(time));
        return effects;
    }

    /**
     * Adopts a publication of the policy if {@link Admission} lets it. The same publication again changes nothing.
     *
     * @throws PolicyException where it is refused; nothing has changed then
     */
    public Effects adopt(String published, Instant publishedAt) {
        Effects effects = new Effects();
        if (!publications.contains(published)) {
            watch.adopt(publications.rulesWith(published, publishedAt));
            effects.remember(publications.add(published, intake.keyCheck()));
            effects.relay(new Relay.Adopted(published));
            for (Policy version : policies().versions()) {
                version.feeds().keySet().forEach(feed -> effects.relay(new Relay.Expected(Entity.feed(feed))));
            }
        }
        return effects;
    }

    /** As {@code other}, of the same history: adopts all that it has adopted, without reading it again. */
    public void adoptAs(Monitor other) {
        watch.adopt(other.rules());
        publications.addAll(other.publications);
    }

    Publications publications() {
        return publications;
    }

    @Override
    public void restore(Delta delta) {
        if (delta instanceof Delta.Accepted accepted) {
            restore(accepted);
        } else if (delta instanceof Delta.Tallied tallied) {
            restore(tallied.tally());
        } else if (delta instanceof Delta.Counted counted) {
            EventLedger.Line line = ledger.line(counted.topic());
            ledger.set(counted.topic(), counted.line().atLeast(line.read(), line.applied()));
        } else if (delta instanceof Delta.Adopted adopted) {
            publications.restore(adopted, intake.keyCheck());
        } else {
            watch.restore(delta);
        }
    }

    private void restore(Tally tally) {
        Tally.Key key = tally.key();
        long more = tallies.set(tally);
        if (key.entity().kind() == EntityKind.BODY) {
            watch.watched(key.entity()).tally(key.basis(), key.day(), more);
        }
    }

    private void restore(Delta.Accepted accepted) {
        Observation event = accepted.observation();
        Watched body = watch.watched(accepted.entity());
        body.restore(accepted.number());
        Identities.Change change = body.accept(event);
        if (change == Identities.Change.COUNT || change == Identities.Change.UNCOUNT) {
            body.count(event, change.sign());
            body.standing(event, accepted.findings(), null);
            countForFeed(event, change.sign());
        } else if (change == Identities.Change.DUPLICATE) {
            body.repeat(event);
        }
        String topic = event.origin().topic();
        ledger.set(topic, ledger.line(topic).atLeast(accepted.read(), accepted.applied()));
    }

    @Override
    public void resume() {
        if (!publications.isEmpty()) {
            watch.resume(publications.rules());
        }
    }
}
