package dev.rollcall.monitor;

import dev.rollcall.count.PeriodCounts;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Period;
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
 * Counts one period, whichever it is, of every body, agreement, group and panel, and judges nothing. Different children
 * of a period cannot be added up from its months, so they are counted from the events.
 *
 * <p>Safe for several threads as long as each partition is one thread's.
 */
public final class PeriodCount {
    private final Policies policies;
    private final Period days;
    private final @Nullable String body;
    private final PeriodIntake intake;
    /** Of each partition, what was accepted of each body. */
    private final List<Map<String, Identities>> bodies = new ArrayList<>();

    private final Map<Account, PeriodCounts> accounts = new ConcurrentHashMap<>();

    /**
     * @param body count the events of this body alone; those of all where null
     * @param pseudonymisers makes one for each partition, all with the same key
     */
    public PeriodCount(
            Policies policies,
            Period days,
            @Nullable String body,
            int partitions,
            Supplier<Pseudonymiser> pseudonymisers) {
        this.policies = policies;
        this.days = days;
        this.body = body;
        this.intake = new PeriodIntake(policies, days, body, partitions, pseudonymisers);
        for (int number = 0; number < partitions; number++) {
            bodies.add(new HashMap<>());
        }
    }

    /** No event of these days can have been logged before. */
    public Instant loggedFrom() {
        return intake.loggedFrom();
    }

    /** Counts one record of an input topic, if it is an event of these days. */
    public void take(Arrival arrival) {
        Observation seen = intake.seen(arrival);
        if (seen == null) {
            return;
        }
        int sign = bodies.get(arrival.origin().partition())
                .computeIfAbsent(seen.body(), of -> new Identities())
                .accept(seen)
                .sign();
        if (sign != 0) {
            count(seen, sign);
        }
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
        PeriodCounts counts = accounts.computeIfAbsent(account, of -> new PeriodCounts());
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
