package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verb tells of scenarios, and how it ends. */
class ScenarioVerbTest {
    private static final Path SCENARIOS = Path.of("..", "policies", "scenarios");
    private static final Path BATCHES = SCENARIOS.resolve("limit-three-batches-in-a-month.yaml");

    @TempDir
    private Path folder;

    @Test
    void tellsWhatStandsInAScenarioAndInItsNearMisses() {
        Ran ran = Ran.rollcall("scenario", BATCHES.toString());

        assertEquals(0, ran.code(), ran.err());
        assertEquals("""
                ✓ Three batches in one month bring the Home Office one child over its limit
                    HIGH      The Home Office received the records of 1,501 different children in March 2019; its memorandum allows 1,500.
                  ✓ but 1,500 are allowed
                  ✓ but one child was in two of the batches
                """, ran.out());
    }

    @Test
    void writesOutWhatAReplayTakes() {
        String events = folder.resolve("events.ndjson").toString();
        String policy = folder.resolve("policy.yaml").toString();
        Ran.rollcall("scenario", "--events", events, "--policy", policy, BATCHES.toString());

        Ran replayed = Ran.rollcall("replay", "--events", events, "--policy", policy);

        assertEquals(0, replayed.code(), replayed.err());
        assertTrue(replayed.out().contains("1,501 different children in March 2019"), replayed.out());
        assertEquals(
                2,
                Ran.rollcall("scenario", "--events", events, BATCHES.toString(), BATCHES.toString())
                        .code());
    }

    @Test
    void endsWith7WhereAnExpectationIsNotMetAndGoesOn() throws IOException {
        Path other = folder.resolve("other.yaml");
        Files.writeString(other, Files.readString(BATCHES).replace("observed: 1501", "observed: 1502"));

        Ran ran = Ran.rollcall("scenario", other.toString(), BATCHES.toString());

        assertEquals(7, ran.code());
        assertTrue(ran.err().contains("other.yaml line "), ran.err());
        assertTrue(ran.out().startsWith("✗ Three batches"), ran.out());
        assertTrue(ran.out().contains("\n✓ Three batches"), ran.out());
    }

    @Test
    void saysWhatIsWrongWithAFileAndGoesOn() throws IOException {
        Path wrong = folder.resolve("wrong.yaml");
        Files.writeString(wrong, Files.readString(BATCHES).replace("title:", "tittle:"));

        Ran ran = Ran.rollcall(
                "scenario", wrong.toString(), folder.resolve("none.yaml").toString(), BATCHES.toString());

        assertEquals(5, ran.code());
        assertTrue(ran.err().contains("found 'tittle'"), ran.err());
        assertTrue(ran.err().contains("none.yaml, but there is none"), ran.err());
        assertTrue(ran.out().startsWith("✓ Three batches"), ran.out());
    }
}
