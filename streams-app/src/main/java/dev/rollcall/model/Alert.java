package dev.rollcall.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding as it is published.
 *
 * @param revision 1 for the first publication
 * @param explanation one sentence of at most 30 words
 * @param evidence where the events of the last change lie, null where time alone changed it
 * @param loggedAt the time of the record that led to this revision
 */
public record Alert(
        String id,
        int revision,
        AlertState state,
        Finding finding,
        String explanation,
        @Nullable Evidence evidence,
        Instant loggedAt)
        implements Outcome {

    /** Observed over limit, null where there is no limit. */
    public @Nullable Double ratio() {
        Long limit = finding.limit();
        return limit == null || limit == 0 ? null : (double) finding.observed() / limit;
    }
}
