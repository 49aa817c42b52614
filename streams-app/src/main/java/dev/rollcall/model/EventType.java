package dev.rollcall.model;

/** The two kinds of event that feeds send, each on a topic of its own. */
public enum EventType {
    ACCESS_REQUEST("access-request", "access-requests"),
    EXTRACT("extract", "extracts");

    private final String text;
    private final String topic;

    EventType(String text, String topic) {
        this.text = text;
        this.topic = topic;
    }

    /** The type as written in NDJSON. */
    public String text() {
        return text;
    }

    /** The topic that carries events of this type. */
    public String topic() {
        return topic;
    }
}
