package dev.rollcall.model;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;

/** Windows that divide the calendar. */
public enum Calendar implements Per {
    DAY {
        @Override
        public Window windowOf(LocalDate day) {
            return new Window(day.toString(), day, day.plusDays(1));
        }
    },
    MONTH {
        @Override
        public Window windowOf(LocalDate day) {
            LocalDate start = day.withDayOfMonth(1);
            return new Window(YearMonth.from(day).toString(), start, start.plusMonths(1));
        }
    },
    QUARTER {
        @Override
        public Window windowOf(LocalDate day) {
            int quarter = (day.getMonthValue() + 2) / 3;
            LocalDate start = LocalDate.of(day.getYear(), 3 * quarter - 2, 1);
            return new Window(day.getYear() + "-Q" + quarter, start, start.plusMonths(3));
        }
    },
    /** From 1 September to 31 August. */
    ACADEMIC_YEAR {
        @Override
        public Window windowOf(LocalDate day) {
            int first = day.getMonthValue() >= 9 ? day.getYear() : day.getYear() - 1;
            LocalDate start = LocalDate.of(first, 9, 1);
            return new Window("%d/%02d".formatted(first, (first + 1) % 100), start, start.plusYears(1));
        }
    };

    /** The window in which {@code day} lies. */
    public abstract Window windowOf(LocalDate day);

    @Override
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
