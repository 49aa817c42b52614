package dev.rollcall.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM that cannot outlive this one.
 *
 * <p>A shell stands between: it waits on a pipe whose other end this JVM holds. A line in the pipe means stop in good
 * order. Its end without a line means that this JVM has died, by whatever cause, {@code kill -9} included, and then the
 * child is killed as well. Ctrl-C and a closed terminal reach the child only through this JVM.
 */
public final class ChildJvm {

    private static final String SHELL = """
            exec 3<&0 </dev/null
            trap '' INT HUP
            "$@" 3<&- &
            child=$!
            (if read -r word <&3; then kill "$child"; else kill -9 "$child"; fi) &
            watch=$!
            exec 3<&-
            wait "$child"
            status=$?
            kill "$watch" 2>/dev/null
            exit "$status"
            """;

    private static final int LAST_LINES = 20;

    private final Process shell;
    private final Path log;

    private ChildJvm(Process shell, Path log) {
        this.shell = shell;
        this.log = log;
    }

    /** As {@link #start(Path, Path, Path, Map, List)}, on the Java that this program runs on. */
    public static ChildJvm start(Path folder, Path log, Map<String, String> environment, List<String> arguments) {
        return start(Path.of(System.getProperty("java.home")), folder, log, environment, arguments);
    }

    /**
     * Starts {@code java} of an installation.
     *
     * @param home where that is
     * @param folder its working folder
     * @param log takes what it prints, after what is there already
     */
    static ChildJvm start(Path home, Path folder, Path log, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SHELL, "sh"));
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ChildJvm(builder.start(), log);
        } catch (IOException e) {
            throw new StackException("Expected to start a second JVM through 'sh', but could not: " + e, e);
        }
    }

    /** Whether it ends within this time. */
    public boolean endsWithin(Duration patience) throws InterruptedException {
        return shell.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks it to stop and waits; if it does not within {@code patience}, kills it and returns false. */
    public boolean stop(Duration patience) {
        try {
            try (OutputStream pipe = shell.getOutputStream()) {
                pipe.write("stop\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // it has ended already
            }
            if (endsWithin(patience)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
        return false;
    }

    /** How its log ends, for a message. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(not readable: " + e + ")";
        }
    }
}
