package dev.rollcall.app;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.config.Role;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.registry.SchemaRegistry;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The broker and the registry that a configuration names, for those who ask and wait: what does not answer within about
 * ten seconds is an {@link UnreachableException}.
 *
 * <p>Settings of the configuration prevail over the waiting times chosen here. Everything returned is the caller's to close.
 */
public final class Connections {
    private static final String REQUEST_MILLIS = "5000";
    private static final String ANSWER_MILLIS = "10000";
    private static final String DELIVERY_MILLIS = "15000";
    private static final long LONGEST_SECONDS = 15;

    private final Configuration configuration;

    public Connections(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The topics under the prefix configured. */
    public Topics topics() {
        return new Topics(configuration.text("topics.prefix"));
    }

    /** As whom whoever runs this program asks. */
    public Role role() {
        return configuration.role();
    }

    /** What whoever runs this program may be told. */
    public Disclosure disclosure() {
        return configuration.disclosure();
    }

    /** See {@link Configuration#lowestLimit}. */
    public int lowestLimit() {
        return configuration.lowestLimit();
    }

    /** The group that the monitor's instances are in. */
    String group() {
        return MonitorService.group(configuration);
    }

    /** An admin client, after the broker has answered it once. */
    public Admin admin() {
        Map<String, Object> settings = configuration.kafka();
        settings.putIfAbsent("request.timeout.ms", REQUEST_MILLIS);
        settings.putIfAbsent("default.api.timeout.ms", ANSWER_MILLIS);
        Admin admin = made(settings, Admin::create);
        try {
            answer(admin.describeCluster().clusterId(), "answer at " + addressOf(settings));
        } catch (UnreachableException e) {
            admin.close();
            throw e;
        }
        return admin;
    }

    /** An idempotent producer of bytes whose records all replicas in sync hold once acknowledged. */
    public Producer<byte[], byte[]> producer() {
        return producer(Map.of());
    }

    /** As {@link #producer}, in transactions under {@code name}: a later producer of that name ends what an earlier left open. */
    public Producer<byte[], byte[]> transactionalProducer(String name) {
        String application = configuration.text("topics.prefix") + configuration.text("application-id");
        return producer(Map.of("transactional.id", application + "-" + name));
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> besides) {
        Map<String, Object> settings = configuration.kafka();
        settings.remove("transactional.id");
        settings.putAll(besides);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.putIfAbsent("max.block.ms", ANSWER_MILLIS);
        settings.putIfAbsent("max.request.size", Integer.toString(Topic.LARGEST_RECORD));
        if (!settings.containsKey("request.timeout.ms") && !settings.containsKey("linger.ms")) {
            settings.put("request.timeout.ms", REQUEST_MILLIS);
            settings.putIfAbsent("delivery.timeout.ms", DELIVERY_MILLIS);
        }
        return made(settings, all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** A consumer of committed bytes that belongs to no group and so leaves no trace. */
    public Consumer<byte[], byte[]> consumer() {
        return consumer("read_committed", Map.of());
    }

    /** As {@link #consumer}; where what it is to read is not there any more, it says so instead of skipping it. */
    public Consumer<byte[], byte[]> strictConsumer() {
        return consumer("read_committed", Map.of("auto.offset.reset", "none"));
    }

    /** As {@link #strictConsumer}, for reading much at once. */
    Consumer<byte[], byte[]> historyConsumer() {
        return consumer(
                "read_committed",
                Map.of(
                        "auto.offset.reset", "none",
                        "max.poll.records", "5000",
                        "max.partition.fetch.bytes", String.valueOf(4 * 1024 * 1024)));
    }

    /** As {@link #consumer}, of all that is written, committed or not. */
    Consumer<byte[], byte[]> uncommittedConsumer() {
        return consumer("read_uncommitted", Map.of());
    }

    private Consumer<byte[], byte[]> consumer(String isolation, Map<String, Object> besides) {
        Map<String, Object> settings = configuration.kafka();
        settings.remove("group.id");
        settings.remove("group.instance.id");
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.put("isolation.level", isolation);
        settings.putAll(besides);
        settings.putIfAbsent("default.api.timeout.ms", ANSWER_MILLIS);
        settings.putIfAbsent("request.timeout.ms", REQUEST_MILLIS);
        settings.putIfAbsent(
                "fetch.max.wait.ms", "50"); // closing waits for the fetch under way, half a second otherwise
        return made(
                settings, all -> new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * Makes pseudonyms under the key that the configuration names.
     *
     * @throws ConfigurationException where there is no key, or none that can be used
     */
    public Supplier<Pseudonymiser> pseudonymisers() {
        byte[] key = KeyFile.read(configuration.path("key-file"));
        return () -> new Pseudonymiser(key);
    }

    /** A client of the registry. */
    public SchemaRegistry registry() {
        return understood(() -> SchemaRegistry.configured(patient()));
    }

    /** The door between model and bytes, for one thread. */
    public Codec codec() {
        return understood(() -> Codec.configured(topics(), patient()));
    }

    /** Says in one sentence which setting of the registry is not understood. */
    private static <T> T understood(Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException | ConfigException e) {
            throw new ConfigurationException(e.getMessage() + " (settings under 'registry')");
        }
    }

    private Map<String, Object> patient() {
        Map<String, Object> settings = configuration.registry();
        settings.putIfAbsent(SchemaRegistry.PATIENCE, ANSWER_MILLIS);
        return settings;
    }

    /** What to say when the broker did not do what was {@code asked} of it. */
    public UnreachableException unreachable(String asked, Throwable met) {
        return refusal(asked + " at " + addressOf(configuration.kafka()), met);
    }

    /** What the broker answers; {@code asked} of it, as in "Expected the broker to …". */
    <T> T reach(Future<T> future, String asked) {
        return answer(future, asked + " at " + addressOf(configuration.kafka()));
    }

    private static String addressOf(Map<String, Object> settings) {
        return "%s (kafka.bootstrap.servers)".formatted(settings.get("bootstrap.servers"));
    }

    private static UnreachableException refusal(String asked, Throwable met) {
        Throwable cause = met instanceof ExecutionException && met.getCause() != null ? met.getCause() : met;
        String said = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return new UnreachableException("Expected the broker to %s, but met %s%s"
                .formatted(asked, cause.getClass().getSimpleName(), said));
    }

    /**
     * What the broker answers.
     *
     * @param asked of it, as in "Expected the broker to …"
     */
    static <T> T answer(Future<T> future, String asked) {
        try {
            return future.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw refusal(asked, e);
        }
    }

    /** Says in one sentence which settings a client would not take. */
    private static <T> T made(Map<String, Object> settings, Function<Map<String, Object>, T> make) {
        try {
            return make.apply(settings);
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new ConfigurationException("Expected the settings under 'kafka' to make a client, but met %s: %s"
                    .formatted(root.getClass().getSimpleName(), root.getMessage()));
        }
    }
}
