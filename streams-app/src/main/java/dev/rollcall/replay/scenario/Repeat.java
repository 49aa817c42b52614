package dev.rollcall.replay.scenario;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How often something happens: {@code 45 a day for 490 days}, {@code 2 a month for 15 months}, {@code 30 times}. */
final class Repeat {
    static final String FORMS =
            "as '30 times', '45 a day for 490 days', '9 a weekday for 30 days' or '2 a month for 15 months'";

    private static final int MOST = 1_000_000;
    private static final int DAYS_OF_WEEK = 7;
    private static final Duration WORKING_DAY = Duration.ofHours(8);
    private static final Pattern TIMES = Pattern.compile("(\\d{1,7}) times?");
    private static final Pattern COURSE = Pattern.compile(
            "(\\d{1,7}) an? (day|weekday|week|month|quarter|year) for (\\d{1,5}) (day|week|month|quarter|year)s?");

    private Repeat() {}

    /** The times from {@code first} on; null where {@code text} has none of the forms, or asks for more than a million. */
    static @Nullable List<LocalDateTime> times(String text, LocalDateTime first) {
        Matcher times = TIMES.matcher(text);
        if (times.matches()) {
            return minutes(first, Integer.parseInt(times.group(1)));
        }
        Matcher course = COURSE.matcher(text);
        if (!course.matches()) {
            return null;
        }
        int each = Integer.parseInt(course.group(1));
        String unit = course.group(2);
        LocalDateTime end = plus(first, course.group(4), Integer.parseInt(course.group(3)));
        List<LocalDateTime> all = new ArrayList<>();
        int units = 0;
        LocalDateTime start = first;
        while (start.isBefore(end)) {
            if (!unit.equals("weekday") || isWeekday(start)) {
                spread(start, plus(first, unit, units + 1), unit, each, all);
            }
            if (all.size() > MOST) {
                return null;
            }
            units++;
            start = plus(first, unit, units);
        }
        return all;
    }

    private static @Nullable List<LocalDateTime> minutes(LocalDateTime first, int times) {
        if (times > MOST) {
            return null;
        }
        List<LocalDateTime> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(first.plusMinutes(i));
        }
        return all;
    }

    /** Evenly over the eight hours of a day, or over the days of a longer unit. */
    private static void spread(
            LocalDateTime start, LocalDateTime next, String unit, int each, List<LocalDateTime> into) {
        boolean day = unit.endsWith("day");
        long days = Duration.between(start, next).toDays();
        for (int i = 0; i < each; i++) {
            into.add(day ? start.plus(WORKING_DAY.multipliedBy(i).dividedBy(each)) : start.plusDays(days * i / each));
        }
    }

    private static boolean isWeekday(LocalDateTime time) {
        return time.getDayOfWeek() != DayOfWeek.SATURDAY && time.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    private static LocalDateTime plus(LocalDateTime first, String unit, int units) {
        return switch (unit) {
            case "day", "weekday" -> first.plusDays(units);
            case "week" -> first.plusDays((long) DAYS_OF_WEEK * units);
            case "month" -> first.plusMonths(units);
            case "quarter" -> first.plusMonths(3L * units);
            default -> first.plusYears(units);
        };
    }
}
