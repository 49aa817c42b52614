package dev.rollcall.count;

import java.time.LocalDate;

/** The day-by-day facts of one basis, free of any policy: all windows can be counted from it. */
sealed interface Facts permits DistinctFacts, Amounts {

    /** Calls {@code visitor} for every fact. */
    void forEach(Visitor visitor);

    /** Sees each fact once, months ascending, a key's days ascending. */
    interface Visitor {
        /**
         * One fact.
         *
         * @param key what is present, 0 for sums
         * @param amount 1 for a key
         * @param firstInMonth whether the key has not been seen in this month
         */
        void fact(LocalDate day, long key, long amount, boolean firstInMonth);
    }

    /** A month as a number, so that months can be compared and counted. */
    static int month(LocalDate day) {
        return day.getYear() * 12 + day.getMonthValue() - 1;
    }

    static LocalDate firstDayOf(int month) {
        return LocalDate.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1, 1);
    }
}
