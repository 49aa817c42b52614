package dev.rollcall.model;

/** Why an event cannot be counted, in the order in which the checks are made, and what to do about it. */
public enum Reason {
    /** The bytes are no event of this topic, or a required field is missing. */
    UNDECODABLE("send Avro in Confluent's wire format, as its schema has it"),
    /** The stage is not one this version knows. */
    UNKNOWN_STAGE("send a stage of the topic's schema, or update Rollcall"),
    /** The record's key is not the event's body. */
    WRONG_KEY("set the record's key to the event's body, in UTF-8"),
    /** The record lies in another partition than Java's default partitioner gives its key. */
    WRONG_PARTITION("set partitioner=murmur2_random in the feed's client"),
    /** The body, requestId or extractId is not a well-formed id. */
    BAD_ID("use an id such as home-office, never a pupil number"),
    /** The event claims a time more than five minutes after its record's. */
    FUTURE("set the feed's clock: the event is ahead of its record"),
    /** The event is older than the policy's lateness. */
    LATE("correct its time, or allow more lateness in the policy"),
    /** A policy that is not well-formed, changes what may not change, or comes without notice. */
    REFUSED_POLICY("ask 'rollcall policy check' what is wrong with it");

    private final String advice;

    Reason(String advice) {
        this.advice = advice;
    }

    /** What whoever sent it can do about it, in a few words. */
    public String advice() {
        return advice;
    }
}
