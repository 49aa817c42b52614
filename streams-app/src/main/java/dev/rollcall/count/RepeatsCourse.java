package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.policy.Account;
import java.time.LocalDate;

/**
 * The children of each month who were also released in each of so many months before it, kept up to date as children appear
 * in months and vanish from them.
 */
final class RepeatsCourse implements Course {
    private final DistinctFacts children;
    private final int in;
    private final CalendarCourse months;

    /** @param in how many months in a row, the last one included */
    RepeatsCourse(Account account, DistinctFacts children, int in) {
        this.children = children;
        this.in = in;
        this.months = new CalendarCourse(account, Basis.REPEATS, Calendar.MONTH, Calendar.MONTH::windowOf);
    }

    int in() {
        return in;
    }

    /** The figures, one a month. */
    CalendarCourse months() {
        return months;
    }

    /** Who appears in a month, or vanishes from it, does so in every run of months that holds it. */
    @Override
    public void count(LocalDate day, long key, long amount, boolean monthChanged, Touched touched) {
        if (!monthChanged) {
            return;
        }
        int month = Facts.month(day);
        int before = runFrom(month, -1, key);
        int after = runFrom(month, 1, key);
        for (int last = Math.max(0, in - 1 - before); last <= after; last++) {
            months.count(Facts.firstDayOf(month + last), key, amount, true, touched);
        }
    }

    /** All facts are there already: each month counts for itself. */
    @Override
    public void recount(LocalDate day, long key, long amount, boolean firstInMonth, Touched touched) {
        if (firstInMonth && runFrom(Facts.month(day), -1, key) == in - 1) {
            months.count(day, key, amount, true, touched);
        }
    }

    /** In how many months in a row next to {@code month}, in one direction, the key is present: as many as matter. */
    private int runFrom(int month, int direction, long key) {
        int run = 0;
        while (run < in - 1 && children.isIn(month + direction * (run + 1), key)) {
            run++;
        }
        return run;
    }

    @Override
    public void touch(LocalDate day, Touched touched) {
        for (int later = 0; later < in; later++) {
            months.touch(Calendar.MONTH.windowOf(day.plusMonths(later)).name(), touched);
        }
    }
}
