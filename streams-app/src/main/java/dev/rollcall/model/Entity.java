package dev.rollcall.model;

/** Whom a figure belongs to. */
public record Entity(EntityKind kind, String id) implements Comparable<Entity> {

    public static Entity body(String id) {
        return new Entity(EntityKind.BODY, id);
    }

    public static Entity group(String id) {
        return new Entity(EntityKind.GROUP, id);
    }

    public static Entity panel(String id) {
        return new Entity(EntityKind.PANEL, id);
    }

    @Override
    public int compareTo(Entity other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return kind.text() + "|" + id;
    }
}
