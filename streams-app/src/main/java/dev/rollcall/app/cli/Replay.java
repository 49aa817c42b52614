package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.HeldHistory;
import dev.rollcall.app.LiveComparison;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.app.files.EventFile;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Event;
import dev.rollcall.model.Evidence;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.SameAsLive;
import dev.rollcall.replay.Scope;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.disclosure.Output;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Ndjson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
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
            "  rollcall replay --compare --reason 'Monthly check'",
            "  rollcall replay --body home-office --from 2016-01-01T00:00:00Z \\",
            "      --reason 'Question 48634'",
            "  rollcall replay --offsets extracts/2:100-200 --reason 'A look at a batch'",
            "  rollcall replay --policy stricter.yaml --reason 'Review of limits' \\",
            "      --as-of 2016-10-31T00:00:00Z",
            "  rollcall replay --against live --policy stricter.yaml --as-if-always \\",
            "      --reason 'Review of limits' --html what-if.html --csv what-if.csv",
            "  rollcall replay --child-file child.txt --reason 'Request 2016/17'",
            "  rollcall replay --events events.ndjson --policy policy.yaml",
            "  rollcall replay --events 2015.ndjson.gz 2016.avro --policy policy.yaml",
            "  rollcall replay --events events.ndjson --policy policy.yaml \\",
            "      --as-of 2016-10-31T00:00:00Z \\",
            "      --alerts alerts.ndjson --figures figures.ndjson"
        })
final class Replay implements Callable<Integer> {
    private static final String REASON = "--reason";
    private static final String POLICY = "--policy";
    private static final String AS_OF = "--as-of";
    private static final String ALERTS = "--alerts";
    private static final String FIGURES = "--figures";
    private static final String PASSES = "--passes";

    static final OptionTable TABLE = OptionTable.of(
            OptionTable.Mode.of("--events", POLICY, AS_OF, ALERTS, FIGURES),
            OptionTable.Mode.of("--child-file", REASON, AS_OF, ReadingOptions.THREADS, ReadingOptions.QUIET),
            OptionTable.Mode.of("--compare", REASON, PASSES, ReadingOptions.THREADS, ReadingOptions.QUIET),
            OptionTable.Mode.of(
                    "--against",
                    REASON,
                    POLICY,
                    "--as-if-always",
                    AS_OF,
                    PASSES,
                    "--json",
                    "--csv",
                    "--html",
                    ReadingOptions.THREADS,
                    ReadingOptions.QUIET),
            OptionTable.Mode.otherwise(
                    REASON,
                    POLICY,
                    AS_OF,
                    ALERTS,
                    FIGURES,
                    "--from",
                    "--to",
                    "--offsets",
                    "--body",
                    PASSES,
                    ReadingOptions.THREADS,
                    ReadingOptions.QUIET));

    @Spec
    private CommandSpec spec;

    @Mixin
    private Asking asking;

    @Mixin
    private ReadingOptions reading;

    @Mixin
    private WhatIfOptions whatIf;

    @Mixin
    private ChildFile child;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Events in order of arrival, instead of those of the topics: NDJSON, as it is or compressed (.gz),"
                            + " or Avro containers (.avro).")
    private List<Path> events = List.of();

    @Option(
            names = POLICY,
            paramLabel = "FILE",
            description = "The policy, with all its versions; for the topics, those that were in force unless given.")
    private @Nullable Path policy;

    @Option(names = ALERTS, paramLabel = "FILE", description = "Where to write every alert, by id.")
    private @Nullable Path alerts;

    @Option(names = FIGURES, paramLabel = "FILE", description = "Where to write every figure, by key.")
    private @Nullable Path figures;

    @Option(
            names = AS_OF,
            paramLabel = "TIME",
            description =
                    "Stop at this time, as 2016-10-31T00:00:00Z; unless given the last record's, for topics the last tick's.")
    private @Nullable Instant asOf;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Read only records of the topics that were logged at this time or later; 'show figures --from' counts days of events.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description =
                    "Read only records of the topics that were logged at this time or earlier; 'show figures --to' is a day of events.")
    private @Nullable Instant to;

    @Option(
            names = "--offsets",
            paramLabel = "TOPIC/PARTITION:FIRST-LAST",
            converter = OffsetsOption.Converter.class,
            description = "Read only this stretch of the topics, as extracts/2:100-200; may be given several times.")
    private List<OffsetsOption> offsets = List.of();

    @Option(
            names = "--body",
            paramLabel = "ID",
            description = "Judge this body alone; the groups it belongs to are not reported then.")
    private @Nullable String body;

    @Option(
            names = "--compare",
            description =
                    "Count everything again by the policies in force and compare with the live figures and alerts; exit code 7 where they differ.")
    private boolean compare;

    @Option(
            names = PASSES,
            paramLabel = "N",
            description =
                    "Read the topics N times for each policy, each time for a part of the bodies, to need less memory; chosen by the heap unless given.")
    private @Nullable Integer passes;

    @Override
    public Integer call() {
        TABLE.check(spec);
        reading.check(spec, events.isEmpty() ? asOf : null);
        if (passes != null && passes < 1) {
            throw problem("Expected '--passes' to be at least 1, but was " + passes);
        }
        if (from != null && to != null && from.isAfter(to)) {
            throw problem("Expected '--from' not to lie after '--to', but %s is after %s".formatted(from, to));
        }
        if (asOf != null && !Event.mayBeAt(asOf)) {
            throw problem("Expected '--as-of' to be a time of 1900 to 2199, but was " + asOf);
        }
        if (child.asked()) {
            return child.list(spec, asking, reading, asOf);
        }
        if (whatIf.asked()) {
            return whatIf.compare(spec, asking, reading, policy, asOf, passes);
        }
        return events.isEmpty() ? ofTopics() : ofFiles();
    }

    private ParameterException problem(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private int ofTopics() {
        asking.given(spec);
        Connections connections = Rollcall.connections(spec);
        Disclosure disclosure = connections.disclosure();
        if (policy != null) {
            asking.refuseSmallLimits(spec, connections, TextFiles.read(policy), policy);
        }
        TopicHistory history = reading.history(spec, connections);
        List<String> policies = policy == null ? history.policies() : List.of(TextFiles.read(policy));
        String source = policy == null ? HeldHistory.FILE : policy.toString();
        HistoryReplay replay = new HistoryReplay(policies, source, history.partitions(), reading.threads());
        Instant until = asOf == null ? history.lastTick() : asOf;
        Scope scope = scope(connections, history, until);
        asking.note(spec, connections, Asking.named(policies, policy));
        LiveComparison live = compare ? new LiveComparison(connections) : null;
        long heap = Runtime.getRuntime().maxMemory();
        int times = passes == null ? history.passes(scope, heap) : passes;
        reading.passes(times);
        Recount all = replay.recount(history, scope, until, times);
        if (live != null) {
            return compared(live, new HeldHistory(history, policies, all.policies(), until), all, disclosure);
        }
        Recount recount = body == null ? all : all.ofBody(body);
        Output told =
                disclosure.of(recount.figures().stream().map(FigureLine::of).toList(), recount.policies());
        List<AlertLine> alertLines =
                told.alerts(recount.alerts().stream().map(AlertLine::of).toList());
        write(
                alertLines.stream().map(Ndjson::line).toList(),
                told.figures().stream().map(Lines::json).toList());
        recount.ledger().forEach((topic, line) -> spec.commandLine().getOut().println(sentence(topic, line)));
        int code = ReadingOptions.tellLeftOut(
                history.leftOut(), ExitCode.OK, spec.commandLine().getOut());
        if (from != null || to != null || !offsets.isEmpty()) {
            spec.commandLine().getOut().println("Of a part of the log alone: what lies outside is not counted.");
        }
        tell(alertLines, recount.figures().size());
        return code;
    }

    private Scope scope(Connections connections, TopicHistory history, Instant until) {
        List<Evidence> stretches;
        try {
            stretches = OffsetsOption.stretches(offsets, connections.topics(), history.partitions());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        for (Evidence stretch : stretches) {
            long end = history.end(stretch.log());
            if (stretch.firstOffset() >= end) {
                throw problem("Expected '--offsets' to begin before offset %d, where %s/%d ends, but it begins at %d"
                        .formatted(end, stretch.topic(), stretch.partition(), stretch.firstOffset()));
            }
        }
        Instant last = to == null || to.isAfter(until) ? until : to;
        if (from != null && from.isAfter(last)) {
            throw problem("Expected '--from' not to lie after %s, to which the topics are read, but was %s"
                    .formatted(last, from));
        }
        Scope scope = new Scope(body, from, last, stretches);
        return body == null ? scope : scope.and(body::equals);
    }

    /** Says whether the live topics say the same; the first difference with its cause where they do not. */
    private int compared(LiveComparison live, HeldHistory held, Recount recount, Disclosure disclosure) {
        SameAsLive beside = live.with(recount);
        List<SameAsLive.Difference> differences = beside.differences();
        PrintWriter out = spec.commandLine().getOut();
        recount.ledger().forEach((topic, line) -> out.println(sentence(topic, line)));
        out.printf("%,d of %,d figures and alerts are the same live.%n", beside.same(), beside.size());
        int code = ReadingOptions.tellLeftOut(held.history().leftOut(), ExitCode.OK, out);
        if (differences.isEmpty()) {
            return code;
        }
        SameAsLive.Difference first = differences.get(0);
        out.printf(
                "%s; the first: %s: %s%nCause: %s%n",
                Lines.count(differences.size(), "difference", "differences"),
                first.name(),
                disclosure.hidesAny() ? first.presence() : first.sides(),
                live.causeOf(first, beside, held));
        return ExitCode.DIFFERENT;
    }

    private int ofFiles() {
        if (policy == null) {
            throw new ParameterException(
                    spec.commandLine(), "Expected '--policy' with '--events', since a file holds no policy");
        }
        OfflineReplay replay = new OfflineReplay(
                TextFiles.read(policy),
                policy.toString(),
                Pseudonymiser.fixed(),
                spec.commandLine().getErr()::println);
        List<String> broken = new ArrayList<>();
        for (Path file : events) {
            String problem = new EventFile(file).read(new Taking(replay, file));
            if (problem != null) {
                broken.add(problem);
            }
        }
        replay.finish(asOf);
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
        broken.forEach(spec.commandLine().getErr()::println);
        return broken.isEmpty() ? ExitCode.OK : ExitCode.INPUT;
    }

    /** What is done with the events of a file. */
    private final class Taking implements EventFile.Use {
        private final OfflineReplay replay;
        private final Path file;

        Taking(OfflineReplay replay, Path file) {
            this.replay = replay;
            this.file = file;
        }

        @Override
        public void lines(Iterator<String> lines) {
            replay.take(lines, file.toString(), asOf);
        }

        @Override
        public void event(EventLine event) {
            replay.take(event, asOf);
        }

        @Override
        public void noEvent(EventException problem) {
            replay.takeNote(problem, asOf);
        }
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
