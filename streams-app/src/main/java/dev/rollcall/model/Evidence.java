package dev.rollcall.model;

/** A stretch of a log, as that which an alert rests on; first and last offset inclusive. */
public record Evidence(String topic, int partition, long firstOffset, long lastOffset) {

    public static Evidence of(Origin origin) {
        return new Evidence(origin.topic(), origin.partition(), origin.offset(), origin.offset());
    }

    /** As one reads it, and as {@code --offsets} takes it: {@code extracts/2:100-200}, or {@code extracts/2:100} for one record. */
    public String text() {
        return "%s/%d:%d%s".formatted(topic, partition, firstOffset, lastOffset == firstOffset ? "" : "-" + lastOffset);
    }
}
