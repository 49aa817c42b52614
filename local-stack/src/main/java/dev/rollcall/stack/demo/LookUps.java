package dev.rollcall.stack.demo;

import dev.rollcall.app.files.TextFiles;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Stage;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Policies;
import dev.rollcall.replay.Replay;
import dev.rollcall.replay.scenario.ScenarioCase;
import dev.rollcall.replay.scenario.ScenarioReader;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Yaml;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sixth chapter: look-ups that no cap catches, day by day, under the shipped policy. It is told from a scenario with a policy of
 * its own, apart from the story's figures; what is told is what the replay of that scenario says.
 */
final class LookUps {
    static final String FILE = "pattern-learning-records.yaml";

    private static final String TITLE = "6  What no cap catches";

    private final ScenarioCase scenario;
    private final Policies policies;

    private LookUps(ScenarioCase scenario, Path file) {
        this.scenario = scenario;
        this.policies =
                RuleBook.read(Yaml.versions(scenario.policy(), file.toString())).policies();
    }

    static LookUps read(Path file) {
        return new LookUps(
                ScenarioReader.read(
                                TextFiles.read(file, "a scenario"),
                                file.toString(),
                                name -> TextFiles.read(file.resolveSibling(name).normalize(), "a policy"))
                        .cases()
                        .get(0),
                file);
    }

    void tell(Page page) {
        LocalDate first = day(scenario.events().get(0));
        LocalDate last = day(scenario.events().get(scenario.events().size() - 1));
        long days = ChronoUnit.DAYS.between(first, last) + 1;
        Map<YearMonth, Long> months = scenario.events().stream()
                .filter(line -> line.event().stage() == Stage.RELEASED)
                .collect(Collectors.groupingBy(
                        line -> YearMonth.from(day(line)),
                        Collectors.summingLong(line -> line.event().records())));
        long all = months.values().stream().mapToLong(Long::longValue).sum();
        page.title(TITLE);
        page.text(
                ("Made up after a true case of 2018 to 2020: a training provider takes a new name and, for %s, checks the "
                                + "ages of %s learners a day: %s in all, at most %s in a month.")
                        .formatted(
                                Page.number(days, "day"),
                                Page.number(all / days),
                                Page.number(all),
                                Page.number(Collections.max(months.values()))));
        page.blank();
        List<Raised> raised = raised(first, last);
        Set<String> told = new HashSet<>();
        long lastDay = 0;
        for (Raised each : raised) {
            if (told.add(each.alert().finding().rule())) {
                lastDay = each.day();
                page.item(
                        "day %d, %s learners  ".formatted(each.day(), Page.number(each.lookedUp())),
                        "%-8s %s"
                                .formatted(
                                        each.alert().finding().severity(),
                                        each.alert().explanation()));
            }
        }
        page.blank();
        page.text("%s within %s; with those of later months and years, %s."
                .formatted(Page.number(told.size(), "alert"), Page.number(lastDay, "day"), Page.number(raised.size())));
    }

    /** An alert, and after how many days and learners it was raised. */
    private record Raised(Alert alert, long day, long lookedUp) {}

    /** The alerts in the order in which they were raised, each judged at the end of its day. */
    private List<Raised> raised(LocalDate first, LocalDate last) {
        Replay replay = new Replay(scenario.policy(), scenario.place().file(), Pseudonymiser.fixed());
        Set<String> known = new HashSet<>();
        List<Raised> raised = new ArrayList<>();
        Iterator<EventLine> events = scenario.events().iterator();
        EventLine next = events.next();
        long number = 0;
        long lookedUp = 0;
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            while (next != null && !day(next).isAfter(day)) {
                replay.arrive(next.event(), next.appendedAt());
                lookedUp += next.event().records();
                next = events.hasNext() ? events.next() : null;
            }
            replay.tick(policies.zone().startOf(day.plusDays(1)));
            number++;
            for (Alert alert : ordered(replay.alerts())) {
                if (alert.state() == AlertState.RAISED
                        && scenario.detectors().contains(alert.finding().detector())
                        && known.add(alert.id())) {
                    raised.add(new Raised(alert, number, lookedUp));
                }
            }
        }
        return raised;
    }

    /** The most urgent first. */
    private static List<Alert> ordered(Collection<Alert> alerts) {
        return alerts.stream()
                .sorted(Comparator.comparing((Alert alert) -> alert.finding().severity())
                        .reversed()
                        .thenComparing(alert -> alert.finding().rule())
                        .thenComparing(alert -> alert.finding().window()))
                .toList();
    }

    private LocalDate day(EventLine line) {
        return policies.zone().dayOf(line.appendedAt());
    }
}
