package dev.rollcall.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Windows of a fixed number of days, one ending with each day. */
public record Rolling(int days) implements Per {

    /** The longest rolling window: two years; anything longer is a period or a life. */
    public static final int LONGEST = 731;

    private static final Pattern NAME = Pattern.compile("(?<days>\\d{1,3})d@(?<end>\\d{4}-\\d{2}-\\d{2})");

    public Rolling {
        if (days < 1 || days > LONGEST) {
            throw new IllegalArgumentException("Expected 1 to %d days, but was %d".formatted(LONGEST, days));
        }
    }

    /** The window whose last day is {@code day}. */
    public Window endingWith(LocalDate day) {
        return new Window(days + "d@" + day, day.minusDays(days - 1L), day.plusDays(1));
    }

    /** The window of some number of days that is called {@code name}; null where none is. */
    public static @Nullable Window named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return null;
        }
        try {
            return new Rolling(Integer.parseInt(parts.group("days"))).endingWith(LocalDate.parse(parts.group("end")));
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String text() {
        return days + " days";
    }
}
