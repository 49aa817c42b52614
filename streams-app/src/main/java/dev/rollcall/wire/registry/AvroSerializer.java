package dev.rollcall.wire.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an Avro record, generated or generic, in Confluent's wire format, under the subject {@code <topic>-value} (or
 * {@code -key}).
 *
 * <ul>
 *   <li>With {@link #AUTO_REGISTER}, a schema new to the subject is entered into the registry; without it, the schema
 *       must be there already, else {@link RegistryRefusalException}.
 *   <li>The schema is registered without the class generator's hints, so it is the one in the schema file.
 *   <li>Null is written as null. One instance serves one thread.
 * </ul>
 */
public final class AvroSerializer implements Serializer<Object> {

    /** Configuration: whether schemas new to their subject are registered; true unless given. */
    public static final String AUTO_REGISTER = "auto.register.schemas";

    static final byte MAGIC = 0;
    static final int HEADER = 1 + Integer.BYTES;

    private final Map<Class<?>, DatumWriter<Object>> specific = new HashMap<>();
    private final Map<Schema, DatumWriter<Object>> generic = new HashMap<>();
    private final GenericData plain = new GenericData();
    private @Nullable SchemaRegistry registry;
    private @Nullable BinaryEncoder encoder;
    private boolean autoRegister;
    private boolean forKeys;

    /** To be followed by {@link #configure}. */
    public AvroSerializer() {}

    /** Ready for values; {@link #configure} changes only whether it writes keys. */
    public AvroSerializer(SchemaRegistry registry, boolean autoRegister) {
        this.registry = registry;
        this.autoRegister = autoRegister;
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        forKeys = isKey;
        if (registry == null) {
            autoRegister = SchemaRegistry.flag(configuration, AUTO_REGISTER, true);
            registry = SchemaRegistry.configured(configuration);
        }
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Object data) {
        if (data == null) {
            return null;
        }
        if (!(data instanceof IndexedRecord record)) {
            throw new SerializationException(
                    "Expected an Avro record, but was a " + data.getClass().getName());
        }
        if (registry == null) {
            throw new IllegalStateException("Expected configure() before the first record, but was not called");
        }
        Schema schema = record.getSchema();
        String subject = topic + (forKeys ? "-key" : "-value");
        int id = autoRegister ? registry.register(subject, schema) : registry.lookUp(subject, schema);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(MAGIC);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        // Unbuffered, so that nothing of a record that fails is left for the next one.
        encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
        try {
            writer(record).write(record, encoder);
        } catch (IOException | RuntimeException e) {
            // No cause: Avro's messages quote field values.
            throw new SerializationException("Expected a " + schema.getFullName()
                    + " that fits its schema, but Avro met " + e.getClass().getName());
        }
        return bytes.toByteArray();
    }

    private DatumWriter<Object> writer(IndexedRecord record) {
        return record instanceof SpecificRecord
                ? specific.computeIfAbsent(record.getClass(), type -> new SpecificDatumWriter<>(record.getSchema()))
                : generic.computeIfAbsent(record.getSchema(), schema -> new GenericDatumWriter<>(schema, plain));
    }
}
