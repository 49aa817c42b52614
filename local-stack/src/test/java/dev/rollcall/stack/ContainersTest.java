package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.UnreachableException;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.model.Outcome;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Published;
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
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The monitor on a broker and a registry as they are shipped: in containers, made by others. */
@Tag("containers")
@Timeout(300)
@ExtendWith(ContainerImages.class)
class ContainersTest {
    private static final int PARTITIONS = 3;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int KAFKA_PORT = 9092;
    private static final int REGISTRY_PORT = 8080;
    private static final String SUBJECTS = "/apis/ccompat/v7";
    private static final Path DEMO = Path.of("..", "policies", "demo");
    private static final DockerEngine ENGINE = DockerEngine.of(System.getenv());

    /** On a port of our choice: one of the engine's would be another after a restart. */
    private static final KafkaContainer BROKER = new KafkaContainer(
                    DockerImageName.parse(ContainerImages.KAFKA).asCompatibleSubstituteFor("apache/kafka"))
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", String.valueOf(Topic.LARGEST_RECORD));

    private static final GenericContainer<?> REGISTRY = new GenericContainer<>(
                    DockerImageName.parse(ContainerImages.REGISTRY))
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forHttp(SUBJECTS + "/subjects").withStartupTimeout(Duration.ofMinutes(2)));

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        BROKER.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(LoopbackPort.free(), KAFKA_PORT)));
        REGISTRY.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(LoopbackPort.free(), REGISTRY_PORT)));
        BROKER.start();
        REGISTRY.start();
    }

    @AfterAll
    static void stop() {
        REGISTRY.stop();
        BROKER.stop();
    }

    @Test
    void findsWhatReplayFinds() throws Exception {
        assertSameAsReplay("plain.", () -> {});
    }

    @Test
    void findsWhatReplayFindsWhenTheBrokerIsKilledInTheMiddle() throws Exception {
        assertSameAsReplay("killed.", () -> {
            ENGINE.kill(BROKER.getContainerId());
            ENGINE.start(BROKER.getContainerId());
        });
    }

    private void assertSameAsReplay(String prefix, Interruption interruption) throws Exception {
        // Given
        String policy = Files.readString(DEMO.resolve("policy.yaml"));
        List<String> lines = Files.readAllLines(DEMO.resolve("events.ndjson"));
        OfflineReplay replay = new OfflineReplay(policy, "policy", Pseudonymiser.fixed(), problem -> {})
                .run(lines.iterator(), "events", null);
        Configuration configuration = configuration(prefix);
        Connections connections = new Connections(configuration);
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());

        // When
        try (DirectiveWriter directives = new DirectiveWriter(connections, PARTITIONS)) {
            directives.publish(policy, Instant.EPOCH);
        }
        try (LiveMonitor monitor = LiveMonitor.start(configuration, false, message -> {})) {
            int half = lines.size() / 2;
            settle(send(lines.subList(0, half), connections), configuration, monitor);
            interruption.run();
            await("answer again", () -> answers(connections));
            settle(send(lines.subList(half, lines.size()), connections), configuration, monitor);
        }

        // Then
        OracleResult expected = OracleResult.read(replay.alerts(), replay.figures());
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            OracleResult found = OracleResult.read(
                    latest(reader, connections.topics().alerts()),
                    latest(reader, connections.topics().figures()));
            assertFalse(expected.alerts().isEmpty());
            assertEquals(List.of(), expected.differences(found));
        }
    }

    private Configuration configuration(String prefix) throws Exception {
        Path key = Files.write(folder.resolve("key"), "a key for a test".getBytes(StandardCharsets.US_ASCII));
        return Configuration.of(Map.of(
                "kafka.bootstrap.servers",
                BROKER.getBootstrapServers(),
                "registry.url",
                "http://%s:%d%s".formatted(REGISTRY.getHost(), REGISTRY.getMappedPort(REGISTRY_PORT), SUBJECTS),
                "key-file",
                key.toString(),
                "state-dir",
                folder.resolve("state").toString(),
                "topics.prefix",
                prefix,
                "topics.replication",
                "1",
                "http.port",
                "0"));
    }

    private static void settle(Instant end, Configuration configuration, LiveMonitor monitor)
            throws InterruptedException {
        try (DirectiveWriter directives = new DirectiveWriter(new Connections(configuration), PARTITIONS)) {
            new Settling(monitor, configuration, PARTITIONS, directives).at(end, LONGEST);
        }
    }

    /** Sends the lines; returns a time behind them. */
    private static Instant send(List<String> lines, Connections connections) {
        Instant last = Instant.EPOCH;
        try (EventWriter writer = new EventWriter(connections)) {
            for (String line : lines) {
                EventLine event = Ndjson.readEvent(line, "events", 1);
                writer.send(event.event(), event.appendedAt());
                last = event.appendedAt().isAfter(last) ? event.appendedAt() : last;
            }
            writer.flush();
        }
        return last.plusMillis(1);
    }

    private static boolean answers(Connections connections) {
        try (Admin admin = connections.admin()) {
            return TopicSetup.checkInputs(admin, connections.topics()) == PARTITIONS;
        } catch (UnreachableException e) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier come) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!come.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Expected to " + what + " within two minutes, but did not");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static List<String> latest(OutcomeReader reader, Topic<? extends Outcome> topic) {
        return reader.latest(topic).values().stream()
                .map((Published published) -> Ndjson.line(published))
                .toList();
    }

    /** What happens between the first half of a history and the second. */
    private interface Interruption {
        void run() throws Exception;
    }
}
