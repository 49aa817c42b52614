package dev.rollcall.policy.diff;

/** Whether a change lets more pass or less. */
public enum Effect {
    /** Finds what was found before, and perhaps more. */
    TIGHTENS("tightens", "tighten"),
    /** Perhaps finds less. */
    LOOSENS("loosens", "loosen"),
    /** May find more here and less there. */
    EITHER("either way", "either way"),
    /** Words, or what is counted besides. */
    NEITHER("words only", "words only");

    private final String text;
    private final String ofSeveral;

    Effect(String text, String ofSeveral) {
        this.text = text;
        this.ofSeveral = ofSeveral;
    }

    public String text() {
        return text;
    }

    /** As one says it of so many changes: "1 loosens", "2 loosen", "8 words only". */
    public String of(long changes) {
        return "%,d %s".formatted(changes, changes == 1 ? text : ofSeveral);
    }

    /** Whether less may be found, so that a reason is asked for. */
    public boolean mayLoosen() {
        return this == LOOSENS || this == EITHER;
    }

    Effect opposite() {
        return this == TIGHTENS ? LOOSENS : this == LOOSENS ? TIGHTENS : this;
    }
}
