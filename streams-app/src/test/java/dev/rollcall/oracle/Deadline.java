package dev.rollcall.oracle;

import java.time.Instant;
import java.util.List;

/** A time by which an event must have been logged. */
record Deadline(Instant due, Instant now) {

    /** When the first of these events was logged; null where there is none. */
    static Instant firstLogged(List<Counted> events) {
        Instant first = null;
        for (Counted event : events) {
            Instant logged = event.event().appendedAt();
            first = first == null || logged.isBefore(first) ? logged : first;
        }
        return first;
    }

    /** The state of the alert, given when the deadline was met, null for not at all; null where there is no alert. */
    String state(Instant met) {
        boolean inTime = met != null && !met.isAfter(due);
        if (due.isAfter(now) || inTime) {
            return null;
        }
        return met == null ? "RAISED" : "RESOLVED";
    }
}
