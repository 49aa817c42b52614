package dev.rollcall.wire;

import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * The handle of one topic, typed by what its records mean.
 *
 * @param schema of its values, as published
 * @param cleanup what the broker may remove
 * @param partitionedAsInputs whether it must have as many partitions as the inputs
 * @param keys gives a record's key
 */
public record Topic<T>(
        String name, Schema schema, Cleanup cleanup, boolean partitionedAsInputs, Function<? super T, String> keys) {

    /** As many bytes as an event may have that names the children of a whole year group. */
    public static final int LARGEST_RECORD = 12 * 1024 * 1024;

    /** What a broker may remove of a topic's records; none of ours removes by age. */
    public enum Cleanup {
        /** Nothing. */
        NOTHING,
        /** All but the latest record of each key. */
        SUPERSEDED
    }

    /** The registry's subject of its values. */
    public String subject() {
        return name + "-value";
    }

    /** The key of the record that carries {@code value}. */
    public String key(T value) {
        return keys.apply(value);
    }

    /** The topic's configuration, other than partitions and replicas. */
    public Map<String, String> settings() {
        return Map.of(
                "cleanup.policy",
                cleanup == Cleanup.SUPERSEDED ? "compact" : "delete",
                "retention.ms",
                "-1",
                "retention.bytes",
                "-1",
                "segment.ms",
                String.valueOf(Long.MAX_VALUE));
    }
}
