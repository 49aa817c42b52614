package dev.rollcall.app;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Node;
import dev.rollcall.streams.MonitorListener;
import dev.rollcall.streams.MonitorTopology;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.WireUnavailableException;
import dev.rollcall.wire.Yaml;
import dev.rollcall.wire.registry.RegistryUnavailableException;
import dev.rollcall.wire.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The monitor as Kafka Streams runs it: exactly once, with static membership. */
public final class MonitorService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorService.class);

    /** How long processing may take, a registry that is away included, before the broker thinks us dead. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    /** How long processing waits for the registry: less than that. */
    private static final Duration PATIENCE = Duration.ofMinutes(14);
    /**
     * How long a transaction may stay open. Who takes over from an instance that was lost waits for the transaction that it
     * left open, so this is short; but counting all facts anew for a policy must end within it. A wait for the registry that
     * outlasts it is aborted and begun anew once, and nothing is lost.
     */
    private static final Duration TRANSACTION = Duration.ofSeconds(30);

    private static final Duration SESSION = Duration.ofSeconds(10);
    /** A thread hears that others have joined, and tasks are to be shared anew, at its next heartbeat: every start waits for it. */
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    private static final Duration CLOSING = Duration.ofSeconds(20);
    /** What nobody may set otherwise. */
    private static final List<String> OURS = List.of(
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.APPLICATION_ID_CONFIG,
            StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);

    private static final int MOST_SHOWN = 10_000;

    private final KafkaStreams streams;

    /**
     * @param partitions how many the inputs and the directives have
     * @param listener hears how the tasks are doing
     */
    public MonitorService(Configuration configuration, int partitions, MonitorListener listener) {
        Topics topics = new Topics(configuration.text("topics.prefix"));
        byte[] key = KeyFile.read(configuration.path("key-file"));
        Map<String, Object> registry = configuration.registry();
        registry.putIfAbsent(SchemaRegistry.PATIENCE, String.valueOf(PATIENCE.toMillis()));
        SchemaRegistry schemas = SchemaRegistry.configured(registry);
        boolean shared = Codec.isOurs(registry);
        if (shared) {
            // once and for all tasks: one that comes here later, by a rebalance, must not wait for a registry that is
            // away
            try (Codec first = Codec.configured(topics, registry, schemas)) {
                SchemaSetup.prefetch(schemas, topics, first);
            }
        }
        Supplier<Codec> codecs = () -> {
            Codec codec = Codec.configured(topics, registry, schemas);
            if (!shared) {
                SchemaSetup.prefetch(schemas, topics, codec);
            }
            return codec;
        };
        Function<String, List<Node>> yaml = text -> Yaml.documents(text, "published policy");
        Supplier<Monitor> monitors = () -> new Monitor(new Intake(new Pseudonymiser(key)), yaml);
        Supplier<EntityMonitor> entityMonitors = () -> new EntityMonitor(yaml, new Pseudonymiser(key).keyCheck());
        StreamsConfig config = new StreamsConfig(properties(configuration));
        Topology topology = new MonitorTopology(
                        topics, partitions, MOST_SHOWN, monitors, entityMonitors, codecs, listener)
                .build(config);
        streams = new KafkaStreams(topology, config);
        streams.setUncaughtExceptionHandler(MonitorService::respond);
    }

    /** What Kafka Streams is told; what the configuration says of Kafka prevails, but for what exactness rests on. */
    public static Map<String, Object> properties(Configuration configuration) {
        String application = configuration.text("application-id");
        String instance = instance(configuration);
        Map<String, Object> properties = new HashMap<>();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, group(configuration));
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, application + "-" + instance);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir(configuration, instance));
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, configuration.whole("threads", 1));
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, configuration.whole("topics.replication", 1));
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), (int)
                LONGEST_WAIT.toMillis());
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int) SESSION.toMillis());
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int) HEARTBEAT.toMillis());
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int) TRANSACTION.toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        // a policy is relayed whole, and may be as large as an event
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topic.LARGEST_RECORD);
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topic.LARGEST_RECORD);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5000);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 * 1024 * 1024);
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 10_000);
        properties.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, Long.MAX_VALUE);
        Map<String, Object> kafka = configuration.kafka();
        for (String ours : OURS) {
            if (kafka.containsKey(ours)) {
                throw new ConfigurationException(
                        "Expected 'kafka' not to set '%s', on which exactness rests, but it does".formatted(ours));
            }
        }
        properties.putAll(kafka);
        return properties;
    }

    /** The group that the monitor's instances are in; the names of its own topics begin with it. */
    public static String group(Configuration configuration) {
        return configuration.text("topics.prefix") + configuration.text("application-id");
    }

    /** The name configured, else the host's, in the form that static membership takes. */
    private static String instance(Configuration configuration) {
        String given = configuration.text("instance-id");
        String host = System.getenv().getOrDefault("HOSTNAME", "");
        String name = given.isEmpty() ? host : given;
        return name.isEmpty() ? "1" : name.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private static String stateDir(Configuration configuration, String instance) {
        Path given = configuration.path("state-dir");
        Path folder = given == null
                ? Path.of(System.getProperty("user.home"), ".local", "state", "rollcall", instance)
                : given;
        return folder.toAbsolutePath().toString();
    }

    /** What may pass is tried again by a new thread; anything else ends the program. */
    private static StreamThreadExceptionResponse respond(Throwable failure) {
        boolean mayPass = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            mayPass |= cause instanceof WireUnavailableException
                    || cause instanceof RegistryUnavailableException
                    || cause instanceof RetriableException;
        }
        LOG.atError()
                .setMessage(mayPass ? "A thread stopped and is replaced" : "A thread stopped for good")
                .setCause(failure)
                .log();
        return mayPass ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    public void start() {
        streams.start();
    }

    public KafkaStreams.State state() {
        return streams.state();
    }

    /** Streams' own meters. */
    public Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    /** Calls {@code listener} on every change of state; before {@link #start} only. */
    void onState(KafkaStreams.@Nullable StateListener listener) {
        streams.setStateListener(listener);
    }

    /**
     * Stops and leaves the group, so that another instance takes over at once; memory is restored wherever a task goes. Who
     * stayed in it would also keep a thread of ours waiting that is just joining: until those that have stopped before it
     * count as dead. Static membership is for those who are killed.
     */
    @Override
    public void close() {
        CloseOptions leaving = CloseOptions.timeout(CLOSING)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(leaving)) {
            LOG.atWarn()
                    .setMessage("Kafka Streams did not stop in time; what it had not committed will be done again")
                    .addKeyValue("state", streams.state())
                    .log();
        }
    }
}
