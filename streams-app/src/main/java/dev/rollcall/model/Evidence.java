package dev.rollcall.model;

/** The stretch of a log that an alert rests on; first and last offset inclusive. */
public record Evidence(String topic, int partition, long firstOffset, long lastOffset) {

    public static Evidence of(Origin origin) {
        return new Evidence(origin.topic(), origin.partition(), origin.offset(), origin.offset());
    }
}
