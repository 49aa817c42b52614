package dev.rollcall.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    /** From 1 January to 31 December. */
    YEAR {
        @Override
        public Window windowOf(LocalDate day) {
            LocalDate start = day.withDayOfYear(1);
            return new Window(Integer.toString(day.getYear()), start, start.plusYears(1));
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

    private static final Pattern NAME = Pattern.compile(
            "(?<year>\\d{4})(?:-(?<month>\\d{2})(?:-(?<day>\\d{2}))?|-Q(?<quarter>[1-4])|(?<academic>/\\d{2}))?");

    /** The window in which {@code day} lies. */
    public abstract Window windowOf(LocalDate day);

    /** The window of the calendar that is called {@code name}; null where none is. */
    public static @Nullable Window named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return null;
        }
        try {
            int year = Integer.parseInt(parts.group("year"));
            Window window;
            if (parts.group("day") != null) {
                window = DAY.windowOf(LocalDate.parse(name));
            } else if (parts.group("month") != null) {
                window = MONTH.windowOf(YearMonth.parse(name).atDay(1));
            } else if (parts.group("quarter") != null) {
                window = QUARTER.windowOf(LocalDate.of(year, 3 * Integer.parseInt(parts.group("quarter")), 1));
            } else {
                window = parts.group("academic") != null
                        ? ACADEMIC_YEAR.windowOf(LocalDate.of(year, 9, 1))
                        : YEAR.windowOf(LocalDate.of(year, 1, 1));
            }
            return window.name().equals(name) ? window : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
