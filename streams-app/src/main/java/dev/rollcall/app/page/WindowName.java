package dev.rollcall.app.page;

import dev.rollcall.model.Calendar;
import dev.rollcall.model.Period;
import dev.rollcall.model.Window;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a window as figures and alerts carry it, understood.
 *
 * @param calendar the window of the calendar that it names, else null
 * @param rollingDays how many days it takes where it is one that rolls, else 0
 * @param day the last day of one that rolls, the first day of the life of an agreement, else null
 */
record WindowName(
        String text,
        @Nullable Window calendar,
        int rollingDays,
        @Nullable LocalDate day) {
    private static final Pattern ROLLING = Pattern.compile("(\\d{1,4})d@(.+)");
    private static final String LIFE = "life@";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.UK);

    static WindowName of(String text) {
        Matcher rolling = ROLLING.matcher(text);
        try {
            if (rolling.matches()) {
                return new WindowName(
                        text, null, Integer.parseInt(rolling.group(1)), LocalDate.parse(rolling.group(2)));
            }
            if (text.startsWith(LIFE)) {
                return new WindowName(text, null, 0, LocalDate.parse(text.substring(LIFE.length())));
            }
        } catch (DateTimeException e) {
            // then it is a name that a policy gave
        }
        return new WindowName(text, Calendar.named(text), 0, null);
    }

    /** The month that it names, else null. */
    @Nullable YearMonth month() {
        return calendar != null && calendar.equals(Calendar.MONTH.windowOf(calendar.start()))
                ? YearMonth.from(calendar.start())
                : null;
    }

    boolean rolls() {
        return rollingDays > 0;
    }

    /** Whether a limit may judge it on {@code today} or later; of a name that a policy gave, and of a life, it always may. */
    boolean isOpenFrom(LocalDate today) {
        if (rolls() && day != null) {
            // while any of its days lies in the window that ends today
            return day.plusDays(rollingDays).isAfter(today);
        }
        return calendar == null || calendar.end().isAfter(today);
    }

    /** As one reads it: "March 2019", "30 days to 9 November 2019". */
    String inWords(Collection<Period> periods) {
        if (day != null) {
            return rolls() ? "%d days to %s".formatted(rollingDays, day(day)) : "since " + day(day);
        }
        if (calendar == null) {
            for (Period period : periods) {
                if (period.name().equals(text)) {
                    return "%s to %s".formatted(day(period.from()), day(period.to()));
                }
            }
            return text;
        }
        if (month() != null) {
            return calendar.start().format(MONTH);
        }
        if (text.contains("-Q")) {
            return "quarter %s of %s".formatted(text.substring(6), text.substring(0, 4));
        }
        if (text.contains("/")) {
            return "academic year " + text;
        }
        return text.contains("-") ? day(calendar.start()) : text;
    }

    private static String day(LocalDate day) {
        return day.format(DAY);
    }
}
