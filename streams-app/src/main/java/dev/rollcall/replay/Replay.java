package dev.rollcall.replay;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Event;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Rejection;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.monitor.Relay;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A history taken through the monitor in memory, groups, panels and feeds included: the same steps as live, on one partition.
 *
 * <p>Time passes with the records: there is a tick before each, at its record timestamp, and one at the end.
 */
public final class Replay {
    /** In place of a topic, for what does not even say which topic it belongs to. */
    public static final String UNDECODABLE = "undecodable";

    private final Monitor monitor;
    private final EntityMonitor entities;
    private final Map<String, Long> offsets = new HashMap<>();
    private final Map<String, Alert> alerts = new TreeMap<>();
    private final Map<FigureKey, Figure> figures = new TreeMap<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private Instant highest = Instant.EPOCH;

    /**
     * @param policy the versions to judge by, as YAML
     * @param file where {@code policy} comes from, for messages
     * @throws PolicyException with everything that is wrong with the policy
     */
    public Replay(String policy, String file, Pseudonymiser pseudonymiser) {
        monitor = new Monitor(new Intake(pseudonymiser), yaml -> Yaml.versions(yaml, file));
        entities = new EntityMonitor(yaml -> Yaml.versions(yaml, file), pseudonymiser.keyCheck());
        monitor.nameNoRecords();
        entities.nameNoRecords();
        note(monitor.adopt(policy, Instant.EPOCH));
    }

    /** Takes in the next event. */
    public void arrive(Event event, Instant appendedAt) {
        arrive(event.type().topic(), event.body(), event, appendedAt);
    }

    /** Takes in a record that is no event. */
    public void arriveUndecodable(Instant appendedAt) {
        arrive(UNDECODABLE, null, null, appendedAt);
    }

    private void arrive(String topic, @Nullable String key, @Nullable Event event, Instant appendedAt) {
        tick(appendedAt);
        long offset = offsets.merge(topic, 1L, Long::sum) - 1;
        Origin origin = new Origin(topic, 0, offset, appendedAt);
        note(monitor.arrive(new Arrival(origin, 0, null, key, 0, event, null)));
    }

    /** Lets time pass. */
    public void tick(Instant now) {
        highest = now.isAfter(highest) ? now : highest;
        note(monitor.tick(now));
    }

    /** The highest time so far. */
    Instant now() {
        return highest;
    }

    /** Publishes what is left to say at {@code asOf}; at the time of the last record where null. */
    public void finish(@Nullable Instant asOf) {
        tick(asOf == null ? highest : asOf);
    }

    private void note(Effects effects) {
        for (Outcome outcome : effects.outcomes()) {
            if (outcome instanceof Alert alert) {
                alerts.put(alert.id(), alert);
            } else if (outcome instanceof Figure figure) {
                figures.put(figure.key(), figure);
            } else if (outcome instanceof Rejection rejection) {
                rejections.add(rejection);
            }
        }
        for (Relay relay : effects.relays()) {
            note(entities.take(relay));
        }
    }

    /** The last revision of every alert, by id. */
    public Collection<Alert> alerts() {
        return alerts.values();
    }

    /** Every figure that is not 0, by key. */
    public List<Figure> figures() {
        return figures.values().stream().filter(figure -> figure.count() != 0).toList();
    }

    /** The versions of the policy. */
    public Policies policies() {
        return monitor.rules().policies();
    }

    /** The sets of categories released to {@code bodies}, and how many extracts of each count. */
    public Map<Categories, Long> combinationsOf(Set<String> bodies) {
        return monitor.combinationsOf(bodies);
    }

    /** What could not be counted, in order. */
    public List<Rejection> rejections() {
        return rejections;
    }

    /** What became of the records of each topic. */
    public Map<String, EventLedger.Line> ledger() {
        return monitor.ledger().lines();
    }
}
