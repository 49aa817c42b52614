package dev.rollcall.policy;

import dev.rollcall.model.Categories;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is usual for a kind of body: how often two categories were released together.
 *
 * @param extracts how many extracts it was computed from, at least 1
 * @param pairs how many of them had both categories of a pair; 0 for a pair that is not named
 */
public record Profile(String name, long extracts, Map<Categories, Long> pairs) {

    public Profile {
        pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
    }
}
