package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.oracle.Oracle;
import dev.rollcall.oracle.OracleEvents;
import dev.rollcall.oracle.OraclePolicy;
import dev.rollcall.oracle.OracleResult;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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
    void givesTheFiguresAndStandingAlertsOfBodiesOfABruteForceRecount(LocalStack stack) throws Exception {
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

    private OracleResult recount(History history) {
        return ofBodies(oracle.judge(
                OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                OraclePolicy.read(history.policyYaml()),
                history.asOf()));
    }

    private static OracleResult ofBodies(OracleResult all) {
        return new OracleResult(
                all.figures().entrySet().stream()
                        .filter(figure -> figure.getKey().entityKind().equals("body"))
                        .collect(Collectors.toMap(figure -> figure.getKey(), figure -> figure.getValue())),
                all.alerts().stream()
                        .filter(alert -> alert.entityKind().equals("body"))
                        .collect(Collectors.toSet()));
    }
}
