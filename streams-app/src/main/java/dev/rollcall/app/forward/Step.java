package dev.rollcall.app.forward;

import java.time.Instant;

/** What is to be done next about one Alertmanager. */
sealed interface Step {

    /** Nothing, until then or until something is read. */
    record Wait(Instant until) implements Step {}

    /** Ask what it holds. */
    record Ask() implements Step {}

    /** Post this. */
    record Post(Batch batch) implements Step {}
}
