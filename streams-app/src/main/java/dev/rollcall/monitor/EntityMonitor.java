package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.policy.Node;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The watch of groups, panels and feeds in one partition of what intake relays.
 *
 * <p>An observation may overtake the policy: until one is held, all is counted and nothing judged.
 */
public final class EntityMonitor implements TaskMemory {
    private final Watch watch;
    private final Publications publications;
    private final Tallies tallies = new Tallies();
    private final Digest keyCheck;

    /**
     * @param yaml reads the documents of a policy as published
     * @param keyCheck what tells the key of our own pseudonyms from another: under two keys a child would be two
     */
    public EntityMonitor(Function<String, List<Node>> yaml, Digest keyCheck) {
        this.publications = new Publications(yaml);
        this.keyCheck = keyCheck;
        this.watch = new Watch(keyCheck);
    }

    /** Counts from now on and judges nothing, until the next tick, which judges everything once. */
    public void judgeOnNextTick() {
        watch.judgeOnNextTick();
    }

    /** Has alerts name no records that they rest on, where nobody asks; to be said before anything arrives. */
    public void nameNoRecords() {
        watch.nameNoRecords();
    }

    /** Counts and judges, or follows a directive. */
    public Effects take(Relay relay) {
        Effects effects = new Effects();
        if (relay instanceof Relay.Observed observed) {
            observe(observed, effects);
        } else if (relay instanceof Relay.Tallied tallied) {
            tally(tallied.tally(), tallied.because(), effects);
        } else if (relay instanceof Relay.Expected expected) {
            if (watch.expect(expected.entity())) {
                effects.remember(new Delta.Expected(expected.entity()));
            }
        } else if (relay instanceof Relay.Adopted policy) {
            effects.remember(publications.add(policy.yaml(), keyCheck));
            watch.adopt(publications.rules());
        } else if (relay instanceof Relay.Ticked ticked) {
            watch.tick(ticked.now(), effects);
        } else {
            throw new IllegalStateException("Expected to know what to do with each kind of relay");
        }
        effects.rememberOutcomes();
        return effects;
    }

    /** As {@code other}, of the same history: adopts all that it has adopted, without reading it again. */
    public void adoptAs(Monitor other) {
        watch.adopt(other.rules());
        publications.addAll(other.publications());
    }

    private void observe(Relay.Observed observed, Effects effects) {
        if (!observed.keyCheck().equals(keyCheck)) {
            throw new IllegalStateException(
                    "Expected all instances to have the same key for pseudonyms, but what was relayed has another than this one: every child would be counted twice");
        }
        Watched entity = watch.watched(observed.entity());
        Observation event = observed.observation();
        effects.remember(new Delta.Relayed(entity.entity(), entity.nextChange(), event, observed.sign()));
        watch.observe(entity, event, observed.sign(), effects);
    }

    private void tally(Tally tally, Origin because, Effects effects) {
        long more = tallies.set(tally);
        if (more != 0) {
            effects.remember(new Delta.Tallied(tally));
            Tally.Key key = tally.key();
            watch.tally(watch.watched(key.entity()), key.basis(), key.day(), more, because, effects);
        }
    }

    /** All accepted records of {@code entity}; none where it is not watched here. */
    public RecordSet recordsOf(Entity entity) {
        return watch.recordsOf(entity);
    }

    @Override
    public Overview overview(int most) {
        return watch.overview(Map.of(), most);
    }

    @Override
    public void restore(Delta delta) {
        if (delta instanceof Delta.Relayed relayed) {
            Watched entity = watch.watched(relayed.entity());
            entity.restore(relayed.number());
            entity.note(relayed.observation());
            if (relayed.sign() != 0) {
                entity.count(relayed.observation(), relayed.sign());
            }
        } else if (delta instanceof Delta.Tallied tallied) {
            Tally.Key key = tallied.tally().key();
            watch.watched(key.entity()).tally(key.basis(), key.day(), tallies.set(tallied.tally()));
        } else if (delta instanceof Delta.Expected expected) {
            watch.expect(expected.entity());
        } else if (delta instanceof Delta.Adopted adopted) {
            publications.restore(adopted, keyCheck);
        } else {
            watch.restore(delta);
        }
    }

    @Override
    public void resume() {
        if (!publications.isEmpty()) {
            watch.resume(publications.rules());
        }
    }
}
