package dev.rollcall.replay;

/**
 * How records differ from those that were counted.
 *
 * @param firstOffset of the record; or of the stretch within which they are, where it cannot be said which
 * @param lastOffset the same as {@code firstOffset} where it is one record
 */
public record RecordChange(Kind kind, String topic, int partition, long firstOffset, long lastOffset) {

    /** What has become of them. */
    public enum Kind {
        /** A record of the same entity lies there, but it is another. */
        ALTERED,
        /** There is no record, or one that does not belong. */
        MISSING,
        /** A record belongs that was not there when it was counted. */
        ADDED,
        /** Several of a stretch differ, and it cannot be said which. */
        SEVERAL
    }

    /** As {@code extracts-3@120}, or {@code extracts-3@120..140} for a stretch. */
    public String place() {
        return "%s-%d@%d%s"
                .formatted(topic, partition, firstOffset, lastOffset == firstOffset ? "" : ".." + lastOffset);
    }
}
