package dev.rollcall.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An organisation that asks for data, as the policy knows it.
 *
 * @param name in full, as alerts should say it
 * @param formerly ids of bodies that it was before: they form one group with it
 * @param declaredPerYear how many children a year it said it would ask for
 */
public record Body(
        String id,
        String name,
        @Nullable String kind,
        @Nullable String group,
        List<String> formerly,
        @Nullable Long declaredPerYear) {

    public Body {
        formerly = List.copyOf(formerly);
    }

    /** This, as a member of {@code itsGroup}. */
    Body in(String itsGroup) {
        return new Body(id, name, kind, itsGroup, formerly, declaredPerYear);
    }
}
