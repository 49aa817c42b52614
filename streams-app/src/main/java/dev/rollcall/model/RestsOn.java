package dev.rollcall.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records that an alert rests on: taken by themselves through the watch they lead to it again.
 *
 * @param stretches none where no complete set of records can be named
 * @param days where every record of the entity, or of its agreement, of these days belongs to the set; null where single events
 *     do
 */
public record RestsOn(List<Stretch> stretches, @Nullable Span days) {
    /** Where no complete set can be named. */
    public static final RestsOn UNNAMED = new RestsOn(List.of(), null);

    public RestsOn {
        stretches = List.copyOf(stretches);
    }
}
