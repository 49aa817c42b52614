package dev.rollcall.model;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells the records of a stretch from others: the sum of their tags, and that of their tags times their offsets, modulo
 * 2^61 − 1. As the two syndromes of RAID 6, they name the one record that was altered, is missing or was added: where only it
 * differs, the second difference is its offset times the first.
 *
 * @param keyCheck the beginning of what tells the key of the tags from another
 * @param tags the sum of all tags
 * @param places the sum of all tags times offsets
 */
public record StretchDigest(String keyCheck, long tags, long places) {
    /** A Mersenne prime, so that remainders are cheap. */
    private static final long PRIME = (1L << 61) - 1;

    private static final int OF_KEY_CHECK = 8;
    private static final Pattern TEXT =
            Pattern.compile("(?<key>[0-9a-f]{8})-(?<tags>[0-9a-f]{16})-(?<places>[0-9a-f]{16})");

    /** Of no record. */
    public static StretchDigest none(Digest keyCheck) {
        return new StretchDigest("%016x".formatted(keyCheck.high()).substring(0, OF_KEY_CHECK), 0, 0);
    }

    /** Reads {@link #text}; null where it is something else. */
    public static @Nullable StretchDigest of(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? new StretchDigest(
                        parts.group("key"),
                        Long.parseLong(parts.group("tags"), 16),
                        Long.parseLong(parts.group("places"), 16))
                : null;
    }

    /**
     * What stands for one record: of its event, of whether it retracts it, and of when it was logged. Never 0.
     *
     * @param identity keyed digest of the event; a retraction goes by its other half
     */
    public static long tag(Digest identity, boolean retracts, Instant loggedAt) {
        long x = (retracts ? identity.low() : identity.high()) + loggedAt.toEpochMilli() * 0x9e3779b97f4a7c15L;
        // The finaliser of SplitMix64 spreads the time over all bits. It can be turned round: where one record is named
        // by itself,
        // its tag tells half of the event's identity. That is a keyed digest, so only who lacks the key learns nothing
        // from it.
        x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        long tag = reduced((x ^ (x >>> 31)) & Long.MAX_VALUE);
        return tag == 0 ? 1 : tag;
    }

    /** With one more record. */
    public StretchDigest plus(long offset, long tag) {
        return new StretchDigest(keyCheck, sum(tags, tag), sum(places, product(offset, tag)));
    }

    /** Of the records of both. */
    public StretchDigest and(StretchDigest other) {
        return new StretchDigest(keyCheck, sum(tags, other.tags), sum(places, other.places));
    }

    /** What this has more than {@code other}. */
    public StretchDigest minus(StretchDigest other) {
        return new StretchDigest(keyCheck, sum(tags, PRIME - other.tags), sum(places, PRIME - other.places));
    }

    /** Whether it is of no record, or of as many the one way as the other. */
    public boolean isNothing() {
        return tags == 0 && places == 0;
    }

    /** Where this is a difference: the offset of the record that makes it, if it is one alone. */
    public OptionalLong offset() {
        return tags == 0 ? OptionalLong.empty() : OptionalLong.of(product(places, inverse(tags)));
    }

    /** As published. */
    public String text() {
        return "%s-%016x-%016x".formatted(keyCheck, tags, places);
    }

    private static long sum(long one, long other) {
        return reduced(one + other);
    }

    private static long product(long one, long other) {
        long a = reduced(one);
        long high = Math.multiplyHigh(a, other);
        long low = a * other;
        return reduced((low & PRIME) + ((low >>> 61) | (high << 3)));
    }

    /** By Fermat: to the power of the prime less 2. */
    private static long inverse(long of) {
        long result = 1;
        long square = of;
        for (long power = PRIME - 2; power > 0; power >>= 1) {
            if ((power & 1) == 1) {
                result = product(result, square);
            }
            square = product(square, square);
        }
        return result;
    }

    /** The remainder of a number from 0 to 2^63 − 1. */
    private static long reduced(long number) {
        long folded = (number & PRIME) + (number >>> 61);
        return folded >= PRIME ? folded - PRIME : folded;
    }
}
