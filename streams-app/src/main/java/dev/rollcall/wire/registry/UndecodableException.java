package dev.rollcall.wire.registry;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A permanent failure: a value that is no record in Confluent's wire format, or none that we can read. It tells sizes,
 * ids and class names and nothing of what the value holds; it has no cause, since Avro's messages quote field values.
 */
public final class UndecodableException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final @Nullable Integer schemaId;
    private final int size;
    private final @Nullable String exceptionClass;

    UndecodableException(Fault fault, @Nullable Integer schemaId, int size, @Nullable Throwable met) {
        super("Expected " + fault.expected + ", but was not so in a value of " + size + " bytes, schema id "
                + (schemaId == null ? "none" : schemaId) + " (" + fault
                + (met == null ? "" : ", " + met.getClass().getName()) + ")");
        this.fault = fault;
        this.schemaId = schemaId;
        this.size = size;
        this.exceptionClass = met == null ? null : met.getClass().getName();
    }

    /** What is wrong with the value. */
    public Fault fault() {
        return fault;
    }

    /** Id of the writer's schema; null where the value ends before it or does not begin with the magic byte. */
    public @Nullable Integer schemaId() {
        return schemaId;
    }

    /** Size of the whole value, in bytes. */
    public int size() {
        return size;
    }

    /** Name of the class of the exception that Avro met; null where it met none. */
    public @Nullable String exceptionClass() {
        return exceptionClass;
    }

    /** What can be wrong with a value. */
    public enum Fault {
        /** The first byte is not 0. */
        WRONG_MAGIC("magic byte 0 first"),
        /** The value ends before the record does, or states a length or number of items beyond its end. */
        TRUNCATED("a whole record"),
        /** Bytes are left after the record. */
        TRAILING_BYTES("nothing after the record"),
        /** The registry is well and knows no schema under the id. */
        UNKNOWN_SCHEMA("an id that the schema registry knows"),
        /** What the registry holds under the id is not an Avro schema. */
        UNREADABLE_SCHEMA("an Avro schema under the id"),
        /** The schema is Avro, but of no record that we have a class for. */
        UNEXPECTED_RECORD("one of our own records"),
        /** The bytes do not follow the writer's schema, or that cannot be resolved to ours. */
        MALFORMED("bytes that follow the writer's schema and resolve to ours");

        private final String expected;

        Fault(String expected) {
            this.expected = expected;
        }
    }
}
