package dev.rollcall.wire;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Decides the one partition in which the records of a key belong. */
public final class HomePartition {
    private HomePartition() {}

    /** The partition, of {@code partitions}, to which Java's default partitioner sends {@code key} in UTF-8. */
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
