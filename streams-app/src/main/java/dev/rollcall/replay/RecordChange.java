package dev.rollcall.replay;

import dev.rollcall.model.Evidence;

/**
 * How records differ from those that were counted.
 *
 * @param place of the record; or of the stretch within which they are, where it cannot be said which
 */
public record RecordChange(Kind kind, Evidence place) {

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

    /** What has become of which record. */
    public String sentence() {
        String where = place.text();
        return switch (kind) {
            case ALTERED -> "Altered: " + where + " is not the record that was counted.";
            case MISSING -> "Missing: " + where + " is gone, or another record lies there that does not belong.";
            case ADDED -> "Added: " + where + " belongs, but was not among the records counted.";
            case SEVERAL -> "Changed: several records within " + where + " are not those that were counted.";
        };
    }
}
