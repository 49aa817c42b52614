package dev.rollcall.monitor;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertKey;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Origin;
import dev.rollcall.model.RestsOn;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands for one entity, and what has been said of it.
 *
 * <p>A scope (an event, a figure, a history) is judged whole; an alert stands while any scope finds it, with the greatest
 * count and severity among them.
 */
final class AlertBook {
    private final Map<AlertKey, Standing> alerts = new LinkedHashMap<>();
    private final Map<Object, List<Standing>> byScope = new HashMap<>();
    private final Set<Standing> changed = new LinkedHashSet<>();

    /** One alert; equal to itself alone, since its key takes long to compare. */
    private static final class Standing {
        final AlertKey key;

        final Map<Object, Finding> findings = new LinkedHashMap<>();

        /** Kept while there are several findings; most alerts have one. */
        @Nullable Extremes extremes;

        @Nullable Finding merged;

        @Nullable Alert published;

        @Nullable Evidence evidence;

        /** Whether its sentence may have changed though what was found did not. */
        boolean toRetell;

        Standing(AlertKey key) {
            this.key = key;
        }

        void put(Object scope, Finding finding) {
            Finding before = findings.put(scope, finding);
            if (extremes != null) {
                if (before != null) {
                    extremes.remove(before);
                }
                extremes.add(finding);
            }
            merge();
        }

        void remove(Object scope) {
            Finding before = findings.remove(scope);
            if (before != null && extremes != null) {
                extremes.remove(before);
            }
            merge();
        }

        private void merge() {
            if (findings.size() < 2) {
                extremes = null;
                merged =
                        findings.isEmpty() ? null : findings.values().iterator().next();
                return;
            }
            if (extremes == null) {
                extremes = new Extremes();
                findings.values().forEach(extremes::add);
            }
            merged = extremes.merged();
        }

        /** Whether it was said to stand, or to have been settled. */
        boolean isSaid() {
            return published != null && published.state() != AlertState.RETRACTED;
        }
    }

    /** Replaces what {@code scope} found before by what it finds now. */
    void judge(Object scope, List<Finding> findings, @Nullable Origin because) {
        List<Standing> before = byScope.getOrDefault(scope, List.of());
        if (before.isEmpty() && findings.isEmpty()) {
            return;
        }
        if (sameAlerts(before, findings)) {
            for (int i = 0; i < before.size(); i++) {
                replace(before.get(i), scope, findings.get(i), because);
            }
            return;
        }
        Map<Standing, Finding> now = new LinkedHashMap<>();
        for (Finding finding : findings) {
            now.merge(standing(finding.key()), finding, Finding::and);
        }
        for (Standing standing : before) {
            if (!now.containsKey(standing)) {
                standing.remove(scope);
                touch(standing, because);
            }
        }
        now.forEach((standing, finding) -> replace(standing, scope, finding, because));
        if (now.isEmpty()) {
            byScope.remove(scope);
        } else {
            byScope.put(scope, List.copyOf(now.keySet()));
        }
    }

    /**
     * As {@link #judge}, of what is told with more than was found: what came before it in a history. Where that has changed, the
     * sentence is said anew.
     */
    void judgeAndRetell(Object scope, List<Finding> findings, @Nullable Origin because) {
        judge(scope, findings, because);
        for (Standing standing : byScope.getOrDefault(scope, List.of())) {
            standing.toRetell = true;
            changed.add(standing);
        }
    }

    /** Whether the same alerts were found again, one each and in the same order, as it mostly is: only counts have changed. */
    private static boolean sameAlerts(List<Standing> before, List<Finding> findings) {
        if (before.size() != findings.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).key.equals(findings.get(i).key())) {
                return false;
            }
        }
        return true;
    }

    private void replace(Standing standing, Object scope, Finding finding, @Nullable Origin because) {
        if (!finding.equals(standing.findings.get(scope))) {
            standing.put(scope, finding);
            touch(standing, because);
        }
    }

    private Standing standing(AlertKey key) {
        return alerts.computeIfAbsent(key, Standing::new);
    }

    private void touch(Standing standing, @Nullable Origin because) {
        changed.add(standing);
        if (because != null) {
            standing.evidence = extended(standing.evidence, because);
        }
    }

    private static Evidence extended(@Nullable Evidence evidence, Origin origin) {
        if (evidence == null
                || evidence.partition() != origin.partition()
                || !evidence.topic().equals(origin.topic())) {
            return Evidence.of(origin);
        }
        return new Evidence(
                evidence.topic(),
                evidence.partition(),
                Math.min(evidence.firstOffset(), origin.offset()),
                Math.max(evidence.lastOffset(), origin.offset()));
    }

    /** Takes over what was published before a restart. */
    void restore(Alert alert) {
        Standing standing = standing(alert.finding().key());
        standing.published = alert;
        standing.evidence = alert.evidence();
        changed.add(standing);
    }

    /**
     * Says what was raised or retracted; on a tick also what else changed of alerts that stand.
     *
     * @param explain the sentence for a finding
     * @param grounds what one rests on that was found by these scopes
     */
    void publish(
            Instant loggedAt,
            boolean tick,
            Function<Finding, String> explain,
            BiFunction<Collection<Object>, Finding, RestsOn> grounds,
            Effects effects) {
        if (changed.isEmpty()) {
            return;
        }
        for (Standing standing : List.copyOf(changed)) {
            Finding merged = standing.merged;
            if (merged == null ? !standing.isSaid() : standing.isSaid() && sameAsSaid(standing, merged, explain)) {
                changed.remove(standing);
                standing.toRetell = false;
            } else if (tick || merged == null || !standing.isSaid()) {
                changed.remove(standing);
                standing.toRetell = false;
                Alert alert = next(standing, loggedAt, explain, grounds);
                standing.published = alert.bare();
                effects.say(alert);
            }
        }
    }

    /** Adds what stands, as it was last said, to {@code counts} and to {@code into}. */
    void collectStanding(Map<Overview.AlertClass, Integer> counts, Foremost<Alert> into) {
        for (Standing standing : alerts.values()) {
            Alert alert = standing.published;
            if (alert != null && alert.state() == AlertState.RAISED) {
                Finding finding = alert.finding();
                counts.merge(new Overview.AlertClass(finding.detector(), finding.severity()), 1, Integer::sum);
                into.add(alert);
            }
        }
    }

    private static boolean sameAsSaid(Standing standing, Finding merged, Function<Finding, String> explain) {
        return standing.published != null
                && standing.published.finding().equals(merged)
                && (!standing.toRetell || standing.published.explanation().equals(explain.apply(merged)));
    }

    private static Alert next(
            Standing standing,
            Instant loggedAt,
            Function<Finding, String> explain,
            BiFunction<Collection<Object>, Finding, RestsOn> grounds) {
        Alert before = standing.published;
        int revision = before == null ? 1 : before.revision() + 1;
        Finding merged = standing.merged;
        if (merged == null) {
            if (before == null) {
                throw new IllegalStateException("Expected only what was published to be retracted");
            }
            return new Alert(
                    before.id(),
                    revision,
                    AlertState.RETRACTED,
                    before.finding(),
                    before.explanation(),
                    standing.evidence,
                    loggedAt);
        }
        return new Alert(
                before == null ? standing.key.id() : before.id(),
                revision,
                merged.settled() ? AlertState.RESOLVED : AlertState.RAISED,
                merged,
                explain.apply(merged),
                standing.evidence,
                loggedAt,
                grounds.apply(standing.findings.keySet(), merged));
    }
}
