package dev.rollcall.replay.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every scenario of {@code policies/scenarios}, its near misses too; a new file is found by itself. */
public class ScenariosTest {
    private static final Path FOLDER = Path.of("..", "policies", "scenarios");

    /** The names of the scenario files, in order. */
    public static List<String> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The scenario in the file of that name. */
    public static Scenario read(String file) {
        return ScenarioReader.read(
                text(FOLDER.resolve(file)), "policies/scenarios/" + file, name -> text(FOLDER.resolve(name)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void endsAsItExpects(String file) {
        Scenario scenario = read(file);

        List<String> differences = scenario.cases().stream()
                .flatMap(each -> ScenarioRun.of(each).differences().stream())
                .toList();

        assertEquals(List.of(), differences, scenario.title());
        assertTrue(scenario.cases().get(0).moments().stream()
                .anyMatch(moment -> !moment.alerts().isEmpty()));
        assertTrue(
                scenario.cases().stream()
                        .skip(1)
                        .allMatch(miss -> miss.last().alerts().isEmpty()),
                "a near miss is silent");
    }
}
