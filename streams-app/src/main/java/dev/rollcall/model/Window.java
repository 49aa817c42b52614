package dev.rollcall.model;

import java.time.LocalDate;

/**
 * A named stretch of days in the policy's zone.
 *
 * @param name as in figures and alerts: {@code 2016-03}, {@code 30d@2016-03-29}, …
 * @param start the first day
 * @param end the day after the last
 */
public record Window(String name, LocalDate start, LocalDate end) {

    /** The end of a window that has none yet. */
    public static final LocalDate OPEN = LocalDate.of(9999, 12, 31);

    public Window {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "Expected window '%s' to end after its start %s, but it ends on %s".formatted(name, start, end));
        }
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(start) && day.isBefore(end);
    }

    /** The calendar month of {@code day}. */
    public static Window month(LocalDate day) {
        return Calendar.MONTH.windowOf(day);
    }
}
