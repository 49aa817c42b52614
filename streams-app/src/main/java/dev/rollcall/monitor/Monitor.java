package dev.rollcall.monitor;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Event;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The monitor of one partition of the inputs: intake, and the watch of bodies.
 *
 * <p>Every step is {@code (memory, record) → effects}; what is remembered can be rebuilt from the deltas among the effects.
 */
public final class Monitor {
    private final Intake intake;
    private final Function<String, List<Node>> yaml;
    private final boolean relays;
    private final Watch watch = new Watch();
    private final EventLedger ledger = new EventLedger();
    private final List<String> publications = new ArrayList<>();

    /**
     * @param yaml reads the documents of a policy as published
     * @param relays whether what is relayed reaches a watch of groups; otherwise limits on groups are refused
     */
    public Monitor(Intake intake, Function<String, List<Node>> yaml, boolean relays) {
        this.intake = intake;
        this.yaml = yaml;
        this.relays = relays;
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

    /** How things stand, with at most {@code most} figures. */
    public Overview overview(int most) {
        return watch.overview(ledger.lines(), most);
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
        remember(effects);
        return effects;
    }

    private void reject(Arrival arrival, Reason reason, Policies policies, Effects effects) {
        String topic = arrival.origin().topic();
        ledger.set(topic, ledger.line(topic).andRejected(reason));
        effects.remember(new Delta.Counted(topic, ledger.line(topic)));
        effects.say(arrival.rejected(reason));
        Event event = arrival.event();
        if (event != null && (reason == Reason.LATE || reason == Reason.FUTURE)) {
            Basis basis = reason == Reason.LATE ? Basis.LATE : Basis.FUTURE;
            Watched body = watch.watched(Entity.body(event.body()));
            LocalDate day = policies.zone().dayOf(arrival.origin().appendedAt());
            effects.remember(new Delta.Tallied(body.entity(), body.nextChange(), basis, day));
            watch.tally(body, basis, day, arrival.origin(), effects);
        }
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
        Watched body = watch.watched(Entity.body(event.body()));
        Identities.Change change = body.accept(event);
        if (change == Identities.Change.DUPLICATE) {
            ledger.set(topic, ledger.line(topic).andDuplicate());
            effects.remember(new Delta.Counted(topic, ledger.line(topic)));
            return;
        }
        EventLedger.Line line = ledger.line(topic).andApplied();
        ledger.set(topic, line);
        List<Finding> findings = List.of();
        if (change != Identities.Change.NOTHING) {
            int sign = change == Identities.Change.COUNT ? 1 : -1;
            findings = watch.apply(body, event, sign, effects);
            relay(event, sign, effects);
        }
        effects.remember(
                new Delta.Accepted(body.entity(), body.nextChange(), event, findings, line.read(), line.applied()));
    }

    private static void relay(Observation event, int sign, Effects effects) {
        if (event.group() != null) {
            effects.relay(new Effects.Relay(Entity.group(event.group()), event, sign));
        }
        if (event.panel() != null && (event.stage() == Stage.APPROVED || event.stage() == Stage.REFUSED)) {
            effects.relay(new Effects.Relay(Entity.panel(event.panel()), event, sign));
        }
    }

    /** Lets time pass. */
    public Effects tick(Instant time) {
        Effects effects = new Effects();
        boolean later = time.isAfter(watch.now());
        watch.tick(time, effects);
        if (later) {
            effects.remember(new Delta.Ticked(time));
        }
        remember(effects);
        return effects;
    }

    /**
     * Adopts a publication of the policy if {@link Admission} lets it. The same publication again changes nothing.
     *
     * @throws PolicyException where it is refused; nothing has changed then
     */
    public Effects adopt(String published, Instant publishedAt) {
        Effects effects = new Effects();
        if (publications.contains(published)) {
            return effects;
        }
        List<Node> documents = documents();
        int held = documents.size();
        documents.addAll(yaml.apply(published));
        RuleBook book = RuleBook.read(documents);
        List<Policy> versions = book.policies().versions();
        List<Problem> problems = new Admission(held == 0, relays, publishedAt)
                .against(versions.subList(held, versions.size()), documents.subList(held, documents.size()));
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        publications.add(published);
        watch.adopt(book);
        effects.remember(new Delta.Adopted(publications.size() - 1, published, intake.keyCheck()));
        return effects;
    }

    /** What the versions held were read from. */
    private List<Node> documents() {
        List<Node> documents = new ArrayList<>();
        publications.forEach(text -> documents.addAll(yaml.apply(text)));
        return documents;
    }

    /** What is published is remembered too. */
    private static void remember(Effects effects) {
        for (Outcome outcome : effects.outcomes()) {
            if (outcome instanceof Alert alert) {
                effects.remember(new Delta.Alerted(alert));
            } else if (outcome instanceof Figure figure) {
                effects.remember(new Delta.Figured(figure));
            }
        }
    }

    /** Takes over one delta of an earlier life; {@link #resume} must follow the last. */
    public void restore(Delta delta) {
        if (delta instanceof Delta.Accepted accepted) {
            restore(accepted);
        } else if (delta instanceof Delta.Tallied tallied) {
            Watched body = watch.watched(tallied.entity());
            body.restore(tallied.number());
            body.tally(tallied.basis(), tallied.day());
        } else if (delta instanceof Delta.Counted counted) {
            EventLedger.Line line = ledger.line(counted.topic());
            ledger.set(counted.topic(), counted.line().atLeast(line.read(), line.applied()));
        } else if (delta instanceof Delta.Alerted alerted) {
            watch.restore(alerted.alert());
        } else if (delta instanceof Delta.Figured figured) {
            watch.restore(figured.figure());
        } else if (delta instanceof Delta.Ticked ticked) {
            watch.restore(ticked.now());
        } else if (delta instanceof Delta.Adopted adopted) {
            if (!adopted.keyCheck().equals(intake.keyCheck())) {
                throw new IllegalStateException(
                        "Expected the key of the pseudonyms that this memory was begun with, but it is another: every child would be counted anew");
            }
            publications.add(adopted.number(), adopted.yaml());
        } else {
            throw new IllegalStateException("Expected to know how to restore each kind of delta, but not "
                    + delta.getClass().getSimpleName());
        }
    }

    private void restore(Delta.Accepted accepted) {
        Observation event = accepted.observation();
        Watched body = watch.watched(accepted.entity());
        body.restore(accepted.number());
        Identities.Change change = body.accept(event);
        if (change == Identities.Change.COUNT || change == Identities.Change.UNCOUNT) {
            body.count(event, change == Identities.Change.COUNT ? 1 : -1);
            body.standing(event, accepted.findings(), null);
        }
        String topic = event.origin().topic();
        ledger.set(topic, ledger.line(topic).atLeast(accepted.read(), accepted.applied()));
    }

    /** Counts and judges what was restored. */
    public void resume() {
        if (!publications.isEmpty()) {
            watch.resume(RuleBook.read(documents()));
        }
    }
}
