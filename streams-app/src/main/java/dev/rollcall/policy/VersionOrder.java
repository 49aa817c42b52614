package dev.rollcall.policy;

import java.util.ArrayList;
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
        if (!next.from().isAfter(last.from()) && !next.from().equals(Section.NO_DATE)) {
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
        checkRepeats(before, next, top);
        for (Policy earlier : before) {
            checkLimits(earlier, earlier.limits(), next.limits(), top, List.of("limits"));
            earlier.agreements().forEach((id, agreement) -> {
                Agreement now = next.agreements().get(id);
                if (now != null) {
                    checkLimits(earlier, agreement.limits(), now.limits(), top, List.of("agreements", id, "limits"));
                }
            });
            earlier.periods().forEach((id, period) -> {
                if (next.periods().containsKey(id)
                        && !period.equals(next.periods().get(id))) {
                    top.problem(
                            List.of("periods", id),
                            "Expected a changed period to have a new name, but '%s' is %s to %s in version %d"
                                    .formatted(id, period.from(), period.to(), earlier.version()));
                }
            });
        }
    }

    /** A figure of repeats does not say of how many months. */
    private static void checkRepeats(List<Policy> before, Policy next, Section top) {
        for (Policy earlier : before) {
            int then = earlier.repeatsIn();
            if (then != 0 && next.repeatsIn() != 0 && then != next.repeatsIn()) {
                top.problem(
                        "limits",
                        "Expected 'in' to be the same for all limits on repeats in all versions, %d as in version %d, but was %d"
                                .formatted(then, earlier.version(), next.repeatsIn()));
                return;
            }
        }
    }

    private static void checkLimits(
            Policy earlier, Map<String, Limit> then, Map<String, Limit> now, Section top, List<String> path) {
        then.forEach((name, limit) -> {
            Limit changed = now.get(name);
            if (changed != null && !kind(changed).equals(kind(limit))) {
                List<String> keys = new ArrayList<>(path);
                keys.add(name);
                top.problem(
                        keys,
                        "Expected a limit that changes what it judges to have a new name, but '%s' is on %s in version %d and on %s now"
                                .formatted(name, kind(limit), earlier.version(), kind(changed)));
            }
        });
    }

    /** What a limit judges, whatever it allows and of whom: the same under one name in all versions. */
    private static String kind(Limit limit) {
        boolean ofDatasets = limit.share() != null && limit.share().of() == Share.Whole.DATASET;
        return limit.count().text()
                + (limit.in() == 0 ? "" : " in " + limit.in() + " months")
                + " per " + limit.per().text()
                + (ofDatasets ? " of each dataset" : "")
                + (limit.eachOperator() ? " of each operator" : "")
                + (limit.running() == null ? "" : " running " + limit.running().windows());
    }
}
