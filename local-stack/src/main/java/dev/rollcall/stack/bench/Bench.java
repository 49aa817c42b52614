package dev.rollcall.stack.bench;

import dev.rollcall.app.cli.ExitCode;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.TemporaryFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the whole monitor beside what any consumer must do and what people write first. */
@Command(
        name = "bench",
        description = "Measures how fast the whole monitor is, and how much memory it takes.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nWhat is counted:%n",
        footer = {
            "  Extracts of January and February 2026, made up: 15 children each, 10 of them new to their body and month;",
            "  2,000 bodies, each with an agreement that limits children by month and by 30 days; rules for fields; novelty.",
            "  Three candidates read the same topic, one after the other, in every round, each in a JVM of its own:",
            "    a consumer that decodes each value into its Avro class and does nothing else (1 thread),",
            "    a windowed aggregate of the Streams DSL with a set of tokens as JSON (2 threads, exactly once), on the",
            "      first events of the topic only, since it is slow; it would become slower with more of them,",
            "    the whole monitor, five of its detectors (2 threads, exactly once).",
            "  Medians of the rounds are printed. A wrong count ends the run with 7: its speed would mean nothing.",
            "  Then: restoring after a restart, memory, what all nine detectors cost, alert latency at 2,000 events a second.",
            "%nExamples:",
            "  rollcall bench",
            "  rollcall bench --quick",
            "  rollcall bench --rounds 3 --parts profile --profile monitor.jfr",
            "  rollcall bench --month 20000000"
        })
public final class Bench implements Callable<Integer> {
    private static final long EVENTS = 1_100_000;
    private static final long QUICK_EVENTS = 110_000;
    private static final int BREACHES = 240;
    private static final int QUICK_BREACHES = 60;

    @Spec
    private CommandSpec spec;

    @Option(names = "--events", paramLabel = "N", description = "How many events (1,100,000; with --quick 110,000).")
    private @Nullable Long events;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds (5; with --quick 1).")
    private @Nullable Integer rounds;

    @Option(names = "--breaches", paramLabel = "N", description = "How many alerts to wait for (240; with --quick 60).")
    private @Nullable Integer breaches;

    @Option(names = "--quick", description = "Less of everything: in a minute, to see that it works.")
    private boolean quick;

    @Option(
            names = "--month",
            paramLabel = "N",
            description =
                    "Instead of all else: a replay of one month of so many events, in passes where its heap asks for it.")
    private @Nullable Long month;

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            description = "Besides throughput: ${COMPLETION-CANDIDATES} (all).")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Where to keep the flight recording that the profile is read from.")
    private @Nullable Path profile;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    public Bench() {}

    @Override
    public Integer call() {
        long chosenEvents = chosen(events, quick ? QUICK_EVENTS : EVENTS, "--events", 1000);
        long chosenRounds = chosen(rounds, quick ? 1 : 5, "--rounds", 1);
        long chosenBreaches = chosen(breaches, quick ? QUICK_BREACHES : BREACHES, "--breaches", 1);
        Workload workload =
                month == null ? new Workload(chosenEvents) : Workload.ofOneMonth(chosen(month, month, "--month", 1000));
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryFolder folder = TemporaryFolder.create();
                LocalStack stack = LocalStack.start((done, total) -> {})) {
            Run run = new Run(
                    stack,
                    folder,
                    workload,
                    (int) chosenRounds,
                    new AlertLatency((int) chosenBreaches),
                    parts,
                    profile,
                    new Report(out));
            if (month == null) {
                run.all();
            } else {
                run.wholeHistory();
            }
            return ExitCode.OK;
        } catch (WrongAnswerException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.DIFFERENT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected to measure to the end, but was interrupted", e);
        }
    }

    private long chosen(@Nullable Number given, long usual, String option, long least) {
        long number = given == null ? usual : given.longValue();
        if (number < least) {
            throw new ParameterException(
                    spec.commandLine(), "Expected %s to be at least %,d, but was %,d".formatted(option, least, number));
        }
        return number;
    }
}
