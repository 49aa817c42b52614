package dev.rollcall.app.config;

/** As whom somebody asks for the history. It is a setting, not a wall: what one may read is decided by the broker. */
public enum Role {
    /** Sees no small counts of people. */
    ANALYST,
    /** Sees everything, and may look for one child. */
    OPERATOR;

    public String text() {
        return this == ANALYST ? "analyst" : "operator";
    }
}
