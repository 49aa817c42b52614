package dev.rollcall.stack;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.cli.Rollcall;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.model.Outcome;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Topics under a prefix of their own, into which records are sent as they are, and the lives of the monitor that watches them. */
final class WatchedTopics implements AutoCloseable {
    private static final int PARTITIONS = 3;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Instant end = BadInput.NOW.plusSeconds(60);
    private final Path config;
    private final Configuration configuration;
    private final Connections connections;
    private final Codec codec;
    private final Producer<byte[], byte[]> producer;
    private final DirectiveWriter directives;

    private WatchedTopics(Path config) {
        this.config = config;
        this.configuration = Configuration.read(config, Map.of());
        this.connections = new Connections(configuration);
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        codec = connections.codec();
        producer = connections.producer();
        directives = new DirectiveWriter(connections, PARTITIONS);
    }

    static WatchedTopics create(LocalStack stack, String prefix, Path folder) throws Exception {
        return create(stack, stack.registryUrl(), prefix, folder);
    }

    static WatchedTopics create(LocalStack stack, String registry, String prefix, Path folder) throws Exception {
        Files.createDirectories(folder);
        Path key = Files.writeString(folder.resolve("rollcall.key"), "sixteen letters!");
        return new WatchedTopics(Files.writeString(folder.resolve("rollcall.yaml"), """
                kafka: { bootstrap.servers: '%s' }
                registry: { url: '%s' }
                key-file: '%s'
                state-dir: '%s'
                topics: { prefix: %s, partitions: %d, replication: 1 }
                http: { port: 0 }
                """.formatted(
                        stack.bootstrapServers(), registry, key, folder.resolve("state"), prefix, PARTITIONS)));
    }

    Connections connections() {
        return connections;
    }

    Topics topics() {
        return connections.topics();
    }

    BadInput.Maker maker() {
        return new BadInput.Maker(topics(), codec, PARTITIONS);
    }

    void publish(String policy) {
        directives.publish(policy, Instant.EPOCH);
    }

    /** Sends a record; returns where it lies. */
    RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Exception {
        return producer.send(record).get();
    }

    Life start() throws InterruptedException {
        return new Life(LiveMonitor.start(configuration, false, message -> {}));
    }

    /** The last record of each key, by key. */
    Map<String, Published> outcomes(Topic<? extends Outcome> topic) {
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            return reader.latest(topic);
        }
    }

    /** How many committed records a topic has. */
    int records(Topic<?> topic) {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        int records = 0;
        try (Consumer<byte[], byte[]> consumer = connections.consumer()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                records += consumer.poll(Duration.ofMillis(100)).count();
            }
        }
        return records;
    }

    /** What {@code show rejected} prints, by the place of the record. */
    Map<String, String> rejectedRows() {
        StringWriter said = new StringWriter();
        int code = Rollcall.commandLine()
                .setOut(new PrintWriter(said, true))
                .execute("--config", config.toString(), "show", "rejected");
        if (code != 0) {
            throw new IllegalStateException("show rejected ended with " + code);
        }
        Map<String, String> rows = new TreeMap<>();
        said.toString().lines().skip(1).forEach(row -> {
            String[] cells = row.split(" +", 4);
            rows.put(cells[0] + "/" + cells[1] + "/" + cells[2], row);
        });
        return rows;
    }

    @Override
    public void close() {
        directives.close();
        producer.close();
        codec.close();
    }

    /** The monitor from its start to its end. */
    final class Life implements AutoCloseable {
        private final LiveMonitor monitor;

        private Life(LiveMonitor monitor) {
            this.monitor = monitor;
        }

        /** Settles, and returns the ledger by partition and topic, which must tell of so many {@code events} read. */
        Map<String, EventLedger.Line> settled(long events) throws InterruptedException {
            end = end.plusSeconds(1);
            new Settling(monitor, Configuration.read(config, Map.of()), PARTITIONS, directives).at(end, LONGEST);
            Map<String, EventLedger.Line> lines = new TreeMap<>();
            monitor.meters()
                    .tasks()
                    .forEach((task, overview) ->
                            overview.ledger().forEach((topic, line) -> lines.put(task + " " + topic, line)));
            long read =
                    lines.values().stream().mapToLong(EventLedger.Line::read).sum();
            if (read < events) {
                throw new AssertionError(
                        "Expected %d events to be read, but the ledger is %s".formatted(events, lines));
            }
            return lines;
        }

        /** The sum of a meter, which must be there, on the page that is scraped. */
        double metric(String name) throws Exception {
            MeterPage page = MeterPage.at(MeterPage.of(monitor.port()));
            if (page.of(name).isEmpty()) {
                throw new AssertionError("Expected " + name + " in " + page);
            }
            return page.sum(name);
        }

        @Override
        public void close() {
            monitor.close();
        }
    }
}
