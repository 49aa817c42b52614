package dev.rollcall.policy;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Life;
import dev.rollcall.model.Per;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit on one account through all versions of the policy.
 *
 * @param part what of the account it judges
 * @param in as in {@link Limit}, as its count and per the same in all versions
 * @param versions those that have it, oldest first
 */
public record LimitHistory(
        String name, Part part, Basis count, Per per, int in, List<Version> versions, Policies policies) {

    /** A limit as one version of the policy has it for the account: what it allows is a number, where that is known. */
    public record Version(Policy policy, Limit limit) {

        /** The owner of the agreement it stands under; null where there is none. */
        public @Nullable String owner() {
            if (limit.scope() instanceof Limit.UnderAgreement under) {
                Agreement agreement = policy.agreements().get(under.agreementId());
                return agreement == null ? null : agreement.owner();
            }
            return null;
        }
    }

    /** The window of today, and the version that judges it. */
    public record Open(Window window, Version version) {}

    public LimitHistory {
        versions = List.copyOf(versions);
    }

    /**
     * What it says of {@code account} today; null where today lies in none of its windows, where no version is in force there,
     * or where nothing is known that it allows. It must be a limit on that account, and on the whole of it: what it says of
     * parts is for alerts alone.
     */
    public @Nullable Open openOn(Account account, LocalDate today) {
        Window window = part.isWhole() ? windowOf(account, today) : null;
        Version version = window == null ? null : inForce(window, today);
        return window == null || version == null || !version.limit().isBounded() ? null : new Open(window, version);
    }

    private @Nullable Window windowOf(Account account, LocalDate today) {
        if (per instanceof Calendar calendar) {
            return calendar.windowOf(today);
        }
        if (per instanceof Rolling rolling) {
            return rolling.endingWith(today);
        }
        if (per instanceof Period period) {
            return period.window().contains(today) ? period.window() : null;
        }
        return policies.lifeOn(account, today);
    }

    /**
     * The strictest version in force between the start of {@code window} and the earlier of its end and {@code today};
     * null where none was. Tightening bites at once, loosening from the next window.
     */
    public @Nullable Version inForce(Window window, LocalDate today) {
        return inForce(window.start(), window.end(), today);
    }

    /** As {@link #inForce(Window, LocalDate)}, of the window from {@code start} to the day before {@code end}. */
    public @Nullable Version inForce(LocalDate start, LocalDate end, LocalDate today) {
        LocalDate last = end.minusDays(1);
        if (today.isBefore(last)) {
            last = today.isBefore(start) ? start : today;
        }
        Version strictest = null;
        for (Version version : versions) {
            if (judges(version, start)
                    && policies.inForceWithin(version.policy(), start, last)
                    && (strictest == null || !strictest.limit().stricterThan(version.limit()))) {
                strictest = version;
            }
        }
        return strictest;
    }

    /** The version that is in force whatever the window, where there is one: that of a policy with one version. */
    public @Nullable Version always() {
        return policies.versions().size() == 1 && per != Life.AGREEMENT ? versions.get(0) : null;
    }

    /** A version that gives the agreement another beginning judges another life. */
    private static boolean judges(Version version, LocalDate start) {
        if (version.limit().per() != Life.AGREEMENT
                || !(version.limit().scope() instanceof Limit.UnderAgreement under)) {
            return true;
        }
        Agreement agreement = version.policy().agreements().get(under.agreementId());
        return agreement != null && agreement.from().equals(start);
    }

    /** The version of the policy in force on {@code day}, where it has this limit; else null. */
    public @Nullable Version on(LocalDate day) {
        int inForce = policies.on(day).version();
        for (Version version : versions) {
            if (version.policy().version() == inForce) {
                return version;
            }
        }
        return null;
    }

    /** Whether {@code policy} has this limit. */
    public boolean isIn(Policy policy) {
        return versions.stream().anyMatch(version -> version.policy().version() == policy.version());
    }

    /** The lowest count that any version has a band for: below it there is nothing to judge. */
    public long lowestReached() {
        long lowest = Long.MAX_VALUE;
        for (Version version : versions) {
            lowest = Math.min(lowest, version.limit().lowestReached());
        }
        return lowest;
    }
}
