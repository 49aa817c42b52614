package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.SchemaSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What two instances of the monitor show of the same topics, and what they show when something goes wrong with these. */
@Timeout(180)
class LivePageThroughBrokerTest {
    private static final int PARTITIONS = 2;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final String POLICY = """
            policy: page
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              b-1: { name: First }
              b-2: { name: Second }
              b-3: { name: Third }
              b-4: { name: Fourth }
            limits:
              a-month: { for: { bodies: [b-1, b-2, b-3, b-4] }, count: children, per: month, at-most: 1, warn-at: [50%] }
            """;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private Configuration configuration(LocalStack stack, String instance) throws IOException {
        Path key = Files.writeString(folder.resolve("rollcall.key"), "sixteen letters!");
        return Configuration.of(Map.of(
                "kafka.bootstrap.servers",
                stack.bootstrapServers(),
                "registry.url",
                stack.registryUrl(),
                "key-file",
                key.toString(),
                "instance-id",
                instance,
                "state-dir",
                folder.resolve(instance).toString(),
                "threads",
                "1",
                "topics.replication",
                "1",
                "http.port",
                "0"));
    }

    private static EventLine release(String body, String extractId) {
        return Ndjson.readEvent("""
                {"type":"extract","eventId":"%2$s","feed":"f","at":"2016-03-10T10:00:00Z","appendedAt":"2016-03-10T11:00:00Z",\
                "body":"%1$s","extractId":"%2$s","records":2,"fields":["URN"],"children":["c-1","c-2"]}""".formatted(body, extractId), "events", 1);
    }

    private String get(LiveMonitor monitor, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + monitor.port() + path);
        return client.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    private void await(LiveMonitor monitor, String path, Predicate<String> there) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        String answer = get(monitor, path);
        while (!there.test(answer)) {
            assertTrue(System.nanoTime() < deadline, path + " answers " + answer);
            TimeUnit.MILLISECONDS.sleep(100);
            answer = get(monitor, path);
        }
    }

    private Map<String, String> all(LiveMonitor monitor) throws Exception {
        Map<String, String> answers = new TreeMap<>();
        for (String path : List.of("/api/limits", "/api/alerts", "/api/figures", "/api/figures?entity=b-3")) {
            answers.put(path, get(monitor, path));
        }
        return answers;
    }

    @Test
    void everyInstanceShowsTheWholeWhateverHappensToTheTopics() throws Exception {
        try (LocalStack stack = LocalStack.start(Progress.SILENT)) {
            Configuration one = configuration(stack, "one");
            Connections connections = new Connections(one);
            try (Admin admin = connections.admin()) {
                TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
            }
            SchemaSetup.register(connections.registry(), connections.topics());
            try (DirectiveWriter directives = new DirectiveWriter(connections, PARTITIONS);
                    EventWriter writer = new EventWriter(connections);
                    Producer<byte[], byte[]> producer = connections.producer()) {
                directives.publish(POLICY, Instant.EPOCH);
                try (LiveMonitor first = LiveMonitor.start(one, false, message -> {});
                        LiveMonitor second = LiveMonitor.start(configuration(stack, "two"), false, message -> {})) {
                    // When each of four bodies, whose events lie in two partitions, passes a limit
                    for (int body = 1; body <= 4; body++) {
                        EventLine event = release("b-" + body, "x-" + body);
                        writer.send(event.event(), event.appendedAt());
                    }
                    writer.flush();
                    tick(directives, "2016-03-10T12:00:00Z");

                    // Then both say the same, of all four
                    for (LiveMonitor monitor : List.of(first, second)) {
                        await(monitor, "/api/limits", limits -> limits.split("\"count\":2,").length == 5);
                        await(
                                monitor,
                                "/api/alerts",
                                alerts -> alerts.contains("\"leftOut\":0")
                                        && alerts.split("\"band\":\"100\"").length == 5);
                    }
                    assertEquals(all(first), all(second));

                    // When a record comes that is none
                    String alerts = connections.topics().alerts().name();
                    producer.send(new ProducerRecord<>(alerts, 0, bytes("k"), bytes("no alert")))
                            .get();
                    // Then it is told, and the rest goes on
                    await(first, "/api/status", status -> status.contains("\"unreadable\":1"));
                    assertEquals(all(first), all(second));

                    // When the broker is away
                    Map<String, String> before = all(first);
                    Outages.stopBroker(stack);
                    await(first, "/api/status", status -> status.contains("\"state\":\"waiting\""));
                    assertEquals(before, all(first), "what is known stays");
                    assertTrue(get(first, "/").contains("Rollcall"));
                    // And comes back
                    Outages.startBroker(stack);
                    await(first, "/api/status", status -> status.contains("\"state\":\"current\""));
                    EventLine more = release("b-5", "x-5");
                    writer.send(more.event(), more.appendedAt());
                    writer.flush();
                    tick(directives, "2016-03-10T13:00:00Z");
                    // Then it goes on where it was
                    await(first, "/api/alerts", now -> now.contains("\"rule\":\"unknown-body\""));
                    await(second, "/api/alerts", now -> now.contains("\"rule\":\"unknown-body\""));
                }
            }
        }
    }

    private static void tick(DirectiveWriter directives, String at) {
        directives.tick(Instant.parse(at));
        directives.tick(Instant.parse(at).plusMillis(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
