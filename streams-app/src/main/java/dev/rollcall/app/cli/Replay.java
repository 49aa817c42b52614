package dev.rollcall.app.cli;

import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Event;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.wire.AlertLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes a file of events through the monitor, without Kafka. */
@Command(
        name = "replay",
        description = "Judges a file of events by a policy, without Kafka.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall replay --events events.ndjson --policy policy.yaml",
            "  rollcall replay --events events.ndjson --policy policy.yaml \\",
            "      --as-of 2016-10-31T00:00:00Z \\",
            "      --alerts alerts.ndjson --figures figures.ndjson"
        })
final class Replay implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            required = true,
            description = "Events as NDJSON, in order of arrival.")
    private Path events;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            required = true,
            description = "The policy, with all its versions.")
    private Path policy;

    @Option(names = "--alerts", paramLabel = "FILE", description = "Where to write every alert, by id.")
    private @Nullable Path alerts;

    @Option(names = "--figures", paramLabel = "FILE", description = "Where to write every figure, by key.")
    private @Nullable Path figures;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "Stop at this time, as 2016-10-31T00:00:00Z; the last record's unless given.")
    private @Nullable Instant asOf;

    @Override
    public Integer call() {
        if (asOf != null && !Event.mayBeAt(asOf)) {
            throw new ParameterException(
                    spec.commandLine(), "Expected '--as-of' to be a time of 1900 to 2199, but was " + asOf);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        OfflineReplay replay =
                new OfflineReplay(TextFiles.read(policy), policy.toString(), Pseudonymiser.fixed(), err::println);
        TextFiles.lines(events, lines -> replay.run(lines, events.toString(), asOf));
        if (alerts != null) {
            TextFiles.write(alerts, replay.alerts());
        }
        if (figures != null) {
            TextFiles.write(figures, replay.figures());
        }
        tell(replay, out);
        return ExitCode.OK;
    }

    private static void tell(OfflineReplay replay, PrintWriter out) {
        replay.replay().ledger().forEach((topic, line) -> out.println(sentence(topic, line)));
        if (replay.afterAsOf() > 0) {
            out.printf(
                    "%s logged after that time and not read.%n",
                    Lines.count(replay.afterAsOf(), "line was", "lines were"));
        }
        long standing = replay.replay().alerts().stream()
                .filter(alert -> alert.state() == AlertState.RAISED)
                .count();
        out.printf(
                "%s; %s%s%n",
                Lines.count(replay.figures().size(), "figure", "figures"),
                Lines.count(standing, "alert stands", "alerts stand"),
                standing == 0 ? "." : ":");
        replay.replay().alerts().stream()
                .filter(alert -> alert.state() == AlertState.RAISED)
                .map(AlertLine::of)
                .sorted(Lines.ALERTS)
                .forEach(alert -> out.println(Lines.of(alert)));
    }

    static String sentence(String topic, EventLedger.Line line) {
        return "%s: %,d read = %,d applied + %,d duplicate + %,d rejected"
                .formatted(topic, line.read(), line.applied(), line.duplicate(), line.rejected());
    }
}
