package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.replay.Replay;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.disclosure.Output;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What analysts read of the findings of every detector: no small number of people. Sentences are held against what a small
 * number may count, so that a new one which counts people in other words is seen here.
 */
class FewPeopleTest {
    private static final int HISTORIES = 6;
    private static final Disclosure TEN = new Disclosure(10);
    /** Standing alone: not part of a name, a longer number, a share or a date. */
    private static final Pattern SMALL =
            Pattern.compile("(?<![\\w.,@'/-])[1-9](?![\\w,@/-]|\\.\\d|%)(?<what>(?: [A-Za-z-]+)?)");

    private static final Set<String> OF_NO_PEOPLE = Set.of(
            "requests",
            "request",
            "extracts",
            "extract",
            "days",
            "day",
            "events",
            "event",
            "categories",
            "times",
            "field",
            "fields",
            "dataset",
            "datasets",
            "malformed",
            "earlier");
    /** What the policy allows, and days, are no secret. */
    private static final Pattern LIMIT_OR_DAY = Pattern.compile(
            "quarter [1-4] of$|(allows|declared [\\d,]+,) [1-9]$|[1-9] (January|February|March|April|May|June|July|August"
                    + "|September|October|November|December)$");

    @Test
    void noAlertOfAnyDetectorTellsAnalystsOfFewPeople() {
        Set<String> toldOf = new TreeSet<>();
        Set<String> detectors = new TreeSet<>();
        Set<String> hidden = new TreeSet<>();
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = EveryDetector.in(seed == 0 ? LoudTraffic.history() : Histories.random(seed));
            Replay replay = new OfflineReplay(history.policyYaml(), "policy.yaml", Pseudonymiser.fixed(), problem -> {})
                    .run(history.ndjsonLinesInArrivalOrder().iterator(), "events.ndjson", history.asOf())
                    .replay();
            Output output = TEN.of(replay.figures().stream().map(FigureLine::of).toList(), replay.policies());
            List<AlertLine> alerts = replay.alerts().stream().map(AlertLine::of).toList();
            List<AlertLine> toldAlerts = output.alerts(alerts);
            alerts.forEach(told -> {
                detectors.add(told.detector());
                if (!toldAlerts.contains(told)) {
                    hidden.add(told.detector());
                } else {
                    Matcher small = SMALL.matcher(told.explanation());
                    while (small.find()) {
                        String before = told.explanation().substring(0, small.start());
                        if (!OF_NO_PEOPLE.contains(small.group("what").strip())
                                && !LIMIT_OR_DAY.matcher(before + small.group()).find()) {
                            toldOf.add(told.detector() + ": " + told.explanation());
                        }
                    }
                }
            });
        }
        assertEquals(
                RuleBook.known().stream().map(Detector::type).collect(Collectors.toCollection(TreeSet::new)),
                detectors);
        assertTrue(hidden.size() >= 6, hidden.toString());
        assertEquals(Set.of(), toldOf);
    }
}
