package dev.rollcall.model;

import java.time.LocalDate;

/** Windows of a fixed number of days, one ending with each day. */
public record Rolling(int days) implements Per {

    /** The longest rolling window: two years; anything longer is a period or a life. */
    public static final int LONGEST = 731;

    public Rolling {
        if (days < 1 || days > LONGEST) {
            throw new IllegalArgumentException("Expected 1 to %d days, but was %d".formatted(LONGEST, days));
        }
    }

    /** The window whose last day is {@code day}. */
    public Window endingWith(LocalDate day) {
        return new Window(days + "d@" + day, day.minusDays(days - 1L), day.plusDays(1));
    }

    @Override
    public String text() {
        return days + " days";
    }
}
