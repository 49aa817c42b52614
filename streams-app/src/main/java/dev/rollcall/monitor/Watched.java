package dev.rollcall.monitor;

import dev.rollcall.count.CaseFile;
import dev.rollcall.count.Cases;
import dev.rollcall.count.Cell;
import dev.rollcall.count.Memory;
import dev.rollcall.count.RollingCourse;
import dev.rollcall.detect.Due;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.detect.Situation;
import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One entity under watch: its memory, what stands, and what was said. */
final class Watched {
    private final Entity entity;
    private final Memory memory;
    private final Identities identities = new Identities();
    private final AlertBook alerts = new AlertBook();
    private final Trail trail = new Trail();
    /** Null where nobody asks on what alerts rest. */
    private final @Nullable Grounds grounds;

    private final FigureBook figures;
    /** The cases that may change what stands once the clock reaches a time. */
    private final TreeMap<Instant, Set<Cases.Key>> due = new TreeMap<>();
    /** The last record that restated a closed window since the last tick. */
    private @Nullable Origin historyChangedBy;

    /** The last record that changed a case since the last tick. */
    private @Nullable Origin caseChangedBy;

    private long changes;

    /** @param keyCheck what tells the key of the pseudonyms from another; null where alerts need not name what they rest on */
    Watched(Entity entity, @Nullable Digest keyCheck) {
        this.entity = entity;
        this.memory = new Memory(entity);
        this.grounds = keyCheck == null ? null : new Grounds(memory, trail, keyCheck);
        this.figures = new FigureBook(memory);
    }

    Entity entity() {
        return entity;
    }

    /** The number of the next change of this entity's memory. */
    long nextChange() {
        return changes++;
    }

    /** Takes note of an event's identity, and of event ids that come to stand for several events or cease to. */
    Identities.Change accept(Observation event) {
        Set<LocalDate> before = identities.monthsOfReuse(event.eventKey());
        Identities.Change change = identities.accept(event);
        if (change != Identities.Change.DUPLICATE) {
            note(event);
        }
        Set<LocalDate> after = identities.monthsOfReuse(event.eventKey());
        if (!before.equals(after)) {
            before.forEach(month -> memory.tally(Basis.REUSED_IDS, month, -1));
            after.forEach(month -> memory.tally(Basis.REUSED_IDS, month, 1));
        }
        return change;
    }

    /** Takes note of where an event lies that was accepted elsewhere. */
    void note(Observation event) {
        if (grounds != null) {
            trail.add(event);
        }
    }

    /** Adds all records accepted. */
    void collectRecords(RecordSet into) {
        trail.forEach(null, null, null, into::add);
    }

    void count(Observation event, int sign) {
        memory.count(event, sign);
        caseChangedBy = event.origin();
    }

    /**
     * Counts something of {@code day} that was logged on {@code loggedOn}, and keeps which windows had closed by then: what is
     * judged later could not tell any more that they were restated.
     */
    void restating(int day, LocalDate loggedOn, Runnable counting) {
        memory.touched().loggedOn(loggedOn);
        int logged = (int) loggedOn.toEpochDay();
        if (day < logged) {
            memory.touched().takeRolling();
            if (!memory.hasEventOn(day)) {
                figures.shownLate(day);
            }
        }
        counting.run();
        if (day < logged) {
            for (RollingCourse course : memory.touched().takeRolling()) {
                figures.restated(course, day, logged);
            }
        }
        memory.touched().loggedOn(null);
    }

    private void forgetTouched() {
        memory.touched().takeCells();
        memory.touched().takeRolling();
    }

    /** Takes note of one more record of an accepted event; returns whether that changes a case. */
    boolean repeat(Observation event) {
        boolean changed = !event.retracts() && memory.cases().repeat(event);
        caseChangedBy = changed ? event.origin() : caseChangedBy;
        return changed;
    }

    void tally(Basis basis, LocalDate day, long amount) {
        memory.tally(basis, day, amount);
    }

    /** What stands because of {@code event}, by the version in force on its day. */
    List<Finding> judge(Observation event, RuleBook rules, LocalDate today) {
        Policy policy = rules.policies().on(LocalDate.ofEpochDay(event.day()));
        List<Finding> findings = new ArrayList<>();
        for (RuleBook.Rule rule : rules.rulesOfEvents(policy)) {
            if (rule.covers(entity, policy)) {
                findings.addAll(rule.detector().onEvent(event, situation(rule, policy, rules, today)));
            }
        }
        return findings;
    }

    /** Replaces what stood because of {@code event}. */
    void standing(Observation event, List<Finding> findings, @Nullable Origin because) {
        alerts.judge(new Grounds.OfEvent(event.identity(), event.origin(), event.day()), findings, because);
    }

    /** Judges every figure that changed since the last call. */
    void judgeChanges(RuleBook rules, LocalDate today, @Nullable Origin because) {
        for (Cell cell : memory.touched().takeCells()) {
            boolean closed = because != null && !cell.window().end().isAfter(today);
            figures.changed(cell, closed);
            judge(cell, rules, today, because);
            for (Basis basis : rules.judgedBeside(cell.key().basis())) {
                Cell beside = memory.beside(cell, basis);
                if (beside != null) {
                    figures.changed(beside, closed);
                    judge(beside, rules, today, because);
                }
            }
        }
        for (RollingCourse course : memory.touched().takeRolling()) {
            RollingCourse children = course.basis() == Basis.INEXACT ? memory.childrenBeside(course) : null;
            if (children != null) {
                children.takeOverChangesOf(course);
            }
            judge(children == null ? course : children, rules, today, because);
        }
    }

    private void judge(Cell cell, RuleBook rules, LocalDate today, @Nullable Origin because) {
        Policy policy = Judging.version(rules.policies(), cell.window(), today);
        Figure figure = memory.figure(cell, policy.version());
        alerts.judge(figure.key(), onFigure(figure, policy, rules, today), because);
    }

    /** A course is judged whole, by the version in force today; it goes by the name of its kind of window. */
    private void judge(RollingCourse course, RuleBook rules, LocalDate today, @Nullable Origin because) {
        Policy policy = rules.policies().on(today);
        Figure figure = memory.figure(course, (int) today.toEpochDay(), policy.version());
        FigureKey scope = new FigureKey(
                entity,
                figure.key().agreementId(),
                figure.key().basis(),
                course.per().text());
        alerts.judge(scope, onFigure(figure, policy, rules, today), because);
    }

    private List<Finding> onFigure(Figure figure, Policy policy, RuleBook rules, LocalDate today) {
        List<Finding> findings = new ArrayList<>();
        for (RuleBook.Rule rule : rules.rulesOfFigures(policy)) {
            if (rule.covers(entity, policy)) {
                findings.addAll(rule.detector().onFigure(figure, situation(rule, policy, rules, today)));
            }
        }
        return findings;
    }

    /** Says that a closed window was restated; its history is judged on the next tick, once for all that come until then. */
    void historyChanged(Origin because) {
        historyChangedBy = because;
    }

    void judgeHistoryIfChanged(RuleBook rules, LocalDate today) {
        if (historyChangedBy != null) {
            judgeHistory(rules, today, historyChangedBy);
            historyChangedBy = null;
        }
    }

    /** Judges the cases that changed since the last tick, and those of which something has fallen due by {@code now}. */
    void judgeCases(RuleBook rules, LocalDate today, Instant now) {
        for (Cases.Key key : memory.cases().takeTouched()) {
            judgeCase(key, rules, today, now, caseChangedBy);
        }
        caseChangedBy = null;
        while (!due.isEmpty() && !due.firstKey().isAfter(now)) {
            for (Cases.Key key : due.pollFirstEntry().getValue()) {
                judgeCase(key, rules, today, now, null);
            }
        }
    }

    /** When something falls due next; null where nothing will. */
    @Nullable Instant nextDue() {
        return due.isEmpty() ? null : due.firstKey();
    }

    /** What stands of a case now; what is due later is looked at again then. */
    private void judgeCase(Cases.Key key, RuleBook rules, LocalDate today, Instant now, @Nullable Origin because) {
        CaseFile file = memory.cases().file(key);
        List<Finding> standing = new ArrayList<>();
        if (file != null) {
            for (Policy policy : rules.policies().versions()) {
                for (RuleBook.Rule rule : rules.rulesOfCases(policy)) {
                    if (rule.covers(entity, policy)) {
                        for (Due one : rule.detector().onCase(file, situation(rule, policy, rules, today))) {
                            stand(one, key, policy, rules, now, standing);
                        }
                    }
                }
            }
        }
        alerts.judge(key, standing, because);
    }

    /** Keeps what stands by the version in force when its window closes, and looks again at what is due later. */
    private void stand(Due one, Cases.Key key, Policy policy, RuleBook rules, Instant now, List<Finding> standing) {
        if (!isBy(policy, one.window(), rules)) {
            return;
        }
        if (one.from().isAfter(now)) {
            due.computeIfAbsent(one.from(), time -> new LinkedHashSet<>()).add(key);
        } else {
            standing.add(one.finding().get());
        }
    }

    private static boolean isBy(Policy policy, Window window, RuleBook rules) {
        return rules.policies().on(window.end().minusDays(1)).version() == policy.version();
    }

    /** Judges the closed windows in order, each by the version in force when it closed. */
    void judgeHistory(RuleBook rules, LocalDate today, @Nullable Origin because) {
        Map<String, List<Finding>> byRule = new LinkedHashMap<>();
        for (Policy policy : rules.policies().versions()) {
            for (RuleBook.Rule rule : rules.rulesOfHistories(policy)) {
                List<Finding> kept = byRule.computeIfAbsent(rule.name(), name -> new ArrayList<>());
                if (rule.covers(entity, policy)) {
                    for (Finding finding : rule.detector().onHistory(entity, situation(rule, policy, rules, today))) {
                        if (isBy(policy, windowOf(finding), rules)) {
                            kept.add(finding);
                        }
                    }
                }
            }
        }
        byRule.forEach((rule, findings) -> alerts.judgeAndRetell(new Grounds.OfHistory(rule), findings, because));
    }

    private static Window windowOf(Finding finding) {
        Window window = Calendar.named(finding.window());
        if (window == null) {
            throw new IllegalStateException(
                    "Expected detector '%s' to find in histories and cases what stands in a window of the calendar, but it was '%s'"
                            .formatted(finding.detector(), finding.window()));
        }
        return window;
    }

    /** Judges anew what the passing of time may have changed: rolling windows that reach a new day. */
    void judgeRolling(RuleBook rules, LocalDate before, LocalDate today) {
        for (RollingCourse course : memory.allRolling()) {
            if (course.lastDay() > before.toEpochDay()) {
                judge(course, rules, today, null);
            }
        }
    }

    /**
     * Counts the windows that the policies ask for, and judges everything anew.
     *
     * @param restored whether this goes on from a log; otherwise no event has changed any figure
     */
    void adopt(RuleBook rules, LocalDate today, boolean restored) {
        forgetTouched();
        figures.forgetChanges(restored);
        memory.adopt(rules.policies(), rules.figuresOf(entity));
        due.clear();
        caseChangedBy = null;
        memory.cases().touchAll();
        judgeAll(rules, today, restored);
    }

    /** Judges everything anew by the versions in force {@code today}. */
    void judgeAll(RuleBook rules, LocalDate today) {
        judgeAll(rules, today, false);
    }

    private void judgeAll(RuleBook rules, LocalDate today, boolean restored) {
        judgeChanges(rules, today, null);
        for (Cell cell : memory.allCells()) {
            figures.changed(cell, restored && !cell.window().end().isAfter(today));
            judge(cell, rules, today, null);
        }
        for (RollingCourse course : memory.allRolling()) {
            judge(course, rules, today, null);
        }
        judgeHistory(rules, today, null);
    }

    /** Judges all that was counted without being judged. */
    void judgeCounted(RuleBook rules, LocalDate today) {
        forgetTouched();
        caseChangedBy = null;
        for (Cell cell : memory.allCells()) {
            if (cell.changedLate()) {
                restatedBeside(cell, rules);
            }
        }
        judgeAll(rules, today, false);
    }

    private void restatedBeside(Cell cell, RuleBook rules) {
        for (Basis basis : rules.judgedBeside(cell.key().basis())) {
            Cell beside = memory.beside(cell, basis);
            if (beside != null) {
                figures.changed(beside, true);
            }
        }
    }

    /** Says what cannot wait: alerts raised or retracted. */
    void publishAlerts(RuleBook rules, LocalDate today, Instant loggedAt, boolean tick, Effects effects) {
        alerts.publish(
                loggedAt,
                tick,
                finding -> explain(finding, rules, today),
                (scopes, finding) -> grounds == null ? RestsOn.UNNAMED : grounds.of(scopes, finding, rules),
                effects);
    }

    void publishFigures(RuleBook rules, LocalDate today, LocalDate changedOn, Effects effects) {
        figures.publish(rules.policies(), today, changedOn, effects);
    }

    /** Adds the limits on windows that are open by these policies today. */
    void collectLimits(Policies policies, LocalDate today, Foremost<Overview.Reading> into) {
        new OpenLimits(memory, policies, today).collect(into);
    }

    void collectMonths(Foremost<Figure> into) {
        figures.collectMonths(into);
    }

    void collectStanding(Map<Overview.AlertClass, Integer> counts, Foremost<Alert> into) {
        alerts.collectStanding(counts, into);
    }

    void collectReleases(Releases into) {
        into.add(memory);
    }

    void collectCombinations(Map<Categories, Long> into) {
        memory.combinations()
                .values()
                .forEach(sets -> sets.forEach((set, extracts) -> into.merge(set, (long) extracts, Long::sum)));
    }

    private String explain(Finding finding, RuleBook rules, LocalDate today) {
        RuleBook.Rule rule = rules.ruleOf(finding);
        return rule.detector().explain(finding, situation(rule, rules.versionOf(finding), rules, today));
    }

    private Situation situation(RuleBook.Rule rule, Policy policy, RuleBook rules, LocalDate today) {
        return new Situation(rule.name(), rules.policies(), policy, memory, today);
    }

    void restore(long number) {
        changes = Math.max(changes, number + 1);
    }

    void restore(Alert alert) {
        alerts.restore(alert);
    }

    void restore(Figure figure) {
        figures.restore(figure);
    }

    /** Feeds fall silent from one day to the next; all others have a new history with a new month. */
    boolean isFeed() {
        return entity.kind() == EntityKind.FEED;
    }
}
