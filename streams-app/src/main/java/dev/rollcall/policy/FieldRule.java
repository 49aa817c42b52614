package dev.rollcall.policy;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Severity;
import java.util.Set;

/**
 * A combination of categories that an extract should not carry.
 *
 * @param allOf must all be present; may be empty
 * @param anyOf one of them must be present, unless empty
 * @param releasedTo the kinds of recipient it is about, any where empty
 */
public record FieldRule(String name, Severity severity, Categories allOf, Categories anyOf, Set<String> releasedTo) {

    public FieldRule {
        releasedTo = Set.copyOf(releasedTo);
    }
}
