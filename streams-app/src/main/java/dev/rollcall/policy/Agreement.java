package dev.rollcall.policy;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Life;
import dev.rollcall.model.Window;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dated document under which a body may ask.
 *
 * @param owner who answers for it: a label on its alerts
 * @param until the last day on which it is in force, null where no end is agreed
 * @param suspended the day from which nothing may flow under it
 * @param withdrawn the day from which it holds no more
 * @param published the day on which it was made public; {@link #NEVER} where it was not, null where that is not known
 * @param notified the day on which the people concerned were told; as {@code published}
 * @param deIdentified whether the data under it are declared to identify nobody
 * @param requires what every request and release under it must state
 * @param categories what may be released under it, null where it does not say
 * @param limits in the order written, as sentences name them
 */
public record Agreement(
        String id,
        String name,
        String body,
        @Nullable String owner,
        LocalDate from,
        @Nullable LocalDate until,
        @Nullable LocalDate suspended,
        @Nullable LocalDate withdrawn,
        @Nullable LocalDate published,
        @Nullable LocalDate notified,
        boolean deIdentified,
        Set<Requirement> requires,
        List<String> purposes,
        @Nullable Categories categories,
        Map<String, Limit> limits) {

    /** No day will come: for what did not happen. */
    public static final LocalDate NEVER = Window.OPEN;

    public Agreement {
        requires = Set.copyOf(requires);
        purposes = List.copyOf(purposes);
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    /** The window that lasts as long as the agreement. */
    public Window life() {
        return Life.window(from, until);
    }

    /** Whether data may flow under it on {@code day}. */
    public boolean inForceOn(LocalDate day) {
        return life().contains(day)
                && (suspended == null || day.isBefore(suspended))
                && (withdrawn == null || day.isBefore(withdrawn));
    }
}
