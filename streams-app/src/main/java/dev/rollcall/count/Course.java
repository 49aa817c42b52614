package dev.rollcall.count;

import java.time.LocalDate;

/** The figures of one basis through all windows of one kind, kept up to date fact by fact. */
sealed interface Course permits CalendarCourse, RepeatsCourse, RollingCourse {

    /**
     * Counts one fact more, or less.
     *
     * @param amount what to add, negative to take away; 1 or -1 for a key
     * @param monthChanged whether the key appeared in, or vanished from, the month
     */
    void count(LocalDate day, long key, long amount, boolean monthChanged, Touched touched);

    /** Says that the figures to which {@code day} matters are to be judged anew, though their counts may be the same. */
    void touch(LocalDate day, Touched touched);

    /** Counts a fact that the facts already holds, together with all others. */
    default void recount(LocalDate day, long key, long amount, boolean firstInMonth, Touched touched) {
        count(day, key, amount, firstInMonth, touched);
    }
}
