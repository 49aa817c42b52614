package dev.rollcall.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The civil time of a policy: decides to which day an instant belongs. */
public record Zone(ZoneId id) {

    public static final Zone UTC = new Zone(ZoneId.of("UTC"));

    /** The day on which {@code instant} falls here. */
    public LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, id);
    }

    /** The first instant of {@code day} here; midnight but where the clocks skip it. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(id).toInstant();
    }
}
