package dev.rollcall.replay.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Severity;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.Replay;
import dev.rollcall.wire.EventLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A year of a hundred ordinary bodies under the shipped policy, after half a year that the detectors may learn from. */
class QuietYearTest {
    private static final long SEED = Long.getLong("rollcall.quiet-year", 1);
    private static final int BODIES = 100;
    private static final double MOST_OF_BASELINE = 0.2;
    private static final double MOST_IN_ALL = 1;
    private static final Instant YEAR_BEGINS = Instant.parse("2019-01-01T00:00:00Z");
    private static final Instant YEAR_ENDS = Instant.parse("2020-01-01T00:00:00Z");

    /** The shipped policy, which also knows the ordinary bodies. */
    private static String policy() {
        String scenario = """
                title: a policy
                source: assumed
                given:
                  extends: dfe-npd.yaml
                %swhen: []
                then: { as-of: 2020-01-01, alerts: [] }
                near-miss: []
                """.formatted(OrdinaryBodies.known(BODIES));
        return ScenarioReader.read(scenario, "quiet.yaml", name -> {
                    try {
                        return Files.readString(Path.of("..", "policies", name));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .cases()
                .get(0)
                .policy();
    }

    @Test
    void ordinaryBodiesAreLeftInPeace() {
        Replay replay = new Replay(policy(), "policies/dfe-npd.yaml", Pseudonymiser.fixed());
        int events = 0;
        for (EventLine line : OrdinaryBodies.events(SEED, BODIES, YearMonth.of(2018, 7), YearMonth.of(2019, 12))) {
            if (line.appendedAt().isBefore(YEAR_ENDS)) {
                replay.arrive(line.event(), line.appendedAt());
                events++;
            }
        }
        replay.finish(YEAR_ENDS);

        List<Alert> alerts = replay.alerts().stream()
                .filter(alert -> alert.state() != AlertState.RETRACTED)
                .filter(alert -> alert.finding().severity().compareTo(Severity.WARNING) >= 0)
                .filter(alert -> !alert.loggedAt().isBefore(YEAR_BEGINS))
                .toList();
        Map<String, Long> byRule = alerts.stream()
                .collect(Collectors.groupingBy(
                        alert -> alert.finding().detector() + " "
                                + alert.finding().rule(),
                        TreeMap::new,
                        Collectors.counting()));
        double ofBaseline = (double) alerts.stream()
                        .filter(alert -> alert.finding().detector().equals("baseline"))
                        .count()
                / BODIES;
        double inAll = (double) alerts.size() / BODIES;
        System.out.printf(
                "quiet year %d: %s, %,d events; alerts of WARNING or more per body: %.2f of baseline, %.2f in all %s%n",
                SEED, OrdinaryBodies.kinds(BODIES), events, ofBaseline, inAll, byRule);
        assertTrue(events > 10_000, "expected a year with something in it, but it had " + events + " events");
        assertTrue(ofBaseline <= MOST_OF_BASELINE, () -> sentences(alerts));
        assertTrue(inAll <= MOST_IN_ALL, () -> sentences(alerts));
    }

    private static String sentences(List<Alert> alerts) {
        return alerts.stream().map(Alert::explanation).collect(Collectors.joining("\n"));
    }
}
