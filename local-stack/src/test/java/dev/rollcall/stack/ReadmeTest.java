package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.cli.Rollcall;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.detect.Detector;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.AlertState;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.stack.bench.Bench;
import dev.rollcall.stack.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Holds the README against the program: its commands, its picture, its table and its configuration. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MOST_LINES = 150;
    private static final String VERIFY = "./mvnw verify";
    private static final String PROGRAM = "./rollcall";
    private static final String LEFT_OUT = "...";
    private static final String THROUGH_KAFKA = "same answer through Kafka";

    private final String readme = Files.readString(ROOT.resolve("README.md"));

    @TempDir
    private Path folder;

    ReadmeTest() throws IOException {}

    @Test
    void isShort() {
        assertTrue(readme.lines().count() <= MOST_LINES, readme.lines().count() + " lines");
    }

    @Test
    void itsCommandsAreThoseThatTheBuildServerRuns() throws IOException {
        List<String> commands = blocks("console").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("$ "))
                .map(line -> line.substring(2))
                .toList();
        assertEquals(Set.of("./rollcall demo", VERIFY), Set.copyOf(commands));
        String server = Files.readString(ROOT.resolve(".ci/run"));
        assertTrue(server.contains("./rollcall demo"), "demo");
        assertTrue(server.contains("./mvnw -B -ntp verify"), "verify");
    }

    @Test
    void everyCommandIsOneThatTheProgramKnows() {
        List<String> commands = all("`(\\./[^`]+)`|(?m)^\\$ (.+)$");
        assertTrue(commands.size() > 8, commands.toString());
        for (String command : commands) {
            if (command.equals(VERIFY)) {
                continue;
            }
            List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
            assertEquals(PROGRAM, words.remove(0), command);
            ParseResult parsed = program().parseArgs(words.toArray(String[]::new));
            while (parsed.hasSubcommand()) {
                parsed = parsed.subcommand();
            }
            assertEquals(Map.of(), parsed.commandSpec().subcommands(), command + " needs one more word");
        }
    }

    @Test
    void itsPictureIsWhatTheDemoPrints() throws IOException {
        List<String> told = demo().lines().map(String::stripTrailing).toList();
        int from = 0;
        boolean adjacent = false;
        for (String line : picture()) {
            if (line.equals(LEFT_OUT)) {
                adjacent = false;
            } else if (!line.contains(THROUGH_KAFKA)) {
                int found = told.subList(from, told.size()).indexOf(line);
                assertTrue(found >= 0, "not in the demo, or not in this order: " + line);
                assertTrue(found == 0 || !adjacent, "the demo has more before: " + line);
                from += found + 1;
                adjacent = true;
            }
        }
    }

    @Test
    void itsPictureEndsWithTheNumbersOfTheDemo() throws IOException {
        Path files = ROOT.resolve("policies/demo");
        OfflineReplay replay = new OfflineReplay(
                        Files.readString(files.resolve("policy.yaml")),
                        "policy.yaml",
                        Pseudonymiser.fixed(),
                        message -> {
                            throw new AssertionError(message);
                        })
                .run(Files.readAllLines(files.resolve("events.ndjson")).iterator(), "events.ndjson", null);
        long figures = replay.replay().figures().stream()
                .filter(figure -> figure.count() != 0)
                .count();
        long alerts = replay.replay().alerts().stream()
                .filter(alert -> alert.state() != AlertState.RETRACTED)
                .count();
        List<String> picture = picture();
        assertEquals(
                "   %s: %,d of %,d figures, %,d of %,d alerts"
                        .formatted(THROUGH_KAFKA, figures, figures, alerts, alerts),
                picture.get(picture.size() - 1));
    }

    @Test
    void itsTableNamesDetectorsThatThereAre() {
        String section = readme.substring(readme.indexOf("## What it detects"));
        section = section.substring(0, section.indexOf("\n## "));
        Set<String> rows = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| `([^`]+)` \\|").matcher(section);
        while (row.find()) {
            assertTrue(rows.add(row.group(1)), row.group(1) + " is there twice");
        }
        Set<String> known = new TreeSet<>();
        RuleBook.known().stream().map(Detector::type).forEach(known::add);
        assertTrue(known.containsAll(rows), rows + " of " + known);
        assertTrue(rows.size() >= 5, rows.toString());
    }

    @Test
    void itsConfigurationIsTaken() throws IOException {
        List<String> blocks = blocks("yaml");
        assertEquals(1, blocks.size());
        Path file = Files.writeString(folder.resolve("rollcall.yaml"), blocks.get(0));
        Configuration configuration = Configuration.read(file, Map.of());
        assertEquals("localhost:9092", configuration.kafka().get("bootstrap.servers"));
    }

    private static CommandLine program() {
        return Rollcall.commandLine(new Demo(), new Bench());
    }

    private static String demo() {
        Path files = ROOT.resolve("policies/demo");
        StringWriter out = new StringWriter();
        int exit = program()
                .setOut(new PrintWriter(out, true))
                .execute(
                        "demo",
                        "--offline",
                        "--policy",
                        files.resolve("policy.yaml").toString(),
                        "--events",
                        files.resolve("events.ndjson").toString());
        assertEquals(0, exit);
        return out.toString();
    }

    /** The lines of what the README shows of the demo. */
    private List<String> picture() {
        String picture = blocks("text").stream()
                .filter(block -> block.contains(THROUGH_KAFKA))
                .findFirst()
                .orElseThrow();
        return picture.lines().map(String::stripTrailing).toList();
    }

    /** The fenced blocks of a language. */
    private List<String> blocks(String language) {
        return all("(?ms)^```" + language + "\\n(.*?)^```$");
    }

    /** What the one group that matched holds, of every match. */
    private List<String> all(String pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(readme);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    found.add(matcher.group(group));
                }
            }
        }
        return found;
    }
}
