package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Pairs;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Profile;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds sets of categories that a body never had in an earlier month, once enough of its extracts are known; or, where
 * {@code bits} are asked for, pairs of categories that are improbable after those extracts, or beside what is usual.
 *
 * <p>The surprise of a pair is {@code log2((N + 2) / (n + 1))}, where {@code n} of {@code N} earlier extracts carry it: the
 * probability that Laplace's rule of succession gives to the next one. Of each set its most surprising pair is found.
 *
 * @param afterEvents how many extracts earlier, closed months must hold before anything counts as new; 0 or more
 * @param bits how surprising a pair must be, in bits; 0 for new sets instead
 * @param profile which profile of the policy says what is usual; empty for the body's own history
 */
@AutoService(Detector.class)
public record NoveltyDetector(Severity severity, int afterEvents, double bits, String profile) implements Detector {
    private static final int MOST_NAMED = 7;
    private static final int MOST_BITS = 20;

    public NoveltyDetector {
        if (afterEvents < 0) {
            throw new IllegalArgumentException("Expected 'after-events' to be 0 or more, but was " + afterEvents);
        }
        if (!(bits >= 0 && bits <= MOST_BITS)) {
            throw new IllegalArgumentException("Expected 'bits' to be 0 to %d, but was %s".formatted(MOST_BITS, bits));
        }
        if (bits == 0 && !profile.isEmpty()) {
            throw new IllegalArgumentException("Expected 'bits' above 0 beside a profile, but was 0");
        }
    }

    public NoveltyDetector() {
        this(Severity.WARNING, 20, 0, "");
    }

    @Override
    public Map<String, String> problemsBeside(Policy policy) {
        return profile.isEmpty() || policy.profiles().containsKey(profile)
                ? Map.of()
                : Map.of(
                        "profile",
                        "Expected 'profile' to be one of the policy's profiles %s, but was '%s'"
                                .formatted(policy.profiles().keySet(), profile));
    }

    @Override
    public List<Finding> onHistory(Entity entity, Situation situation) {
        if (entity.kind() != EntityKind.BODY) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Set<Categories> known = new HashSet<>();
        Profile usual = situation.policy().profiles().get(profile);
        Pairs pairs = usual == null ? new Pairs() : Pairs.of(usual);
        for (Map.Entry<LocalDate, Map<Categories, Integer>> month :
                situation.memory().combinations().entrySet()) {
            Window window = Window.month(month.getKey());
            if (window.end().isAfter(situation.today())) {
                break;
            }
            boolean warm = usual != null || situation.memory().extractsBefore(month.getKey()) >= afterEvents;
            Map<Categories, Integer> sets = month.getValue();
            Map<Categories, Long> found = bits == 0 ? newSets(sets, known) : surprisingPairs(sets, pairs);
            if (warm) {
                found.forEach((about, extracts) -> findings.add(Finding.of(
                                type(),
                                situation.rule(),
                                entity,
                                window.name(),
                                severity,
                                situation.policy().version())
                        .about(about.toString())
                        .counting(null, extracts, true)));
            }
            known.addAll(sets.keySet());
            if (bits > 0 && usual == null) {
                sets.forEach(pairs::add);
            }
        }
        return findings;
    }

    private static Map<Categories, Long> newSets(Map<Categories, Integer> sets, Set<Categories> known) {
        Map<Categories, Long> found = new LinkedHashMap<>();
        sets.forEach((set, extracts) -> {
            if (!known.contains(set)) {
                found.put(set, (long) extracts);
            }
        });
        return found;
    }

    /** The most surprising pair of each set, where it is surprising enough, with how many extracts of the month carry it. */
    private Map<Categories, Long> surprisingPairs(Map<Categories, Integer> sets, Pairs before) {
        Map<Categories, Long> found = new LinkedHashMap<>();
        for (Categories set : sets.keySet()) {
            Categories pair = before.rarestOf(set);
            if (pair != null && before.isSurprising(pair, bits)) {
                found.put(pair, 0L);
            }
        }
        found.replaceAll((pair, none) -> sets.entrySet().stream()
                .filter(set -> set.getKey().containsAll(pair))
                .mapToLong(Map.Entry::getValue)
                .sum());
        return found;
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        if (bits == 0) {
            return "%s received %s %s, a combination it never had in an earlier month."
                    .formatted(sentence.who(), sentence.about(MOST_NAMED), sentence.when());
        }
        Categories pair = Categories.of(
                Arrays.stream(String.valueOf(finding.key().about()).split("\\+"))
                        .map(Category::of)
                        .filter(Objects::nonNull)
                        .toList());
        Profile usual = situation.policy().profiles().get(profile);
        Pairs before = usual == null ? before(finding.window(), situation) : Pairs.of(usual);
        return "%s received %s %s, a pair seen in %s of %s %s."
                .formatted(
                        sentence.who(),
                        String.join(" with ", pair.names()),
                        sentence.when(),
                        Sentence.number(before.with(pair)),
                        Sentence.number(before.extracts()),
                        usual == null ? "earlier extracts" : "extracts of profile " + profile);
    }

    /** The pairs of the months before that named {@code window}. */
    private static Pairs before(String window, Situation situation) {
        Pairs pairs = new Pairs();
        situation
                .memory()
                .combinations()
                .headMap(YearMonth.parse(window).atDay(1))
                .values()
                .forEach(sets -> sets.forEach(pairs::add));
        return pairs;
    }
}
