package dev.rollcall.model;

import java.time.LocalDate;

/** Days in a row, the first and the last included. */
public record Span(LocalDate first, LocalDate last) {
    public Span {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("Expected %s to be %s or later".formatted(last, first));
        }
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
