package dev.rollcall.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.model.Outcome;
import dev.rollcall.monitor.Overview;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.RegistryServer;
import dev.rollcall.stack.Settling;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** The demo's story with the monitor as {@code run} starts it, told by nothing but its configuration what to use. */
final class LiveStory {
    private static final Path DEMO = Path.of("../policies/demo");
    static final int PARTITIONS = 4;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final LocalStack stack;
    private final RegistryServer registry;
    private final Path folder;
    final String policy = Files.readString(DEMO.resolve("policy.yaml"));
    private final List<String> lines = Files.readAllLines(DEMO.resolve("events.ndjson"));

    LiveStory(LocalStack stack, RegistryServer registry, Path folder) throws Exception {
        this.stack = stack;
        this.registry = registry;
        this.folder = folder;
    }

    /**
     * In what the outcome differs from offline replay.
     *
     * @param monitor settings of the registry for the monitor
     * @param others the same for those who write events and policy, and read alerts and figures
     */
    List<String> differences(String prefix, Map<String, String> monitor, Map<String, String> others) throws Exception {
        Configuration watching = configuration(prefix, monitor);
        Connections connections = new Connections(configuration(prefix, others));
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        try (DirectiveWriter directives = new DirectiveWriter(connections, PARTITIONS)) {
            directives.publish(policy, Instant.EPOCH);
            try (LiveMonitor live = LiveMonitor.start(watching, false, message -> {})) {
                Instant end = send(connections);
                new Settling(live, watching, PARTITIONS, directives).at(end, LONGEST);
            }
        }
        try (OutcomeReader outcomes = new OutcomeReader(connections)) {
            OracleResult found = OracleResult.read(
                    lines(outcomes, connections.topics().alerts()),
                    lines(outcomes, connections.topics().figures()));
            assertTrue(found.figures().size() > 500 && found.alerts().size() > 20, "the story is told");
            OfflineReplay replay = new OfflineReplay(policy, "policy", Pseudonymiser.fixed(), problem -> {})
                    .run(lines.iterator(), "events", null);
            return OracleResult.read(replay.alerts(), replay.figures()).differences(found);
        }
    }

    Configuration configuration(String prefix, Map<String, String> registrySettings) throws Exception {
        Path key = Files.writeString(folder.resolve("story.key"), "a key for a test");
        StringBuilder text = new StringBuilder("""
                topics: { prefix: %s, partitions: %d, replication: 1 }
                kafka: { bootstrap.servers: '%s' }
                key-file: %s
                state-dir: %s
                http.port: 0
                registry:
                  url: '%s'
                """.formatted(
                prefix, PARTITIONS, stack.bootstrapServers(), key, folder.resolve(prefix + "state"), registry.url()));
        registrySettings.forEach((name, value) -> text.append("  %s: %s%n".formatted(name, value)));
        Path file = folder.resolve(prefix + "yaml");
        Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        return Configuration.read(file, Map.of());
    }

    private Instant send(Connections connections) throws Exception {
        Instant last = Instant.EPOCH;
        try (EventWriter writer = new EventWriter(connections)) {
            int number = 0;
            for (String line : lines) {
                EventLine event = Ndjson.readEvent(line, "events.ndjson", ++number);
                last = event.appendedAt().isAfter(last) ? event.appendedAt() : last;
                writer.send(event.event(), event.appendedAt());
            }
            writer.flush();
        }
        return last.plusMillis(1);
    }

    static void await(LiveMonitor live, Instant end) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!Settling.allAt(end, PARTITIONS, live.meters())) {
            assertTrue(
                    System.nanoTime() < deadline,
                    () -> "reach " + end + ", but are at "
                            + live.meters().tasks().values().stream()
                                    .map(Overview::now)
                                    .toList());
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static List<String> lines(OutcomeReader outcomes, Topic<? extends Outcome> topic) {
        return outcomes.latest(topic).values().stream().map(Ndjson::line).toList();
    }
}
