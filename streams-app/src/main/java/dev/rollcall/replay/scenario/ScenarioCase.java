package dev.rollcall.replay.scenario;

import dev.rollcall.policy.Place;
import dev.rollcall.wire.EventLine;
import java.util.List;
import java.util.Set;

/**
 * One history of a scenario, and what must stand in it.
 *
 * @param policy all versions, as YAML
 * @param events in order of arrival
 * @param detectors the types whose alerts are compared; all where it is empty
 * @param moments in order of time, at least one
 */
public record ScenarioCase(
        String title,
        Place place,
        String policy,
        List<EventLine> events,
        Set<String> detectors,
        List<ExpectedMoment> moments) {

    public ScenarioCase {
        events = List.copyOf(events);
        detectors = Set.copyOf(detectors);
        moments = List.copyOf(moments);
    }

    /** The same history under another policy. */
    public ScenarioCase under(String other) {
        return new ScenarioCase(title, place, other, events, detectors, moments);
    }

    /** The moment at which the history ends. */
    public ExpectedMoment last() {
        return moments.get(moments.size() - 1);
    }
}
