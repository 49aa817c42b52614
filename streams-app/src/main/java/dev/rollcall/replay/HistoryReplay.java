package dev.rollcall.replay;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
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
import dev.rollcall.monitor.RecordSet;
import dev.rollcall.monitor.Relay;
import dev.rollcall.monitor.Tally;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A history taken through the monitor in as many partitions as it has, as live, but judged once, at its end: what stands then
 * does not depend on when time passed, nor on the order of records.
 *
 * <p>Safe for several threads as long as each partition is one thread's. What is found is the same, to the byte, however
 * many there are.
 */
public final class HistoryReplay implements History.Use {
    /**
     * Groups are divided among so many shards, panels and feeds among as many more, so that threads seldom wait for one another.
     */
    private static final int SHARDS = 8;

    private final List<Partition> partitions = new ArrayList<>();
    private final List<Shard> shards = new ArrayList<>();
    private final Supplier<EntityMonitor> entityMonitors;
    private final int threads;
    private final Map<String, Alert> alerts = new TreeMap<>();
    private final Map<FigureKey, Figure> figures = new TreeMap<>();

    /** The watch of some of the groups, panels and feeds. */
    private static final class Shard {
        private EntityMonitor monitor;

        Shard(EntityMonitor monitor) {
            this.monitor = monitor;
        }

        synchronized void replace(EntityMonitor empty, Monitor like) {
            monitor = empty;
            adoptAs(like);
        }

        synchronized void take(List<Relay> relays) {
            relays.forEach(monitor::take);
        }

        synchronized RecordSet recordsOf(Entity entity) {
            return monitor.recordsOf(entity);
        }

        synchronized Effects tick(Instant asOf) {
            return monitor.take(new Relay.Ticked(asOf));
        }

        synchronized void adoptAs(Monitor other) {
            monitor.adoptAs(other);
            monitor.judgeOnNextTick();
        }
    }

    /** One partition of the inputs, and what it has to pass on to each shard. */
    private final class Partition {
        /** So many are passed on at once: whoever takes a lock takes it for all of them. */
        private static final int BATCH = 256;

        private Monitor monitor;
        private final List<List<Relay>> untold = new ArrayList<>();
        private final Map<Tally.Key, Relay.Tallied> tallies = new LinkedHashMap<>();

        Partition(Monitor monitor) {
            this.monitor = monitor;
            for (int shard = 0; shard < 2 * SHARDS; shard++) {
                untold.add(new ArrayList<>());
            }
        }

        void passOn(Effects effects) {
            for (Relay relay : effects.relays()) {
                if (relay instanceof Relay.Tallied tallied) {
                    tallies.merge(tallied.tally().key(), tallied, Partition::latest);
                } else if (relay instanceof Relay.ToEntity toEntity) {
                    int shard = shardOf(toEntity.entity());
                    List<Relay> batch = untold.get(shard);
                    batch.add(relay);
                    if (batch.size() >= BATCH) {
                        passOn(shard);
                    }
                }
            }
        }

        /** What is tallied adds up; of what it is due to, the latest counts. */
        private static Relay.Tallied latest(Relay.Tallied before, Relay.Tallied now) {
            boolean later = before.because().appendedAt().isAfter(now.because().appendedAt());
            return later ? new Relay.Tallied(now.tally(), before.because()) : now;
        }

        /** Passes on what feeds sent: once, since what one pass counts another may take back. */
        void tellTallies() {
            tallies.values()
                    .forEach(tallied -> shards.get(shardOf(tallied.entity())).take(List.of(tallied)));
            tallies.clear();
        }

        private static int shardOf(Entity entity) {
            int shard = Math.floorMod(entity.id().hashCode(), SHARDS);
            return entity.kind() == EntityKind.GROUP ? shard : SHARDS + shard;
        }

        private void passOn(int shard) {
            shards.get(shard).take(untold.get(shard));
            untold.get(shard).clear();
        }

        List<Outcome> finish(Instant asOf) {
            Effects effects = monitor.tick(asOf);
            passOn(effects);
            for (int shard = 0; shard < untold.size(); shard++) {
                passOn(shard);
            }
            return effects.outcomes();
        }
    }

    /**
     * Under a fixed key, on which no figure and no alert depends. The alerts name no records that they rest on.
     *
     * @param policies publications of the policy in order, each as YAML of one or several versions
     * @param file where {@code policies} come from, for messages
     * @param threads how many judge at the end
     * @throws PolicyException with everything that is wrong with the policies
     */
    public HistoryReplay(List<String> policies, String file, int partitions, int threads) {
        this(policies, file, partitions, threads, Pseudonymiser::fixed, false);
    }

    /**
     * Under the monitor's own key: the alerts name the records that they rest on.
     *
     * @param policies publications of the policy in order, each as YAML of one or several versions
     * @param file where {@code policies} come from, for messages
     * @param pseudonymisers makes one for each partition, all with the same key
     * @throws PolicyException with everything that is wrong with the policies
     */
    public HistoryReplay(List<String> policies, String file, int partitions, Supplier<Pseudonymiser> pseudonymisers) {
        this(policies, file, partitions, 1, pseudonymisers, true);
    }

    private HistoryReplay(
            List<String> policies,
            String file,
            int partitions,
            int threads,
            Supplier<Pseudonymiser> pseudonymisers,
            boolean naming) {
        this.threads = threads;
        entityMonitors = () -> {
            EntityMonitor monitor = new EntityMonitor(
                    yaml -> Yaml.documents(yaml, file), pseudonymisers.get().keyCheck());
            if (!naming) {
                monitor.nameNoRecords();
            }
            return monitor;
        };
        for (int number = 0; number < 2 * SHARDS; number++) {
            shards.add(new Shard(entityMonitors.get()));
        }
        for (int number = 0; number < partitions; number++) {
            Monitor monitor = new Monitor(new Intake(pseudonymisers.get()), yaml -> Yaml.documents(yaml, file));
            if (!naming) {
                monitor.nameNoRecords();
            }
            Partition partition = new Partition(monitor);
            if (number == 0) {
                policies.forEach(policy -> partition.passOn(monitor.adopt(policy, Instant.EPOCH)));
                shards.forEach(shard -> shard.adoptAs(monitor));
            } else {
                monitor.adoptAs(this.partitions.get(0).monitor);
            }
            monitor.judgeOnNextTick();
            this.partitions.add(partition);
        }
    }

    @Override
    public void of(Arrival arrival) {
        Partition partition = partitions.get(arrival.origin().partition());
        partition.passOn(partition.monitor.arrive(arrival));
    }

    /** What it all comes to at {@code asOf}, once all was read. */
    public Recount finish(Instant asOf) {
        finishBodies(asOf);
        partitions.forEach(Partition::tellTallies);
        finish(shards, asOf);
        return recount(asOf);
    }

    /**
     * Reads {@code scope} in several passes, each over a share of the bodies, of which nothing but what stands is kept. What it
     * comes to is the same in any number of passes.
     */
    public Recount recount(History history, Scope scope, Instant asOf, int passes) {
        Shares shares = new Shares(partitions.get(0).monitor.rules().policies(), passes);
        for (int pass = 0; pass < passes; pass++) {
            if (pass > 0) {
                finishBodies(asOf);
                finish(shards.subList(0, SHARDS), asOf);
                forgetBodiesAndGroups();
            }
            history.read(passes == 1 ? scope : scope.and(shares.share(pass)), this);
        }
        return finish(asOf);
    }

    private void finishBodies(Instant asOf) {
        List<Runnable> work = new ArrayList<>();
        for (Partition partition : partitions) {
            work.add(() -> note(partition.finish(asOf)));
        }
        Parallel.run(threads, work);
    }

    private void finish(List<Shard> some, Instant asOf) {
        List<Runnable> work = new ArrayList<>();
        for (Shard shard : some) {
            work.add(() -> note(shard.tick(asOf).outcomes()));
        }
        Parallel.run(threads, work);
    }

    /** Panels and feeds go on: they hear of all bodies, and keep little of each. */
    private void forgetBodiesAndGroups() {
        for (Partition partition : partitions) {
            partition.monitor = partition.monitor.forOtherBodies();
            partition.monitor.judgeOnNextTick();
        }
        shards.subList(0, SHARDS).forEach(shard -> shard.replace(entityMonitors.get(), partitions.get(0).monitor));
    }

    /** All accepted records of {@code entity}, once all was read and finished, in one pass. */
    public RecordSet recordsOf(Entity entity) {
        for (Partition partition : partitions) {
            RecordSet records = partition.monitor.recordsOf(entity);
            if (!records.isEmpty()) {
                return records;
            }
        }
        return shards.get(Partition.shardOf(entity)).recordsOf(entity);
    }

    private synchronized void note(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Alert alert) {
                alerts.put(alert.id(), alert);
            } else if (outcome instanceof Figure figure) {
                figures.put(figure.key(), figure);
            }
        }
    }

    private synchronized Recount recount(Instant asOf) {
        Map<String, EventLedger.Line> ledger = new TreeMap<>();
        for (Partition partition : partitions) {
            partition
                    .monitor
                    .ledger()
                    .lines()
                    .forEach((topic, line) -> ledger.merge(topic, line, EventLedger.Line::and));
        }
        return new Recount(
                asOf,
                partitions.get(0).monitor.rules().policies(),
                alerts.values().stream()
                        .filter(alert -> alert.state() != AlertState.RETRACTED)
                        .toList(),
                figures.values().stream().filter(figure -> figure.count() != 0).toList(),
                ledger);
    }
}
