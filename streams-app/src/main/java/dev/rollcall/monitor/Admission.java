package dev.rollcall.monitor;

import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which versions may be added to a policy by a publication.
 *
 * @param first whether no version is held: the first publication may hold past versions
 */
public record Admission(boolean first, Instant publishedAt) {
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
            if (!first) {
                checkNotice(versions.get(i), documents.get(i), problems);
            }
        }
        return problems;
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
}
