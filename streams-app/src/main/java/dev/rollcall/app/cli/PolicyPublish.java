package dev.rollcall.app.cli;

import dev.rollcall.app.Audit;
import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveReader;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.PolicyPublication;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.UnreachableException;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.Directive;
import dev.rollcall.policy.PolicyException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes to the directives those versions of a policy that are not there yet. */
@Command(
        name = "publish",
        description = {
            "Publishes those versions of a policy that are not held yet; a version that is held never changes.",
            "The first publication may hold past versions, every later version needs 10 minutes' notice.",
            "Shows first what changes, and what the last version would have found in the last 12 months.",
            "Who publishes is written into the audit, before anything is published.",
            "A version that loosens, or may do so, must say why, with 'because'."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall policy publish policy.yaml", "  rollcall policy publish --dry-run policy.yaml"})
final class PolicyPublish implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The policy, with all its versions or only the new ones.")
    private Path file;

    @Option(names = "--no-what-if", description = "Do not replay the history to show what would have been found.")
    private boolean noWhatIf;

    @Option(names = "--dry-run", description = "Show all that, and publish nothing.")
    private boolean dryRun;

    @Mixin
    private ReadingOptions reading;

    @Override
    public Integer call() {
        reading.check(spec);
        PrintWriter out = spec.commandLine().getOut();
        String text = TextFiles.read(file);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        PolicyPublication.after(List.of(), text, file.toString(), now);

        Connections connections = Rollcall.connections(spec);
        int partitions;
        try (Admin admin = connections.admin()) {
            partitions = TopicSetup.checkInputs(admin, connections.topics());
        }
        DirectiveReader.Held held;
        try (DirectiveReader reader = new DirectiveReader(connections)) {
            held = reader.held();
        }
        PolicyPublication rest = PolicyPublication.after(adopted(held), text, file.toString(), now);
        if (rest.versions().isEmpty() && held.lacking().isEmpty()) {
            out.printf("All versions in %s are published already; nothing to do.%n", file);
            return ExitCode.OK;
        }
        if (!rest.versions().isEmpty()) {
            review(connections, adopted(held), rest);
        }
        if (dryRun) {
            out.println("Nothing was published, as asked.");
            return ExitCode.OK;
        }
        if (rest.versions().isEmpty()) {
            Audit.note(
                    connections,
                    Asking.action(spec),
                    Asking.arguments(spec),
                    "completion of an earlier publication",
                    Asking.named(adopted(held), null));
        }
        try (DirectiveWriter writer = new DirectiveWriter(connections, partitions)) {
            if (!held.lacking().isEmpty()) {
                complete(held, writer, out);
            }
            if (!rest.versions().isEmpty()) {
                writer.publish(rest.yaml(), now);
                out.printf(
                        "Published %s %s of the policy in %s.%n",
                        rest.versions().size() == 1 ? "version" : "versions",
                        Lines.listed(rest.versions()),
                        Lines.count(partitions, "partition", "partitions"));
            }
        }
        return ExitCode.OK;
    }

    /** Shows what the new versions change, and what they would have found. */
    private void review(Connections connections, List<String> held, PolicyPublication rest) {
        PrintWriter out = spec.commandLine().getOut();
        PublicationReview review = new PublicationReview(connections, held, rest, file);
        review.tellChanges(out);
        if (!dryRun) {
            review.note(spec);
        }
        if (noWhatIf) {
            out.println("What the policy would have found is left out, as asked.");
        } else {
            try {
                review.tellWhatIf(spec, reading, dryRun, out);
            } catch (ConfigurationException | UnreachableException e) {
                spec.commandLine()
                        .getErr()
                        .println("Nothing was published, since what the policy would have found could not be shown;"
                                + " '--no-what-if' publishes without.");
                throw e;
            }
        }
    }

    /**
     * A first publication that another program broke off is written again as it was; who holds it already takes no notice. A
     * later one cannot be: where it is missing, events may have been judged without it.
     */
    private static void complete(DirectiveReader.Held held, DirectiveWriter writer, PrintWriter out) {
        if (held.publications().size() > 1) {
            throw new ConfigurationException(
                    "Expected every partition to hold the same publications of the policy, but %s %s not, and events there may have been judged without: publish what is missing as a new version"
                            .formatted(
                                    (held.lacking().size() == 1 ? "partition " : "partitions ")
                                            + Lines.listed(held.lacking()),
                                    held.lacking().size() == 1 ? "does" : "do"));
        }
        for (Directive.PolicyPublished publication : held.publications()) {
            writer.publish(publication.yaml(), publication.publishedAt());
        }
        out.printf(
                "Completed an earlier publication in %s %s.%n",
                held.lacking().size() == 1 ? "partition" : "partitions", Lines.listed(held.lacking()));
    }

    /** What the watch adopted of what is held; nothing where it refused all, so that a right policy can still follow. */
    private static List<String> adopted(DirectiveReader.Held held) {
        try {
            return held.policies();
        } catch (PolicyException e) {
            return List.of();
        }
    }
}
