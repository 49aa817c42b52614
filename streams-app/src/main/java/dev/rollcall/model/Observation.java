package dev.rollcall.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event, decoded, checked and pseudonymised: all that the watch ever sees.
 *
 * @param identity keyed digest of all fields but {@code retracts}
 * @param eventKey keyed digest of body, feed and eventId
 * @param feed which system sent the event; "unknown" where its name is not well-formed
 * @param at event time
 * @param day event time as a day of the policy's zone, counted from 1970-01-01
 * @param agreementId as sent, whether or not the policy knows it
 * @param agreementKnown whether the policy in force at {@code at} has this agreement for this body
 * @param group the body's group at {@code at}
 * @param categories of the fields that the catalogue knows
 * @param unknownFields how many fields it does not know
 * @param malformedIds how many optional ids were dropped
 * @param identifyingTokens how many tokens are shaped like pupil numbers or names
 * @param children pseudonyms of the distinct tokens, ascending
 * @param missing children stated but not named by a token
 * @param stated distinct children, as the sender states it
 * @param operator pseudonym of the person who asked or looked up
 */
public record Observation(
        Digest identity,
        long eventKey,
        Origin origin,
        String feed,
        Instant at,
        int day,
        boolean retracts,
        Stage stage,
        String body,
        @Nullable String requestId,
        @Nullable String extractId,
        @Nullable String agreementId,
        boolean agreementKnown,
        @Nullable String group,
        @Nullable String panel,
        @Nullable String recipient,
        Categories categories,
        int unknownFields,
        int malformedIds,
        int identifyingTokens,
        long asked,
        long records,
        long[] children,
        long missing,
        @Nullable Long stated,
        @Nullable Long operator,
        Terms terms,
        Datasets datasets) {

    /** This with {@code some} of its children; what is not of single children is stated by the {@code first} part alone. */
    public Observation part(long[] some, boolean first) {
        return new Observation(
                identity,
                eventKey,
                origin,
                feed,
                at,
                day,
                retracts,
                stage,
                body,
                requestId,
                extractId,
                agreementId,
                agreementKnown,
                group,
                panel,
                recipient,
                categories,
                unknownFields,
                malformedIds,
                identifyingTokens,
                first ? asked : 0,
                first ? records : 0,
                some,
                first ? missing : 0,
                first ? stated : null,
                operator,
                terms,
                datasets);
    }

    /** Whether a panel decides by it on a request. */
    public boolean isDecision() {
        return stage == Stage.APPROVED || stage == Stage.REFUSED;
    }

    /** Whether it belongs to {@code entity}; of what names a panel, only decisions are the panel's. */
    public boolean isOf(Entity entity) {
        return switch (entity.kind()) {
            case BODY -> entity.id().equals(body);
            case GROUP -> entity.id().equals(group);
            case PANEL -> entity.id().equals(panel) && isDecision();
            case FEED -> entity.id().equals(feed);
        };
    }

    /** Whether it belongs to the agreement {@code id}, which the policy must know for its body; to any where that is null. */
    public boolean isUnder(@Nullable String id) {
        return id == null || (agreementKnown && id.equals(agreementId));
    }

    /** Nothing of the pseudonyms: an observation must not reach a log by accident. */
    @Override
    public String toString() {
        return "Observation[" + stage + " " + body + " at " + at + "]";
    }
}
