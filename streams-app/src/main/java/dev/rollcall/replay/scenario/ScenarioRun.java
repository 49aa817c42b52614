package dev.rollcall.replay.scenario;

import dev.rollcall.model.AlertState;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Place;
import dev.rollcall.replay.Replay;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.FigureLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes a scenario through the monitor, without Kafka, and says where it ends other than expected. */
public final class ScenarioRun {
    private final ScenarioCase scenario;
    private final List<AlertLine> standing = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    private ScenarioRun(ScenarioCase scenario) {
        this.scenario = scenario;
    }

    /** Runs {@code scenario} to each of its moments. */
    public static ScenarioRun of(ScenarioCase scenario) {
        ScenarioRun run = new ScenarioRun(scenario);
        for (ExpectedMoment moment : scenario.moments()) {
            Replay replay = run.replay(moment.asOf());
            run.standing.clear();
            replay.alerts().stream()
                    .filter(alert -> alert.state() != AlertState.RETRACTED)
                    .map(AlertLine::of)
                    .filter(alert -> scenario.detectors().isEmpty()
                            || scenario.detectors().contains(alert.detector()))
                    .forEach(run.standing::add);
            run.compareFigures(
                    moment, replay.figures().stream().map(FigureLine::of).toList());
            run.compareAlerts(moment);
        }
        return run;
    }

    private Replay replay(Instant asOf) {
        Replay replay = new Replay(scenario.policy(), scenario.place().file(), Pseudonymiser.fixed());
        for (EventLine line : scenario.events()) {
            if (!line.appendedAt().isAfter(asOf)) {
                replay.arrive(line.event(), line.appendedAt());
            }
        }
        replay.finish(asOf);
        return replay;
    }

    private void compareFigures(ExpectedMoment moment, Collection<FigureLine> figures) {
        for (ExpectedFigure expected : moment.figures()) {
            Optional<FigureLine> found = figures.stream().filter(expected::isOf).findFirst();
            long count = found.map(FigureLine::count).orElse(0L);
            if (count != expected.count()) {
                differ(
                        "Expected %,d %s, but found %,d".formatted(expected.count(), expected, count),
                        moment,
                        expected.place());
            } else if (expected.exact() != null
                    && found.isPresent()
                    && found.get().exact() != expected.exact()) {
                differ(
                        "Expected %s to be %s, but it is not"
                                .formatted(expected, expected.exact() ? "exact" : "at least, not exact"),
                        moment,
                        expected.place());
            }
        }
    }

    private void compareAlerts(ExpectedMoment moment) {
        List<AlertLine> left = new ArrayList<>(standing);
        List<ExpectedAlert> missing = new ArrayList<>();
        for (ExpectedAlert expected : moment.alerts()) {
            left.stream()
                    .filter(expected::isMetBy)
                    .findFirst()
                    .ifPresentOrElse(left::remove, () -> missing.add(expected));
        }
        for (ExpectedAlert expected : missing) {
            Optional<AlertLine> like =
                    left.stream().filter(expected::isLike).max(Comparator.comparingInt(expected::likeness));
            like.ifPresent(left::remove);
            String found = like.map(expected::told).orElse("none of this rule");
            differ("Expected %s, but found %s".formatted(expected, found), moment, expected.place());
        }
        for (AlertLine alert : left) {
            differ("Expected no other alert, but found " + ExpectedAlert.toldWhole(alert), moment, moment.place());
        }
    }

    private void differ(String message, ExpectedMoment moment, Place place) {
        differences.add(
                scenario.moments().size() == 1
                        ? "%s (%s)".formatted(message, place)
                        : "%s (as of %s, %s)".formatted(message, moment.asOf(), place));
    }

    /** What was expected and not found, or found and not expected; each with its file and line. */
    public List<String> differences() {
        return differences;
    }

    /** The alerts that stand at the last moment, of the detectors compared. */
    public List<AlertLine> standing() {
        return standing;
    }
}
