package dev.rollcall.policy;

import dev.rollcall.model.Calendar;
import dev.rollcall.model.Life;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All versions of the policy that are held: decides which is in force when.
 *
 * <p>What happened before the first version is judged by the first. A version begins with a day, so that one version is
 * in force all day.
 */
public final class Policies {
    private final List<Policy> versions;

    /**
     * @param versions at least one, by version ascending, as {@link PolicyReader} has checked them
     */
    public Policies(List<Policy> versions) {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one version of the policy, but there is none");
        }
        this.versions = List.copyOf(versions);
    }

    public List<Policy> versions() {
        return versions;
    }

    public Policy latest() {
        return versions.get(versions.size() - 1);
    }

    /** The zone, the same in all versions. */
    public Zone zone() {
        return versions.get(0).zone();
    }

    /** The version in force on {@code day}. */
    public Policy on(LocalDate day) {
        for (int i = versions.size() - 1; i > 0; i--) {
            if (!day.isBefore(versions.get(i).from())) {
                return versions.get(i);
            }
        }
        return versions.get(0);
    }

    /** The version in force at {@code instant}. */
    public Policy at(Instant instant) {
        return on(zone().dayOf(instant));
    }

    /** Whether {@code version} was in force on any day from {@code first} to {@code last}, both inclusive. */
    boolean inForceWithin(Policy version, LocalDate first, LocalDate last) {
        int next = 0;
        while (versions.get(next++).version() != version.version()) {}
        boolean begunByThen = next == 1 || !version.from().isAfter(last);
        boolean notYetReplaced =
                next == versions.size() || versions.get(next).from().isAfter(first);
        return begunByThen && notYetReplaced;
    }

    /** Every period that any version names. */
    public List<Period> periods() {
        return versions.stream()
                .flatMap(v -> v.periods().values().stream())
                .distinct()
                .toList();
    }

    /**
     * The window that figures of {@code account} call {@code name}: of the calendar, of some days, a period, a life, or any days
     * as {@code 2012-04-01..2016-10-31}; null where none is.
     */
    public @Nullable Window windowNamed(String name, Account account) {
        Window window = Calendar.named(name);
        if (window == null) {
            window = Rolling.named(name);
        }
        for (Period period : periods()) {
            if (window == null && period.name().equals(name)) {
                window = period.window();
            }
        }
        if (window == null) {
            Period days = Period.between(name);
            window = days == null ? null : days.window();
        }
        LocalDate begin = Life.beginOf(name);
        return window == null && begin != null ? lifeOn(account, begin) : window;
    }

    /** Every limit that any version sets on {@code account}, with its versions, once for each part that it judges by itself. */
    public List<LimitHistory> limitsOn(Account account) {
        Map<String, Map<Part, List<LimitHistory.Version>>> byName = new LinkedHashMap<>();
        for (Policy policy : versions) {
            for (Limit limit : limitsOf(policy, account)) {
                Map<Part, List<LimitHistory.Version>> parts =
                        byName.computeIfAbsent(limit.name(), name -> new LinkedHashMap<>());
                limit.of(account.entity(), policy)
                        .forEach((part, one) -> parts.computeIfAbsent(part, p -> new ArrayList<>())
                                .add(new LimitHistory.Version(policy, one)));
            }
        }
        List<LimitHistory> histories = new ArrayList<>();
        byName.forEach((name, parts) -> parts.forEach((part, of) -> {
            Limit any = of.get(0).limit();
            histories.add(new LimitHistory(name, part, any.count(), any.per(), any.in(), of, this));
        }));
        return histories;
    }

    private static List<Limit> limitsOf(Policy policy, Account account) {
        String agreementId = account.agreementId();
        if (agreementId != null) {
            Agreement agreement = policy.agreementOf(account.entity().id(), agreementId);
            return agreement == null
                    ? List.of()
                    : List.copyOf(agreement.limits().values());
        }
        return policy.limits().values().stream()
                .filter(limit -> ((Limit.Totals) limit.scope()).covers(account.entity(), policy))
                .toList();
    }

    /**
     * The life of the agreement of {@code account} in which {@code day} lies, by the version in force then; null where there
     * is none. A life ends with the latest end that any version gives it.
     */
    public @Nullable Window lifeOn(Account account, LocalDate day) {
        Agreement agreement = on(day).agreementOf(account.entity().id(), account.agreementId());
        if (agreement == null || !agreement.life().contains(day)) {
            return null;
        }
        Window longest = agreement.life();
        for (Policy policy : versions) {
            Agreement other = policy.agreementOf(account.entity().id(), account.agreementId());
            if (other != null
                    && other.from().equals(agreement.from())
                    && other.life().end().isAfter(longest.end())) {
                longest = other.life();
            }
        }
        return longest;
    }
}
