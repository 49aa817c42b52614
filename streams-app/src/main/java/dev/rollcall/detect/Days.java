package dev.rollcall.detect;

/**
 * A number of days, as policies write it: {@code 90 days}.
 *
 * @param days 0 to 36,500
 */
public record Days(int days) {
    private static final int MOST = 36_500;

    public Days {
        if (days < 0 || days > MOST) {
            throw new IllegalArgumentException("Expected 0 to %d days, but was %d".formatted(MOST, days));
        }
    }

    /** @throws IllegalArgumentException where {@code text} is not written so */
    static Days of(String text) {
        if (!text.matches("\\d{1,5} days?")) {
            throw new IllegalArgumentException("Expected days, as '90 days', but was '%s'".formatted(text));
        }
        return new Days(Integer.parseInt(text.substring(0, text.indexOf(' '))));
    }

    @Override
    public String toString() {
        return days == 1 ? "1 day" : days + " days";
    }
}
