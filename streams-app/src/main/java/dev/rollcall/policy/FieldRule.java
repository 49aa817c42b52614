package dev.rollcall.policy;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Severity;
import java.util.Set;

/**
 * A combination of categories that an extract should not carry.
 *
 * @param allOf must all be present; may be empty
 * @param anyOf one of them must be present, unless empty
 * @param atLeast how many of {@code of} must be present; 0 where it does not ask
 * @param datasetShare what share of a dataset's fields must be named, in per cent; 0 where it does not ask
 * @param deIdentified whether it is only about data declared to identify nobody
 * @param releasedTo the kinds of recipient it is about, any where empty
 */
public record FieldRule(
        String name,
        Severity severity,
        Categories allOf,
        Categories anyOf,
        int atLeast,
        Categories of,
        int datasetShare,
        Set<String> releasedTo,
        boolean deIdentified) {

    public FieldRule {
        releasedTo = Set.copyOf(releasedTo);
    }

    /** Whether it asks for categories, and not for a share of a dataset alone. */
    public boolean isOfCategories() {
        return !allOf.isEmpty() || !anyOf.isEmpty() || atLeast > 0;
    }
}
