package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Event;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.Scope;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.disclosure.Output;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Ndjson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes a history through the monitor: that of the topics, without touching them, or a file of events, without Kafka. */
@Command(
        name = "replay",
        description = "Judges the history of the topics, or a file of events, by a policy, and touches neither.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall replay --reason 'Question 48634'",
            "  rollcall replay --policy stricter.yaml --reason 'Review of limits' \\",
            "      --as-of 2016-10-31T00:00:00Z",
            "  rollcall replay --against live --policy stricter.yaml --as-if-always \\",
            "      --reason 'Review of limits' --html what-if.html --csv what-if.csv",
            "  rollcall replay --child-file child.txt --reason 'Request 2016/17'",
            "  rollcall replay --events events.ndjson --policy policy.yaml",
            "  rollcall replay --events events.ndjson --policy policy.yaml \\",
            "      --as-of 2016-10-31T00:00:00Z \\",
            "      --alerts alerts.ndjson --figures figures.ndjson"
        })
final class Replay implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Asking asking;

    @Mixin
    private WhatIfOptions whatIf;

    @Mixin
    private ChildFile child;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Events as NDJSON, in order of arrival; those of the topics unless given.")
    private @Nullable Path events;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The policy, with all its versions; for the topics, those that were in force unless given.")
    private @Nullable Path policy;

    @Option(names = "--alerts", paramLabel = "FILE", description = "Where to write every alert, by id.")
    private @Nullable Path alerts;

    @Option(names = "--figures", paramLabel = "FILE", description = "Where to write every figure, by key.")
    private @Nullable Path figures;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description =
                    "Stop at this time, as 2016-10-31T00:00:00Z; unless given the last record's, for topics the last tick's.")
    private @Nullable Instant asOf;

    @Override
    public Integer call() {
        if (asOf != null && !Event.mayBeAt(asOf)) {
            throw new ParameterException(
                    spec.commandLine(), "Expected '--as-of' to be a time of 1900 to 2199, but was " + asOf);
        }
        if (child.asked()) {
            if (events != null || alerts != null || figures != null || policy != null || whatIf.asked()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Expected '--child-file' with no other than '--as-of' and '--reason': it lists what the topics hold");
            }
            return child.list(spec, asking, asOf);
        }
        whatIf.check(spec);
        if (whatIf.asked()) {
            if (events != null || alerts != null || figures != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Expected '--against' without '--events', '--alerts' and '--figures': it compares within the topics");
            }
            return whatIf.compare(spec, asking, policy, asOf);
        }
        return events == null ? ofTopics() : ofFile(events);
    }

    private int ofTopics() {
        asking.given(spec);
        Connections connections = Rollcall.connections(spec);
        Disclosure disclosure = connections.disclosure();
        if (policy != null) {
            Asking.refuseSmallLimits(connections, TextFiles.read(policy), policy);
        }
        TopicHistory history = new TopicHistory(connections);
        List<String> policies = policy == null ? history.policies() : List.of(TextFiles.read(policy));
        String from = policy == null ? "published policy" : policy.toString();
        HistoryReplay replay = new HistoryReplay(policies, from, history.partitions(), Pseudonymiser::fixed);
        Instant until = asOf == null ? history.lastTick() : asOf;
        asking.note(spec, connections, Asking.named(policies, policy));
        history.read(Scope.until(until), replay);
        Recount recount = replay.finish(until);
        Output told =
                disclosure.of(recount.figures().stream().map(FigureLine::of).toList(), recount.policies());
        List<AlertLine> alertLines =
                recount.alerts().stream().map(AlertLine::of).map(told::alert).toList();
        write(
                alertLines.stream().map(Ndjson::line).toList(),
                told.figures().stream().map(Lines::json).toList());
        recount.ledger().forEach((topic, line) -> spec.commandLine().getOut().println(sentence(topic, line)));
        tell(alertLines, recount.figures().size());
        return ExitCode.OK;
    }

    private int ofFile(Path file) {
        if (policy == null) {
            throw new ParameterException(
                    spec.commandLine(), "Expected '--policy' with '--events', since a file holds no policy");
        }
        OfflineReplay replay = new OfflineReplay(
                TextFiles.read(policy),
                policy.toString(),
                Pseudonymiser.fixed(),
                spec.commandLine().getErr()::println);
        TextFiles.lines(file, lines -> replay.run(lines, file.toString(), asOf));
        write(replay.alerts(), replay.figures());
        PrintWriter out = spec.commandLine().getOut();
        replay.replay().ledger().forEach((topic, line) -> out.println(sentence(topic, line)));
        if (replay.afterAsOf() > 0) {
            out.printf(
                    "%s logged after that time and not read.%n",
                    Lines.count(replay.afterAsOf(), "line was", "lines were"));
        }
        tell(
                replay.replay().alerts().stream().map(AlertLine::of).toList(),
                replay.figures().size());
        return ExitCode.OK;
    }

    private void write(List<String> alertLines, List<String> figureLines) {
        if (alerts != null) {
            TextFiles.write(alerts, alertLines);
        }
        if (figures != null) {
            TextFiles.write(figures, figureLines);
        }
    }

    private void tell(Collection<AlertLine> found, int figuresFound) {
        PrintWriter out = spec.commandLine().getOut();
        List<AlertLine> standing = found.stream()
                .filter(alert -> alert.state() == AlertState.RAISED)
                .sorted(Lines.ALERTS)
                .toList();
        out.printf(
                "%s; %s%s%n",
                Lines.count(figuresFound, "figure", "figures"),
                Lines.count(standing.size(), "alert stands", "alerts stand"),
                standing.isEmpty() ? "." : ":");
        standing.forEach(alert -> out.println(Lines.of(alert)));
    }

    static String sentence(String topic, EventLedger.Line line) {
        return "%s: %,d read = %,d applied + %,d duplicate + %,d rejected"
                .formatted(topic, line.read(), line.applied(), line.duplicate(), line.rejected());
    }
}
