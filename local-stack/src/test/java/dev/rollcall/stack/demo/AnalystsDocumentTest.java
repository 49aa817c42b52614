package dev.rollcall.stack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.Replay;
import dev.rollcall.wire.EventLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks every question of docs/analysts.md of the demo's story in a real broker, with the commands as they stand there in a
 * shell of its own, and compares the answers.
 *
 * <p>A line {@code ...} in an answer stands for any number of lines. What differs from run to run is compared by a word in its
 * place.
 */
class AnalystsDocumentTest {
    private static final Path FILE = Path.of("..", "docs", "analysts.md");
    private static final Path DEMO = Path.of("..", "policies", "demo");
    private static final String WRITE = "rollcall.docs";
    private static final String LEFT_OUT = "...";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\\n(.*?)^```$");
    private static final Pattern CONTINUED = Pattern.compile("\\\\$");
    /** The moment of asking: of this century, to the second or finer, unlike all times of the story. */
    private static final Pattern NOW =
            Pattern.compile("\\b20(2[6-9]|[3-9]\\d)-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z");

    private static final Pattern ASKED_ON = Pattern.compile("\\bana@\\S+");
    /** As wide as the name of this machine, among others. */
    private static final Pattern COLUMNS = Pattern.compile(" {3,}");

    @TempDir
    private Path folder;

    /** A command as one types it, over one or several lines, and what it prints. */
    private record Asked(String command, String answer) {}

    @Test
    void everyAnswerIsWhatTheCommandPrints() throws IOException, InterruptedException {
        String document = Files.readString(FILE);
        String policy = Files.readString(DEMO.resolve("policy.yaml"));
        List<EventLine> events = History.parse(Files.readAllLines(DEMO.resolve("events.ndjson")), "events.ndjson");
        Replay offline = new Replay(policy, "policy.yaml", Pseudonymiser.fixed());
        StringWriter told = new StringWriter();
        try (Live.Told live = new ThroughKafka().run(policy, events, offline, true, new PrintWriter(told))) {
            prepare();
            StringBuilder anew = new StringBuilder();
            Matcher block = BLOCK.matcher(document);
            int asked = 0;
            while (block.find()) {
                StringBuilder answers = new StringBuilder("```console\n");
                for (Asked one : parse(block.group(1))) {
                    String answer = run(one.command(), Path.of(String.valueOf(live.configuration())));
                    answers.append(one.command()).append(likeEnough(one.answer(), answer) ? one.answer() : answer);
                    asked++;
                }
                block.appendReplacement(anew, Matcher.quoteReplacement(answers + "```"));
            }
            block.appendTail(anew);
            if ("write".equals(System.getProperty(WRITE))) {
                Files.writeString(FILE, anew);
            }
            assertTrue(asked > 8, asked + " commands");
            assertEquals(
                    anew.toString(),
                    Files.readString(FILE),
                    "docs/analysts.md is out of date; to write it anew: this test with -D" + WRITE + "=write");
        }
    }

    /** A folder in which the commands find what they would find at the top of the tree. */
    private void prepare() throws IOException {
        Path program = Files.writeString(folder.resolve("rollcall"), """
                #!/bin/sh
                exec "%s" -XX:TieredStopAtLevel=1 -Duser.name=ana -Dlog4j2.configurationFile="%s" -Dfile.encoding=UTF-8 \\
                    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -cp "%s" dev.rollcall.stack.Main "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Path.of("..", "streams-app", "src", "main", "resources", "log4j2.xml")
                                .toAbsolutePath()
                                .normalize(),
                        System.getProperty("java.class.path")));
        assertTrue(program.toFile().setExecutable(true));
        Files.createSymbolicLink(
                folder.resolve("policies"),
                Path.of("..", "policies").toAbsolutePath().normalize());
    }

    private String run(String command, Path configuration) throws IOException, InterruptedException {
        String script = command.lines()
                .map(line -> line.startsWith("$ ") || line.startsWith("> ") ? line.substring(2) : line)
                .reduce("", (all, line) -> all + line + "\n");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("answer").toFile())
                .redirectError(folder.resolve("besides").toFile());
        builder.environment().put("ROLLCALL_CONFIG", configuration.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), command);
        // how far reading has come is told besides, and only where it takes long
        String answer = Files.readString(folder.resolve("answer"), StandardCharsets.UTF_8)
                + (process.exitValue() == 0 ? "" : Files.readString(folder.resolve("besides"), StandardCharsets.UTF_8));
        String settled = ASKED_ON.matcher(NOW.matcher(answer).replaceAll("2026-11-22T10:00:00Z"))
                .replaceAll("ana@office");
        return command.contains("show audit") ? COLUMNS.matcher(settled).replaceAll("  ") : settled;
    }

    /** The commands of a block, each with the lines up to the next. */
    private static List<Asked> parse(String block) {
        List<Asked> all = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        StringBuilder answer = new StringBuilder();
        boolean more = false;
        for (String line : block.lines().toList()) {
            if (line.startsWith("$ ") && command.length() > 0) {
                all.add(new Asked(command.toString(), answer.toString()));
                command.setLength(0);
                answer.setLength(0);
            }
            boolean ofCommand = line.startsWith("$ ") || more;
            (ofCommand ? command : answer).append(line).append('\n');
            more = ofCommand && CONTINUED.matcher(line).find();
        }
        all.add(new Asked(command.toString(), answer.toString()));
        return all;
    }

    private static boolean likeEnough(String expected, String found) {
        StringBuilder pattern = new StringBuilder();
        for (String line : expected.lines().toList()) {
            pattern.append(line.strip().equals(LEFT_OUT) ? "(?:.*\n)*?" : Pattern.quote(line) + "\n");
        }
        return Pattern.matches(pattern.toString(), found);
    }
}
