package dev.rollcall.app.cli;

import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.config.Configuration;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the monitor until it is told to stop. */
@Command(
        name = "run",
        description = "Runs the monitor on the topics that the configuration names.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall run --config rollcall.yaml",
            "  ROLLCALL_KAFKA_BOOTSTRAP_SERVERS=localhost:9092 \\",
            "      ROLLCALL_REGISTRY_URL=http://localhost:8081 \\",
            "      ROLLCALL_KEY_FILE=rollcall.key rollcall run",
            "The topics must exist (rollcall topics --create) and hold a policy (rollcall policy publish FILE).",
            "SIGTERM and SIGINT stop it in good order, with exit code 0; 1 if that took more than 20 seconds."
        })
final class Run implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Configuration configuration = Rollcall.configuration(spec);
        return UntilStopped.run(() -> LiveMonitor.start(configuration, true, err::println), monitor -> {
            String address = "http://%s:%d/".formatted(configuration.text("http.host"), monitor.port());
            err.printf("Watching. Live page: %s Meters: %smetrics%n", address, address);
        });
    }
}
