package dev.rollcall.policy;

import java.util.List;
import java.util.Map;

/** Decides whether a version of the policy may follow those before it. */
final class VersionOrder {
    private VersionOrder() {}

    /** Reports what {@code next} may not change. */
    static void check(List<Policy> before, Policy next, Section top) {
        Policy last = before.get(before.size() - 1);
        if (!next.name().equals(last.name())) {
            top.problem(
                    "policy",
                    "Expected 'policy' to be the same in all versions, '%s', but was '%s'"
                            .formatted(last.name(), next.name()));
        }
        if (next.version() <= last.version()) {
            top.problem(
                    "version",
                    "Expected 'version' to be greater than %d, but was %d".formatted(last.version(), next.version()));
        }
        if (!next.from().isAfter(last.from())) {
            top.problem(
                    "from",
                    "Expected 'from' to be after that of version %d, %s, but was %s"
                            .formatted(last.version(), last.from(), next.from()));
        }
        if (!next.zone().equals(last.zone())) {
            top.problem(
                    "zone",
                    "Expected 'zone' to be the same in all versions, '%s', but was '%s'"
                            .formatted(last.zone().id(), next.zone().id()));
        }
        for (Policy earlier : before) {
            checkLimits(earlier, earlier.limits(), next.limits(), top, "limits.");
            earlier.agreements().forEach((id, agreement) -> {
                Agreement now = next.agreements().get(id);
                if (now != null) {
                    checkLimits(earlier, agreement.limits(), now.limits(), top, "agreements." + id + ".limits.");
                }
            });
            earlier.periods().forEach((id, period) -> {
                if (next.periods().containsKey(id)
                        && !period.equals(next.periods().get(id))) {
                    top.problem(
                            "periods." + id,
                            "Expected a changed period to have a new name, but '%s' is %s to %s in version %d"
                                    .formatted(id, period.from(), period.to(), earlier.version()));
                }
            });
        }
    }

    private static void checkLimits(
            Policy earlier, Map<String, Limit> then, Map<String, Limit> now, Section top, String path) {
        then.forEach((name, limit) -> {
            Limit changed = now.get(name);
            if (changed != null
                    && (changed.count() != limit.count() || !changed.per().equals(limit.per()))) {
                top.problem(
                        path + name,
                        "Expected a limit that changes its count or per to have a new name, but '%s' counts %s per %s in version %d"
                                .formatted(
                                        name, limit.count().text(), limit.per().text(), earlier.version()));
            }
        });
    }
}
