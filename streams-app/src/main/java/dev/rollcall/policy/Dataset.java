package dev.rollcall.policy;

import java.time.LocalDate;
import java.time.Month;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A published collection, as the policy knows it.
 *
 * @param collectedFor purposes; empty where it does not say
 * @param population how many children it holds
 * @param released the day before which nothing of it is released
 * @param appears the month in which data of each term appear, for the first time after the term has begun
 */
public record Dataset(
        String name,
        Set<String> collectedFor,
        @Nullable Long population,
        @Nullable LocalDate released,
        Map<Term, Month> appears) {

    public Dataset {
        collectedFor = Set.copyOf(collectedFor);
        appears = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(appears));
    }

    /** Whether data of it that {@code field} names, by its term and year, had appeared on {@code day}. */
    boolean hasAppeared(String field, LocalDate day) {
        if (released != null && day.isBefore(released)) {
            return false;
        }
        Term.OfYear collected = appears.isEmpty() ? null : Term.in(field);
        Month month = collected == null ? null : appears.get(collected.term());
        return collected == null || month == null || !day.isBefore(collected.firstDayOf(month));
    }
}
