package dev.rollcall.wire;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Rejection;

/** An outcome as its topic carries it and as a line shows it: what can be read back of an {@link Outcome}. */
public sealed interface Published permits AlertLine, FigureLine, RejectionLine {

    /** The key of its record: of the records with one key, the latest is valid. */
    String key();

    /** What is published of {@code outcome}. */
    static Published of(Outcome outcome) {
        if (outcome instanceof Alert alert) {
            return AlertLine.of(alert);
        }
        if (outcome instanceof Figure figure) {
            return FigureLine.of(figure);
        }
        return RejectionLine.of((Rejection) outcome);
    }
}
