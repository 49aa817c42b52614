package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.EntityKind;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Ndjson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The alerts in their topic, each as it was last published. */
@Command(
        name = "alerts",
        description = "Shows the alerts, each in a sentence with the beginning of its id, the most urgent first.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall show alerts",
            "  rollcall show alerts --body home-office --all",
            "  rollcall show alerts --json > alerts.ndjson"
        })
final class ShowAlerts implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--all", description = "Show retracted alerts, too.")
    private boolean all;

    @Option(names = "--body", paramLabel = "ID", description = "Show only the alerts on this body.")
    private @Nullable String body;

    @Option(names = "--json", description = "Print a line of JSON for each, by id, as replay writes them.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Connections connections = Rollcall.connections(spec);
        List<AlertLine> alerts;
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            alerts = reader.latest(connections.topics().alerts()).values().stream()
                    .map(AlertLine.class::cast)
                    .filter(alert -> all || alert.state() != AlertState.RETRACTED)
                    .filter(alert -> body == null
                            || (alert.entityKind() == EntityKind.BODY
                                    && alert.entity().equals(body)))
                    .toList();
        }
        if (json) {
            alerts.forEach(alert -> out.println(Ndjson.line(alert)));
        } else if (alerts.isEmpty()) {
            out.println("No alerts.");
        } else {
            alerts.stream()
                    .sorted(Lines.ALERTS)
                    .forEach(alert -> out.println(beginning(alert.alertId()) + "  " + Lines.of(alert)));
        }
        return ExitCode.OK;
    }

    /** As much of an id as {@code verify} asks for. */
    private static String beginning(String id) {
        return id.substring(0, Math.min(id.length(), Verify.LEAST_OF_ID));
    }
}
