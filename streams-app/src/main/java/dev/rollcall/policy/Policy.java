package dev.rollcall.policy;

import dev.rollcall.model.Period;
import dev.rollcall.model.Zone;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of the policy: bodies, agreements, limits and rules.
 *
 * @param from in force from the start of this day
 * @param because why this version came
 * @param lateness how old an event may be when it is logged
 */
public record Policy(
        String name,
        int version,
        LocalDate from,
        @Nullable String because,
        Zone zone,
        Duration lateness,
        Map<String, Body> bodies,
        Map<String, Agreement> agreements,
        Map<String, Limit> limits,
        Map<String, FieldRule> fieldRules,
        Map<String, Period> periods,
        Map<String, DetectorSettings> detectors,
        Vocabulary vocabulary,
        Catalogue catalogue) {

    /** How old an event may be unless the policy says otherwise; the real correction came 423 days late. */
    public static final Duration DEFAULT_LATENESS = Duration.ofDays(1100);

    public Policy {
        bodies = copy(bodies);
        agreements = copy(agreements);
        limits = copy(limits);
        fieldRules = copy(fieldRules);
        periods = copy(periods);
        detectors = copy(detectors);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The agreement {@code id} if it is one of {@code body}'s, else null. */
    public @Nullable Agreement agreementOf(String body, @Nullable String id) {
        Agreement agreement = id == null ? null : agreements.get(id);
        return agreement != null && agreement.body().equals(body) ? agreement : null;
    }

    /** The full name of a body, its id where the policy does not know it. */
    public String nameOf(String body) {
        Body known = bodies.get(body);
        return known == null ? body : known.name();
    }
}
