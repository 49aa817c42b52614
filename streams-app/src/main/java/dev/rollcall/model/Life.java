package dev.rollcall.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The one window that lasts as long as an agreement does. */
public enum Life implements Per {
    AGREEMENT;

    private static final String PREFIX = "life@";

    /**
     * The life of an agreement in force from {@code from} until the end of {@code until}.
     *
     * @param until the last day; null where no end is agreed
     */
    public static Window window(LocalDate from, @Nullable LocalDate until) {
        return new Window(PREFIX + from, from, until == null ? Window.OPEN : until.plusDays(1));
    }

    /** The first day of the life that is called {@code name}; null where that is no life. */
    public static @Nullable LocalDate beginOf(String name) {
        try {
            return name.startsWith(PREFIX) ? LocalDate.parse(name.substring(PREFIX.length())) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public String text() {
        return "agreement";
    }
}
