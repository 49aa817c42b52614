package dev.rollcall.replay.scenario;

import dev.rollcall.policy.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with how a scenario is written, all at once. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
}
