package dev.rollcall.app;

import dev.rollcall.model.Figure;
import dev.rollcall.model.Period;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.monitor.StretchCount;
import dev.rollcall.replay.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stretch of days counted from what the topics hold, under the policies in force, up to a time. */
public final class StretchReplay {
    private StretchReplay() {}

    /**
     * Reads what may be of those days, and gives the figures that are not 0, by key.
     *
     * @param body count the events of this body alone; those of all where null
     */
    public static List<Figure> figures(HeldHistory held, Period days, @Nullable String body) {
        StretchCount count =
                new StretchCount(held.policies(), days, body, held.history().partitions(), Pseudonymiser::fixed);
        held.history().read(new Scope(body, count.loggedFrom(), held.until(), List.of()), count::take);
        return count.figures(held.policies().zone().dayOf(held.until()));
    }
}
