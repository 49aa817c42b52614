package dev.rollcall.oracle;

/** An alert that is not retracted, without its circumstances; what it lacks is null. */
public record StandingAlert(
        String detector,
        String rule,
        String entityKind,
        String entity,
        String agreementId,
        String window,
        String band,
        String about,
        String state,
        Long observed,
        String severity,
        Long limit) {

    /** What the alert's id is made of. */
    String id() {
        return String.join(
                "|",
                detector,
                rule,
                entityKind,
                entity,
                agreementId == null ? "" : agreementId,
                window,
                band == null ? "" : band,
                about == null ? "" : about);
    }
}
