package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.RejectionLine;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The events that could not be counted: where each lies, why, and what to do. */
@Command(
        name = "rejected",
        description = "Shows the events that could not be counted: where each lies, why, and what to do.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall show rejected", "  rollcall show rejected --json"})
final class ShowRejected implements Callable<Integer> {
    private static final Comparator<RejectionLine> BY_PLACE = Comparator.comparing(RejectionLine::topic)
            .thenComparing(RejectionLine::partition)
            .thenComparing(RejectionLine::offset);

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a line of JSON for each.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Connections connections = Rollcall.connections(spec);
        List<RejectionLine> rejected;
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            rejected = reader.latest(connections.topics().rejected()).values().stream()
                    .map(RejectionLine.class::cast)
                    .sorted(BY_PLACE)
                    .toList();
        }
        if (json) {
            rejected.forEach(rejection -> out.println(Ndjson.line(rejection)));
        } else if (rejected.isEmpty()) {
            out.println("Nothing rejected.");
        } else {
            Lines.table(
                    out,
                    List.of("TOPIC", "PARTITION", "OFFSET", "LOGGED AT", "BYTES", "SCHEMA", "REASON", "WHAT TO DO"),
                    rejected.stream().map(ShowRejected::row).toList());
        }
        return ExitCode.OK;
    }

    private static List<String> row(RejectionLine rejection) {
        return List.of(
                rejection.topic(),
                String.valueOf(rejection.partition()),
                String.valueOf(rejection.offset()),
                rejection.appendedAt().toString(),
                String.valueOf(rejection.size()),
                rejection.schemaId() == null ? "" : String.valueOf(rejection.schemaId()),
                rejection.reason(),
                rejection.advice());
    }
}
