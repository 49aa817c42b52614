package dev.rollcall.policy.diff;

import dev.rollcall.model.Entity;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What changes of limits, and for how many bodies and groups. */
final class LimitChanges {
    private final Policy before;
    private final Policy after;
    private final Changes changes;

    LimitChanges(Policy before, Policy after, Changes changes) {
        this.before = before;
        this.after = after;
        this.changes = changes;
    }

    void find() {
        changes.named(
                all(before),
                all(after),
                limit -> told(limit) + affected(limit),
                Effect.TIGHTENS,
                Effect.LOOSENS,
                this::compare);
    }

    private static Map<String, Limit> all(Policy policy) {
        Map<String, Limit> all = new LinkedHashMap<>(policy.limits());
        for (Agreement agreement : policy.agreements().values()) {
            all.putAll(agreement.limits());
        }
        return all;
    }

    private void compare(Limit was, Limit is) {
        String of = is.name();
        String affected = affected(is);
        if (!allowed(was).equals(allowed(is))) {
            changes.add(
                    "%s: %s becomes %s%s".formatted(of, allowed(was), allowedShort(was, is), affected),
                    ofNumber(was, is));
        }
        if (was.count() != is.count()) {
            changes.add(
                    "%s: counts %s instead of %s%s"
                            .formatted(of, is.count().text(), was.count().text(), affected),
                    Effect.EITHER);
        }
        if (!was.per().text().equals(is.per().text())) {
            changes.add(
                    "%s: per %s instead of per %s%s"
                            .formatted(of, is.per().text(), was.per().text(), affected),
                    Effect.EITHER);
        }
        if (was.in() != is.in()) {
            changes.add(
                    "%s: children in %d months in a row instead of %d%s".formatted(of, is.in(), was.in(), affected),
                    is.in() < was.in() ? Effect.TIGHTENS : Effect.LOOSENS);
        }
        if (was.eachOperator() != is.eachOperator()) {
            changes.add(
                    "%s: judges %s%s"
                            .formatted(
                                    of,
                                    is.eachOperator() ? "each operator by itself" : "all operators together",
                                    affected),
                    is.eachOperator() ? Effect.LOOSENS : Effect.TIGHTENS);
        }
        changes.set(of, "warning at", percents(was.warnAt()), percents(is.warnAt()), Effect.TIGHTENS);
        running(of, was, is);
        scope(of, was, is);
    }

    private static List<String> percents(List<Integer> warnAt) {
        return warnAt.stream().map(percent -> percent + "%").toList();
    }

    private static Effect ofNumber(Limit was, Limit is) {
        Share one = was.share();
        Share other = is.share();
        if (one != null && other != null && one.of() == other.of()) {
            return other.percent() < one.percent() ? Effect.TIGHTENS : Effect.LOOSENS;
        }
        if (one != null || other != null) {
            return Effect.EITHER;
        }
        return is.atMost() < was.atMost() ? Effect.TIGHTENS : Effect.LOOSENS;
    }

    private static String allowed(Limit limit) {
        return "at most " + number(limit);
    }

    private static String allowedShort(Limit was, Limit is) {
        return (was.share() == null) == (is.share() == null) ? number(is) : allowed(is);
    }

    private static String number(Limit limit) {
        Share share = limit.share();
        return share == null
                ? Changes.text(limit.atMost())
                : "%d%% of %s"
                        .formatted(share.percent(), share.of() == Share.Whole.DECLARED ? "declared" : "a dataset");
    }

    private static String told(Limit limit) {
        return "%s %s per %s"
                .formatted(allowed(limit), limit.count().text(), limit.per().text());
    }

    private void running(String of, Limit was, Limit is) {
        Limit.Running one = was.running();
        Limit.Running other = is.running();
        if (Objects.equals(one, other)) {
            return;
        }
        String text = "%s: windows in a row near it: %s becomes %s".formatted(of, running(one), running(other));
        if (one == null || other == null) {
            changes.add(text, one == null ? Effect.TIGHTENS : Effect.LOOSENS);
        } else {
            int windows = Integer.compare(other.windows(), one.windows());
            int percent = Integer.compare(other.percent(), one.percent());
            changes.add(
                    text,
                    windows * percent < 0 ? Effect.EITHER : windows + percent < 0 ? Effect.TIGHTENS : Effect.LOOSENS);
        }
    }

    private static String running(Limit.@Nullable Running running) {
        return running == null ? "none" : "%d windows at %d%%".formatted(running.windows(), running.percent());
    }

    private void scope(String of, Limit was, Limit is) {
        if (was.scope() instanceof Limit.Totals one && is.scope() instanceof Limit.Totals other) {
            changes.set(of, "for bodies", one.bodies(), other.bodies(), Effect.TIGHTENS);
            changes.set(of, "for groups", one.groups(), other.groups(), Effect.TIGHTENS);
            changes.set(of, "for kinds", one.kinds(), other.kinds(), Effect.TIGHTENS);
        } else if (!was.scope().equals(is.scope())) {
            changes.add("%s: under %s instead of %s".formatted(of, under(is), under(was)), Effect.EITHER);
        }
    }

    private static String under(Limit limit) {
        if (limit.scope() instanceof Limit.Totals totals) {
            List<String> whose = new ArrayList<>();
            whose.addAll(named("bodies", totals.bodies()));
            whose.addAll(named("groups", totals.groups()));
            whose.addAll(named("kinds", totals.kinds()));
            return "no agreement, in total for " + String.join(", ", whose);
        }
        Limit.UnderAgreement under = (Limit.UnderAgreement) limit.scope();
        return "%s of %s".formatted(under.agreementId(), under.body());
    }

    private static List<String> named(String what, Set<String> names) {
        return names.isEmpty() ? List.of() : List.of(what + " " + String.join(", ", new TreeSet<>(names)));
    }

    /** "; 2 bodies affected", by both versions. */
    private String affected(Limit limit) {
        TreeSet<String> bodies = new TreeSet<>();
        TreeSet<String> groups = new TreeSet<>();
        for (Policy policy : List.of(before, after)) {
            Limit here = all(policy).get(limit.name());
            if (here == null) {
                continue;
            }
            if (here.scope() instanceof Limit.UnderAgreement under) {
                bodies.add(under.body());
            } else if (here.scope() instanceof Limit.Totals totals) {
                bodies.addAll(totals.bodies());
                groups.addAll(totals.groups());
                policy.bodies().keySet().stream()
                        .filter(body -> totals.covers(Entity.body(body), policy))
                        .forEach(bodies::add);
            }
        }
        String counted =
                List.of(count(bodies.size(), "body", "bodies"), count(groups.size(), "group", "groups")).stream()
                        .filter(text -> !text.startsWith("0 "))
                        .collect(Collectors.joining(" and "));
        return "; " + (counted.isEmpty() ? "nobody" : counted) + " affected";
    }

    private static String count(int number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }
}
