package dev.rollcall.policy;

import org.jspecify.annotations.Nullable;

/**
 * An organisation that asks for data, as the policy knows it.
 *
 * @param name in full, as alerts should say it
 * @param declaredPerYear how many children a year it said it would ask for
 */
public record Body(
        String id,
        String name,
        @Nullable String kind,
        @Nullable String group,
        @Nullable Long declaredPerYear) {}
