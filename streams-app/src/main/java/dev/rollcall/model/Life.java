package dev.rollcall.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The one window that lasts as long as an agreement does. */
public enum Life implements Per {
    AGREEMENT;

    /**
     * The life of an agreement in force from {@code from} until the end of {@code until}.
     *
     * @param until the last day; null where no end is agreed
     */
    public static Window window(LocalDate from, @Nullable LocalDate until) {
        return new Window("life@" + from, from, until == null ? Window.OPEN : until.plusDays(1));
    }

    @Override
    public String text() {
        return "agreement";
    }
}
