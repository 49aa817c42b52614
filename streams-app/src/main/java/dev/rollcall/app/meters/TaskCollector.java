package dev.rollcall.app.meters;

import dev.rollcall.model.Reason;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Overview;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The ledger, the standing alerts, the policy and the clock of the tasks that this instance has.
 *
 * <p>Read off their overviews at each scrape: no count of our own, so the page equals the ledger.
 */
final class TaskCollector implements MultiCollector {
    private static final EventLedger.Line EMPTY = EventLedger.Line.of(0, 0, 0, new long[0]);

    /** How the names of tasks of the first sub-topology begin. */
    private static final String OF_INPUTS = "0_";

    private final Supplier<Map<String, Overview>> tasks;
    private final List<String> inputs;

    /** @param inputs the topics that have series before their first record, so that the first rejection is an increase */
    TaskCollector(Supplier<Map<String, Overview>> tasks, List<String> inputs) {
        this.tasks = tasks;
        this.inputs = List.copyOf(inputs);
    }

    @Override
    public MetricSnapshots collect() {
        LedgerFamilies ledger = new LedgerFamilies();
        Family open = new Family(MeterNames.OPEN_ALERTS, "Alerts that stand.", Double::sum);
        Family version = new Family(
                MeterNames.POLICY_VERSION, "Version of the policy in force, 0 where none is held.", Math::min);
        Family from = new Family(
                MeterNames.POLICY_FROM,
                "Since when that version is in force, in seconds since 1970, 0 where none is held.",
                Math::min);
        Family tick = new Family(
                MeterNames.LAST_TICK, "The highest tick read, in seconds since 1970, 0 where none was.", Math::min);
        tasks.get().forEach((task, overview) -> {
            String partition = partition(task);
            // only tasks that read the inputs have a ledger, from its first line on
            Set<String> topics = new TreeSet<>(task.startsWith(OF_INPUTS) ? inputs : List.of());
            topics.addAll(overview.ledger().keySet());
            for (String topic : topics) {
                ledger.add(topic, partition, overview.ledger().getOrDefault(topic, EMPTY));
            }
            overview.standing()
                    .forEach((kind, alerts) -> open.add(
                            alerts,
                            MeterNames.DETECTOR,
                            kind.detector(),
                            MeterNames.SEVERITY,
                            kind.severity().name()));
            version.add(overview.policyVersion(), MeterNames.PARTITION, partition);
            from.add((double) overview.policyFrom().getEpochSecond(), MeterNames.PARTITION, partition);
            tick.add(overview.now().toEpochMilli() / 1000.0, MeterNames.PARTITION, partition);
        });
        return MetricSnapshots.builder()
                .metricSnapshot(ledger.read.snapshot())
                .metricSnapshot(ledger.applied.snapshot())
                .metricSnapshot(ledger.duplicate.snapshot())
                .metricSnapshot(ledger.rejected.snapshot())
                .metricSnapshot(ledger.balance.snapshot())
                .metricSnapshot(open.snapshot())
                .metricSnapshot(version.snapshot())
                .metricSnapshot(from.snapshot())
                .metricSnapshot(tick.snapshot())
                .build();
    }

    /** Task {@code 0_3} is that of partition 3. */
    private static String partition(String task) {
        return task.substring(task.lastIndexOf('_') + 1);
    }

    /** The ledger by topic and partition. */
    private static final class LedgerFamilies {
        private final Family read =
                new Family(MeterNames.READ, "Records read: applied, duplicate or rejected.", Double::sum);
        private final Family applied = new Family(
                MeterNames.APPLIED, "Records counted, retractions and what they cancel included.", Double::sum);
        private final Family duplicate =
                new Family(MeterNames.DUPLICATE, "Records that had been read before.", Double::sum);
        private final Family rejected = new Family(MeterNames.REJECTED, "Records that cannot be counted.", Double::sum);
        private final Family balance = new Family(
                MeterNames.BALANCE, "Records read, less those applied, duplicate or rejected: always 0.", Double::sum);

        void add(String topic, String partition, EventLedger.Line line) {
            String[] labels = {MeterNames.TOPIC, topic, MeterNames.PARTITION, partition};
            read.add((double) line.read(), labels);
            applied.add((double) line.applied(), labels);
            duplicate.add((double) line.duplicate(), labels);
            for (Reason reason : Reason.values()) {
                long records = line.rejected(reason);
                if (reason != Reason.REFUSED_POLICY || records > 0) {
                    rejected.add(
                            (double) records,
                            MeterNames.TOPIC,
                            topic,
                            MeterNames.PARTITION,
                            partition,
                            MeterNames.REASON,
                            reason.name());
                }
            }
            balance.add((double) line.missing(), labels);
        }
    }
}
