package dev.rollcall.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Draws field rules of every form; from one version to the next most keep what they are about, but not their severity. */
final class RandomFieldRules {
    private static final List<String> SEVERITIES = List.of("info", "warning", "high", "critical");

    private final Random random;
    private final List<String> categories;
    private final Map<Integer, String> conditions = new TreeMap<>();

    RandomFieldRules(Random random, List<String> categories) {
        this.random = random;
        this.categories = categories;
    }

    /**
     * What one version says of them.
     *
     * @param kinds of bodies that the version has
     */
    String yaml(List<String> kinds) {
        StringBuilder yaml = new StringBuilder();
        for (int rule = 1; rule <= 5; rule++) {
            if (!conditions.containsKey(rule) || chance(30)) {
                conditions.put(rule, draw(rule));
            }
            if (chance(65)) {
                String releasedTo = chance(30) && !kinds.isEmpty() ? ", released-to: [" + any(kinds) + "]" : "";
                yaml.append("  rule-" + rule + ": { severity: " + any(SEVERITIES) + ", " + conditions.get(rule)
                        + releasedTo + " }\n");
            }
        }
        return yaml.isEmpty() ? "" : "field-rules:\n" + yaml;
    }

    private String draw(int rule) {
        List<String> shuffled = new ArrayList<>(categories);
        Collections.shuffle(shuffled, random);
        List<String> parts = new ArrayList<>();
        if (rule == 4) {
            parts.add("at-least: " + (1 + random.nextInt(3)));
            parts.add("of: " + shuffled.subList(5, 9));
        }
        if (rule == 5) {
            parts.add("at-least: " + any(List.of("2%", "40%", "60%", "80%", "100%")));
            parts.add("of: dataset");
        }
        if (rule == 1 || rule == 3) {
            parts.add("all-of: " + shuffled.subList(0, 1 + random.nextInt(2)));
        } else if (rule >= 4 && chance(25)) {
            parts.add("all-of: " + shuffled.subList(0, 1));
        }
        if (rule == 2 || rule == 3) {
            parts.add("any-of: " + shuffled.subList(2, 4 + random.nextInt(2)));
        }
        if (chance(25)) {
            parts.add("declared: de-identified");
        }
        return String.join(", ", parts);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
