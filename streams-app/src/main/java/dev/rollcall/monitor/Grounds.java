package dev.rollcall.monitor;

import dev.rollcall.count.CaseEvent;
import dev.rollcall.count.Cases;
import dev.rollcall.count.Memory;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Digest;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Origin;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Span;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Policies;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides on which records an alert rests: a set of records that lead to it again when they are taken by themselves through the
 * watch, under the same policies and to the same time.
 *
 * <ul>
 *   <li>What events or cases show rests on those events.
 *   <li>What a figure shows rests on every record of the days that it counts; a rolling one goes on to the last there is.
 *   <li>What a history shows rests on every record until the end of its window; or of all days, where later ones tell too.
 *   <li>For feeds, and for what was rejected, no set is complete: nothing is kept of records that were not accepted.
 * </ul>
 */
final class Grounds {
    private final Memory memory;
    private final Trail trail;
    private final Digest keyCheck;
    /** What was named since the trail last grew. */
    private final Map<Asked, RestsOn> byDays = new HashMap<>();

    private long named;

    Grounds(Memory memory, Trail trail, Digest keyCheck) {
        this.memory = memory;
        this.trail = trail;
        this.keyCheck = keyCheck;
    }

    /** What stands because of one event; an event is the same by its identity alone. */
    record OfEvent(Digest identity, Origin origin, int day) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof OfEvent that && identity.equals(that.identity);
        }

        @Override
        public int hashCode() {
            return identity.hashCode();
        }
    }

    /** What stands in the closed windows, by one rule. */
    record OfHistory(String rule) {}

    /** Days to be taken whole; null where they go on as far as there are any. */
    private record Days(@Nullable LocalDate first, @Nullable LocalDate last) {
        static final Days ALL = new Days(null, null);

        Days and(Days other) {
            return new Days(
                    first == null || other.first == null ? null : first.isBefore(other.first) ? first : other.first,
                    last == null || other.last == null ? null : last.isAfter(other.last) ? last : other.last);
        }
    }

    private record Asked(Days days, @Nullable String agreement) {}

    /** @param scopes all that find it: events, cases, figures, histories */
    RestsOn of(Collection<Object> scopes, Finding finding, RuleBook rules) {
        RecordSet events = new RecordSet(keyCheck);
        Days days = null;
        for (Object scope : scopes) {
            if (scope instanceof OfEvent event) {
                events.add(event.origin(), event.identity(), event.day());
            } else if (scope instanceof Cases.Key key) {
                for (CaseEvent event : memory.cases().around(key)) {
                    events.add(event.origin(), event.identity(), event.day());
                }
            } else {
                Days more = scope instanceof FigureKey figure
                        ? ofFigure(figure, finding, rules.policies())
                        : ofHistory(finding, rules);
                if (more == null) {
                    return RestsOn.UNNAMED;
                }
                days = days == null ? more : days.and(more);
            }
        }
        if (days != null) {
            return events.isEmpty() ? of(days, finding.agreementId()) : RestsOn.UNNAMED;
        }
        if (events.fits()) {
            return new RestsOn(events.stretches(), null);
        }
        // Too many to be named one by one: all of their days, which hold them and what would take them back. Events
        // that
        // show something of an agreement are under it; those of a case may be under several.
        boolean ofCases = scopes.stream().anyMatch(Cases.Key.class::isInstance);
        return ofCases && finding.agreementId() != null
                ? RestsOn.UNNAMED
                : of(new Days(events.firstDay(), events.lastDay()), finding.agreementId());
    }

    /** All bands of a limit rest on the same records, so these are walked through once for all. */
    private RestsOn of(Days days, @Nullable String agreement) {
        if (named != trail.size()) {
            named = trail.size();
            byDays.clear();
        }
        return byDays.computeIfAbsent(new Asked(days, agreement), asked -> walk(days, agreement));
    }

    private RestsOn walk(Days days, @Nullable String agreement) {
        RecordSet records = new RecordSet(keyCheck);
        trail.forEach(days.first(), days.last(), agreement, records::add);
        if (records.isEmpty() || !records.canBeNamed()) {
            return RestsOn.UNNAMED;
        }
        return new RestsOn(
                records.stretches(),
                new Span(
                        days.first() == null ? records.firstDay() : days.first(),
                        days.last() == null ? records.lastDay() : days.last()));
    }

    /** The days that a figure counts; null where it does not count accepted records. */
    private @Nullable Days ofFigure(FigureKey figure, Finding finding, Policies policies) {
        if (figure.entity().kind() == EntityKind.FEED
                || figure.basis() == Basis.LATE
                || figure.basis() == Basis.FUTURE) {
            return null;
        }
        if (figure.basis() == Basis.REUSED_IDS) {
            // an id is used again in one month because of an event of another
            return Days.ALL;
        }
        Window rolling = Rolling.named(finding.window());
        if (rolling != null) {
            return new Days(rolling.start(), null);
        }
        Window window = policies.windowNamed(figure.window(), new Account(figure.entity(), figure.agreementId()));
        if (window == null) {
            return Days.ALL;
        }
        LocalDate last = window.end().minusDays(1);
        return new Days(
                figure.basis() == Basis.REPEATS ? window.start().minusMonths(monthsBefore(figure)) : window.start(),
                window.end().equals(Window.OPEN) ? null : last);
    }

    /** How many months a limit on repeats looks back. */
    private int monthsBefore(FigureKey figure) {
        return memory.limitsOn(figure.agreementId()).stream()
                        .filter(limit -> limit.count() == Basis.REPEATS)
                        .mapToInt(LimitHistory::in)
                        .findFirst()
                        .orElse(1)
                - 1;
    }

    private @Nullable Days ofHistory(Finding finding, RuleBook rules) {
        if (finding.entity().kind() == EntityKind.FEED) {
            return null;
        }
        Window window = Calendar.named(finding.window());
        return window == null || rules.ruleOf(finding).detector().looksPastWindow()
                ? Days.ALL
                : new Days(null, window.end().minusDays(1));
    }
}
