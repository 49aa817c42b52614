package dev.rollcall.policy;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts in how many extracts two categories were released together. */
public final class Pairs {
    private final Map<Categories, Long> together = new HashMap<>();
    private long extracts;

    /** Those of a profile. */
    public static Pairs of(Profile profile) {
        Pairs pairs = new Pairs();
        pairs.together.putAll(profile.pairs());
        pairs.extracts = profile.extracts();
        return pairs;
    }

    /** Counts {@code howMany} extracts that carry the categories of {@code set}. */
    public void add(Categories set, long howMany) {
        extracts += howMany;
        pairsOf(set).forEach(pair -> together.merge(pair, howMany, Long::sum));
    }

    /** How many extracts there are. */
    public long extracts() {
        return extracts;
    }

    /** How many of them carry both categories of {@code pair}. */
    public long with(Categories pair) {
        return together.getOrDefault(pair, 0L);
    }

    /** The pair of {@code set} that the fewest extracts carry, the first by name among equals; null where the set has no pair. */
    public @Nullable Categories rarestOf(Categories set) {
        Categories rarest = null;
        for (Categories pair : pairsOf(set)) {
            if (rarest == null || with(pair) < with(rarest)) {
                rarest = pair;
            }
        }
        return rarest;
    }

    /**
     * Whether an extract with {@code pair} comes with at least {@code bits} bits of surprise after these: the binary logarithm
     * of one over its probability, by Laplace's rule of succession. Exact where {@code bits} is whole.
     */
    public boolean isSurprising(Categories pair, double bits) {
        return extracts + 2 >= (with(pair) + 1) * StrictMath.pow(2, bits);
    }

    /**
     * These, as a policy may print them: each count as the nearest multiple of {@code cell}, and no count below {@code cell}
     * at all, so that neither a count nor the difference of two tells of a few.
     */
    public Profile rounded(String name, int cell) {
        Map<Categories, Long> shown = new TreeMap<>(Comparator.comparing(Categories::toString));
        together.forEach((pair, count) -> {
            if (count >= cell) {
                shown.put(pair, nearest(count, cell));
            }
        });
        return new Profile(name, Math.max(1, nearest(extracts, cell)), shown);
    }

    private static long nearest(long count, int cell) {
        return (count + cell / 2) / cell * cell;
    }

    private static List<Categories> pairsOf(Categories set) {
        List<Category> members = set.members().stream()
                .sorted(Comparator.comparing(Category::text))
                .toList();
        List<Categories> pairs = new ArrayList<>();
        for (int one = 0; one < members.size(); one++) {
            for (int other = one + 1; other < members.size(); other++) {
                pairs.add(Categories.of(members.get(one), members.get(other)));
            }
        }
        return pairs;
    }
}
