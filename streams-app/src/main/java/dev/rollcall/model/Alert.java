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
 * @param restsOn the records that lead to it again
 */
public record Alert(
        String id,
        int revision,
        AlertState state,
        Finding finding,
        String explanation,
        @Nullable Evidence evidence,
        Instant loggedAt,
        RestsOn restsOn)
        implements Outcome {

    /** One of which it is not told what it rests on. */
    public Alert(
            String id,
            int revision,
            AlertState state,
            Finding finding,
            String explanation,
            @Nullable Evidence evidence,
            Instant loggedAt) {
        this(id, revision, state, finding, explanation, evidence, loggedAt, RestsOn.UNNAMED);
    }

    /** This without what it rests on, which is found anew whenever it is told. */
    public Alert bare() {
        return new Alert(id, revision, state, finding, explanation, evidence, loggedAt);
    }

    /** Observed over limit, null where there is no limit. */
    public @Nullable Double ratio() {
        Long limit = finding.limit();
        return limit == null || limit == 0 ? null : (double) finding.observed() / limit;
    }
}
