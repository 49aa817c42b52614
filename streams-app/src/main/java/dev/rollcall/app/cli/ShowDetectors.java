package dev.rollcall.app.cli;

import dev.rollcall.detect.Detector;
import dev.rollcall.detect.RuleBook;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The detectors of this version: what the policy calls them, when they judge, and their settings. */
@Command(
        name = "detectors",
        description = "Shows the detectors of this version, with their settings and defaults.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = "  rollcall show detectors")
final class ShowDetectors implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Lines.table(
                spec.commandLine().getOut(),
                List.of("TYPE", "JUDGES", "SETTINGS"),
                RuleBook.known().stream().map(ShowDetectors::row).toList());
        return ExitCode.OK;
    }

    private static List<String> row(Detector detector) {
        return List.of(
                detector.type(),
                detector.always() ? "always" : "where the policy names it",
                RuleBook.settingsOf(detector).entrySet().stream()
                        .map(setting -> setting.getKey() + ": " + setting.getValue())
                        .collect(Collectors.joining(", ")));
    }
}
