package dev.rollcall.monitor;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import java.time.LocalDate;

/** An amount counted so far: the latest replaces those before, so that telling it again changes nothing. */
public record Tally(Key key, long amount) {

    /**
     * What one partition of the inputs has seen for an entity.
     *
     * @param day the first of the month in which; for {@link Basis#HEARD} the day on which
     */
    public record Key(Entity entity, Basis basis, LocalDate day, int partition) {}
}
