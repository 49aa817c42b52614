package dev.rollcall.policy;

import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Period;
import dev.rollcall.model.Zone;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        Map<String, Dataset> datasets,
        Map<String, ExpectedFeed> feeds,
        Map<String, Profile> profiles,
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
        datasets = copy(datasets);
        feeds = copy(feeds);
        profiles = copy(profiles);
        detectors = copy(detectors);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Whether a body is among these, or was before under this id, or a group is of these. */
    public boolean names(Entity entity) {
        String id = entity.id();
        return switch (entity.kind()) {
            case BODY ->
                bodies.containsKey(id)
                        || bodies.values().stream()
                                .anyMatch(body -> body.formerly().contains(id));
            case GROUP -> bodies.values().stream().anyMatch(body -> id.equals(body.group()));
            case PANEL, FEED -> false;
        };
    }

    /** The agreement {@code id} if it is one of {@code body}'s, else null. */
    public @Nullable Agreement agreementOf(String body, @Nullable String id) {
        Agreement agreement = id == null ? null : agreements.get(id);
        return agreement != null && agreement.body().equals(body) ? agreement : null;
    }

    /** The dataset that {@code spelling} names, as policy or catalogue name it; null for one that neither knows. */
    public @Nullable String datasetNamed(String spelling) {
        if (datasets.containsKey(spelling)) {
            return spelling;
        }
        String key = FieldName.ofDataset(spelling);
        for (String name : datasets.keySet()) {
            if (FieldName.ofDataset(name).equals(key)) {
                return name;
            }
        }
        return catalogue.datasetOf(key);
    }

    /** Whether what an event names of {@code dataset} had appeared by {@code day}: by its own spelling, and all its fields. */
    public boolean hasAppeared(String dataset, String spelling, List<String> fields, LocalDate day) {
        Dataset known = datasets.get(dataset);
        return known == null
                || (known.hasAppeared(spelling, day)
                        && fields.stream().allMatch(field -> known.hasAppeared(field, day)));
    }

    /** Whether any rule asks how much of a dataset an event names. */
    public boolean asksForShareOfDataset() {
        return fieldRules.values().stream().anyMatch(rule -> rule.datasetShare() > 0);
    }

    /** The limit of that name, at the top or under an agreement; null where there is none. */
    public @Nullable Limit limitNamed(String limit) {
        return allLimits().filter(one -> one.name().equals(limit)).findFirst().orElse(null);
    }

    /** The limits at the top and those under agreements. */
    private Stream<Limit> allLimits() {
        return Stream.concat(
                limits.values().stream(),
                agreements.values().stream().flatMap(agreement -> agreement.limits().values().stream()));
    }

    /** Whether any limit judges how many days in a row come near it. */
    public boolean asksForDaysRunning() {
        return allLimits().anyMatch(limit -> limit.running() != null && limit.per() == Calendar.DAY);
    }

    /** In how many months in a row children repeat, by all limits on that; 0 where there are none. */
    int repeatsIn() {
        return allLimits().mapToInt(Limit::in).max().orElse(0);
    }

    /** The full name of a body, its id where the policy does not know it. */
    public String nameOf(String body) {
        Body known = bodies.get(body);
        return known == null ? body : known.name();
    }
}
