package dev.rollcall.wire.registry;

import dev.rollcall.avro.AccessRequest;
import dev.rollcall.avro.Alert;
import dev.rollcall.avro.Audit;
import dev.rollcall.avro.Directive;
import dev.rollcall.avro.Extract;
import dev.rollcall.avro.Figure;
import dev.rollcall.avro.Rejected;
import dev.rollcall.wire.registry.UndecodableException.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value in Confluent's wire format: a zero byte, the id of the writer's schema in four bytes, big-endian, and
 * the record in Avro's binary encoding.
 *
 * <ul>
 *   <li>With {@link #SPECIFIC}, a record of ours becomes its generated class, resolved from the writer's schema to
 *       ours; only those seven can be had, whatever a schema names. Without it, a record becomes a {@code GenericRecord}
 *       of the writer's schema, logical types as plain numbers.
 *   <li>What will never be readable is an {@link UndecodableException}; a registry that does not answer is a {@link
 *       RegistryUnavailableException} and any other refusal of its, such as 401, a {@link RegistryRefusalException}:
 *       neither of these says anything about the value.
 *   <li>Null is read as null. One instance serves one thread.
 * </ul>
 */
public final class AvroDeserializer implements Deserializer<Object> {

    /** Configuration: whether records become generated classes; false unless given. */
    public static final String SPECIFIC = "specific.avro.reader";

    private static final Map<String, Schema> OURS = List.of(
                    AccessRequest.getClassSchema(),
                    Alert.getClassSchema(),
                    Audit.getClassSchema(),
                    Directive.getClassSchema(),
                    Extract.getClassSchema(),
                    Figure.getClassSchema(),
                    Rejected.getClassSchema())
            .stream()
            .collect(Collectors.toUnmodifiableMap(Schema::getFullName, Function.identity()));

    private final Map<Integer, DatumReader<Object>> readers = new HashMap<>();
    private @Nullable SchemaRegistry registry;
    private boolean specific;

    /** To be followed by {@link #configure}. */
    public AvroDeserializer() {}

    /** Ready for use; {@link #configure} changes nothing any more. */
    public AvroDeserializer(SchemaRegistry registry, boolean specific) {
        this.registry = registry;
        this.specific = specific;
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        if (registry == null) {
            specific = SchemaRegistry.flag(configuration, SPECIFIC, false);
            registry = SchemaRegistry.configured(configuration);
        }
    }

    @Override
    public @Nullable Object deserialize(String topic, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        if (value.length > 0 && value[0] != AvroSerializer.MAGIC) {
            throw new UndecodableException(Fault.WRONG_MAGIC, null, value.length, null);
        }
        if (value.length < AvroSerializer.HEADER) {
            throw new UndecodableException(Fault.TRUNCATED, null, value.length, null);
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        DatumReader<Object> known = readers.get(id);
        DatumReader<Object> reader = known == null ? reader(id, value.length) : known;
        BoundedDecoder decoder = new BoundedDecoder(value, AvroSerializer.HEADER);
        Object read;
        try {
            read = reader.read(null, decoder);
        } catch (EOFException e) {
            throw new UndecodableException(Fault.TRUNCATED, id, value.length, e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new UndecodableException(Fault.MALFORMED, id, value.length, e);
        }
        if (decoder.remaining() > 0) {
            throw new UndecodableException(Fault.TRAILING_BYTES, id, value.length, null);
        }
        return read;
    }

    private DatumReader<Object> reader(int id, int size) {
        Schema written = written(id, size);
        DatumReader<Object> reader;
        if (specific) {
            Schema ours = OURS.get(written.getFullName());
            if (ours == null) {
                throw new UndecodableException(Fault.UNEXPECTED_RECORD, id, size, null);
            }
            reader = new SpecificDatumReader<>(written, ours);
        } else {
            // The fast reader would load classes that the writer's schema names.
            GenericData data = new GenericData();
            data.setFastReaderEnabled(false);
            reader = new GenericDatumReader<>(written, written, data);
        }
        readers.put(id, reader);
        return reader;
    }

    private Schema written(int id, int size) {
        if (registry == null) {
            throw new IllegalStateException("Expected configure() before the first value, but was not called");
        }
        try {
            return registry.byId(id);
        } catch (RegistryRefusalException e) {
            if (e.status() == 404 && e.errorCode() == RegistryHttp.SCHEMA_NOT_FOUND) {
                throw new UndecodableException(Fault.UNKNOWN_SCHEMA, id, size, null);
            }
            if (e.status() / 100 == 2) {
                throw new UndecodableException(Fault.UNREADABLE_SCHEMA, id, size, null);
            }
            throw e;
        }
    }
}
