package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.LeftOut;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.monitor.Intake;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a verb reads the history of the topics: with how many threads, and whether it says how far it has come. */
final class ReadingOptions {
    static final String THREADS = "--threads";
    static final String QUIET = "--quiet";

    @Option(
            names = THREADS,
            paramLabel = "N",
            description = "How many threads read the topics (as many as processors; one partition is read by one).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = QUIET, description = "Do not say how far reading has come.")
    private boolean quiet;

    private @Nullable ReadingProgress progress;

    int threads() {
        return threads;
    }

    /** Refuses what cannot be, before anything is asked of the broker. */
    void check(CommandSpec verb) {
        if (threads < 1) {
            throw new ParameterException(
                    verb.commandLine(), "Expected '--threads' to be at least 1, but was " + threads);
        }
    }

    /** As above; refuses a time of which nobody can know yet what will have been logged until then, too. */
    void check(CommandSpec verb, @Nullable Instant asOf) {
        check(verb);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        if (asOf != null && Intake.isAhead(asOf, now)) {
            throw new ParameterException(
                    verb.commandLine(),
                    "Expected '--as-of' to be no later than now, %s, since nobody knows what will be logged until then, but was %s"
                            .formatted(now, asOf));
        }
    }

    /** The history of the topics, to be read as the options say. */
    TopicHistory history(CommandSpec verb, Connections connections) {
        check(verb);
        if (quiet) {
            return new TopicHistory(connections, threads, TopicHistory.Progress.UNHEARD);
        }
        progress = new ReadingProgress(verb.commandLine().getErr(), System::nanoTime);
        return new TopicHistory(connections, threads, progress);
    }

    /**
     * Says what the answer does not count, though it may belong to what was asked.
     *
     * @return {@code code}, which tells a script where the answer may be wrong for lack of records
     */
    static int tellLeftOut(LeftOut leftOut, int code, PrintWriter out) {
        leftOut.sentences().forEach(out::println);
        return leftOut.isIncomplete() && code == ExitCode.OK ? ExitCode.DIFFERENT : code;
    }

    /** Says how often the history will be read; once unless told. */
    void passes(int all) {
        if (progress != null) {
            progress.passes(all);
        }
    }
}
