package dev.rollcall.monitor;

import dev.rollcall.model.Event;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Period;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Policies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees what can be counted of the records of one period, and looks no further into all others.
 *
 * <p>Safe for several threads as long as each partition is one thread's.
 */
public final class PeriodIntake {
    private final Policies policies;
    private final @Nullable String body;
    private final Instant begins;
    private final Instant ends;
    private final List<Intake> partitions = new ArrayList<>();

    /**
     * @param body see the events of this body alone; those of all where null
     * @param pseudonymisers makes one for each partition, all with the same key
     */
    public PeriodIntake(
            Policies policies,
            Period days,
            @Nullable String body,
            int partitions,
            Supplier<Pseudonymiser> pseudonymisers) {
        this.policies = policies;
        this.body = body;
        Window window = days.window();
        this.begins = policies.zone().startOf(window.start());
        this.ends = policies.zone().startOf(window.end());
        for (int number = 0; number < partitions; number++) {
            this.partitions.add(new Intake(pseudonymisers.get()));
        }
    }

    /** No event of these days can have been logged before. */
    public Instant loggedFrom() {
        return begins.minus(Intake.AHEAD);
    }

    /** The event of one record of an input topic; null where it is none of these days, or cannot be counted. */
    public @Nullable Observation seen(Arrival arrival) {
        Event event = arrival.event();
        if (event == null
                || event.at().isBefore(begins)
                || !event.at().isBefore(ends)
                || (body != null && !body.equals(event.body()))) {
            return null;
        }
        return partitions.get(arrival.origin().partition()).seen(arrival, policies);
    }
}
