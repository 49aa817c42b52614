package dev.rollcall.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.detect.EveryDetector;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Event;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Outcome;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Delta;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.monitor.Relay;
import dev.rollcall.monitor.TaskMemory;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Yaml;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** A monitor that is rebuilt from its compacted log goes on as if nothing had happened, with every detector there is. */
class StateThroughBytesTest {
    private static final int HISTORIES = 40;

    @Test
    void aRebuiltMonitorEndsWithTheSameFiguresAlertsAndLedger() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = EveryDetector.in(Histories.random(seed));
            Random random = new Random(seed);
            Run undisturbed = new Run(history).to(history.asOf(), step -> false);
            Run rebuilt = new Run(history).to(history.asOf(), step -> random.nextInt(40) == 0);

            assertLinesEqual(undisturbed.standing(), rebuilt.standing(), seed);
            assertLinesEqual(undisturbed.figures(), rebuilt.figures(), seed);
            assertEquals(undisturbed.ledger(), rebuilt.ledger(), "seed " + seed);
            assertLinesEqual(undisturbed.revisions, rebuilt.revisions, seed);
        }
    }

    @Test
    void aShortHistoryMayBeRebuiltAfterEachStep() {
        for (long seed = 0; seed < 6; seed++) {
            History whole = EveryDetector.in(Histories.random(seed));
            List<String> lines = whole.ndjsonLinesInArrivalOrder();
            History history =
                    new History(lines.subList(0, Math.min(60, lines.size())), whole.policyYaml(), whole.asOf());
            Run undisturbed = new Run(history).to(history.asOf(), step -> false);
            Run rebuilt = new Run(history).to(history.asOf(), step -> true);
            assertLinesEqual(undisturbed.standing(), rebuilt.standing(), seed);
            assertLinesEqual(undisturbed.figures(), rebuilt.figures(), seed);
            assertEquals(undisturbed.ledger(), rebuilt.ledger(), "seed " + seed);
        }
    }

    /** Compares as texts, one line each, so that a difference can be read. */
    private static void assertLinesEqual(Collection<String> expected, Collection<String> actual, long seed) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(actual);
        Set<String> unexpected = new TreeSet<>(actual);
        unexpected.removeAll(expected);
        assertEquals(String.join("\n", missing), String.join("\n", unexpected), "seed " + seed);
        assertEquals(expected.size(), actual.size());
    }

    /** One monitor, its log, and what it has published. */
    /** As a changelog after compaction: the last value of each key, where that was written. */
    private static final class Log {
        private final DeltaCodec codec = new DeltaCodec();
        private final Map<ByteBuffer, byte[]> records = new LinkedHashMap<>();

        void note(List<Delta> deltas) {
            for (Delta delta : deltas) {
                ByteBuffer key = ByteBuffer.wrap(codec.key(delta));
                records.remove(key);
                records.put(key, codec.value(delta));
            }
        }

        void giveBack(TaskMemory memory) {
            records.forEach((key, value) -> memory.restore(codec.read(key.array(), value)));
            memory.resume();
        }
    }

    private static final class Run {
        private final RelayCodec relays = new RelayCodec();
        private final History history;
        private final Log ofBodies = new Log();
        private final Log ofGroups = new Log();

        private final Map<String, Alert> alerts = new TreeMap<>();
        private final Map<String, Figure> figures = new TreeMap<>();
        /** Every revision of an alert that was published, so that none is told twice. */
        private final Set<String> revisions = new TreeSet<>();

        private Monitor monitor = newMonitor();
        private EntityMonitor entities = newEntityMonitor();

        Run(History history) {
            this.history = history;
        }

        Run to(Instant asOf, IntPredicate rebuiltAfter) {
            note(monitor.adopt(history.policyYaml(), Instant.EPOCH));
            Map<String, Long> offsets = new HashMap<>();
            List<String> lines = history.ndjsonLinesInArrivalOrder();
            for (int i = 0; i < lines.size(); i++) {
                Event event = null;
                Instant appendedAt;
                try {
                    EventLine line = Ndjson.readEvent(lines.get(i), "events.ndjson", i + 1);
                    event = line.event();
                    appendedAt = line.appendedAt();
                } catch (EventException e) {
                    appendedAt = e.appendedAt().orElse(Instant.EPOCH);
                }
                if (!appendedAt.isAfter(asOf)) {
                    String topic = event == null ? "undecodable" : event.type().topic();
                    Origin origin = new Origin(topic, 0, offsets.merge(topic, 1L, Long::sum) - 1, appendedAt);
                    note(monitor.tick(appendedAt));
                    note(monitor.arrive(
                            new Arrival(origin, 0, null, event == null ? null : event.body(), 0, event, null)));
                    if (rebuiltAfter.test(i)) {
                        rebuild();
                    }
                }
            }
            note(monitor.tick(asOf));
            return this;
        }

        private static Monitor newMonitor() {
            return new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy.yaml"));
        }

        private static EntityMonitor newEntityMonitor() {
            return new EntityMonitor(
                    yaml -> Yaml.documents(yaml, "policy.yaml"),
                    Pseudonymiser.fixed().keyCheck());
        }

        private void rebuild() {
            monitor = newMonitor();
            ofBodies.giveBack(monitor);
            entities = newEntityMonitor();
            ofGroups.giveBack(entities);
        }

        private void note(Effects effects) {
            ofBodies.note(effects.deltas());
            tell(effects);
            for (Relay relay : effects.relays()) {
                Effects more = entities.take(relays.read(relays.value(relay)));
                ofGroups.note(more.deltas());
                tell(more);
            }
        }

        private void tell(Effects effects) {
            for (Outcome outcome : effects.outcomes()) {
                if (outcome instanceof Alert alert) {
                    alerts.put(alert.id(), alert);
                    revisions.add(alert.id() + " " + alert.revision() + " " + alert.state() + " "
                            + alert.finding().observed() + " " + alert.explanation() + " " + alert.restsOn());
                } else if (outcome instanceof Figure figure) {
                    figures.put(figure.key().toString(), figure);
                }
            }
        }

        List<String> standing() {
            return alerts.values().stream()
                    .filter(alert -> alert.state() != AlertState.RETRACTED)
                    .map(alert -> alert.finding() + alert.explanation())
                    .toList();
        }

        List<String> figures() {
            return figures.values().stream()
                    .filter(figure -> figure.count() != 0)
                    .map(figure -> figure.key() + " " + figure.count() + " " + figure.exact() + " " + figure.limit()
                            + " " + figure.restated())
                    .toList();
        }

        Map<String, String> ledger() {
            Map<String, String> ledger = new TreeMap<>();
            for (Map.Entry<String, EventLedger.Line> line :
                    monitor.ledger().lines().entrySet()) {
                ledger.put(
                        line.getKey(),
                        line.getValue().read() + " " + line.getValue().applied() + " "
                                + line.getValue().duplicate() + " "
                                + Arrays.toString(line.getValue().byReason()));
            }
            return ledger;
        }
    }
}
