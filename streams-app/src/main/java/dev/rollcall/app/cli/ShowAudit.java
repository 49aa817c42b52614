package dev.rollcall.app.cli;

import dev.rollcall.app.Audit;
import dev.rollcall.model.AuditEntry;
import dev.rollcall.wire.Ndjson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who looked into the history of the topics, when, how and why. */
@Command(
        name = "audit",
        description = "Shows who looked into the history or published a policy: when, how and why.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall show audit", "  rollcall show audit --json"})
final class ShowAudit implements Callable<Integer> {
    /** Enough of a digest to tell two files apart; all of it is in the JSON. */
    private static final Pattern DIGEST = Pattern.compile("SHA-256 ([0-9a-f]{12})[0-9a-f]{52}");

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print a line of JSON for each.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<AuditEntry> entries = Audit.entries(Rollcall.connections(spec));
        if (json) {
            entries.forEach(entry -> out.println(Ndjson.line(entry)));
        } else if (entries.isEmpty()) {
            out.println("Nobody has asked yet.");
        } else {
            Lines.table(
                    out,
                    List.of("AT", "WHO", "ROLE", "ACTION", "ARGUMENTS", "REASON", "POLICY"),
                    entries.stream().map(ShowAudit::row).toList());
        }
        return ExitCode.OK;
    }

    private static List<String> row(AuditEntry entry) {
        return List.of(
                entry.at().toString(),
                entry.who(),
                entry.role(),
                entry.action(),
                String.join(" ", entry.arguments()),
                entry.reason(),
                DIGEST.matcher(entry.policy()).replaceAll("SHA-256 $1…"));
    }
}
