package dev.rollcall.policy;

/**
 * A share of a limit, in whole per cent; each band passed is one alert.
 *
 * <p>A warning band, below 100, is reached; a band from 100 up is passed, since a limit is a maximum allowed.
 */
public record Band(int percent) {

    /** How many bands a limit has at most, the warning bands included. */
    public static final int MOST = 12;

    public boolean warning() {
        return percent < 100;
    }

    /** Whether {@code count} is in this band of {@code limit}; exact, in whole numbers. */
    public boolean holds(long count, long limit) {
        if (count > Long.MAX_VALUE / 100) {
            return true;
        }
        return warning() ? reaches(count, limit) : count * 100 > limit * percent;
    }

    /** Whether {@code count} is at least this share of {@code limit}; exact, in whole numbers. */
    boolean reaches(long count, long limit) {
        return count > Long.MAX_VALUE / 100 || count * 100 >= limit * percent;
    }

    /** The band as named in alerts. */
    public String text() {
        return Integer.toString(percent);
    }
}
