package dev.rollcall.policy.diff;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Life;
import dev.rollcall.model.Severity;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.Dataset;
import dev.rollcall.policy.DetectorSettings;
import dev.rollcall.policy.ExpectedFeed;
import dev.rollcall.policy.FieldRule;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Requirement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one version of a policy changes of another, in words, and whether each change lets more pass or less.
 *
 * <p>An effect is that of the change alone. Who leaves what limits and rules look at loosens, whatever else begins to look at
 * them. A setting of a detector may work either way and is told as such; what is stated of
 * the world, as the day on which an agreement was made public, loosens where fewer alerts follow from it.
 */
public final class PolicyDiff {
    private static final String SEVERITY = "severity";

    private final Policy before;
    private final Policy after;
    private final Changes changes = new Changes();

    private PolicyDiff(Policy before, Policy after) {
        this.before = before;
        this.after = after;
    }

    /**
     * What {@code after} changes of {@code before}.
     *
     * @param writtenBefore the version as it is written
     * @param writtenAfter the version as it is written
     */
    public static List<PolicyChange> between(Policy before, Node writtenBefore, Policy after, Node writtenAfter) {
        PolicyDiff diff = new PolicyDiff(before, after);
        diff.general();
        new LimitChanges(before, after, diff.changes).find();
        diff.agreements();
        diff.bodies();
        diff.fieldRules();
        diff.detectors();
        diff.surroundings();
        diff.changes.set(
                "catalogue",
                "field",
                leaves(writtenBefore, "catalogue"),
                leaves(writtenAfter, "catalogue"),
                Effect.EITHER);
        return diff.changes.found();
    }

    private void general() {
        changes.value("policy", "name", before.name(), after.name(), Effect.NEITHER);
        changes.value("policy", "zone", before.zone().id(), after.zone().id(), Effect.EITHER);
        changes.value(
                "policy",
                "lateness",
                before.lateness().toDays() + " days",
                after.lateness().toDays() + " days",
                Effect.EITHER);
    }

    private void agreements() {
        changes.named(
                before.agreements(),
                after.agreements(),
                agreement -> "an agreement of %s from %s".formatted(agreement.body(), agreement.from()),
                Effect.LOOSENS,
                Effect.EITHER,
                this::compare);
    }

    private void compare(Agreement was, Agreement is) {
        String of = is.id();
        changes.value(of, "name", was.name(), is.name(), Effect.NEITHER);
        changes.value(of, "owner", was.owner(), is.owner(), Effect.NEITHER);
        changes.value(of, "body", was.body(), is.body(), Effect.EITHER);
        if (countsLife(was) || countsLife(is)) {
            // another day begins another life, and what was counted of this one is forgotten
            changes.value(of, "from", was.from(), is.from(), Effect.LOOSENS);
        } else {
            changes.ordered(of, "from", was.from(), is.from(), Effect.TIGHTENS, false);
        }
        changes.ordered(of, "until", was.until(), is.until(), Effect.LOOSENS, true);
        changes.ordered(of, "suspended", was.suspended(), is.suspended(), Effect.LOOSENS, true);
        changes.ordered(of, "withdrawn", was.withdrawn(), is.withdrawn(), Effect.LOOSENS, true);
        day(of, "published", was.published(), is.published());
        day(of, "notified", was.notified(), is.notified());
        changes.value(of, "de-identified", was.deIdentified(), is.deIdentified(), Effect.EITHER);
        changes.set(
                of,
                "requirement",
                was.requires().stream().map(Requirement::text).toList(),
                is.requires().stream().map(Requirement::text).toList(),
                Effect.TIGHTENS);
        changes.allowed(of, "purpose", was.purposes(), is.purposes(), Effect.LOOSENS);
        Categories one = was.categories();
        Categories other = is.categories();
        if (one == null || other == null) {
            changes.ordered(
                    of,
                    "categories",
                    one == null ? null : String.join(", ", one.names()),
                    other == null ? null : String.join(", ", other.names()),
                    Effect.LOOSENS,
                    true);
        } else {
            changes.set(of, "category", one.names(), other.names(), Effect.LOOSENS);
        }
    }

    private static boolean countsLife(Agreement agreement) {
        return agreement.limits().values().stream().anyMatch(limit -> limit.per() instanceof Life);
    }

    /** The later something was done that ought to be done, the more is found; most where it never was, nothing where that is not known. */
    private void day(String of, String what, @Nullable LocalDate was, @Nullable LocalDate is) {
        if (was == null || is == null) {
            changes.value(of, what, told(was), told(is), is == null ? Effect.LOOSENS : Effect.TIGHTENS);
        } else {
            changes.value(of, what, told(was), told(is), is.isAfter(was) ? Effect.TIGHTENS : Effect.LOOSENS);
        }
    }

    private static @Nullable String told(@Nullable LocalDate day) {
        return day == null ? null : day.equals(Agreement.NEVER) ? "no" : day.toString();
    }

    private void bodies() {
        changes.named(
                before.bodies(),
                after.bodies(),
                body -> "a body, %s".formatted(body.name()),
                Effect.LOOSENS,
                body -> leavesKind(body, null) || leavesGroup(body, null) ? Effect.LOOSENS : Effect.TIGHTENS,
                this::compare);
    }

    private void compare(Body was, Body is) {
        String of = is.id();
        changes.value(of, "name", was.name(), is.name(), Effect.NEITHER);
        changes.value(of, "kind", was.kind(), is.kind(), leavesKind(was, is) ? Effect.LOOSENS : Effect.EITHER);
        changes.value(of, "group", was.group(), is.group(), leavesGroup(was, is) ? Effect.LOOSENS : Effect.EITHER);
        changes.set(of, "formerly", was.formerly(), is.formerly(), Effect.EITHER);
        if (was.declaredPerYear() == null || is.declaredPerYear() == null) {
            // a share of what was not declared has no bound
            changes.value(
                    of,
                    "declared per year",
                    was.declaredPerYear(),
                    is.declaredPerYear(),
                    is.declaredPerYear() == null ? Effect.LOOSENS : Effect.EITHER);
        } else {
            changes.ordered(
                    of, "declared per year", was.declaredPerYear(), is.declaredPerYear(), Effect.LOOSENS, false);
        }
    }

    /** Whether a limit or a rule looked at the body for its kind, and no longer does. */
    private boolean leavesKind(Body was, @Nullable Body is) {
        String kind = was.kind();
        Set<String> lost = new TreeSet<>(lookingAt(before, kind, Limit.Totals::kinds));
        lost.removeAll(lookingAt(after, is == null ? null : is.kind(), Limit.Totals::kinds));
        before.fieldRules().values().stream()
                .filter(rule -> kind != null && rule.releasedTo().contains(kind))
                .filter(rule -> is == null || is.kind() == null || !isReleasedTo(after, rule.name(), is.kind()))
                .forEach(rule -> lost.add(rule.name()));
        return !lost.isEmpty();
    }

    private static boolean isReleasedTo(Policy policy, String rule, String kind) {
        FieldRule now = policy.fieldRules().get(rule);
        return now != null && (now.releasedTo().isEmpty() || now.releasedTo().contains(kind));
    }

    /** Whether a limit or a detector looked at the body with others of its group, and no longer does. */
    private boolean leavesGroup(Body was, @Nullable Body is) {
        Set<String> lost = new TreeSet<>(lookingAt(before, was.group(), Limit.Totals::groups));
        lost.removeAll(lookingAt(after, is == null ? null : is.group(), Limit.Totals::groups));
        return !lost.isEmpty();
    }

    /** The names of the limits and detectors that are for {@code what}, a kind or a group. */
    private static Set<String> lookingAt(
            Policy policy, @Nullable String what, Function<Limit.Totals, Set<String>> scope) {
        Set<String> names = new TreeSet<>();
        if (what != null) {
            policy.limits().forEach((name, limit) -> {
                if (limit.scope() instanceof Limit.Totals totals
                        && scope.apply(totals).contains(what)) {
                    names.add(name);
                }
            });
            policy.detectors().forEach((name, detector) -> {
                Limit.Totals totals = detector.scope();
                if (totals != null && scope.apply(totals).contains(what)) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    private void fieldRules() {
        changes.named(
                before.fieldRules(),
                after.fieldRules(),
                rule -> "a field rule of severity " + Changes.text(rule.severity()),
                Effect.TIGHTENS,
                Effect.LOOSENS,
                this::compare);
    }

    private void compare(FieldRule was, FieldRule is) {
        String of = is.name();
        changes.ordered(of, SEVERITY, was.severity(), is.severity(), Effect.TIGHTENS, false);
        changes.set(of, "all of", was.allOf().names(), is.allOf().names(), Effect.LOOSENS);
        changes.allowed(of, "any of", was.anyOf().names(), is.anyOf().names(), Effect.TIGHTENS);
        changes.ordered(of, "at least", was.atLeast(), is.atLeast(), Effect.LOOSENS, false);
        changes.set(of, "of", was.of().names(), is.of().names(), Effect.TIGHTENS);
        changes.ordered(of, "share of a dataset", was.datasetShare(), is.datasetShare(), Effect.LOOSENS, false);
        changes.allowed(of, "released to", was.releasedTo(), is.releasedTo(), Effect.TIGHTENS);
        changes.value(
                of,
                "de-identified",
                was.deIdentified(),
                is.deIdentified(),
                is.deIdentified() ? Effect.LOOSENS : Effect.TIGHTENS);
    }

    private void detectors() {
        changes.named(
                before.detectors(),
                after.detectors(),
                detector -> "a detector of type " + detector.type(),
                Effect.TIGHTENS,
                Effect.LOOSENS,
                this::compare);
    }

    private void compare(DetectorSettings was, DetectorSettings is) {
        String of = is.rule();
        Map<String, String> one = settings(was);
        Map<String, String> other = settings(is);
        TreeSet<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        for (String key : keys) {
            changes.value(of, key, one.get(key), other.get(key), ofSetting(key, one.get(key), other.get(key)));
        }
        Limit.Totals scope = was.scope();
        Limit.Totals now = is.scope();
        if (scope == null || now == null) {
            changes.value(
                    of,
                    "for",
                    scope == null ? "everyone" : "some",
                    now == null ? "everyone" : "some",
                    now == null ? Effect.TIGHTENS : Effect.LOOSENS);
        } else {
            changes.set(of, "for bodies", scope.bodies(), now.bodies(), Effect.TIGHTENS);
            changes.set(of, "for groups", scope.groups(), now.groups(), Effect.TIGHTENS);
            changes.set(of, "for kinds", scope.kinds(), now.kinds(), Effect.TIGHTENS);
        }
    }

    private static Map<String, String> settings(DetectorSettings detector) {
        Map<String, String> settings = new TreeMap<>();
        detector.settings().entries().forEach(entry -> {
            if (!entry.key().equals("for")) {
                settings.put(entry.key(), text(entry.value()));
            }
        });
        return settings;
    }

    private static Effect ofSetting(String key, @Nullable String was, @Nullable String is) {
        if (!key.equals(SEVERITY) || was == null || is == null) {
            return Effect.EITHER;
        }
        return severity(is) > severity(was) ? Effect.TIGHTENS : Effect.LOOSENS;
    }

    private static int severity(String text) {
        for (Severity severity : Severity.values()) {
            if (severity.name().equalsIgnoreCase(text)) {
                return severity.ordinal();
            }
        }
        return -1;
    }

    private void surroundings() {
        changes.named(
                before.feeds(),
                after.feeds(),
                feed -> "a feed to be heard of every %d days".formatted(feed.every()),
                Effect.TIGHTENS,
                Effect.LOOSENS,
                (ExpectedFeed was, ExpectedFeed is) -> {
                    changes.ordered(is.id(), "days between events", was.every(), is.every(), Effect.LOOSENS, false);
                    changes.ordered(is.id(), "expected from", was.from(), is.from(), Effect.LOOSENS, false);
                });
        changes.named(
                before.datasets(),
                after.datasets(),
                dataset -> "a dataset",
                Effect.EITHER,
                Effect.EITHER,
                (Dataset was, Dataset is) -> {
                    changes.allowed(is.name(), "collected for", was.collectedFor(), is.collectedFor(), Effect.LOOSENS);
                    changes.value(is.name(), "children", was.population(), is.population(), Effect.EITHER);
                    changes.ordered(is.name(), "released", was.released(), is.released(), Effect.TIGHTENS, false);
                    changes.value(is.name(), "appears", was.appears(), is.appears(), Effect.EITHER);
                });
        changes.named(
                before.periods(),
                after.periods(),
                period -> "a period from %s to %s".formatted(period.from(), period.to()),
                Effect.NEITHER,
                Effect.NEITHER,
                (was, is) -> changes.value(
                        is.name(),
                        "period",
                        was.from() + " to " + was.to(),
                        is.from() + " to " + is.to(),
                        Effect.EITHER));
        changes.named(
                before.profiles(),
                after.profiles(),
                profile -> "a profile of %,d extracts".formatted(profile.extracts()),
                Effect.EITHER,
                Effect.EITHER,
                (was, is) -> {
                    if (!was.equals(is)) {
                        changes.add("%s: the profile is another".formatted(is.name()), Effect.EITHER);
                    }
                });
        words("purpose", before.vocabulary().purposes(), after.vocabulary().purposes());
        words(
                "legal gateway",
                before.vocabulary().legalGateways(),
                after.vocabulary().legalGateways());
        words(
                "lawful basis",
                before.vocabulary().lawfulBases(),
                after.vocabulary().lawfulBases());
        words("channel", before.vocabulary().channels(), after.vocabulary().channels());
    }

    /** Words only decide what is seen of an event as it was said. */
    private void words(String what, Collection<String> was, Collection<String> is) {
        changes.set("vocabulary", what, was, is, Effect.EITHER);
    }

    private static List<String> leaves(Node document, String key) {
        if (document instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                if (entry.key().equals(key) && entry.value() instanceof Node.Mapping within) {
                    return within.entries().stream()
                            .map(leaf -> leaf.key() + " (" + text(leaf.value()) + ")")
                            .toList();
                }
            }
        }
        return List.of();
    }

    private static String text(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.text();
        }
        if (node instanceof Node.Sequence sequence) {
            return "["
                    + String.join(
                            ", ",
                            sequence.items().stream().map(PolicyDiff::text).toList()) + "]";
        }
        return "{"
                + String.join(
                        ", ",
                        ((Node.Mapping) node)
                                .entries().stream()
                                        .map(entry -> entry.key() + ": " + text(entry.value()))
                                        .toList())
                + "}";
    }
}
