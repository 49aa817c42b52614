package dev.rollcall.model;

import java.time.LocalDate;

/** A stretch of days that the policy names, both ends inclusive. */
public record Period(String name, LocalDate from, LocalDate to) implements Per {

    public Window window() {
        return new Window(name, from, to.plusDays(1));
    }

    @Override
    public String text() {
        return name;
    }
}
