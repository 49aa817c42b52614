package dev.rollcall.app.cli;

import dev.rollcall.app.DirectiveReader;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import dev.rollcall.policy.diff.Effect;
import dev.rollcall.policy.diff.PolicyChange;
import dev.rollcall.policy.diff.PolicyDiff;
import dev.rollcall.wire.Yaml;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says in words what the last version of one policy changes of the last version of another. */
@Command(
        name = "diff",
        description = {
            "Says in words what the last version in B changes of the last version in A, and whether each change",
            "tightens or loosens; 'live' is what is published."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall policy diff policy.yaml stricter.yaml", "  rollcall policy diff live policy.yaml"})
final class PolicyDiffVerb implements Callable<Integer> {
    private static final String LIVE = "live";
    private static final Comparator<PolicyChange> LOOSENING_FIRST =
            Comparator.comparing(change -> List.of(Effect.LOOSENS, Effect.TIGHTENS, Effect.EITHER, Effect.NEITHER)
                    .indexOf(change.effect()));

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "A file, or 'live'.")
    private String before;

    @Parameters(index = "1", paramLabel = "B", description = "A file, or 'live'.")
    private String after;

    /** A version, as read and as written. */
    record Version(Policy policy, Node written) {
        static Version last(List<Node> documents) {
            List<Policy> versions = RuleBook.read(documents).policies().versions();
            return new Version(versions.get(versions.size() - 1), documents.get(documents.size() - 1));
        }

        List<PolicyChange> changes(Version next) {
            return PolicyDiff.between(policy, written, next.policy, next.written);
        }
    }

    @Override
    public Integer call() {
        Version one = version(before);
        Version other = version(after);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s version %d becomes %s version %d, in force from %s%s%n",
                one.policy().name(),
                one.policy().version(),
                other.policy().name(),
                other.policy().version(),
                other.policy().from(),
                other.policy().because() == null
                        ? "; it does not say why."
                        : ", because: " + other.policy().because());
        tell(one.changes(other), out);
        return ExitCode.OK;
    }

    static void tell(List<PolicyChange> changes, PrintWriter out) {
        if (changes.isEmpty()) {
            out.println("Nothing changes of what is judged.");
            return;
        }
        changes.stream()
                .sorted(LOOSENING_FIRST)
                .forEach(change -> out.printf("  %-13s  %s%n", change.effect().text(), change.what()));
        out.printf(
                "%s: %d loosen, %d tighten.%n",
                Lines.count(changes.size(), "change", "changes"),
                count(changes, Effect.LOOSENS),
                count(changes, Effect.TIGHTENS));
    }

    static long count(List<PolicyChange> changes, Effect effect) {
        return changes.stream().filter(change -> change.effect() == effect).count();
    }

    private Version version(String named) {
        if (!named.equals(LIVE)) {
            return Version.last(Yaml.versions(TextFiles.read(Path.of(named)), named));
        }
        List<Node> documents = new ArrayList<>();
        try (DirectiveReader reader = new DirectiveReader(Rollcall.connections(spec))) {
            reader.policies().forEach(text -> documents.addAll(Yaml.documents(text, "as published")));
        }
        if (documents.isEmpty()) {
            throw new PolicyException(List.of(new Problem(
                    "Expected a policy to be published, but there is none", "", new Place("directives", 1))));
        }
        return Version.last(documents);
    }
}
