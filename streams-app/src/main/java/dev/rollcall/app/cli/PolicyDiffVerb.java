package dev.rollcall.app.cli;

import dev.rollcall.app.DirectiveReader;
import dev.rollcall.app.PolicyPublication;
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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says in words what the last version of one policy changes of the last of another, and how others of one number differ. */
@Command(
        name = "diff",
        description = {
            "Says in words what the last version in B changes of the last version in A, and whether each change",
            "tightens or loosens; and the same of each other version that has one number in both and is not the same.",
            "'live' is what is published."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall policy diff policy.yaml stricter.yaml", "  rollcall policy diff live policy.yaml"})
final class PolicyDiffVerb implements Callable<Integer> {
    private static final String LIVE = "live";
    private static final List<Effect> LOOSENING_FIRST =
            List.of(Effect.LOOSENS, Effect.TIGHTENS, Effect.EITHER, Effect.NEITHER);

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "A file, or 'live'.")
    private String before;

    @Parameters(index = "1", paramLabel = "B", description = "A file, or 'live'.")
    private String after;

    /** A version, as read and as written. */
    record Version(Policy policy, Node written) {
        static List<Version> all(List<Node> documents) {
            List<Policy> versions = RuleBook.read(documents).policies().versions();
            return IntStream.range(0, versions.size())
                    .mapToObj(i -> new Version(versions.get(i), documents.get(i)))
                    .toList();
        }

        String named() {
            return "%s version %d".formatted(policy.name(), policy.version());
        }

        List<PolicyChange> changes(Version next) {
            return PolicyDiff.between(policy, written, next.policy, next.written);
        }
    }

    @Override
    public Integer call() {
        List<Version> ones = versions(before);
        List<Version> others = versions(after);
        Version one = ones.get(ones.size() - 1);
        Version other = others.get(others.size() - 1);
        PrintWriter out = spec.commandLine().getOut();
        boolean same = one.named().equals(other.named());
        out.printf(
                "%s becomes %s, in force from %s%s%n",
                one.named() + (same ? written(before) : ""),
                other.named() + (same ? written(after) : ""),
                other.policy().from(),
                other.policy().because() == null
                        ? "; it does not say why."
                        : ", because: " + other.policy().because());
        tell(one.changes(other), out);
        for (Version each : ones) {
            others.stream()
                    .filter(its -> its.policy().version() == each.policy().version())
                    .filter(its -> !each.equals(one) || !its.equals(other))
                    .filter(its -> !PolicyPublication.sayTheSame(each.written(), its.written()))
                    .forEach(its -> tellOther(each, its, out));
        }
        return ExitCode.OK;
    }

    /** A version does not change once it is published, so that one of the same number that differs is no next one. */
    private void tellOther(Version one, Version other, PrintWriter out) {
        out.printf(
                "%nVersion %d is not the same in both: in force from %s%s, and from %s%s.%n",
                one.policy().version(),
                one.policy().from(),
                written(before),
                other.policy().from(),
                written(after));
        tell(one.changes(other), out);
    }

    private static String written(String named) {
        return named.equals(LIVE) ? " as published" : " as in " + Path.of(named).getFileName();
    }

    static void tell(List<PolicyChange> changes, PrintWriter out) {
        if (changes.isEmpty()) {
            out.println("No rule changes.");
            return;
        }
        changes.stream()
                .sorted(Comparator.comparing(change -> LOOSENING_FIRST.indexOf(change.effect())))
                .forEach(change -> out.printf("  %-10s  %s%n", change.effect().text(), change.what()));
        out.printf(
                "%s: %s.%n",
                Lines.count(changes.size(), "change", "changes"),
                LOOSENING_FIRST.stream()
                        .filter(effect -> count(changes, effect) > 0)
                        .map(effect -> effect.of(count(changes, effect)))
                        .collect(Collectors.joining(", ")));
    }

    private static long count(List<PolicyChange> changes, Effect effect) {
        return changes.stream().filter(change -> change.effect() == effect).count();
    }

    private List<Version> versions(String named) {
        if (!named.equals(LIVE)) {
            return Version.all(Yaml.versions(TextFiles.read(Path.of(named)), named));
        }
        List<Node> documents = Yaml.documents(DirectiveReader.policies(Rollcall.connections(spec)), "as published");
        if (documents.isEmpty()) {
            throw new PolicyException(List.of(new Problem(
                    "Expected a policy to be published, but there is none", "", new Place("directives", 1))));
        }
        return Version.all(documents);
    }
}
