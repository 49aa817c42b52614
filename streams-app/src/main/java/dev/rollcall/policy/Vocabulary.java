package dev.rollcall.policy;

import dev.rollcall.model.Terms;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words that a policy knows for purposes, gateways, bases in law and channels: these four fields of an event leave intake
 * only as one of them, or as {@link Terms#OTHER}.
 *
 * @param purposes those listed, and those that agreements and datasets name
 */
public record Vocabulary(
        Set<String> purposes, Set<String> legalGateways, Set<String> lawfulBases, Set<String> channels) {

    public Vocabulary {
        purposes = Set.copyOf(purposes);
        legalGateways = Set.copyOf(legalGateways);
        lawfulBases = Set.copyOf(lawfulBases);
        channels = Set.copyOf(channels);
    }

    /** What may be seen of {@code said}: itself if it is one of {@code words}. */
    public static @Nullable String known(@Nullable String said, Set<String> words) {
        return said == null || words.contains(said) ? said : Terms.OTHER;
    }
}
