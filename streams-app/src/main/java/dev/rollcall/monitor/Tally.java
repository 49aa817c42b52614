package dev.rollcall.monitor;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import java.time.LocalDate;

/** An amount counted so far: the latest replaces those before, so that telling it again changes nothing. */
public record Tally(Key key, long amount) {

    /**
     * What one partition of the inputs has seen for an entity in a month.
     *
     * @param month its first day
     */
    public record Key(Entity entity, Basis basis, LocalDate month, int partition) {}
}
