package dev.rollcall.monitor;

import dev.rollcall.policy.Limit;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Decides which versions may be added to a policy by a publication.
 *
 * @param first whether no version is held: the first publication may hold past versions
 * @param groups whether limits on groups are judged; otherwise they are refused
 */
public record Admission(boolean first, boolean groups, Instant publishedAt) {
    /** How long before it comes into force a later version must be published. */
    public static final Duration NOTICE = Duration.ofMinutes(10);

    /**
     * Everything that stands against adding {@code versions}; empty where nothing does.
     *
     * @param documents what the versions were read from, in the same order
     */
    public List<Problem> against(List<Policy> versions, List<Node> documents) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            if (!groups) {
                refuseLimitsOnGroups(versions.get(i), documents.get(i), problems);
            }
            if (!first) {
                checkNotice(versions.get(i), documents.get(i), problems);
            }
        }
        return problems;
    }

    private static void refuseLimitsOnGroups(Policy version, Node document, List<Problem> problems) {
        for (Limit limit : version.limits().values()) {
            if (limit.scope() instanceof Limit.Totals totals && !totals.groups().isEmpty()) {
                problems.add(new Problem(
                        "Expected no limit on groups, which only replay judges so far, but '%s' names %s"
                                .formatted(limit.name(), new TreeSet<>(totals.groups())),
                        "limits." + limit.name(),
                        placeOf(limit, document)));
            }
        }
    }

    private void checkNotice(Policy version, Node document, List<Problem> problems) {
        Instant earliest = publishedAt.plus(NOTICE);
        if (version.zone().startOf(version.from()).isBefore(earliest)) {
            problems.add(new Problem(
                    "Expected version %d to come into force at least %d minutes after its publication at %s, on %s or later, but was %s"
                            .formatted(
                                    version.version(),
                                    NOTICE.toMinutes(),
                                    publishedAt,
                                    version.zone().dayOf(earliest).plusDays(1),
                                    version.from()),
                    "from",
                    document.place()));
        }
    }

    private static Place placeOf(Limit limit, Node document) {
        for (Node.Entry section : entries(document)) {
            if (section.key().equals("limits")) {
                for (Node.Entry entry : entries(section.value())) {
                    if (entry.key().equals(limit.name())) {
                        return entry.place();
                    }
                }
            }
        }
        return document.place();
    }

    private static List<Node.Entry> entries(Node node) {
        return node instanceof Node.Mapping mapping ? mapping.entries() : List.of();
    }
}
