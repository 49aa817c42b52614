package dev.rollcall.replay.scenario;

import dev.rollcall.policy.Place;
import java.time.Instant;
import java.util.List;

/**
 * What must stand at a time, judged by all that was logged until then.
 *
 * @param figures those compared; there may be others
 * @param alerts all that stand
 * @param place where {@code alerts} are written
 */
public record ExpectedMoment(Instant asOf, List<ExpectedFigure> figures, List<ExpectedAlert> alerts, Place place) {

    public ExpectedMoment {
        figures = List.copyOf(figures);
        alerts = List.copyOf(alerts);
    }
}
