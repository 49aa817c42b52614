package dev.rollcall.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Counts in how many histories each rule stands: what never stands is not tested, however many histories there are. */
public final class Census {
    private final Map<String, Integer> histories = new TreeMap<>();

    /** What each history should give now and then, by what the program must be able of. */
    private static Map<String, KernelAbility> wanted() {
        Map<String, KernelAbility> wanted = new TreeMap<>();
        put(wanted, null, "limit", "figure held", "novelty new-combination", "fields rule-1", "fields rule-2");
        put(wanted, KernelAbility.DECLARED, "limit undeclared");
        put(wanted, KernelAbility.OF_DATASET, "limit School Census", "limit Local Survey");
        put(wanted, KernelAbility.EACH_OPERATOR, "limit one operator");
        put(wanted, KernelAbility.RUNNING, "limit N running");
        put(wanted, KernelAbility.REPEATS, "figure repeats");
        put(wanted, KernelAbility.RATIO, "ratio share-1", "ratio share-2");
        put(wanted, KernelAbility.NOVELTY_BITS, "novelty improbable", "novelty unlike-others");
        put(wanted, KernelAbility.FIELDS, "fields rule-4", "fields rule-5");
        put(wanted, null, "agreement unknown-body", "agreement no-agreement", "agreement lapsed");
        for (String rule : List.of(
                "withdrawn",
                "suspended",
                "not-yet",
                "category-outside",
                "other-purpose",
                "missing-item",
                "unpublished",
                "unnotified",
                "collected-for",
                "not-released")) {
            put(wanted, KernelAbility.AGREEMENT, "agreement " + rule);
        }
        for (String kind : List.of(
                "refused",
                "withdrawn",
                "before-approval",
                "more-children",
                "other-fields",
                "other-datasets",
                "other-recipient",
                "sent-twice",
                "gateway-changed")) {
            put(wanted, KernelAbility.APPROVAL, "approval as-approved/" + kind);
        }
        for (String state : List.of("", " RESOLVED")) {
            put(wanted, KernelAbility.APPROVAL, "approval as-approved/without-request" + state);
            put(wanted, KernelAbility.APPROVAL, "approval as-approved/not-approved" + state);
            for (String rule : List.of(
                    "approved-never-released",
                    "submitted-never-decided",
                    "released-never-published",
                    "released-never-retain-until",
                    "retain-until-never-destroyed")) {
                put(wanted, KernelAbility.OVERDUE, "overdue " + rule + state);
            }
            put(wanted, KernelAbility.SILENT_FEEDS, "overdue silent-feed" + state);
        }
        for (String kind : List.of("burst", "drift", "drop", "decline")) {
            put(wanted, KernelAbility.BASELINE, "baseline " + kind);
        }
        for (String rule : List.of(
                "tokens-missing",
                "id-reuse",
                "late",
                "future",
                "bad-id",
                "unknown-stage",
                "unknown-fields",
                "malformed-ids",
                "identifying-tokens")) {
            put(wanted, null, "feed " + rule);
        }
        put(wanted, KernelAbility.UNKNOWN_DATASETS, "feed unknown-datasets");
        return wanted;
    }

    private static void put(Map<String, KernelAbility> wanted, KernelAbility ability, String... rules) {
        for (String rule : rules) {
            wanted.put(rule, ability);
        }
    }

    /** Counts what stands in one history. */
    public void add(OracleResult result) {
        Set<String> standing = new TreeSet<>();
        result.alerts().forEach(alert -> standing.addAll(names(alert)));
        result.figures().keySet().forEach(key -> standing.add("figure " + key.basis()));
        standing.forEach(name -> histories.merge(name, 1, Integer::sum));
    }

    private static Set<String> names(StandingAlert alert) {
        String rule = switch (alert.detector()) {
            case "limit" -> alert.about() == null ? "" : " " + alert.about().replaceFirst("^\\d+ ", "N ");
            case "baseline" -> " " + alert.rule().replaceFirst(".*/", "");
            default -> " " + alert.rule();
        };
        Set<String> names = new HashSet<>(Set.of(alert.detector() + rule));
        if (alert.state().equals("RESOLVED")) {
            names.add(alert.detector() + rule + " RESOLVED");
        }
        return names;
    }

    /** The rules that stood in no history, although the program is able of them. */
    public Set<String> missing() {
        Set<String> missing = new TreeSet<>();
        wanted().forEach((rule, ability) -> {
            if ((ability == null || ability.isThere()) && !histories.containsKey(rule)) {
                missing.add(rule);
            }
        });
        return missing;
    }

    /** What the program is not able of: it is not drawn, and not compared. */
    public static List<String> untested() {
        List<String> untested = new ArrayList<>();
        for (KernelAbility ability : KernelAbility.values()) {
            if (!ability.isThere()) {
                untested.add(ability.name());
            }
        }
        return untested;
    }

    /** Each rule with the number of histories in which it stood, a line each. */
    @Override
    public String toString() {
        return histories.entrySet().stream()
                .map(rule -> "%5d %s".formatted(rule.getValue(), rule.getKey()))
                .collect(Collectors.joining("\n"));
    }
}
