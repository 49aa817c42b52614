package dev.rollcall.model;

/** Whom a figure belongs to. */
public record Entity(EntityKind kind, String id) {

    public static Entity body(String id) {
        return new Entity(EntityKind.BODY, id);
    }

    public static Entity group(String id) {
        return new Entity(EntityKind.GROUP, id);
    }

    public static Entity panel(String id) {
        return new Entity(EntityKind.PANEL, id);
    }

    public static Entity feed(String id) {
        return new Entity(EntityKind.FEED, id);
    }

    @Override
    public String toString() {
        return kind.text() + "|" + id;
    }
}
