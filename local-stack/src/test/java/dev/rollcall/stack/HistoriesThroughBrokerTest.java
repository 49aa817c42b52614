package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.FigureKey;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.oracle.Oracle;
import dev.rollcall.oracle.OracleEvents;
import dev.rollcall.oracle.OraclePolicy;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.replay.OfflineReplay;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Holds the monitor, through a real broker and a real registry, against a brute-force recount. */
@ExtendWith(SharedStack.class)
class HistoriesThroughBrokerTest {
    /** How many; the build server asks for 200. */
    private static final int HISTORIES = Integer.getInteger("rollcall.histories", 20);

    @TempDir
    private Path state;

    private final Oracle oracle = new Oracle(Histories::categoryOf);

    @Test
    void givesTheFiguresAndStandingAlertsOfABruteForceRecount(LocalStack stack) throws Exception {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = Histories.random(seed);
            OracleResult found = LiveHistory.run(stack, "history-" + seed + "-", state, history, 1);
            assertEquals(List.of(), recount(history).differences(found), "seed " + seed);
        }
    }

    @Test
    void remembersEverythingWhenStartedAgain(LocalStack stack) throws Exception {
        for (long seed = 1000; seed < 1003; seed++) {
            History history = Histories.random(seed);
            OracleResult found = LiveHistory.run(stack, "restarted-" + seed + "-", state, history, 3);
            assertEquals(List.of(), recount(history).differences(found), "seed " + seed);
        }
    }

    @Test
    void countsTheSameAnewUnderAnotherApplicationId(LocalStack stack) throws Exception {
        History history = Histories.random(2000);
        try (LiveHistory live = new LiveHistory(stack, "anew-", state)) {
            live.publish(history.policyYaml());
            live.send(LiveHistory.linesOf(history));
            // before the last tick, as the earlier lives in LiveHistory.run
            live.monitor(history.asOf().minusSeconds(1), 2);
            assertNotEquals(0, live.result().figures().size());

            live.countAnewAs("rollcall-2");
            assertEquals(0, live.result().figures().size());
            live.monitor(history.asOf(), 2);
            assertEquals(List.of(), recount(history).differences(live.result()));
        }
    }

    @Test
    void survivesAnExtractOfAThirdOfAMillionChildrenAndEventsOf1970(LocalStack stack) throws Exception {
        // Given
        String policy = "{policy: p, version: 1, from: 2016-01-01, zone: Europe/London, lateness: 30000 days,"
                + " bodies: {a: {name: A, group: g}, b: {name: B, group: g}}}";
        String extract = "{\"type\":\"extract\",\"eventId\":\"%s\",\"feed\":\"f\",\"at\":\"%s\",\"body\":\"%s\","
                + "\"extractId\":\"%s\",\"records\":1,\"children\":[%s]}";
        String many = IntStream.range(0, 333_333)
                .mapToObj(child -> "\"t" + child + "\"")
                .collect(Collectors.joining(","));
        List<String> lines = new ArrayList<>();
        for (String body : List.of("a", "b", "c", "d", "e", "f")) {
            lines.add(extract.formatted("e0", "1970-01-01T00:00:00Z", body, "x0", "\"t1\""));
        }
        lines.add(extract.formatted("e1", "2016-03-01T00:00:00Z", "a", "x1", many));
        lines.add(extract.formatted("e2", "2016-03-02T00:00:00Z", "a", "x2", "\"t1\",\"another\""));
        History history = new History(lines, policy, Instant.parse("2016-04-01T00:00:00Z"));

        // When
        OracleResult found = LiveHistory.run(stack, "hard-", state, history, 2);

        // Then
        OfflineReplay replay = new OfflineReplay(policy, "policy", Pseudonymiser.fixed(), problem -> {})
                .run(lines.iterator(), "events", history.asOf());
        assertEquals(
                List.of(), OracleResult.read(replay.alerts(), replay.figures()).differences(found));
        assertEquals(
                333_334,
                found.figures()
                        .get(new FigureKey("group", "g", null, "children", "2016-03"))
                        .count());
    }

    private OracleResult recount(History history) {
        return oracle.judge(
                OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                OraclePolicy.read(history.policyYaml()),
                history.asOf());
    }
}
