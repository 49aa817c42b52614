package dev.rollcall.policy;

import java.util.Set;

/**
 * The words that a policy knows for purposes, gateways, bases in law and channels. Nothing is decided by them yet: none of these
 * four fields of an event leaves intake. When one does, it will be as a word of these, or as {@code other}.
 */
public record Vocabulary(
        Set<String> purposes, Set<String> legalGateways, Set<String> lawfulBases, Set<String> channels) {

    public Vocabulary {
        purposes = Set.copyOf(purposes);
        legalGateways = Set.copyOf(legalGateways);
        lawfulBases = Set.copyOf(lawfulBases);
        channels = Set.copyOf(channels);
    }
}
