package dev.rollcall.count;

import dev.rollcall.model.Basis;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests and extracts by name, as numbers. */
final class Names {
    private static final Set<Basis> NAMELESS = Set.of(Basis.CHILDREN, Basis.INEXACT, Basis.ASKED, Basis.RECORDS);

    private final Map<String, Long> numbers = new HashMap<>();

    /** The number of what a body calls {@code id}; 0 where none of {@code bases} counts by name, so that none is kept. */
    long numberOf(Set<Basis> bases, String body, @Nullable String id) {
        return NAMELESS.containsAll(bases)
                ? 0
                : numbers.computeIfAbsent(body + ' ' + id, name -> (long) numbers.size());
    }
}
