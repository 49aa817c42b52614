package dev.rollcall.app.cli;

import dev.rollcall.app.files.InputException;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Yaml;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says everything that is wrong with policies, each file by itself, or what they hold. */
@Command(
        name = "check",
        description = "Says everything that is wrong with a policy, all at once; each file stands for itself.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall policy check policy.yaml", "  rollcall policy check policies/*.yaml"})
final class PolicyCheck implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A policy, with all its versions.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        int code = ExitCode.OK;
        for (Path file : files) {
            try {
                List<Policy> versions = RuleBook.read(Yaml.versions(TextFiles.read(file), file.toString()))
                        .policies()
                        .versions();
                versions.forEach(version -> spec.commandLine().getOut().println(sentence(version)));
            } catch (PolicyException e) {
                err.println(e.getMessage());
                code = ExitCode.POLICY;
            } catch (InputException e) {
                err.println(e.getMessage());
                code = code == ExitCode.OK ? ExitCode.INPUT : code;
            }
        }
        return code;
    }

    /** What a version holds, in one line. */
    static String sentence(Policy policy) {
        int limits = policy.limits().size()
                + policy.agreements().values().stream()
                        .map(Agreement::limits)
                        .mapToInt(under -> under.size())
                        .sum();
        int rules = policy.fieldRules().size() + policy.detectors().size();
        return "%s version %d, from %s: %s, %s, %s, %s"
                .formatted(
                        policy.name(),
                        policy.version(),
                        policy.from(),
                        Lines.count(policy.bodies().size(), "body", "bodies"),
                        Lines.count(policy.agreements().size(), "agreement", "agreements"),
                        Lines.count(limits, "limit", "limits"),
                        Lines.count(rules, "rule", "rules"));
    }
}
