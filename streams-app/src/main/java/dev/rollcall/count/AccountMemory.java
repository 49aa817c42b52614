package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.FigureKind;
import dev.rollcall.model.Life;
import dev.rollcall.model.Per;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Policies;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts of one account, and the courses of windows that the policy asks of it. */
final class AccountMemory {
    private final Account account;
    private final Map<Basis, Facts> facts = new EnumMap<>(Basis.class);
    private final Map<Basis, List<Course>> courses = new EnumMap<>(Basis.class);
    private final Map<Basis, Map<Per, CalendarCourse>> calendar = new EnumMap<>(Basis.class);
    private final List<RollingCourse> rolling = new ArrayList<>();
    private List<LimitHistory> limits = List.of();
    private Set<FigureKind> figures = Set.of();
    /** Set up with the courses of children where a limit asks for it. */
    private @Nullable RepeatsCourse repeats;

    private final @Nullable Parts parts;

    private @Nullable Policies policies;

    AccountMemory(Account account) {
        this.account = account;
        this.parts = new Parts(this);
    }

    private AccountMemory(Account account, @Nullable Parts parts) {
        this.account = account;
        this.parts = parts;
    }

    /** A part of an account, of which nothing is counted but what the limits on that part ask for. */
    static AccountMemory ofPart(Account account) {
        return new AccountMemory(account, null);
    }

    Account account() {
        return account;
    }

    /** Its parts that limits judge by themselves; null where this is one. */
    @Nullable Parts parts() {
        return parts;
    }

    List<LimitHistory> limits() {
        return limits;
    }

    /** Adds {@code key}, or takes it away if {@code sign} is negative. */
    void mark(Basis basis, LocalDate day, long key, int sign, Touched touched) {
        if (sign > 0) {
            add(basis, day, key, touched);
        } else {
            remove(basis, day, key, touched);
        }
    }

    void add(Basis basis, LocalDate day, long key, Touched touched) {
        DistinctFacts.Change change = distinct(basis).add(day, key);
        if (change != DistinctFacts.Change.NONE) {
            count(basis, day, key, 1, change == DistinctFacts.Change.MONTH, touched);
        }
    }

    void remove(Basis basis, LocalDate day, long key, Touched touched) {
        DistinctFacts.Change change = distinct(basis).remove(day, key);
        if (change != DistinctFacts.Change.NONE) {
            count(basis, day, key, -1, change == DistinctFacts.Change.MONTH, touched);
        }
    }

    void addAmount(Basis basis, LocalDate day, long amount, Touched touched) {
        if (amount != 0) {
            amounts(basis).add(day, amount);
            count(basis, day, 0, amount, false, touched);
            if (basis == Basis.INEXACT && repeats != null) {
                repeats.touch(day, touched);
            }
        }
    }

    private void count(Basis basis, LocalDate day, long key, long amount, boolean monthChanged, Touched touched) {
        for (Course course : coursesOf(basis)) {
            course.count(day, key, amount, monthChanged, touched);
        }
    }

    /** Says that the figures of {@code day} are to be judged anew, though their counts may be the same. */
    void touch(Basis basis, LocalDate day, Touched touched) {
        for (Course course : coursesOf(basis)) {
            course.touch(day, touched);
        }
    }

    /**
     * Sets up the courses that {@code adopted} asks for and counts them from the facts.
     *
     * @param judged what detectors judge by, besides months
     */
    void adopt(Policies adopted, Set<FigureKind> judged, Touched touched) {
        figures = judged;
        adopt(adopted, account.dataset() == null ? adopted.limitsOn(account) : List.of(), touched);
        if (parts != null) {
            parts.adopt(adopted, limits);
        }
    }

    /** As above, of a part that {@code judging} limits judge. */
    void adopt(Policies adopted, List<LimitHistory> judging, Touched touched) {
        policies = adopted;
        limits = judging;
        rolling.clear();
        calendar.clear();
        courses.clear();
        repeats = null;
        facts.forEach((basis, counted) -> {
            for (Course course : coursesOf(basis)) {
                counted.forEach(
                        (day, key, amount, firstInMonth) -> course.recount(day, key, amount, firstInMonth, touched));
            }
        });
    }

    /** The courses of a basis, set up when it is first counted: most bases never are. */
    private List<Course> coursesOf(Basis basis) {
        List<Course> known = courses.get(basis);
        if (known != null || policies == null) {
            return known == null ? List.of() : known;
        }
        Policies asking = policies;
        Map<Per, CalendarCourse> byPer = new HashMap<>();
        List<Course> all = new ArrayList<>();
        for (Per per : persOf(basis, asking)) {
            if (per instanceof Rolling days) {
                RollingCourse course = new RollingCourse(account, basis, days, facts(basis));
                rolling.add(course);
                all.add(course);
            } else {
                CalendarCourse course = new CalendarCourse(account, basis, per, day -> windowOf(per, day, asking));
                byPer.put(per, course);
                all.add(course);
            }
        }
        calendar.put(basis, byPer);
        if (basis == Basis.CHILDREN) {
            addRepeats(all);
        }
        courses.put(basis, List.copyOf(all));
        return all;
    }

    /** All limits on repeats ask for the same number of months. */
    private void addRepeats(List<Course> all) {
        for (LimitHistory limit : limits) {
            if (limit.count() == Basis.REPEATS) {
                repeats = new RepeatsCourse(account, distinct(Basis.CHILDREN), limit.in());
                calendar.put(Basis.REPEATS, Map.of(Calendar.MONTH, repeats.months()));
                all.add(repeats);
                return;
            }
        }
    }

    /** Whether no extract left out tokens in any month to which the repeats of {@code month} look back. */
    boolean exactRepeats(Window month) {
        CalendarCourse inexact = calendarCourse(Basis.INEXACT, Calendar.MONTH);
        for (int back = 0; inexact != null && repeats != null && back < repeats.in(); back++) {
            if (inexact.countIn(Window.month(month.start().minusMonths(back)).name()) != 0) {
                return false;
            }
        }
        return true;
    }

    private Set<Per> persOf(Basis basis, Policies policies) {
        Basis asked = basis == Basis.INEXACT ? Basis.CHILDREN : basis;
        Set<Per> pers = new LinkedHashSet<>();
        if (parts != null) {
            pers.add(Calendar.MONTH);
        }
        if (parts != null
                && account.agreementId() == null
                && account.dataset() == null
                && account.entity().kind() == EntityKind.BODY
                && asked.mayBeLimited()) {
            pers.addAll(policies.periods());
        }
        for (LimitHistory limit : limits) {
            if (limit.count() == asked) {
                pers.add(limit.per());
            }
        }
        for (FigureKind figure : figures) {
            if (figure.basis() == asked) {
                pers.add(figure.per());
            }
        }
        return pers;
    }

    private @Nullable Window windowOf(Per per, LocalDate day, Policies policies) {
        if (per instanceof Calendar calendarPer) {
            return calendarPer.windowOf(day);
        }
        if (per instanceof Period period) {
            return period.window().contains(day) ? period.window() : null;
        }
        if (per == Life.AGREEMENT) {
            return policies.lifeOn(account, day);
        }
        throw new IllegalArgumentException("Expected a window of the calendar, but was " + per.text());
    }

    List<RollingCourse> rolling() {
        return rolling;
    }

    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        calendar.values().forEach(byPer -> byPer.values().forEach(course -> cells.addAll(course.cells())));
        return cells;
    }

    @Nullable CalendarCourse calendarCourse(Basis basis, Per per) {
        Map<Per, CalendarCourse> byPer = calendar.get(basis);
        return byPer == null ? null : byPer.get(per);
    }

    @Nullable RollingCourse rollingCourse(Basis basis, Rolling per) {
        for (RollingCourse course : rolling) {
            if (course.basis() == basis && course.per().equals(per)) {
                return course;
            }
        }
        return null;
    }

    DistinctFacts distinct(Basis basis) {
        return (DistinctFacts) facts(basis);
    }

    Amounts amounts(Basis basis) {
        return (Amounts) facts(basis);
    }

    private Facts facts(Basis basis) {
        return facts.computeIfAbsent(basis, of -> of.distinct() ? new DistinctFacts() : new Amounts());
    }
}
