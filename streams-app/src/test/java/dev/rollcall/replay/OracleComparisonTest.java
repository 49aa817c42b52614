package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.Census;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.oracle.Oracle;
import dev.rollcall.oracle.OracleEvents;
import dev.rollcall.oracle.OraclePolicy;
import dev.rollcall.oracle.OracleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds replay against a brute-force recount that shares no code with it. */
class OracleComparisonTest {
    private static final int HISTORIES = 200;

    private final Oracle oracle = new Oracle(Histories::categoryOf);

    @Test
    void givesTheFiguresAndStandingAlertsOfABruteForceRecount() {
        List<String> wrong = new ArrayList<>();
        Census census = new Census();
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = Histories.random(seed);
            OracleResult expected = recount(history);
            census.add(expected);
            List<String> differences = expected.differences(replayed(history));
            if (!differences.isEmpty()) {
                wrong.add("seed " + seed + ": " + String.join("\n    ", differences));
            }
        }
        assertEquals(
                "", String.join("\n", wrong.subList(0, Math.min(5, wrong.size()))), wrong.size() + " histories differ");
        assertEquals(Set.of(), census.missing(), () -> "rules that stand in none of these histories:\n" + census);
        System.out.println("In how many of " + HISTORIES + " histories each rule stands:\n" + census);
    }

    @Test
    void givesTheSameWhateverTheOrderOfArrival() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = Histories.random(seed);
            OracleResult expected = recount(history);
            for (long shuffle = 0; shuffle < 2; shuffle++) {
                assertEquals(List.of(), expected.differences(replayed(history.shuffled(shuffle))), "seed " + seed);
            }
        }
    }

    private OracleResult recount(History history) {
        return oracle.judge(
                OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                OraclePolicy.read(history.policyYaml()),
                history.asOf());
    }

    private static OracleResult replayed(History history) {
        OfflineReplay replay =
                new OfflineReplay(history.policyYaml(), "policy.yaml", Pseudonymiser.fixed(), problem -> {});
        replay.run(history.ndjsonLinesInArrivalOrder().iterator(), "events.ndjson", history.asOf());
        return OracleResult.read(replay.alerts(), replay.figures());
    }
}
