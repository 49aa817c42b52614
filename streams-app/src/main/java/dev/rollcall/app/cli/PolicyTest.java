package dev.rollcall.app.cli;

import dev.rollcall.app.files.InputException;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.replay.scenario.Scenario;
import dev.rollcall.replay.scenario.ScenarioCase;
import dev.rollcall.replay.scenario.ScenarioException;
import dev.rollcall.wire.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scenarios under a policy in place of their own, and says where one ends other than it expects. */
@Command(
        name = "test",
        description = {
            "Runs scenarios under a policy in place of their own: what it finds, and where that is not what they expect.",
            "A near miss that differs by its policy is left out. It ends with 7 where an expectation is not met."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  rollcall policy test --policy policy.yaml mine/*.yaml"})
final class PolicyTest implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            required = true,
            description = "The policy, with all its versions.")
    private Path policy;

    @Parameters(arity = "1..*", paramLabel = "SCENARIO", description = "Scenarios.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        String text = TextFiles.read(policy);
        RuleBook.read(Yaml.versions(text, policy.toString()));
        int code = ExitCode.OK;
        for (Path file : files) {
            try {
                code = run(ScenarioVerb.read(file), text) || code != ExitCode.OK ? code : ExitCode.DIFFERENT;
            } catch (ScenarioException | InputException e) {
                spec.commandLine().getErr().println(e.getMessage());
                code = ExitCode.INPUT;
            } catch (PolicyException e) {
                spec.commandLine().getErr().println(e.getMessage());
                code = ExitCode.POLICY;
            }
        }
        return code;
    }

    /** Whether all cases end as they expect. */
    private boolean run(Scenario scenario, String text) {
        String own = scenario.cases().get(0).policy();
        boolean met = true;
        int leftOut = 0;
        for (int i = 0; i < scenario.cases().size(); i++) {
            ScenarioCase one = scenario.cases().get(i);
            if (one.policy().equals(own)) {
                met &= ScenarioVerb.tell(spec, one.under(text), i > 0);
            } else {
                leftOut++;
            }
        }
        if (leftOut > 0) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "  %s left out: only the policy makes it one.%n",
                            Lines.count(leftOut, "near miss is", "near misses are"));
        }
        return met;
    }
}
