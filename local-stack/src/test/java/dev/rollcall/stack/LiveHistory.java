package dev.rollcall.stack;

import dev.rollcall.app.Connections;
import dev.rollcall.app.MonitorService;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.model.Directive;
import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Overview;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.History;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.streams.MonitorListener;
import dev.rollcall.streams.MonitorTopology;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.Yaml;
import dev.rollcall.wire.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** A history on topics of its own: sent, monitored, and read back. */
public final class LiveHistory implements AutoCloseable {
    static final int PARTITIONS = 3;

    private final int partitions;
    private final LocalStack stack;
    private final Path state;
    private final Topics topics;
    private final String prefix;
    private final Map<String, Object> registry;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Codec codec;
    private volatile Exception unsent;
    private String application = "rollcall";

    LiveHistory(LocalStack stack, String prefix, Path state) {
        this(stack, prefix, state, PARTITIONS);
    }

    /** With so many partitions of each input. */
    LiveHistory(LocalStack stack, String prefix, Path state, int partitions) {
        this(stack, prefix, state, Map.of("schema.registry.url", stack.registryUrl()), partitions);
    }

    private LiveHistory(LocalStack stack, String prefix, Path state, Map<String, Object> registry, int partitions) {
        this.partitions = partitions;
        this.stack = stack;
        this.state = state;
        this.prefix = prefix;
        this.topics = new Topics(prefix);
        this.registry = Map.copyOf(registry);
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.bootstrapServers(),
                        "linger.ms",
                        5,
                        "max.request.size",
                        Topic.LARGEST_RECORD),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.codec = Codec.configured(topics, registry);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            TopicSetup.create(admin, topics, partitions, 1);
        }
        SchemaSetup.register(SchemaRegistry.configured(registry), topics);
    }

    Topics topics() {
        return topics;
    }

    /** Forgets what was counted and found, as the runbook says; the next life reads everything again. */
    void countAnewAs(String otherApplication) throws InterruptedException, ExecutionException {
        List<String> outcomes = topics.all().stream()
                .filter(topic -> !topic.partitionedAsInputs())
                .map(Topic::name)
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.deleteTopics(outcomes).all().get();
            Set<String> again = new HashSet<>();
            while (!again.containsAll(outcomes)) {
                again.addAll(TopicSetup.create(admin, topics, partitions, 1));
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        application = otherApplication;
    }

    void publish(String policy) {
        direct(new Directive.PolicyPublished(Instant.EPOCH, policy), 0);
    }

    /** A tick that comes behind every record of that time. */
    void tick(Instant at) {
        direct(new Directive.Tick(at), at.plusSeconds(60).toEpochMilli());
    }

    private void direct(Directive directive, long timestamp) {
        for (int partition = 0; partition < partitions; partition++) {
            byte[] key = topics.directiveKey(directive, partition).getBytes(StandardCharsets.UTF_8);
            write(new ProducerRecord<>(topics.directives().name(), partition, timestamp, key, codec.encode(directive)));
        }
        flush();
    }

    /** Sends the lines in order; what is no event is sent as bytes that are none. */
    void send(List<String> lines) {
        int number = 0;
        for (String line : lines) {
            number++;
            try {
                EventLine event = Ndjson.readEvent(line, "history", number);
                write(new ProducerRecord<>(
                        topics.of(event.event().type()).name(),
                        null,
                        event.appendedAt().toEpochMilli(),
                        event.event().body().getBytes(StandardCharsets.UTF_8),
                        codec.encode(event.event())));
            } catch (EventException e) {
                long appendedAt = e.appendedAt().orElseThrow().toEpochMilli();
                write(new ProducerRecord<>(
                        topics.extracts().name(), null, appendedAt, new byte[] {'k'}, new byte[] {1, 2, 3}));
            }
        }
        flush();
    }

    private void write(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (written, failure) -> {
            if (failure != null) {
                unsent = failure;
            }
        });
    }

    private void flush() {
        producer.flush();
        if (unsent != null) {
            throw new IllegalStateException("Expected all records to be sent", unsent);
        }
    }

    private Configuration configuration(int threads) {
        return Configuration.of(settings(threads));
    }

    private Map<String, String> settings(int threads) {
        return Map.of(
                "application-id",
                application,
                "topics.prefix",
                prefix,
                "topics.replication",
                "1",
                "threads",
                String.valueOf(threads),
                "state-dir",
                state.toString(),
                "kafka.bootstrap.servers",
                stack.bootstrapServers(),
                "registry.url",
                stack.registryUrl());
    }

    /** To ask the broker and the registry as every verb does. */
    Connections connections() {
        return new Connections(configuration(1));
    }

    /** A configuration file for the verbs. */
    Path configurationFile() throws IOException {
        StringBuilder yaml = new StringBuilder();
        settings(1)
                .forEach((key, value) -> yaml.append("\"")
                        .append(key)
                        .append("\": \"")
                        .append(value)
                        .append("\"\n"));
        return Files.writeString(state.resolve(prefix + "rollcall.yaml"), yaml);
    }

    /**
     * Runs the monitor until every task has read a tick of {@code until}: one that comes behind all that intake relays of what
     * was sent before.
     */
    void monitor(Instant until, int threads) throws InterruptedException, TimeoutException {
        Reached reached = new Reached(until);
        Map<String, Object> properties = MonitorService.properties(configuration(threads));
        StreamsConfig config = new StreamsConfig(properties);
        MonitorTopology topology = new MonitorTopology(
                topics,
                partitions,
                10,
                () -> new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy")),
                () -> new EntityMonitor(
                        yaml -> Yaml.documents(yaml, "policy"),
                        Pseudonymiser.fixed().keyCheck()),
                () -> Codec.configured(topics, registry),
                reached);
        try (KafkaStreams streams = new KafkaStreams(topology.build(config), config)) {
            streams.setUncaughtExceptionHandler(failure -> {
                reached.failure = failure;
                while (reached.all.getCount() > 0) {
                    reached.all.countDown();
                }
                return org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse
                        .SHUTDOWN_CLIENT;
            });
            streams.start();
            tick(until.minusMillis(1));
            awaitIntake(reached);
            tick(until);
            if (!reached.all.await(150, TimeUnit.SECONDS)) {
                throw new TimeoutException("Expected every task to reach " + until + ", but " + reached.tasks);
            }
            if (reached.failure != null) {
                throw new IllegalStateException(reached.failure);
            }
        }
    }

    private void awaitIntake(Reached reached) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            Commits.ofIntake(admin, prefix + application, topics).awaitAll(Duration.ofSeconds(150));
        } catch (IllegalStateException e) {
            if (reached.failure != null) {
                e.addSuppressed(reached.failure);
            }
            throw e;
        }
    }

    /** The last value of every alert and figure, read committed. */
    OracleResult result() {
        return OracleResult.read(latest(topics.alerts()), latest(topics.figures()));
    }

    private List<String> latest(Topic<?> topic) {
        Map<String, String> latest = new HashMap<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic.name(), partition));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = ends(all);
            while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    latest.put(
                            new String(record.key(), StandardCharsets.UTF_8),
                            Ndjson.line(codec.published(topic.name(), record.value())));
                }
            }
        }
        return List.copyOf(latest.values());
    }

    /** Where the partitions end, with what is committed but not yet marked so. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> all) {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> uncommitted =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return uncommitted.endOffsets(all);
        }
    }

    /** The result of {@code history}, monitored in as many lives as {@code parts}. */
    static OracleResult run(LocalStack stack, String prefix, Path state, History history, int parts) throws Exception {
        return run(stack, prefix, state, Map.of("schema.registry.url", stack.registryUrl()), history, parts);
    }

    /** The same, with the registry and the serializers that {@code registry} names. */
    public static OracleResult run(
            LocalStack stack, String prefix, Path state, Map<String, Object> registry, History history, int parts)
            throws Exception {
        List<String> lines = linesOf(history);
        try (LiveHistory live = new LiveHistory(stack, prefix, state, registry, PARTITIONS)) {
            live.publish(history.policyYaml());
            for (int part = 1; part <= parts; part++) {
                List<String> sent = lines.subList(lines.size() * (part - 1) / parts, lines.size() * part / parts);
                live.send(sent);
                // an earlier life ends before the last tick, so that a task has not come to that when it is restored
                Instant until = part == parts
                        ? history.asOf()
                        : sent.stream()
                                .map(LiveHistory::appendedAt)
                                .filter(history.asOf().minusSeconds(1)::isAfter)
                                .max(Instant::compareTo)
                                .orElse(Instant.EPOCH);
                live.monitor(until, 2);
            }
            return live.result();
        }
    }

    /** Those logged until the day as of which {@code history} is told. */
    static List<String> linesOf(History history) {
        return history.ndjsonLinesInArrivalOrder().stream()
                .filter(line -> !appendedAt(line).isAfter(history.asOf()))
                .toList();
    }

    static Instant appendedAt(String line) {
        try {
            return Ndjson.readEvent(line, "history", 1).appendedAt();
        } catch (EventException e) {
            return e.appendedAt().orElseThrow();
        }
    }

    @Override
    public void close() {
        producer.close();
        codec.close();
    }

    /** Counts the tasks that have come to a time by a tick of this life: what is remembered does not count. */
    private final class Reached implements MonitorListener {
        private final Instant until;
        private final Set<String> ticked = ConcurrentHashMap.newKeySet();
        private final Map<String, Boolean> tasks = new ConcurrentHashMap<>();
        private final CountDownLatch all = new CountDownLatch(2 * partitions);
        private volatile Throwable failure;

        Reached(Instant until) {
            this.until = until;
        }

        @Override
        public void ticked(String task) {
            ticked.add(task);
        }

        @Override
        public void stands(String task, Overview overview) {
            if (ticked.contains(task) && !overview.now().isBefore(until) && tasks.put(task, true) == null) {
                all.countDown();
            }
        }
    }
}
