package dev.rollcall.monitor;

import dev.rollcall.count.StretchCounts;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Event;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Period;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Policies;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts one stretch of days, whichever it is, of every body, agreement, group and panel, and judges nothing. Different children
 * of a stretch cannot be added up from its months, so they are counted from the events.
 *
 * <p>Safe for several threads as long as each partition is one thread's.
 */
public final class StretchCount {
    private final Policies policies;
    private final Period days;
    private final @Nullable String body;
    private final Instant begins;
    private final Instant ends;
    private final List<Partition> partitions = new ArrayList<>();
    private final Map<Account, StretchCounts> accounts = new ConcurrentHashMap<>();

    /** Who was heard of in one partition. */
    private record Partition(Intake intake, Map<String, Identities> bodies) {}

    /**
     * @param body count the events of this body alone; those of all where null
     * @param pseudonymisers makes one for each partition, all with the same key
     */
    public StretchCount(
            Policies policies,
            Period days,
            @Nullable String body,
            int partitions,
            Supplier<Pseudonymiser> pseudonymisers) {
        this.policies = policies;
        this.days = days;
        this.body = body;
        Window window = days.window();
        this.begins = policies.zone().startOf(window.start());
        this.ends = policies.zone().startOf(window.end());
        for (int number = 0; number < partitions; number++) {
            this.partitions.add(new Partition(new Intake(pseudonymisers.get()), new HashMap<>()));
        }
    }

    /** No event of these days can have been logged before. */
    public Instant loggedFrom() {
        return begins.minus(Intake.AHEAD);
    }

    /** Counts one record of an input topic, if it is an event of these days; returns its observation where it changes anything. */
    public @Nullable Observation take(Arrival arrival) {
        Event event = arrival.event();
        if (event == null
                || event.at().isBefore(begins)
                || !event.at().isBefore(ends)
                || (body != null && !body.equals(event.body()))) {
            return null;
        }
        Partition partition = partitions.get(arrival.origin().partition());
        if (partition.intake().refuse(arrival, policies) != null) {
            return null;
        }
        Observation seen = partition.intake().observe(event, arrival.origin(), policies);
        Identities.Change change = partition
                .bodies()
                .computeIfAbsent(seen.body(), of -> new Identities())
                .accept(seen);
        if (change == Identities.Change.DUPLICATE) {
            return null;
        }
        if (change.sign() != 0) {
            count(seen, change.sign());
        }
        return seen;
    }

    private void count(Observation event, int sign) {
        count(new Account(Entity.body(event.body()), null), event, sign);
        if (event.agreementKnown()) {
            count(new Account(Entity.body(event.body()), event.agreementId()), event, sign);
        }
        if (body != null) {
            return;
        }
        if (event.group() != null) {
            count(new Account(Entity.group(event.group()), null), event, sign);
        }
        if (event.panel() != null && event.isDecision()) {
            count(new Account(Entity.panel(event.panel()), null), event, sign);
        }
    }

    private void count(Account account, Observation event, int sign) {
        StretchCounts counts = accounts.computeIfAbsent(account, of -> new StretchCounts());
        // groups and panels have events in several partitions
        synchronized (counts) {
            counts.count(event, sign);
        }
    }

    /** The figures that are not 0, by key, once all was read. */
    public List<Figure> figures(LocalDate today) {
        int version = Judging.version(policies, days.window(), today).version();
        List<Figure> figures = new ArrayList<>();
        accounts.forEach((account, counts) -> {
            for (Basis basis : Basis.allLimited()) {
                long count = counts.of(basis);
                if (count != 0) {
                    FigureKey key = new FigureKey(account.entity(), account.agreementId(), basis, days.name());
                    figures.add(
                            new Figure(key, days, days.window(), count, counts.exact(basis), null, false, 1, version));
                }
            }
        });
        figures.sort(Comparator.comparing(Figure::key));
        return figures;
    }
}
