package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.SyntheticEvents;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.Event;
import dev.rollcall.wire.EventLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes events to their topics: those of a file, or made-up ones. */
@Command(
        name = "send",
        description = "Writes events to their topics: those of a file, or made-up ones.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall send events.ndjson",
            "  rollcall send --now events.ndjson",
            "  rollcall send --synthetic --bodies 20 --events 10000 \\",
            "      --from 2016-01-01 --to 2016-12-31"
        })
final class Send implements Callable<Integer> {
    private static final int BETWEEN_SIGNS = 10_000;
    private static final int USUAL_DAYS = 30;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Events as NDJSON, in order of arrival.")
    private @Nullable Path file;

    @Option(names = "--now", description = "Stamp every record with the present, and not with the time its line gives.")
    private boolean now;

    @Option(names = "--synthetic", description = "Send made-up events; the options below shape them.")
    private boolean synthetic;

    @Option(
            names = "--bodies",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many bodies ask (${DEFAULT-VALUE}).")
    private int bodies;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many events (${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--children",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many children an extract names on average (${DEFAULT-VALUE}).")
    private int children;

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "The first day, as 2016-01-01; 30 days before the last.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day; yesterday unless given.")
    private @Nullable LocalDate to;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed and days give the same events (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        Path given = file;
        if (synthetic == (given != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Expected either a FILE or --synthetic, but found " + (synthetic ? "both" : "neither"));
        }
        if (given == null) {
            SyntheticEvents story = story();
            try (EventWriter writer = writer()) {
                return send(story, writer);
            }
        }
        TextFiles.check(given);
        try (EventWriter writer = writer()) {
            return send(given, writer);
        }
    }

    private EventWriter writer() {
        Connections connections = Rollcall.connections(spec);
        try (Admin admin = connections.admin()) {
            TopicSetup.checkInputs(admin, connections.topics());
        }
        return new EventWriter(connections);
    }

    private SyntheticEvents story() {
        LocalDate last = to == null ? LocalDate.now(ZoneOffset.UTC).minusDays(1) : to;
        LocalDate first = from == null ? last.minusDays(USUAL_DAYS) : from;
        try {
            return new SyntheticEvents(
                    bodies,
                    events,
                    children,
                    first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                    last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                    seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int send(SyntheticEvents story, EventWriter writer) {
        Progress progress = new Progress(writer);
        for (EventLine line : story) {
            progress.accept(line.event(), stamp(line));
        }
        writer.flush();
        progress.end();
        spec.commandLine().getOut().printf("%s sent.%n", Lines.count(writer.written(), "event", "events"));
        return ExitCode.OK;
    }

    private int send(Path events, EventWriter writer) {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(writer);
        EventLines lines = new EventLines(events.toString(), this::stamp, progress, err::println);
        TextFiles.lines(events, lines::run);
        writer.flush();
        progress.end();
        spec.commandLine().getOut().printf("%s sent.%n", Lines.count(lines.sent(), "event", "events"));
        if (lines.refused() > 0) {
            err.printf(
                    "%s not sent.%n",
                    Lines.count(lines.refused(), "line is no event and was", "lines are no events and were"));
            return ExitCode.INPUT;
        }
        return ExitCode.OK;
    }

    private Instant stamp(EventLine line) {
        return now ? Instant.now() : line.appendedAt();
    }

    /** Sends, and on a terminal says now and then how far that has come. */
    private final class Progress implements BiConsumer<Event, Instant> {
        private final EventWriter writer;
        private final boolean shown = Ansi.AUTO.enabled();
        private long sent;

        Progress(EventWriter writer) {
            this.writer = writer;
        }

        @Override
        public void accept(Event event, Instant appendedAt) {
            writer.send(event, appendedAt);
            sent++;
            if (shown && sent % BETWEEN_SIGNS == 0) {
                spec.commandLine().getErr().printf("\r%,d events", sent);
                spec.commandLine().getErr().flush();
            }
        }

        void end() {
            if (shown && sent >= BETWEEN_SIGNS) {
                spec.commandLine().getErr().print("\r");
            }
        }
    }
}
