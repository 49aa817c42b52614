package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void everyVerbHasExamples() {
        haveExamples(Rollcall.commandLine());
    }

    private static void haveExamples(CommandLine parent) {
        parent.getSubcommands().forEach((name, verb) -> {
            assertTrue(verb.getUsageMessage().contains("Examples:"), name);
            haveExamples(verb);
        });
    }

    @Test
    void sendWantsAFileOrMadeUpEvents() {
        assertEquals(ExitCode.USAGE, Ran.rollcall("send").code());
        assertEquals(
                ExitCode.USAGE, Ran.rollcall("send", "--synthetic", "f.ndjson").code());
        assertEquals(
                ExitCode.USAGE,
                Ran.rollcall("send", "--synthetic", "--bodies", "0").code());
        assertEquals(ExitCode.INPUT, Ran.rollcall("send", folder + "/none").code());
    }

    @Test
    void showsEveryDetectorWithItsDefaults() {
        // When
        Ran ran = Ran.rollcall("show", "detectors");

        // Then
        assertEquals(ExitCode.OK, ran.code(), ran.err());
        assertTrue(
                ran.out().matches("(?s).*novelty +where the policy names it +severity: warning, after-events: 20\n.*"),
                ran.out());
        assertTrue(ran.out().matches("(?s).*\nlimit +always\n.*"), ran.out());
    }

    @Test
    void showsTheTopologyWithoutABroker() {
        // When
        Ran ran = Ran.rollcall("show", "topology");

        // Then
        assertEquals(ExitCode.OK, ran.code(), ran.err());
        assertTrue(ran.out().contains("inputs-and-directives"), ran.out());
    }

    @Test
    void saysWhichSettingIsMissing() {
        // When
        Ran ran = Ran.rollcall("topics");

        // Then
        assertEquals(ExitCode.CONFIGURATION, ran.code());
        assertTrue(ran.err().contains("kafka.bootstrap.servers"), ran.err());
    }

    @Test
    void saysWhichBrokerDoesNotAnswer() throws IOException {
        // Given
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("rollcall.yaml"), """
                kafka:
                  bootstrap.servers: 127.0.0.1:%d
                  default.api.timeout.ms: 500
                  request.timeout.ms: 400
                registry:
                  url: http://127.0.0.1:1
                """.formatted(port));
        Instant before = Instant.now();

        // When
        Ran topics = Ran.rollcall("-c", config.toString(), "topics");
        Ran show = Ran.rollcall("-c", config.toString(), "show", "alerts");

        // Then
        for (Ran ran : new Ran[] {topics, show}) {
            assertEquals(ExitCode.UNREACHABLE, ran.code(), ran.err());
            assertTrue(ran.err().contains("at 127.0.0.1:" + port + " (kafka.bootstrap.servers)"), ran.err());
            assertEquals(1, ran.err().lines().count(), ran.err());
        }
        assertTrue(Duration.between(before, Instant.now()).toSeconds() < 10);
    }
}
