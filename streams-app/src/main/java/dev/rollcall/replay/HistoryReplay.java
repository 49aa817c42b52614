package dev.rollcall.replay;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Outcome;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.monitor.Relay;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A history taken through the monitor in as many partitions as it has, as live, but judged once, at its end: what stands then
 * does not depend on when time passed, nor on the order of records.
 *
 * <p>Safe for several threads as long as each partition is one thread's.
 */
public final class HistoryReplay implements History.Use {
    private final List<Partition> partitions = new ArrayList<>();
    private final EntityMonitor entities;
    private final Map<String, Alert> alerts = new TreeMap<>();
    private final Map<FigureKey, Figure> figures = new TreeMap<>();

    /** What one partition of the inputs comes to. */
    private record Partition(Monitor monitor) {}

    /**
     * @param policies publications of the policy in order, each as YAML of one or several versions
     * @param file where {@code policies} come from, for messages
     * @param pseudonymisers makes one for each partition, all with the same key
     * @throws PolicyException with everything that is wrong with the policies
     */
    public HistoryReplay(List<String> policies, String file, int partitions, Supplier<Pseudonymiser> pseudonymisers) {
        entities = new EntityMonitor(
                yaml -> Yaml.documents(yaml, file), pseudonymisers.get().keyCheck());
        for (int number = 0; number < partitions; number++) {
            Monitor monitor = new Monitor(new Intake(pseudonymisers.get()), yaml -> Yaml.documents(yaml, file));
            for (String policy : policies) {
                Effects effects = monitor.adopt(policy, Instant.EPOCH);
                note(number == 0 ? effects : new Effects());
            }
            this.partitions.add(new Partition(monitor));
        }
    }

    @Override
    public void of(Arrival arrival) {
        note(partitions.get(arrival.origin().partition()).monitor().arrive(arrival));
    }

    /** What it all comes to at {@code asOf}, once all was read. */
    public Recount finish(Instant asOf) {
        Map<String, EventLedger.Line> ledger = new TreeMap<>();
        for (Partition partition : partitions) {
            note(partition.monitor().tick(asOf));
            partition
                    .monitor()
                    .ledger()
                    .lines()
                    .forEach((topic, line) -> ledger.merge(topic, line, EventLedger.Line::and));
        }
        return new Recount(
                asOf,
                partitions.get(0).monitor().rules().policies(),
                alerts.values().stream()
                        .filter(alert -> alert.state() != AlertState.RETRACTED)
                        .toList(),
                figures.values().stream().filter(figure -> figure.count() != 0).toList(),
                ledger);
    }

    private synchronized void note(Effects effects) {
        for (Outcome outcome : effects.outcomes()) {
            if (outcome instanceof Alert alert) {
                alerts.put(alert.id(), alert);
            } else if (outcome instanceof Figure figure) {
                figures.put(figure.key(), figure);
            }
        }
        for (Relay relay : effects.relays()) {
            note(entities.take(relay));
        }
    }
}
