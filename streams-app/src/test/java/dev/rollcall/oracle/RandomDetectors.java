package dev.rollcall.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Draws the detectors that a random policy names, and the feeds and profiles by which they judge. */
final class RandomDetectors {
    private static final List<String> SEVERITIES = List.of("info", "warning", "high", "critical");
    private static final List<List<String>> EXPECTED = List.of(
            List.of("approved", "released"),
            List.of("submitted", "decided"),
            List.of("released", "published"),
            List.of("released", "retain-until"),
            List.of("retain-until", "destroyed"));
    private static final List<List<String>> SHARES = List.of(
            List.of("answered", "requests"),
            List.of("refused", "decided"),
            List.of("children", "records"),
            List.of("children", "asked"),
            List.of("records", "children"));

    private final Random random;
    private final List<Integer> deadlineDays;
    private final Map<String, String> rules = new TreeMap<>();
    private final Map<String, String> feeds = new TreeMap<>();

    /**
     * @param deadlineDays takes every number of days after which something is overdue
     */
    RandomDetectors(Random random, LocalDate first, LocalDate last, List<Integer> deadlineDays) {
        this.random = random;
        this.deadlineDays = deadlineDays;
        rules.put("as-approved", "type: approval" + (chance(80) ? ", grace: " + days(14) + " days" : graceLeftOut()));
        for (List<String> pair : EXPECTED) {
            if (chance(60)) {
                rules.put(
                        pair.get(0) + "-never-" + pair.get(1),
                        "type: overdue, after: " + pair.get(0) + ", expect: " + pair.get(1) + ", within: " + days(30)
                                + " days" + any(List.of("", ", of: day", ", of: quarter")));
            }
        }
        if (chance(70)) {
            rules.put("silent-feed", "type: overdue, after: event, expect: event");
            for (String feed : List.of("portal", "case-system", "never-seen")) {
                if (chance(60)) {
                    LocalDate from = first.plusDays(random.nextInt(40) - 20L);
                    feeds.put(feed, "{ every: " + (2 + random.nextInt(30)) + " days, from: " + from + " }");
                }
            }
        }
        for (String per : List.of("day", "month", "quarter")) {
            if (chance(per.equals("quarter") ? 30 : 70)) {
                rules.put("usual-by-" + per, baseline(per));
            }
        }
        for (int i = 1; i <= 2; i++) {
            if (chance(60)) {
                rules.put("share-" + i, ratio());
            }
        }
    }

    private String graceLeftOut() {
        deadlineDays.add(14);
        return "";
    }

    private int days(int most) {
        int days = 1 + random.nextInt(most);
        deadlineDays.add(days);
        return days;
    }

    private String baseline(String per) {
        String count = any(List.of("", ", count: records", ", count: asked", ", count: requests"));
        return "type: baseline"
                + (per.equals("month") && chance(50) ? "" : ", per: " + per)
                + count
                + ", false-alarms: " + any(List.of("0.1", "1", "1"))
                + (chance(60) ? ", direction: both" : "")
                + ", warm-up: " + (1 + random.nextInt(per.equals("day") ? 20 : 3))
                + (chance(50) ? ", since-known: true" : "");
    }

    private String ratio() {
        List<String> share = any(SHARES);
        String least = chance(60) ? any(List.of("60%", "87.5%", "95%")) : "";
        String most = least.isEmpty() ? any(List.of("5%", "12.5%", "30%")) : chance(40) ? "97%" : "";
        return "type: ratio, of: " + share.get(0) + ", to: " + share.get(1)
                + any(List.of("", ", per: month", ", per: quarter", ", per: year"))
                + (least.isEmpty() ? "" : ", at-least: " + least)
                + (most.isEmpty() ? "" : ", at-most: " + most)
                + ", sample: " + (2 + random.nextInt(4))
                + ", confidence: " + any(List.of("0.8", "0.9", "0.95"))
                + (chance(40) ? ", open: true" : "");
    }

    /** What one version says of them. */
    String yaml(RandomPolicy policy) {
        StringBuilder yaml = new StringBuilder();
        if (!feeds.isEmpty()) {
            yaml.append("feeds:\n");
            feeds.forEach((feed, expected) -> yaml.append("  " + feed + ": " + expected + "\n"));
        }
        List<String> lines = new ArrayList<>();
        if (chance(75)) {
            lines.add(line("new-combination", "type: novelty, after-events: " + (1 + random.nextInt(5)), policy));
        }
        yaml.append("profiles:\n  usual: { extracts: 40, pairs: { address+name: 30, name+poverty: 2,"
                + " address+attendance-date: 9, name+pupil-number: 4 } }\n");
        if (chance(60)) {
            String bits = any(List.of("0.7", "1", "1.6", "2"));
            lines.add(line(
                    "improbable",
                    "type: novelty, after-events: " + (1 + random.nextInt(4)) + ", bits: " + bits,
                    policy));
        }
        if (chance(60)) {
            String bits = any(List.of("1", "2.3", "3", "4"));
            lines.add(line("unlike-others", "type: novelty, profile: usual, bits: " + bits, policy));
        }
        rules.forEach((name, settings) -> {
            if (!chance(10)) {
                lines.add(line(name, settings, policy));
            }
        });
        if (!lines.isEmpty()) {
            yaml.append("detectors:\n");
            lines.forEach(yaml::append);
        }
        return yaml.toString();
    }

    private String line(String name, String settings, RandomPolicy policy) {
        String judged = "";
        if (!name.equals("silent-feed") && chance(15)) {
            List<String> whom = new ArrayList<>(List.of("bodies: [" + any(policy.knownBodies) + "]"));
            policy.kindsInUse().forEach(kind -> whom.add("kinds: [" + kind + "]"));
            policy.groupsInUse().forEach(group -> whom.add("groups: [" + group + "]"));
            judged = ", for: { " + any(whom) + " }";
        }
        String severity = chance(80) || name.equals("new-combination") ? ", severity: " + any(SEVERITIES) : "";
        return "  " + name + ": { " + settings + severity + judged + " }\n";
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
