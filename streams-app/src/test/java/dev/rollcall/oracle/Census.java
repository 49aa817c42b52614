package dev.rollcall.oracle;

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

    /** What some history must give. */
    private static Set<String> wanted() {
        Set<String> wanted = new TreeSet<>();
        wanted.addAll(List.of("limit", "figure held", "novelty new-combination", "fields rule-1", "fields rule-2"));
        wanted.add("limit undeclared");
        wanted.addAll(List.of("limit School Census", "limit Local Survey"));
        wanted.add("limit one operator");
        wanted.add("limit N running");
        wanted.add("figure repeats");
        wanted.addAll(List.of("ratio share-1", "ratio share-2"));
        wanted.addAll(List.of("novelty improbable", "novelty unlike-others"));
        wanted.addAll(List.of("fields rule-4", "fields rule-5"));
        wanted.addAll(List.of("agreement unknown-body", "agreement no-agreement", "agreement lapsed"));
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
            wanted.add("agreement " + rule);
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
            wanted.add("approval as-approved/" + kind);
        }
        for (String state : List.of("", " RESOLVED")) {
            wanted.add("approval as-approved/without-request" + state);
            wanted.add("approval as-approved/not-approved" + state);
            for (String rule : List.of(
                    "approved-never-released",
                    "submitted-never-decided",
                    "released-never-published",
                    "released-never-retain-until",
                    "retain-until-never-destroyed")) {
                wanted.add("overdue " + rule + state);
            }
            wanted.add("overdue silent-feed" + state);
        }
        for (String kind : List.of("burst", "drift", "drop", "decline")) {
            wanted.add("baseline " + kind);
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
            wanted.add("feed " + rule);
        }
        wanted.add("feed unknown-datasets");
        return wanted;
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

    /** The rules that stood in no history. */
    public Set<String> missing() {
        Set<String> missing = wanted();
        missing.removeAll(histories.keySet());
        return missing;
    }

    /** Each rule with the number of histories in which it stood, a line each. */
    @Override
    public String toString() {
        return histories.entrySet().stream()
                .map(rule -> "%5d %s".formatted(rule.getValue(), rule.getKey()))
                .collect(Collectors.joining("\n"));
    }
}
