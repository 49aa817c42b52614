package dev.rollcall.app.forward;

import dev.rollcall.model.AlertState;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.AlertLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Alerts as the topic carries them. */
final class Lines {
    private Lines() {}

    static AlertLine raised(String id, Severity severity, Instant at) {
        return line(id, AlertState.RAISED, severity, "100", at);
    }

    static AlertLine ended(String id, AlertState state, Instant at) {
        return line(id, state, Severity.HIGH, "100", at);
    }

    static AlertLine line(
            String id, AlertState state, @Nullable Severity severity, @Nullable String band, Instant loggedAt) {
        return new AlertLine(
                id,
                1,
                state,
                "limit",
                "ho-children-month",
                EntityKind.BODY,
                "home-office",
                "dfe-ho-mou",
                "2016-03",
                band,
                null,
                severity,
                "children",
                1501,
                1500L,
                1501 / 1500.0,
                true,
                "The Home Office received the records of 1,501 different children in March 2016.",
                new Evidence("extracts", 3, 120, 140),
                "data-sharing@department.example",
                3,
                loggedAt,
                null,
                RestsOn.UNNAMED);
    }
}
