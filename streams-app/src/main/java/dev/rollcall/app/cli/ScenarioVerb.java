package dev.rollcall.app.cli;

import dev.rollcall.app.files.InputException;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.replay.scenario.Scenario;
import dev.rollcall.replay.scenario.ScenarioCase;
import dev.rollcall.replay.scenario.ScenarioException;
import dev.rollcall.replay.scenario.ScenarioReader;
import dev.rollcall.replay.scenario.ScenarioRun;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Ndjson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scenario files, without Kafka, and says where one ends other than it expects. */
@Command(
        name = "scenario",
        description = "Runs scenarios: what happened under which policy, and what must stand then.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall scenario policies/scenarios/*.yaml",
            "  rollcall scenario --events events.ndjson --policy policy.yaml mine.yaml",
            "It ends with 7 where an expectation is not met. How to write one: policies/scenarios/README.md."
        })
final class ScenarioVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenarios.")
    private List<Path> files = List.of();

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Where to write the events of the one scenario named, as NDJSON, near misses left out.")
    private @Nullable Path events;

    @Option(names = "--policy", paramLabel = "FILE", description = "Where to write its policy.")
    private @Nullable Path policy;

    @Override
    public Integer call() {
        if ((events != null || policy != null) && files.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "Expected one scenario with '--events' or '--policy', but there are more");
        }
        int code = ExitCode.OK;
        for (Path file : files) {
            Scenario scenario;
            try {
                scenario = read(file);
            } catch (ScenarioException | InputException e) {
                spec.commandLine().getErr().println(e.getMessage());
                code = ExitCode.INPUT;
                continue;
            } catch (PolicyException e) {
                spec.commandLine().getErr().println(e.getMessage());
                code = ExitCode.POLICY;
                continue;
            }
            for (int i = 0; i < scenario.cases().size(); i++) {
                code = tell(spec, scenario.cases().get(i), i > 0)
                        ? code
                        : code == ExitCode.OK ? ExitCode.DIFFERENT : code;
            }
            writeOut(scenario.cases().get(0));
        }
        return code;
    }

    private void writeOut(ScenarioCase scenario) {
        if (events != null) {
            TextFiles.write(
                    events,
                    scenario.events().stream()
                            .map(line -> Ndjson.event(line.event(), line.appendedAt()))
                            .toList());
        }
        if (policy != null) {
            TextFiles.write(policy, scenario.policy().lines().toList());
        }
    }

    static Scenario read(Path file) {
        return ScenarioReader.read(
                TextFiles.read(file, "a scenario"),
                file.toString(),
                name -> TextFiles.read(file.resolveSibling(name).normalize(), "a policy"));
    }

    /** Whether {@code scenario} ends as it expects. */
    static boolean tell(CommandSpec spec, ScenarioCase scenario, boolean nearMiss) {
        PrintWriter out = spec.commandLine().getOut();
        ScenarioRun run = ScenarioRun.of(scenario);
        boolean met = run.differences().isEmpty();
        out.printf("%s%s %s%n", nearMiss ? "  " : "", met ? "✓" : "✗", scenario.title());
        run.standing().stream()
                .sorted(Lines.ALERTS)
                .map((AlertLine alert) -> "    " + Lines.of(alert))
                .forEach(out::println);
        run.differences().forEach(spec.commandLine().getErr()::println);
        return met;
    }
}
