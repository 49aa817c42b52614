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

    @Test
    void givesTheFiguresAndStandingAlertsOfBodiesOfABruteForceRecount(LocalStack stack) throws Exception {
        Oracle oracle = new Oracle(Histories::categoryOf);
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = Histories.random(seed);
            OracleResult expected = oracle.judge(
                    OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                    OraclePolicy.read(history.policyYaml()),
                    history.asOf());
            OracleResult found = LiveHistory.run(stack, "history-" + seed + "-", state, history);
            assertEquals(List.of(), ofBodies(expected).differences(found), "seed " + seed);
        }
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
