package dev.rollcall.replay.scenario;

import java.util.List;

/**
 * A scenario file as read.
 *
 * @param source where what happens is taken from, or that it is assumed
 * @param cases what happens, then each near miss: the same with a small change
 */
public record Scenario(String title, String source, List<ScenarioCase> cases) {

    public Scenario {
        cases = List.copyOf(cases);
    }
}
