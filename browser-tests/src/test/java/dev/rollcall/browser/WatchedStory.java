package dev.rollcall.browser;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.Progress;
import dev.rollcall.stack.Settling;
import dev.rollcall.stack.TemporaryFolder;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.SchemaSetup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The demo's story up to 6 July 2019, watched through a real broker, with a body that is called like a script. */
final class WatchedStory implements AutoCloseable {
    static final String NAUGHTY_NAME = "<script>document.title='taken'</script><b>The Daily News</b>";

    private static final Path DEMO = Path.of("..", "policies", "demo");
    private static final Instant HALT = Instant.parse("2019-07-06T12:00:00Z");
    private static final int PARTITIONS = 2;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final TemporaryFolder folder = TemporaryFolder.create();
    private final LocalStack stack = LocalStack.start(Progress.SILENT);
    private final Configuration configuration;
    private final Connections connections;
    private final DirectiveWriter directives;
    private final LiveMonitor monitor;
    private Instant now = HALT;

    WatchedStory() throws IOException, InterruptedException {
        Path key = Files.writeString(folder.path().resolve("rollcall.key"), "sixteen letters!");
        configuration = Configuration.of(Map.of(
                "kafka.bootstrap.servers", stack.bootstrapServers(),
                "registry.url", stack.registryUrl(),
                "key-file", key.toString(),
                "state-dir", folder.path().resolve("state").toString(),
                "topics.replication", "1",
                "http.port", "0"));
        connections = new Connections(configuration);
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        directives = new DirectiveWriter(connections, PARTITIONS);
        String policy = Files.readString(DEMO.resolve("policy.yaml"));
        String named = policy.replace("name: The Daily News,", "name: \"%s\",".formatted(NAUGHTY_NAME));
        if (named.equals(policy)) {
            throw new IllegalStateException("Expected the demo's policy to name The Daily News, but it does not");
        }
        directives.publish(named, Instant.EPOCH);
        monitor = LiveMonitor.start(configuration, false, message -> {});
        List<EventLine> events = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(DEMO.resolve("events.ndjson"))) {
            events.add(Ndjson.readEvent(line, "events.ndjson", ++number));
        }
        events.removeIf(event -> event.appendedAt().isAfter(HALT));
        send(events);
    }

    private void send(List<EventLine> events) throws InterruptedException {
        try (EventWriter writer = new EventWriter(connections)) {
            Instant ticked = Instant.EPOCH;
            for (EventLine event : events) {
                if (event.appendedAt().isAfter(ticked.plus(Duration.ofDays(1)))) {
                    ticked = event.appendedAt();
                    directives.tick(ticked);
                }
                writer.send(event.event(), event.appendedAt());
            }
            writer.flush();
        }
        now = now.plusSeconds(1);
        new Settling(monitor, configuration, PARTITIONS, directives).at(now, LONGEST);
    }

    /** Has the body of the odd name receive what it must not: one alert for each month in which that happens. */
    void releaseNamesToThePress(String extractId, String at) throws InterruptedException {
        send(List.of(Ndjson.readEvent("""
                {"type":"extract","eventId":"live-%1$s","feed":"dfe-register","at":"%2$s","body":"daily-news",\
                "requestId":"DS00161","extractId":"%1$s","agreementId":"daily-news-tables","purpose":"journalism",\
                "recipient":"daily-news","datasets":["School Census"],"fields":["Surname"],"records":3,\
                "children":["dn-1","dn-2","dn-3"],"appendedAt":"2019-07-06T12:00:00Z"}""".formatted(extractId, at), "live", 1)));
    }

    /** Where the page is. */
    URI page() {
        return URI.create("http://127.0.0.1:%d/".formatted(monitor.port()));
    }

    @Override
    public void close() {
        monitor.close();
        directives.close();
        stack.close();
        folder.close();
    }
}
