package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.count.Memory;
import dev.rollcall.detect.stats.Baseline;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.FigureKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Policy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds counts that leave what is usual for a body or a group, however far below any limit: bursts and slow drifts.
 *
 * <p>What is found has as its limit what was usual, so that an alert's ratio says how many times that it is.
 *
 * @param falseAlarms how many a year are to be expected of an entity that changes nothing; above 0, at most 1
 * @param direction {@code up}, or {@code both} for less than usual too
 * @param warmUp how many windows are learnt from before any is judged
 * @param sinceKnown whether the time in which the policy knew an entity of which nothing was heard counts as usual
 */
@AutoService(Detector.class)
public record BaselineDetector(
        Severity severity,
        Basis count,
        Calendar per,
        double falseAlarms,
        Direction direction,
        int warmUp,
        boolean sinceKnown)
        implements Detector {

    /** Which changes are found. */
    public enum Direction {
        /** More than usual. */
        UP,
        /** More, or less, than usual. */
        BOTH
    }

    public BaselineDetector {
        RatioDetector.counted("count", count);
        if (!(falseAlarms > 0 && falseAlarms <= 1)) {
            throw new IllegalArgumentException(
                    "Expected 'false-alarms' a year to be above 0 and at most 1, but was " + falseAlarms);
        }
        if (warmUp < 1 || warmUp > reach(per)) {
            throw new IllegalArgumentException("Expected 'warm-up' to be 1 to %d windows of a %s, but was %d"
                    .formatted(reach(per), per.text(), warmUp));
        }
    }

    public BaselineDetector() {
        this(Severity.WARNING, Basis.CHILDREN, Calendar.MONTH, 0.1, Direction.UP, 6, false);
    }

    /** How many windows back it learns from: two years, or a quarter of days. */
    private static int reach(Calendar per) {
        return per == Calendar.DAY ? 91 : 24;
    }

    private static int windowsAYear(Calendar per) {
        return switch (per) {
            case DAY -> 365;
            case MONTH -> 12;
            case QUARTER -> 4;
            case YEAR, ACADEMIC_YEAR -> 1;
        };
    }

    @Override
    public Set<FigureKind> figuresOf(EntityKind kind) {
        return judges(kind) ? Set.of(new FigureKind(count, per)) : Set.of();
    }

    private static boolean judges(EntityKind kind) {
        return kind == EntityKind.BODY || kind == EntityKind.GROUP;
    }

    @Override
    public List<Finding> onHistory(Entity entity, Situation situation) {
        LocalDate first = firstDay(entity, situation);
        if (first == null || !judges(entity.kind())) {
            return List.of();
        }
        Memory memory = situation.memory();
        List<Window> windows = new ArrayList<>();
        for (Window window = per.windowOf(first);
                !window.end().isAfter(situation.today());
                window = per.windowOf(window.end())) {
            windows.add(window);
        }
        long[] counts = windows.stream()
                .mapToLong(window -> memory.count(null, count, per, window))
                .toArray();
        Baseline baseline =
                new Baseline(windowsAYear(per), reach(per), warmUp, falseAlarms, direction == Direction.BOTH);
        List<Finding> findings = new ArrayList<>();
        for (Baseline.Finding found : baseline.judge(counts)) {
            Window window = windows.get(found.window());
            findings.add(Finding.of(
                            type(),
                            situation.rule() + "/" + found.kind().name().toLowerCase(Locale.ROOT),
                            entity,
                            window.name(),
                            severity,
                            situation.policy().version())
                    .counting(count, counts[found.window()], memory.exact(null, count, per, window))
                    .comparedWith(found.usual())
                    .seeing(limitPassed(window, situation)));
        }
        return findings;
    }

    /** The day on which the entity's history begins; null where it has none. */
    private @Nullable LocalDate firstDay(Entity entity, Situation situation) {
        LocalDate first = situation.memory().firstDay();
        if (sinceKnown) {
            for (Policy version : situation.policies().versions()) {
                if (knows(version, entity)) {
                    return first == null || version.from().isBefore(first) ? version.from() : first;
                }
            }
        }
        return first;
    }

    private static boolean knows(Policy version, Entity entity) {
        if (entity.kind() == EntityKind.BODY) {
            return version.bodies().containsKey(entity.id());
        }
        return version.bodies().values().stream()
                .map(Body::group)
                .anyMatch(group -> entity.id().equals(group));
    }

    /** The first by name of the limits that the same count passes in {@code window}, of the whole or of an agreement. */
    private @Nullable String limitPassed(Window window, Situation situation) {
        Set<String> passed = new TreeSet<>();
        collectPassed(null, window, situation, passed);
        situation.memory().agreements().forEach(agreement -> collectPassed(agreement, window, situation, passed));
        return passed.isEmpty() ? null : passed.iterator().next();
    }

    private void collectPassed(@Nullable String agreement, Window window, Situation situation, Set<String> passed) {
        long counted = situation.memory().count(agreement, count, per, window);
        for (LimitHistory limit : situation.memory().limitsOn(agreement)) {
            if (limit.part().isWhole() && limit.count() == count && limit.per().equals(per)) {
                LimitHistory.Version version = limit.inForce(window, situation.today());
                if (version != null && counted > version.limit().atMost()) {
                    passed.add(limit.name());
                }
            }
        }
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        String usual = usual(Objects.requireNonNull(finding.limit()));
        String change = switch (Baseline.Kind.valueOf(finding.kindOfRule().toUpperCase(Locale.ROOT))) {
            case BURST, DROP -> usual + " was usual until then";
            case DRIFT -> "it has crept up from " + usual;
            case DECLINE -> "it has crept down from " + usual;
        };
        String did = finding.observed() == 0
                ? "%s: no %s %s".formatted(sentence.who(), count.unit().replace("different ", ""), sentence.when())
                : sentence.who() + " " + sentence.did();
        String limit = finding.limitPassed() == null ? "" : "; see limit " + finding.limitPassed();
        return "%s; %s%s.".formatted(did, change, limit);
    }

    private String usual(long count) {
        String each = switch (per) {
            case DAY -> "a day";
            case MONTH -> "a month";
            case QUARTER -> "a quarter";
            case YEAR -> "a year";
            case ACADEMIC_YEAR -> "an academic year";
        };
        return (count == 0 ? "next to nothing " : "about " + Sentence.number(count) + " ") + each;
    }
}
