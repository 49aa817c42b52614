package dev.rollcall.detect;

import dev.rollcall.model.Finding;
import java.time.Instant;

/**
 * A finding about a case that stands from some time on.
 *
 * @param finding {@linkplain Finding#settled settled} where what was expected has been logged after {@code from}; what was
 *     settled by then is no finding
 * @param from the deadline; until the clock reaches it, nothing stands
 */
public record Due(Finding finding, Instant from) {

    /** A finding that no time will settle. */
    public static Due now(Finding finding) {
        return new Due(finding, Instant.EPOCH);
    }
}
