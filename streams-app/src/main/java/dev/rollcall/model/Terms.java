package dev.rollcall.model;

import org.jspecify.annotations.Nullable;

/**
 * On what terms an event says that data flow; each null where it does not say.
 *
 * @param purpose a word that the policy knows, or {@value #OTHER}; so too for the next three
 * @param caseReference whether one is given; which, stays in intake
 * @param retainUntil the last day on which the data may be kept, in days from 1970-01-01
 */
public record Terms(
        @Nullable String purpose,
        @Nullable String legalGateway,
        @Nullable String lawfulBasis,
        @Nullable String channel,
        boolean caseReference,
        @Nullable Integer retainUntil) {

    /** In place of a word that the policy does not know. */
    public static final String OTHER = "other";

    /** An event that says nothing of them. */
    public static final Terms NONE = new Terms(null, null, null, null, false, null);
}
