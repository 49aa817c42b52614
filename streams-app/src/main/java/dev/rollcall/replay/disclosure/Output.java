package dev.rollcall.replay.disclosure;

import dev.rollcall.model.Calendar;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one output may tell: its figures, and the alerts from which no more can be worked out.
 *
 * <p>Whoever may write a policy can make an alert stand or not by any number he likes. So an alert is told only where all counts
 * of people that it may depend on are shown; otherwise it is left out, and nobody is told how many were.
 */
public final class Output {
    /** Detectors that judge by any counts, and do not say so. */
    private static final Set<String> OF_ANYTHING = Set.of("ratio", "baseline");

    private static final String BASELINE = "baseline";
    /** A number of people, as alerts say it. */
    private static final Pattern PEOPLE = Pattern.compile(
            "(?<number>\\d[\\d,]*)(?: [a-z]+){0,2} (?:child|children|person|people|records?|tokens?)\\b");

    private final Disclosure disclosure;
    private final List<Shown> figures;
    private final Windows windows;
    /** Figures of people by entity, those of the other policy too: what tells of one side tells of the other. */
    private final Map<String, List<Placed>> ofPeople = new HashMap<>();

    /** A figure and its days. */
    private record Placed(Shown figure, @Nullable Window window) {
        /** Whether it counts exactly the days of {@code other}, or those that are called the same. */
        boolean isOf(String name, @Nullable Window other) {
            return figure.line().window().equals(name)
                    || (window != null
                            && other != null
                            && window.start().equals(other.start())
                            && window.end().equals(other.end()));
        }

        boolean overlaps(@Nullable Window other) {
            return window == null
                    || other == null
                    || (window.start().isBefore(other.end()) && other.start().isBefore(window.end()));
        }

        /** Whether it is of a day or month of which {@code other} is a part, or has a part. */
        boolean isAround(@Nullable Window other) {
            return window != null
                    && other != null
                    && overlaps(other)
                    && (Calendar.MONTH.windowOf(window.start()).equals(window)
                            || Calendar.DAY.windowOf(window.start()).equals(window))
                    && (window.start().isBefore(other.start()) || window.end().isAfter(other.end()));
        }
    }

    /** A number of people that an alert tells and no figure does. */
    private record Told(AlertLine alert, @Nullable Window window, long number) {
        String of() {
            return entity(alert.entityKind(), alert.entity()) + "|" + alert.window();
        }
    }

    Output(Disclosure disclosure, List<Shown> figures, List<List<Shown>> sides, Windows windows) {
        this.disclosure = disclosure;
        this.figures = figures;
        this.windows = windows;
        for (List<Shown> side : sides) {
            for (Shown figure : side) {
                FigureLine line = figure.line();
                if (Disclosure.isOfPeople(line.basis()) && line.count() > 0) {
                    ofPeople.computeIfAbsent(entity(line.entityKind(), line.entity()), entity -> new ArrayList<>())
                            .add(new Placed(figure, windows.named(line.agreementId(), line.window())));
                }
            }
        }
    }

    /** The figures, in the order in which they were given. */
    public List<Shown> figures() {
        return figures;
    }

    /** Those of {@code alerts} that may be told, in their order: the others as if there were none. */
    public List<AlertLine> alerts(Collection<AlertLine> alerts) {
        if (!disclosure.hidesAny()) {
            return List.copyOf(alerts);
        }
        List<AlertLine> told = alerts.stream().filter(this::mayBeTold).toList();
        Set<AlertLine> apart = tellingTogether(told);
        return told.stream().filter(alert -> !apart.contains(alert)).toList();
    }

    /**
     * Whether an alert of the published policy may be told beside the figures of exactly what it rests on. Its limits are not the
     * reader's, so one that counts no people may be told however few there are; where nobody is left whom it counted, its own
     * numbers decide.
     */
    public boolean tells(AlertLine alert) {
        if (!disclosure.hidesAny() || !isOfPeople(alert)) {
            return true;
        }
        return ofPeople.isEmpty() ? numbers(alert).stream().noneMatch(disclosure::hides) : mayBeTold(alert);
    }

    /** Whether {@code alert} counts people, says a number of them, or may have been judged by one. */
    public static boolean isOfPeople(AlertLine alert) {
        return Disclosure.isOfPeople(alert.basis())
                || OF_ANYTHING.contains(alert.detector())
                || !numbers(alert).isEmpty();
    }

    private boolean mayBeTold(AlertLine alert) {
        Window window = windows.named(alert.agreementId(), alert.window());
        boolean counted = false;
        for (Placed figure : ofEntity(alert)) {
            String agreement = figure.figure().line().agreementId();
            if (agreement != null && !agreement.equals(alert.agreementId())) {
                continue;
            }
            boolean own = figure.isOf(alert.window(), window);
            boolean learnt = alert.detector().equals(BASELINE)
                    && (window == null
                            || figure.window() == null
                            || figure.window().start().isBefore(window.end()));
            boolean around = figure.isAround(window);
            counted |= own || around;
            if ((own || around || learnt) && figure.figure().isHidden()) {
                return false;
            }
        }
        if (isHiddenInARow(alert)) {
            return false;
        }
        Long usual = alert.detector().equals(BASELINE) ? alert.limit() : null;
        if (usual != null && disclosure.hides(usual)) {
            return false;
        }
        List<Long> numbers = numbers(alert);
        if (!counted) {
            return numbers.isEmpty()
                    && !Disclosure.isOfPeople(alert.basis())
                    && !OF_ANYTHING.contains(alert.detector());
        }
        return numbers.stream().noneMatch(number -> disclosure.hides(number) || isNearly(alert, window, number));
    }

    /**
     * Whether a count is hidden of the days in a row to which those of {@code alert} belong: which of them is the first over a
     * limit depends on all before it, and by another limit it is another.
     */
    private boolean isHiddenInARow(AlertLine alert) {
        Window first = Rolling.named(alert.window());
        if (first == null) {
            return false;
        }
        long days = daysOf(first);
        TreeMap<LocalDate, Boolean> hidden = new TreeMap<>();
        for (Placed figure : ofEntity(alert)) {
            FigureLine line = figure.figure().line();
            Window window = Rolling.named(line.window());
            if (window != null
                    && daysOf(window) == days
                    && (line.agreementId() == null || line.agreementId().equals(alert.agreementId()))) {
                hidden.merge(window.end(), figure.figure().isHidden(), Boolean::logicalOr);
            }
        }
        return isHiddenFrom(first.end(), hidden, days) || isHiddenFrom(first.end(), hidden.descendingMap(), days);
    }

    private static long daysOf(Window window) {
        return window.end().toEpochDay() - window.start().toEpochDay();
    }

    /** Whether any from {@code end} on is hidden, in the order given, up to where windows of so many days no longer overlap. */
    private static boolean isHiddenFrom(LocalDate end, NavigableMap<LocalDate, Boolean> hidden, long days) {
        LocalDate last = end;
        for (Map.Entry<LocalDate, Boolean> one : hidden.tailMap(end, true).entrySet()) {
            if (Math.abs(one.getKey().toEpochDay() - last.toEpochDay()) >= days) {
                return false;
            }
            if (one.getValue()) {
                return true;
            }
            last = one.getKey();
        }
        return false;
    }

    private List<Placed> ofEntity(AlertLine alert) {
        return ofPeople.getOrDefault(entity(alert.entityKind(), alert.entity()), List.of());
    }

    /** The numbers of people that {@code alert} tells. */
    private static List<Long> numbers(AlertLine alert) {
        List<Long> numbers = new ArrayList<>();
        if (Disclosure.isOfPeople(alert.basis()) && alert.observed() > 0) {
            numbers.add(alert.observed());
        }
        Matcher found = PEOPLE.matcher(alert.explanation());
        while (found.find()) {
            String digits = found.group("number").replace(",", "");
            if (digits.length() <= 15 && Long.parseLong(digits) > 0) {
                numbers.add(Long.parseLong(digits));
            }
        }
        return numbers.stream().distinct().toList();
    }

    /** Whether a figure shown counts a few people more, or fewer, than {@code number} of the same days. */
    private boolean isNearly(AlertLine alert, @Nullable Window window, long number) {
        return !isFigure(alert, window, number)
                && ofEntity(alert).stream()
                        .filter(figure -> !figure.figure().isHidden() && figure.overlaps(window))
                        .anyMatch(figure ->
                                disclosure.hides(Math.abs(figure.figure().line().count() - number)));
    }

    /** Whether {@code number} is what a figure of the same window tells anyway. */
    private boolean isFigure(AlertLine alert, @Nullable Window window, long number) {
        return ofEntity(alert).stream()
                .anyMatch(figure -> figure.isOf(alert.window(), window)
                        && !figure.figure().isHidden()
                        && figure.figure().line().count() == number);
    }

    /** Those that count parts of which two differ by few people, or which leave few of their window's total, all together. */
    private Set<AlertLine> tellingTogether(List<AlertLine> alerts) {
        Map<String, List<Told>> parts = new HashMap<>();
        for (AlertLine alert : alerts) {
            Window window = windows.named(alert.agreementId(), alert.window());
            for (long number : numbers(alert)) {
                if (!isFigure(alert, window, number)) {
                    Told part = new Told(alert, window, number);
                    parts.computeIfAbsent(part.of(), of -> new ArrayList<>()).add(part);
                }
            }
        }
        Set<AlertLine> apart = new HashSet<>();
        for (List<Told> together : parts.values()) {
            if (together.stream().anyMatch(one -> tellWithOthers(one, together))) {
                together.forEach(part -> apart.add(part.alert()));
            }
        }
        return apart;
    }

    private boolean tellWithOthers(Told one, List<Told> together) {
        Set<String> counted = new HashSet<>();
        long sum = 0;
        for (Told other : together) {
            if (disclosure.hides(Math.abs(one.number() - other.number()))) {
                return true;
            }
            sum += counted.add(other.alert().about() + "|" + other.number()) ? other.number() : 0;
        }
        long all = sum;
        return counted.size() > 1
                && ofEntity(one.alert()).stream()
                        .filter(figure -> !figure.figure().isHidden()
                                && figure.isOf(one.alert().window(), one.window()))
                        .mapToLong(figure -> figure.figure().line().count() - all)
                        .anyMatch(rest -> rest != 0 && rest < disclosure.threshold());
    }

    private static String entity(@Nullable EntityKind kind, String entity) {
        return (kind == null ? "UNKNOWN" : kind.text()) + "|" + entity;
    }
}
