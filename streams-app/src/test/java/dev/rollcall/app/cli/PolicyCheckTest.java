package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCheckTest {
    private static final String TWO_VERSIONS = """
            policy: npd
            version: 1
            from: 2015-06-01
            zone: Europe/London
            bodies:
              home-office: { name: Home Office }
            agreements:
              memorandum:
                name: Memorandum
                body: home-office
                from: 2015-06-01
                limits:
                  children-month: { count: children, per: month, at-most: 1500 }
                  asked-month: { count: asked, per: month, at-most: 1500 }
            detectors:
              new-combination: { type: novelty }
            ---
            policy: npd
            version: 2
            from: 2016-10-07
            zone: Europe/London
            """;

    @TempDir
    Path folder;

    @Test
    void saysInALineWhatEachVersionHolds() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("policy.yaml"), TWO_VERSIONS);

        // When
        Ran ran = Ran.rollcall("policy", "check", file.toString());

        // Then
        assertEquals("""
                npd version 1, from 2015-06-01: 1 body, 1 agreement, 2 limits, 1 rule
                npd version 2, from 2016-10-07: 0 bodies, 0 agreements, 0 limits, 0 rules
                """, ran.out().replace("\r\n", "\n"));
        assertEquals(ExitCode.OK, ran.code(), ran.err());
    }

    @Test
    void tellsEveryProblemOfEveryFileWithItsLine() throws IOException {
        // Given
        Path good = Files.writeString(folder.resolve("good.yaml"), TWO_VERSIONS);
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"),
                TWO_VERSIONS
                        .replace("at-most: 1500 }\n      asked", "at-most: -1 }\n      asked")
                        .replace("type: novelty", "type: novel"));

        // When
        Ran ran = Ran.rollcall("policy", "check", wrong.toString(), good.toString());

        // Then
        assertEquals(ExitCode.POLICY, ran.code());
        assertEquals(2, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains("'at-most'") && ran.err().contains("wrong.yaml line 13"), ran.err());
        assertTrue(ran.err().contains("novelty") && ran.err().contains("wrong.yaml line 16"), ran.err());
        assertEquals(2, ran.out().lines().count(), "the good file is told as well");
    }

    @Test
    void aFileThatIsNotThereIsNoPolicyProblem() {
        // When
        Ran ran = Ran.rollcall("policy", "check", folder.resolve("none.yaml").toString());

        // Then
        assertEquals(ExitCode.INPUT, ran.code());
        assertTrue(ran.err().startsWith("Expected a file at "), ran.err());
    }
}
