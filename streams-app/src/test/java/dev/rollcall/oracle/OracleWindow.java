package dev.rollcall.oracle;

import java.time.LocalDate;
import java.util.Locale;

/**
 * A named stretch of local days, both ends included; {@code last} is null for the life of an agreement without an end.
 *
 * @param life whether it is the life of an agreement: then only events under that life are in it
 */
record OracleWindow(String name, LocalDate first, LocalDate last, boolean life) {

    static OracleWindow month(LocalDate day) {
        LocalDate first = day.withDayOfMonth(1);
        return new OracleWindow(text("%04d-%02d", day.getYear(), day.getMonthValue()), first, lastOf(first, 1), false);
    }

    static OracleWindow day(LocalDate day) {
        return new OracleWindow(day.toString(), day, day, false);
    }

    static OracleWindow quarter(LocalDate day) {
        int quarter = (day.getMonthValue() - 1) / 3 + 1;
        LocalDate first = LocalDate.of(day.getYear(), quarter * 3 - 2, 1);
        return new OracleWindow(text("%04d-Q%d", day.getYear(), quarter), first, lastOf(first, 3), false);
    }

    static OracleWindow academicYear(LocalDate day) {
        int year = day.getMonthValue() >= 9 ? day.getYear() : day.getYear() - 1;
        LocalDate first = LocalDate.of(year, 9, 1);
        return new OracleWindow(text("%04d/%02d", year, (year + 1) % 100), first, lastOf(first, 12), false);
    }

    static OracleWindow year(LocalDate day) {
        LocalDate first = day.withDayOfYear(1);
        return new OracleWindow(text("%04d", day.getYear()), first, lastOf(first, 12), false);
    }

    /** The window of the calendar that a day is in; null where {@code per} is no stretch of the calendar. */
    static OracleWindow ofCalendar(String per, LocalDate day) {
        return switch (per) {
            case "day" -> day(day);
            case "month" -> month(day);
            case "quarter" -> quarter(day);
            case "year" -> year(day);
            case "academic-year" -> academicYear(day);
            default -> null;
        };
    }

    static OracleWindow rolling(int days, LocalDate end) {
        return new OracleWindow(days + "d@" + end, end.minusDays(days - 1), end, false);
    }

    static OracleWindow period(String name, LocalDate from, LocalDate to) {
        return new OracleWindow(name, from, to, false);
    }

    static OracleWindow life(LocalDate from, LocalDate until) {
        return new OracleWindow("life@" + from, from, until, true);
    }

    boolean holds(LocalDate day) {
        return !day.isBefore(first) && (last == null || !day.isAfter(last));
    }

    LocalDate firstDayAfter() {
        return last.plusDays(1);
    }

    private static LocalDate lastOf(LocalDate first, int months) {
        return first.plusMonths(months).minusDays(1);
    }

    private static String text(String format, Object... parts) {
        return String.format(Locale.ROOT, format, parts);
    }
}
