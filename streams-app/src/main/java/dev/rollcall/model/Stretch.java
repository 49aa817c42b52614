package dev.rollcall.model;

/**
 * Some records of a partition that an alert or a figure rests on.
 *
 * @param firstOffset of the first of them
 * @param lastOffset of the last of them, included; between them there may be others that do not belong
 * @param records how many they are
 * @param digest what tells them from others, see {@link StretchDigest}
 */
public record Stretch(String topic, int partition, long firstOffset, long lastOffset, long records, String digest) {

    /** The partition in which it lies. */
    public Log log() {
        return new Log(topic, partition);
    }

    /** Where it lies. */
    public Evidence place() {
        return new Evidence(topic, partition, firstOffset, lastOffset);
    }
}
