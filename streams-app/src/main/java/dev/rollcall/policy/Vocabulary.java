package dev.rollcall.policy;

import java.util.Set;

/** The words that may leave intake as they are; any other becomes {@code other}. */
public record Vocabulary(
        Set<String> purposes, Set<String> legalGateways, Set<String> lawfulBases, Set<String> channels) {

    public Vocabulary {
        purposes = Set.copyOf(purposes);
        legalGateways = Set.copyOf(legalGateways);
        lawfulBases = Set.copyOf(lawfulBases);
        channels = Set.copyOf(channels);
    }
}
