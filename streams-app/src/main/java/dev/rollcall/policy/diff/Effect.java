package dev.rollcall.policy.diff;

/** Whether a change lets more pass or less. */
public enum Effect {
    /** Finds what was found before, and perhaps more. */
    TIGHTENS("tightens"),
    /** Perhaps finds less. */
    LOOSENS("loosens"),
    /** May find more here and less there. */
    EITHER("may do either"),
    /** Words, or what is counted besides. */
    NEITHER("neither");

    private final String text;

    Effect(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    Effect opposite() {
        return this == TIGHTENS ? LOOSENS : this == LOOSENS ? TIGHTENS : this;
    }
}
