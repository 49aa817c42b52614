package dev.rollcall.app.cli;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.forward.Forwarder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells Alertmanager of the alerts that stand, until it is told to stop. */
@Command(
        name = "forward",
        description = "Tells Alertmanager of the alerts that stand, again and again, and of their end.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall forward --config rollcall.yaml",
            "  ROLLCALL_KAFKA_BOOTSTRAP_SERVERS=localhost:9092 \\",
            "      ROLLCALL_REGISTRY_URL=http://localhost:8081 \\",
            "      ROLLCALL_ALERTMANAGER_URLS=http://localhost:9093 rollcall forward",
            "Settings:",
            "  alertmanager.urls           several, by commas: each gets all alerts",
            "  alertmanager.authorization  a whole header, as 'Bearer …'",
            "  forward.resend-every        1m; from 1s to 5m",
            "  forward.old-after           30d; what changed last longer ago is labelled old",
            "  forward.page-url, forward.runbook-url, forward.port (9466)",
            "It keeps nothing: start it anew, anywhere, and it reads the topic again.",
            "SIGTERM and SIGINT stop it in good order, with exit code 0."
        })
final class Forward implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Configuration configuration = Rollcall.configuration(spec);
        return UntilStopped.run(
                () -> Forwarder.start(configuration),
                forwarder -> err.printf(
                        "Forwarding. Meters: http://%s:%d/metrics%n",
                        configuration.text("http.host"), forwarder.port()));
    }
}
