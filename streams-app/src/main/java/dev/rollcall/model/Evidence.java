package dev.rollcall.model;

/** A stretch of a log, as that which an alert rests on; first and last offset inclusive. */
public record Evidence(String topic, int partition, long firstOffset, long lastOffset) {

    public static Evidence of(Origin origin) {
        return new Evidence(origin.topic(), origin.partition(), origin.offset(), origin.offset());
    }

    /** The partition in which it lies. */
    public Log log() {
        return new Log(topic, partition);
    }

    /** From the first of this and {@code other} to the last, where both are of one partition. */
    public Evidence and(Evidence other) {
        return new Evidence(
                topic, partition, Math.min(firstOffset, other.firstOffset), Math.max(lastOffset, other.lastOffset));
    }

    /** As one reads it, and as {@code --offsets} takes it: {@code extracts/2:100-200}, or {@code extracts/2:100} for one record. */
    public String text() {
        return "%s/%d:%d%s".formatted(topic, partition, firstOffset, lastOffset == firstOffset ? "" : "-" + lastOffset);
    }
}
