package dev.rollcall.model;

/** Where a request or an extract stands when its event is sent. */
public enum Stage {
    SUBMITTED(EventType.ACCESS_REQUEST),
    APPROVED(EventType.ACCESS_REQUEST),
    REFUSED(EventType.ACCESS_REQUEST),
    WITHDRAWN(EventType.ACCESS_REQUEST),
    RELEASED(EventType.EXTRACT),
    PUBLISHED(EventType.EXTRACT),
    DESTROYED(EventType.EXTRACT);

    private final EventType type;

    Stage(EventType type) {
        this.type = type;
    }

    /** The type of event that may carry this stage. */
    public EventType type() {
        return type;
    }
}
