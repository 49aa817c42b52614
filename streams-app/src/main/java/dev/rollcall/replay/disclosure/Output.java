package dev.rollcall.replay.disclosure;

import dev.rollcall.model.EntityKind;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one output may tell: its figures, and alerts that tell no more than these. */
public final class Output {
    private static final String LIMIT = "limit";
    private static final String RATIO = "ratio";
    private static final String BASELINE = "baseline";
    /** A number of people, as alerts say it. */
    private static final Pattern PEOPLE = Pattern.compile(
            "(?<number>\\d[\\d,]*)(?: [a-z]+){0,2} (?:child|children|person|people|records?|tokens?)\\b");

    private final Disclosure disclosure;
    private final List<Shown> figures;
    private final Set<String> hiddenCounts = new HashSet<>();
    private final Set<String> hiddenWindows = new HashSet<>();

    Output(Disclosure disclosure, List<Shown> figures) {
        this.disclosure = disclosure;
        this.figures = figures;
        for (Shown figure : figures) {
            FigureLine line = figure.line();
            if (figure.isHidden()) {
                String account = account(line.entityKind(), line.entity(), line.agreementId());
                hiddenCounts.add(account + "|" + line.basis() + "|" + line.count());
                hiddenWindows.add(account + "|" + line.window());
            }
        }
    }

    /** The figures, in the order in which they were given. */
    public List<Shown> figures() {
        return figures;
    }

    /** {@code alert} as it may be told: without any number of people that may not. */
    public AlertLine alert(AlertLine alert) {
        return hides(alert) ? without(alert) : alert;
    }

    private boolean hides(AlertLine alert) {
        if (!disclosure.hidesAny()) {
            return false;
        }
        String account = account(alert.entityKind(), alert.entity(), alert.agreementId());
        boolean ofPeople = Disclosure.isOfPeople(alert.basis());
        if (ofPeople
                && (disclosure.hides(alert.observed())
                        || hiddenCounts.contains(account + "|" + alert.basis() + "|" + alert.observed()))) {
            return true;
        }
        // its limit is how many were usual
        Long limit = alert.limit();
        if (ofPeople && alert.detector().equals(BASELINE) && limit != null && disclosure.hides(limit)) {
            return true;
        }
        // whatever else the sentence says of people may be what a hidden figure of these days says
        if ((ofPeople || alert.detector().equals(RATIO)) && hiddenWindows.contains(account + "|" + alert.window())) {
            return true;
        }
        Matcher numbers = PEOPLE.matcher(alert.explanation());
        while (numbers.find()) {
            String digits = numbers.group("number").replace(",", "");
            if (digits.length() < 10 && disclosure.hides(Long.parseLong(digits))) {
                return true;
            }
        }
        return false;
    }

    /** Everything but what was observed, or usual, and a sentence without numbers; what a policy allows is no secret. */
    private static AlertLine without(AlertLine alert) {
        return alert.withoutObserved(
                alert.detector().equals(LIMIT) ? alert.limit() : null,
                "Rule %s speaks of the %s %s in window %s; the number of people is not told."
                        .formatted(
                                alert.rule(),
                                alert.entityKind() == null
                                        ? "entity"
                                        : alert.entityKind().text(),
                                alert.entity(),
                                alert.window()));
    }

    private static String account(@Nullable EntityKind kind, String entity, @Nullable String agreement) {
        return (kind == null ? "UNKNOWN" : kind.text()) + "|" + entity + "|" + Objects.toString(agreement, "");
    }
}
