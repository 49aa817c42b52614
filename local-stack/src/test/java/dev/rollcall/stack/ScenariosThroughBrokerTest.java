package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.History;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.replay.scenario.ScenarioCase;
import dev.rollcall.replay.scenario.ScenariosTest;
import dev.rollcall.wire.Ndjson;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes scenarios through a real broker and a real registry: all figures and all alerts must be those of its replay, which
 * {@link ScenariosTest} holds against what the scenario expects.
 */
@ExtendWith(SharedStack.class)
class ScenariosThroughBrokerTest {
    @TempDir
    private Path state;

    /** One for each detector, which is how the names begin; the build server asks for all. */
    static List<String> files() {
        Set<String> detectors = new HashSet<>();
        boolean all = "all".equals(System.getProperty("rollcall.scenarios"));
        return ScenariosTest.files().stream()
                .filter(file -> detectors.add(file.replaceFirst("-.*", "")) || all)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void givesTheAnswerOfTheReplay(String file, LocalStack stack) throws Exception {
        ScenarioCase scenario = ScenariosTest.read(file).cases().get(0);
        List<String> lines = scenario.events().stream()
                .map(line -> Ndjson.event(line.event(), line.appendedAt()))
                .toList();
        History history = new History(lines, scenario.policy(), scenario.last().asOf());
        String prefix = file.replace(".yaml", "-");

        OracleResult found = LiveHistory.run(stack, prefix, state, history, 1);

        OfflineReplay replay = new OfflineReplay(history.policyYaml(), "policy", Pseudonymiser.fixed(), problem -> {})
                .run(lines.iterator(), "events", history.asOf());
        assertEquals(
                List.of(), OracleResult.read(replay.alerts(), replay.figures()).differences(found));
    }
}
