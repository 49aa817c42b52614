package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    void examplesFitATerminalOf80ColumnsSoThatTheyCanBeCopied() {
        fit(Rollcall.commandLine());
    }

    private static void fit(CommandLine verb) {
        for (String line : verb.getCommandSpec().usageMessage().footer()) {
            assertTrue(!line.startsWith("  ") || line.length() <= 80, line);
        }
        verb.getSubcommands().values().forEach(CommandLineTest::fit);
    }

    @Test
    void saysPlainlyWhatIsWrongWithAFile() throws IOException {
        String directory = folder.toString();
        String bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 0})
                .toString();
        String empty = Files.writeString(folder.resolve("empty"), "").toString();

        Ran ran = Ran.rollcall("policy", "check", directory, bytes);
        assertEquals(ExitCode.INPUT, ran.code());
        assertEquals(
                List.of(
                        "Expected a file at %s, but it is a directory".formatted(directory),
                        "Expected %s to be UTF-8 text, but it is not".formatted(bytes)),
                ran.err().lines().toList());
        ran = Ran.rollcall("policy", "check", empty);
        assertEquals(ExitCode.POLICY, ran.code());
        assertEquals(
                "Expected a policy, but there is nothing (%s line 1)".formatted(empty),
                ran.err().strip());
        ran = Ran.rollcall("topics", "--config", directory);
        assertEquals(ExitCode.CONFIGURATION, ran.code());
        assertEquals(
                "Expected a configuration at %s, but it is a directory".formatted(directory),
                ran.err().strip());
        ran = Ran.rollcall("topics", "--config", bytes);
        assertEquals(ExitCode.CONFIGURATION, ran.code());
        assertEquals(
                "Expected %s to be UTF-8 text, but it is not".formatted(bytes),
                ran.err().strip());
    }

    @Test
    void saysWhichAddressOfTheRegistryIsNone() throws IOException {
        Path config = Files.writeString(
                folder.resolve("rollcall.yaml"),
                "kafka: { bootstrap.servers: 'localhost:1' }\nregistry: { url: nonsense }\n");

        Ran ran = Ran.rollcall("show", "alerts", "--config", config.toString());

        assertEquals(ExitCode.CONFIGURATION, ran.code(), ran.err());
        assertTrue(ran.err().contains("to hold URLs such as"), ran.err());
        assertTrue(ran.err().strip().endsWith("(settings under 'registry')"), ran.err());
    }

    @Test
    void saysHowATimeIsWritten() {
        Ran ran = Ran.rollcall("replay", "--events", "e", "--policy", "p", "--as-of", "2016-10-31");
        assertEquals(ExitCode.USAGE, ran.code());
        assertTrue(
                ran.err()
                        .contains(
                                "'--as-of': expected a time with its zone, as 2016-10-31T00:00:00Z, but was '2016-10-31'"),
                ran.err());
        ran = Ran.rollcall("send", "--synthetic", "--from", "yesterday");
        assertEquals(ExitCode.USAGE, ran.code());
        assertTrue(ran.err().contains("expected a day, as 2016-10-31, but was 'yesterday'"), ran.err());
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
                ran.out()
                        .matches(
                                "(?s).*novelty +where the policy names it +severity: warning, after-events: 20, bits: 0.0, profile: ?\n.*"),
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
