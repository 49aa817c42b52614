package dev.rollcall.replay.whatif;

import static java.time.temporal.ChronoUnit.DAYS;

import dev.rollcall.model.Calendar;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Life;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.disclosure.Output;
import dev.rollcall.replay.disclosure.Shown;
import dev.rollcall.replay.whatif.Comparison.AlertChange;
import dev.rollcall.replay.whatif.Comparison.Change;
import dev.rollcall.replay.whatif.Comparison.Counted;
import dev.rollcall.replay.whatif.Comparison.FigureChange;
import dev.rollcall.replay.whatif.Comparison.Group;
import dev.rollcall.replay.whatif.Comparison.Side;
import dev.rollcall.replay.whatif.Comparison.Standing;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what two policies find in one history against one another. An alert is the same where its id is: ids do not depend on
 * the policy's version. Days in a row over a limit are named by the first, so a run that begins on another day has another id;
 * it is told as a change of its window.
 */
public final class WhatIf {
    private static final String UNKNOWN = "UNKNOWN";

    private static final Comparator<AlertChange> ORDER = Comparator.comparing(AlertChange::change)
            .thenComparing(AlertChange::rule)
            .thenComparing(AlertChange::entity)
            .thenComparing(change -> change.latest().window())
            .thenComparing(AlertChange::alertId);

    private final Disclosure disclosure;
    private final @Nullable LocalDate since;

    /** Whose alerts are counted together. */
    private record Of(String rule, String kind, String entity) implements Comparable<Of> {
        private static final Comparator<Of> ORDER =
                Comparator.comparing(Of::rule).thenComparing(Of::kind).thenComparing(Of::entity);

        @Override
        public int compareTo(Of other) {
            return ORDER.compare(this, other);
        }
    }

    /** What alerts on days in a row have in common, whichever day they begin on. */
    private record Run(
            String detector,
            String rule,
            @Nullable EntityKind kind,
            String entity,
            @Nullable String agreementId,
            @Nullable String band,
            @Nullable String about) {
        static Run of(AlertLine alert) {
            return new Run(
                    alert.detector(),
                    alert.rule(),
                    alert.entityKind(),
                    alert.entity(),
                    alert.agreementId(),
                    alert.band(),
                    alert.about());
        }
    }

    /** How many alerts there are, and how many differ in which way. */
    private static final class Tally {
        private int before;
        private int after;
        private int raised;
        private int gone;
        private int changed;

        void add(Change change) {
            switch (change) {
                case RAISED -> raised++;
                case GONE -> gone++;
                case CHANGED -> changed++;
            }
        }

        Group group(Of of) {
            return new Group(of.rule(), of.kind(), of.entity(), before, after, raised, gone, changed);
        }
    }

    /** @param since leave out what belongs to windows that ended by this day; nothing where null */
    public WhatIf(Disclosure disclosure, @Nullable LocalDate since) {
        this.disclosure = disclosure;
        this.since = since;
    }

    /** What {@code after} finds and {@code before} does not, and the other way round. */
    public Comparison compare(Judged before, Judged after) {
        List<Output> told = disclosure.of(
                figures(before),
                before.recount().policies(),
                figures(after),
                after.recount().policies());
        Map<String, AlertLine> alertsBefore = alerts(before);
        Map<String, AlertLine> alertsAfter = alerts(after);
        Set<String> untold = untold(alertsBefore.values(), alertsAfter.values(), told);
        alertsBefore.keySet().removeAll(untold);
        alertsAfter.keySet().removeAll(untold);
        List<AlertChange> alerts = changes(alertsBefore, alertsAfter);
        return new Comparison(
                after.recount().asOf().toString(),
                since == null ? null : since.toString(),
                disclosure.threshold(),
                side(before, alertsBefore.size(), told.get(0)),
                side(after, alertsAfter.size(), told.get(1)),
                groups(alertsBefore, alertsAfter, alerts),
                alerts,
                figureChanges(told.get(0), told.get(1)));
    }

    private static Side side(Judged judged, int alerts, Output told) {
        Policy last = judged.recount().policies().latest();
        return new Side(
                judged.by(), last.name(), last.version(), alerts, told.figures().size());
    }

    private List<FigureLine> figures(Judged judged) {
        List<FigureLine> lines = new ArrayList<>();
        for (Figure figure : judged.recount().figures()) {
            if (isRecent(figure.key().window(), judged.recount().policies())) {
                lines.add(FigureLine.of(figure));
            }
        }
        return lines;
    }

    /**
     * The alerts that may not be told on one side: told on the other only, they would seem to be raised or gone. Days in a row
     * may begin on other days on either side, so of these all of one band are told or none.
     */
    private static Set<String> untold(Collection<AlertLine> before, Collection<AlertLine> after, List<Output> told) {
        List<AlertLine> all = new ArrayList<>(before);
        all.addAll(after);
        Set<String> untold = new HashSet<>();
        Set<Run> apart = new HashSet<>();
        for (Output output : told) {
            Set<AlertLine> may = new HashSet<>(output.alerts(all));
            for (AlertLine alert : all) {
                if (!may.contains(alert)) {
                    untold.add(alert.alertId());
                    apart.add(Run.of(alert));
                }
            }
        }
        for (AlertLine alert : all) {
            if (Rolling.named(alert.window()) != null && apart.contains(Run.of(alert))) {
                untold.add(alert.alertId());
            }
        }
        return untold;
    }

    private Map<String, AlertLine> alerts(Judged judged) {
        Map<String, AlertLine> alerts = new TreeMap<>();
        judged.recount().alerts().forEach(alert -> {
            AlertLine line = AlertLine.of(alert);
            if (isRecent(line.window(), judged.recount().policies())) {
                alerts.put(alert.id(), line);
            }
        });
        return alerts;
    }

    private boolean isRecent(String name, Policies policies) {
        if (since == null || Life.beginOf(name) != null) {
            return true;
        }
        Window inARow = Rolling.named(name);
        Window window = inARow == null ? Calendar.named(name) : inARow;
        for (Period period : policies.periods()) {
            window = period.name().equals(name) ? period.window() : window;
        }
        return window == null || window.end().minusDays(1).isAfter(since);
    }

    private static List<AlertChange> changes(Map<String, AlertLine> before, Map<String, AlertLine> after) {
        List<AlertChange> changes = new ArrayList<>();
        List<AlertLine> raised = new ArrayList<>();
        List<AlertLine> gone = new ArrayList<>();
        after.forEach((id, alert) -> {
            AlertLine was = before.get(id);
            if (was == null) {
                raised.add(alert);
            } else if (!differing(was, alert).isEmpty()) {
                changes.add(change(Change.CHANGED, was, alert));
            }
        });
        before.forEach((id, alert) -> {
            if (!after.containsKey(id)) {
                gone.add(alert);
            }
        });
        raised.sort(Comparator.comparing(AlertLine::window).thenComparing(AlertLine::alertId));
        gone.sort(Comparator.comparing(AlertLine::window).thenComparing(AlertLine::alertId));
        for (AlertLine alert : raised) {
            AlertLine moved = gone.stream()
                    .filter(other -> isSameRun(other, alert))
                    .findFirst()
                    .orElse(null);
            if (moved == null) {
                changes.add(change(Change.RAISED, null, alert));
            } else {
                gone.remove(moved);
                changes.add(change(Change.CHANGED, moved, alert));
            }
        }
        gone.forEach(alert -> changes.add(change(Change.GONE, alert, null)));
        changes.sort(ORDER);
        return changes;
    }

    /** Whether both are of days in a row that overlap, and alike in all but the first day. */
    private static boolean isSameRun(AlertLine one, AlertLine other) {
        Window of = Rolling.named(one.window());
        Window ofOther = Rolling.named(other.window());
        return of != null
                && ofOther != null
                && of.start().until(of.end(), DAYS) == ofOther.start().until(ofOther.end(), DAYS)
                && of.start().isBefore(ofOther.end())
                && ofOther.start().isBefore(of.end())
                && Run.of(one).equals(Run.of(other));
    }

    private static List<String> differing(AlertLine before, AlertLine after) {
        List<String> differing = new ArrayList<>();
        note(differing, "severity", before.severity(), after.severity());
        note(differing, "observed", before.observed(), after.observed());
        note(differing, "limit", before.limit(), after.limit());
        note(differing, "state", before.state(), after.state());
        note(differing, "window", before.window(), after.window());
        return differing;
    }

    private static void note(List<String> differing, String what, @Nullable Object one, @Nullable Object other) {
        if (!Objects.equals(one, other)) {
            differing.add(what);
        }
    }

    private static AlertChange change(Change change, @Nullable AlertLine before, @Nullable AlertLine after) {
        AlertLine any = Objects.requireNonNull(after == null ? before : after);
        return new AlertChange(
                change,
                any.alertId(),
                any.detector(),
                any.rule(),
                text(any.entityKind()),
                any.entity(),
                any.agreementId(),
                any.band(),
                any.about(),
                before == null || after == null ? List.of() : differing(before, after),
                before == null ? null : standing(before),
                after == null ? null : standing(after));
    }

    private static String text(@Nullable EntityKind kind) {
        return kind == null ? UNKNOWN : kind.text();
    }

    private static Standing standing(AlertLine alert) {
        return new Standing(
                alert.window(),
                alert.severity() == null ? UNKNOWN : alert.severity().name(),
                alert.state() == null ? UNKNOWN : alert.state().name(),
                alert.observed(),
                alert.limit(),
                alert.explanation());
    }

    private static List<Group> groups(
            Map<String, AlertLine> before, Map<String, AlertLine> after, List<AlertChange> changes) {
        Map<Of, Tally> tallies = new TreeMap<>();
        before.values().forEach(alert -> tallies.computeIfAbsent(of(alert), none -> new Tally()).before++);
        after.values().forEach(alert -> tallies.computeIfAbsent(of(alert), none -> new Tally()).after++);
        changes.forEach(change -> tallies.computeIfAbsent(
                        new Of(change.rule(), change.entityKind(), change.entity()), none -> new Tally())
                .add(change.change()));
        return tallies.entrySet().stream()
                .map(one -> one.getValue().group(one.getKey()))
                .toList();
    }

    private static Of of(AlertLine alert) {
        return new Of(alert.rule(), text(alert.entityKind()), alert.entity());
    }

    private static List<FigureChange> figureChanges(Output before, Output after) {
        Map<String, Shown> was = byKey(before);
        Map<String, Shown> is = byKey(after);
        TreeSet<String> keys = new TreeSet<>(was.keySet());
        keys.addAll(is.keySet());
        List<FigureChange> changes = new ArrayList<>();
        for (String key : keys) {
            Counted one = counted(was.get(key));
            Counted other = counted(is.get(key));
            if (!Objects.equals(one, other)) {
                Shown any = Objects.requireNonNull(is.getOrDefault(key, was.get(key)));
                FigureLine line = any.line();
                changes.add(new FigureChange(
                        text(line.entityKind()),
                        line.entity(),
                        line.agreementId(),
                        line.basis(),
                        line.window(),
                        line.dataset(),
                        one,
                        other));
            }
        }
        return changes;
    }

    private static Map<String, Shown> byKey(Output output) {
        Map<String, Shown> byKey = new TreeMap<>();
        output.figures().forEach(shown -> byKey.put(shown.line().key(), shown));
        return byKey;
    }

    private static @Nullable Counted counted(@Nullable Shown shown) {
        return shown == null
                ? null
                : new Counted(shown.count(), shown.text(), shown.line().limit());
    }
}
