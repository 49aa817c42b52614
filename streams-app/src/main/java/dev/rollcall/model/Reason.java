package dev.rollcall.model;

/** Why an event cannot be counted, in the order in which the checks are made. */
public enum Reason {
    /** The bytes are no event of this topic, or a required field is missing. */
    UNDECODABLE,
    /** The stage is not one this version knows. */
    UNKNOWN_STAGE,
    /** The record's key is not the event's body. */
    WRONG_KEY,
    /** The record lies in another partition than Java's default partitioner gives its key. */
    WRONG_PARTITION,
    /** The body, requestId or extractId is not a well-formed id. */
    BAD_ID,
    /** The event claims a time more than five minutes after its record's. */
    FUTURE,
    /** The event is older than the policy's lateness. */
    LATE,
    /** A policy that is not well-formed, changes what may not change, or comes without notice. */
    REFUSED_POLICY
}
