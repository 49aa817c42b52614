package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.RestsOn;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.Oracle;
import dev.rollcall.oracle.OracleEvents;
import dev.rollcall.oracle.OraclePolicy;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.Ndjson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds a replay that judges once, in any number of partitions and threads, against a brute-force recount and against ticks. */
class HistoryReplayTest {
    private static final int HISTORIES = 60;

    private final Oracle oracle = new Oracle(Histories::categoryOf);

    @Test
    void judgedOnceItGivesTheFiguresAndStandingAlertsOfABruteForceRecount() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            dev.rollcall.oracle.History history = Histories.random(seed);
            OracleResult expected = oracle.judge(
                    OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                    OraclePolicy.read(history.policyYaml()),
                    history.asOf());
            for (int partitions : List.of(1, 4, 12)) {
                int threads = 1 + (int) (seed % 4);
                Recount recount = recount(history, partitions, threads);
                assertEquals(
                        List.of(),
                        expected.differences(OracleResult.read(alerts(recount), figures(recount))),
                        "seed " + seed + ", " + partitions + " partitions, " + threads + " threads");
            }
        }
    }

    @Test
    void itSaysTheSameToTheByteWhateverTheThreads() {
        for (long seed = 0; seed < HISTORIES; seed += 10) {
            dev.rollcall.oracle.History history = Histories.random(seed);
            for (int partitions : List.of(4, 12)) {
                Recount one = recount(history, partitions, 1);
                for (int threads = 2; threads <= 4; threads++) {
                    Recount several = recount(history, partitions, threads);
                    assertEquals(alerts(one), alerts(several));
                    assertEquals(figures(one), figures(several));
                    assertEquals(one.asOf(), several.asOf());
                }
            }
        }
    }

    @Test
    void itSaysWithTheSameWordsWhatAReplayWithTicksSays() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            dev.rollcall.oracle.History any = Histories.random(seed);
            dev.rollcall.oracle.History history =
                    new dev.rollcall.oracle.History(inOrderOfLogging(any), any.policyYaml(), any.asOf());
            OfflineReplay ticked =
                    new OfflineReplay(history.policyYaml(), "policy.yaml", Pseudonymiser.fixed(), problem -> {});
            ticked.run(history.ndjsonLinesInArrivalOrder().iterator(), "events.ndjson", history.asOf());
            Recount recount = recount(history, 4, 2);
            assertEquals(
                    new TreeMap<>(ticked.replay().alerts().stream()
                            .filter(alert -> alert.state() != AlertState.RETRACTED)
                            .collect(Collectors.toMap(alert -> alert.id(), alert -> alert.explanation()))),
                    new TreeMap<>(recount.alerts().stream()
                            .collect(Collectors.toMap(alert -> alert.id(), alert -> alert.explanation()))),
                    "seed " + seed);
            Function<List<Figure>, List<String>> texts = figures -> figures.stream()
                    .map(figure -> figure.key() + " " + figure.count() + " " + figure.limit())
                    .toList();
            assertEquals(texts.apply(ticked.replay().figures()), texts.apply(recount.figures()), "seed " + seed);
            Set<FigureKey> restated = restated(recount.figures());
            assertEquals(
                    List.of(),
                    restated(ticked.replay().figures()).stream()
                            .filter(key -> !restated.contains(key))
                            .toList(),
                    "seed " + seed);
        }
    }

    /** With ticks, what is restated depends on when time passed: here as the records were logged. */
    private static List<String> inOrderOfLogging(dev.rollcall.oracle.History history) {
        return history.ndjsonLinesInArrivalOrder().stream()
                .sorted(Comparator.comparing(HistoryReplayTest::appendedAt))
                .toList();
    }

    private static Instant appendedAt(String line) {
        try {
            return Ndjson.readEvent(line, "events", 1).appendedAt();
        } catch (EventException e) {
            return e.appendedAt().orElseThrow();
        }
    }

    @Test
    void itSaysTheSameToTheByteInAnyNumberOfPasses() {
        for (long seed = 0; seed < HISTORIES; seed += 2) {
            dev.rollcall.oracle.History history = Histories.random(seed);
            Recount once = recount(history, 4, 1);
            for (int passes : List.of(2, 5)) {
                MemoryHistory lines = new MemoryHistory(history.ndjsonLinesInArrivalOrder(), 4, 2);
                Recount several = new HistoryReplay(List.of(history.policyYaml()), "policy.yaml", 4, 2)
                        .recount(lines, Scope.until(history.asOf()), history.asOf(), passes);
                assertEquals(alerts(once), alerts(several), "seed " + seed + ", " + passes + " passes");
                assertEquals(figures(once), figures(several), "seed " + seed + ", " + passes + " passes");
                assertEquals(texts(once), texts(several), "seed " + seed);
            }
        }
    }

    /** Whoever has the program has the fixed key, and could test guesses by what it says of records. */
    @Test
    void underTheFixedKeyItNamesNoRecords() {
        dev.rollcall.oracle.History history = Histories.random(2);
        for (int passes : List.of(1, 3)) {
            MemoryHistory lines = new MemoryHistory(history.ndjsonLinesInArrivalOrder(), 4, 2);
            HistoryReplay replay = new HistoryReplay(List.of(history.policyYaml()), "policy.yaml", 4, 2);
            Recount recount = replay.recount(lines, Scope.until(history.asOf()), history.asOf(), passes);
            assertFalse(recount.alerts().isEmpty());
            for (Alert alert : recount.alerts()) {
                assertEquals(RestsOn.UNNAMED, alert.restsOn());
            }
        }
    }

    private static String texts(Recount recount) {
        return recount.ledger().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().read() + " "
                        + entry.getValue().applied() + " " + entry.getValue().rejected())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /** Without feeds: of theirs, what one partition took back again before it was told leaves no trace. */
    private static Set<FigureKey> restated(List<Figure> figures) {
        return figures.stream()
                .filter(Figure::restated)
                .filter(figure -> figure.key().entity().kind() != EntityKind.FEED)
                .map(Figure::key)
                .collect(Collectors.toSet());
    }

    private static Recount recount(dev.rollcall.oracle.History history, int partitions, int threads) {
        MemoryHistory lines = new MemoryHistory(history.ndjsonLinesInArrivalOrder(), partitions, threads);
        HistoryReplay replay = new HistoryReplay(List.of(history.policyYaml()), "policy.yaml", partitions, threads);
        lines.read(Scope.until(history.asOf()), replay);
        return replay.finish(history.asOf());
    }

    private static List<String> alerts(Recount recount) {
        return new ArrayList<>(recount.alerts().stream().map(Ndjson::alert).toList());
    }

    private static List<String> figures(Recount recount) {
        return recount.figures().stream().map(Ndjson::figure).toList();
    }
}
