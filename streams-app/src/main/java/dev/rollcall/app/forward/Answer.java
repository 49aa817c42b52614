package dev.rollcall.app.forward;

/** What became of a post. */
enum Answer {
    /** Alertmanager holds what was posted. */
    TAKEN("accepted"),
    /** Something in it is not as Alertmanager wants it; the rest may have been taken. */
    CONTENT_REFUSED("refused"),
    /** Nobody there wants anything from us: a wrong address or no permission. */
    REFUSED("refused"),
    /** Nobody was there; it was certainly not taken. */
    NOT_REACHED("unreachable"),
    /** No answer, or one that tells of trouble; it may have been taken. */
    UNCLEAR("unreachable");

    private final String outcome;

    Answer(String outcome) {
        this.outcome = outcome;
    }

    /** As the meter of posts calls it. */
    String outcome() {
        return outcome;
    }
}
