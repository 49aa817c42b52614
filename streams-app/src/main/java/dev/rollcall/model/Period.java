package dev.rollcall.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A stretch of days that the policy names, both ends inclusive. */
public record Period(String name, LocalDate from, LocalDate to) implements Per {

    private static final String TO = "..";

    /** Any days, both ends inclusive, by the name that they go by in figures. */
    public static Period between(LocalDate from, LocalDate to) {
        return new Period(from + TO + to, from, to);
    }

    /** The days that are called {@code name}; null where none are. */
    public static @Nullable Period between(String name) {
        int at = name.indexOf(TO);
        try {
            Period days = at < 0
                    ? null
                    : between(
                            LocalDate.parse(name.substring(0, at)), LocalDate.parse(name.substring(at + TO.length())));
            return days == null || days.to().isBefore(days.from()) ? null : days;
        } catch (DateTimeException e) {
            return null;
        }
    }

    public Window window() {
        return new Window(name, from, to.plusDays(1));
    }

    @Override
    public String text() {
        return name;
    }
}
