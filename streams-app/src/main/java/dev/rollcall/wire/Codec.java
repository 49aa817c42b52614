package dev.rollcall.wire;

import dev.rollcall.model.AuditEntry;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Outcome;
import dev.rollcall.wire.registry.AvroDeserializer;
import dev.rollcall.wire.registry.AvroSerializer;
import dev.rollcall.wire.registry.Pace;
import dev.rollcall.wire.registry.RegistryRefusalException;
import dev.rollcall.wire.registry.SchemaRegistry;
import dev.rollcall.wire.registry.UndecodableException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The door between the model and the bytes of our topics, over a serializer and a deserializer of choice: ours, or
 * Confluent's own.
 *
 * <ul>
 *   <li>What may pass by waiting is a {@link WireUnavailableException}: try the same record again.
 *   <li>A registry that refuses us is a {@link RegistryRefusalException} or a {@link
 *       WireRefusedException}: stop.
 *   <li>Everything else that is wrong with a value is told by the result. No exception quotes a value.
 *   <li>One instance serves one thread.
 * </ul>
 */
public final class Codec implements AutoCloseable {
    /** Configuration: class name of the serializer of values; ours unless given. */
    public static final String SERIALIZER = "value.serializer";

    /** Configuration: class name of the deserializer of values; ours unless given. */
    public static final String DESERIALIZER = "value.deserializer";

    /** Has Confluent's serializer register the schema of the file, as ours does, without the class generator's hints. */
    private static final String WITHOUT_HINTS = "avro.remove.java.properties";

    private static final int HEADER = 1 + Integer.BYTES;

    private final Topics topics;
    private final Serializer<Object> serializer;
    private final Deserializer<Object> deserializer;

    /** With a serializer and a deserializer that are configured already; closed with this. */
    public Codec(Topics topics, Serializer<Object> serializer, Deserializer<Object> deserializer) {
        this.topics = topics;
        this.serializer = serializer;
        this.deserializer = deserializer;
    }

    /**
     * With the classes that {@code configuration} names, configured by it; records become generated classes.
     *
     * @throws ConfigException where a class is missing or of another kind, or would make a password known
     */
    @SuppressWarnings("unchecked")
    public static Codec configured(Topics topics, Map<String, ?> configuration) {
        if (!isOurs(configuration)
                && String.valueOf(configuration.get(SchemaRegistry.URL)).contains("@")) {
            // Confluent's client writes its URLs into the log as they are.
            throw new ConfigException(
                    "Expected '%s' to name no user and password, which '%s' may write into the log, but"
                                    .formatted(
                                            SchemaRegistry.URL,
                                            named(configuration, DESERIALIZER, AvroDeserializer.class))
                            + " it does: set 'basic.auth.credentials.source' to USER_INFO and 'basic.auth.user.info'");
        }
        Map<String, Object> complete = new HashMap<>(configuration);
        complete.put(AvroDeserializer.SPECIFIC, true);
        complete.putIfAbsent(WITHOUT_HINTS, true);
        Serializer<Object> serializer = instance(complete, SERIALIZER, AvroSerializer.class, Serializer.class);
        Deserializer<Object> deserializer =
                instance(complete, DESERIALIZER, AvroDeserializer.class, Deserializer.class);
        serializer.configure(complete, false);
        deserializer.configure(complete, false);
        Waiting waiting = new Waiting(SchemaRegistry.patience(configuration), Pace.REAL);
        return new Codec(
                topics,
                serializer instanceof AvroSerializer ? serializer : waiting.with(serializer),
                deserializer instanceof AvroDeserializer ? deserializer : waiting.with(deserializer));
    }

    /**
     * As {@link #configured(Topics, Map)}; classes of ours share {@code registry} and what it has fetched, so that a new codec
     * asks for nothing. Others have clients of their own.
     */
    public static Codec configured(Topics topics, Map<String, ?> configuration, SchemaRegistry registry) {
        return isOurs(configuration)
                ? new Codec(
                        topics,
                        new AvroSerializer(registry, registry.registers()),
                        new AvroDeserializer(registry, true))
                : configured(topics, configuration);
    }

    /** Whether {@code configuration} leaves it to our own classes; others have settings of their own. */
    public static boolean isOurs(Map<String, ?> configuration) {
        return named(configuration, SERIALIZER, AvroSerializer.class).equals(AvroSerializer.class.getName())
                && named(configuration, DESERIALIZER, AvroDeserializer.class).equals(AvroDeserializer.class.getName());
    }

    private static String named(Map<String, ?> configuration, String key, Class<?> ours) {
        Object named = configuration.get(key);
        return named instanceof Class<?> type ? type.getName() : named == null ? ours.getName() : named.toString();
    }

    private static <T> T instance(Map<String, ?> configuration, String key, Class<? extends T> ours, Class<T> kind) {
        String name = named(configuration, key, ours);
        try {
            return Utils.newInstance(name, kind);
        } catch (ClassNotFoundException | RuntimeException e) {
            throw new ConfigException(
                    "Expected '%s' to name a %s on the class path (ROLLCALL_CLASSPATH adds to it), but was %s"
                            .formatted(key, kind.getSimpleName(), name));
        }
    }

    public byte[] encode(Event event) {
        return encode(topics.of(event.type()), EventMapping.written(event));
    }

    public byte[] encode(Directive directive) {
        return encode(topics.directives(), DirectiveMapping.written(directive));
    }

    public byte[] encode(Outcome outcome) {
        return encode(topics.of(outcome), OutcomeMapping.written(Published.of(outcome)));
    }

    public byte[] encode(AuditEntry entry) {
        return encode(topics.audit(), AuditMapping.written(entry));
    }

    private byte[] encode(Topic<?> topic, SpecificRecord data) {
        try {
            return serializer.serialize(topic.name(), data);
        } catch (RuntimeException e) {
            switch (Failure.of(e)) {
                case TRANSIENT -> throw new WireUnavailableException(topic.name(), e);
                case REFUSAL -> throw refused(topic.name(), e);
                case INTERRUPTION -> throw e;
                default ->
                    throw new SerializationException("Expected a record of '%s' that fits its schema, but met %s"
                            .formatted(topic.name(), e.getClass().getName()));
            }
        }
    }

    /** What {@code value} is, read from an input or from directives; a missing value is undecodable. */
    public Decoded decode(String topic, byte @Nullable [] value) {
        Read read = read(topic, value);
        Decoded decoded;
        if (topic.equals(topics.directives().name())) {
            Directive directive = DirectiveMapping.read(read.data());
            decoded = directive == null ? null : new Decoded.Steering(directive);
        } else {
            Event event = EventMapping.read(typeOf(topic), read.data());
            decoded = event == null ? null : new Decoded.Sent(event);
        }
        return decoded == null ? new Decoded.Undecodable(schemaId(value), read.exceptionClass()) : decoded;
    }

    /**
     * The outcome that {@code value} is, read from alerts, figures or rejected.
     *
     * @throws SerializationException where it is none of that topic
     */
    public Published published(String topic, byte[] value) {
        Read read = read(topic, value);
        Published published = OutcomeMapping.read(read.data());
        if (published == null || !topicOf(published).name().equals(topic)) {
            throw other("an outcome of '%s'".formatted(topic), value, read);
        }
        return published;
    }

    /**
     * The entry of the audit that {@code value} is.
     *
     * @throws SerializationException where it is none
     */
    public AuditEntry audited(byte[] value) {
        Read read = read(topics.audit().name(), value);
        AuditEntry entry = AuditMapping.read(read.data());
        if (entry == null) {
            throw other("an entry of '%s'".formatted(topics.audit().name()), value, read);
        }
        return entry;
    }

    private static SerializationException other(String expected, byte[] value, Read read) {
        return new SerializationException("Expected %s, but was a value of %d bytes, schema id %s (%s)"
                .formatted(
                        expected,
                        value.length,
                        schemaId(value),
                        read.exceptionClass() == null ? "another record" : read.exceptionClass()));
    }

    private Topic<?> topicOf(Published published) {
        if (published instanceof AlertLine) {
            return topics.alerts();
        }
        return published instanceof FigureLine ? topics.figures() : topics.rejected();
    }

    /**
     * Makes the deserializer fetch these schemas of {@code topic} now, so that none has to be waited for amid
     * records; see {@link SchemaSetup#prefetch}.
     */
    public void prefetch(String topic, List<Integer> schemaIds) {
        for (int id : schemaIds) {
            // A record that ends after its header: the schema is fetched, and then there is nothing to read.
            read(topic, ByteBuffer.allocate(HEADER).putInt(1, id).array());
        }
    }

    @Override
    public void close() {
        try {
            serializer.close();
        } finally {
            deserializer.close();
        }
    }

    /** What the deserializer made of a value; {@code exceptionClass} where that was an exception. */
    private record Read(@Nullable Object data, @Nullable String exceptionClass) {}

    private Read read(String topic, byte @Nullable [] value) {
        if (value == null) {
            return new Read(null, null);
        }
        try {
            return new Read(deserializer.deserialize(topic, value), null);
        } catch (RuntimeException | StackOverflowError e) {
            return switch (Failure.of(e)) {
                case TRANSIENT -> throw new WireUnavailableException(topic, e);
                case REFUSAL -> throw refused(topic, e);
                case INTERRUPTION -> throw e;
                case OF_THE_VALUE -> new Read(null, metBy(e));
            };
        }
    }

    /** The class of what went wrong, for ours that of what Avro met. */
    private static String metBy(Throwable thrown) {
        String inner = thrown instanceof UndecodableException undecodable ? undecodable.exceptionClass() : null;
        return inner == null ? thrown.getClass().getName() : inner;
    }

    /** Our client's refusals say what was refused; of a foreign one only its class is safe to tell. */
    private static RuntimeException refused(String topic, Throwable met) {
        return met instanceof RegistryRefusalException refusal
                ? refusal
                : new WireRefusedException(topic, "met " + met.getClass().getName());
    }

    private EventType typeOf(String topic) {
        for (EventType type : EventType.values()) {
            if (topics.of(type).name().equals(topic)) {
                return type;
            }
        }
        throw new IllegalArgumentException("Expected an input or directives, but was topic '%s'".formatted(topic));
    }

    /** The id of the schema that {@code value} names; null where it does not begin with one. */
    public static @Nullable Integer schemaId(byte @Nullable [] value) {
        return value == null || value.length < HEADER || value[0] != 0
                ? null
                : Integer.valueOf(ByteBuffer.wrap(value).getInt(1));
    }
}
