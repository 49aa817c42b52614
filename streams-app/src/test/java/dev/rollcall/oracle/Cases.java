package dev.rollcall.oracle;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one asks of the events of one request or one extract. */
final class Cases {
    private static final Comparator<Counted> BY_TIME = Comparator.comparing(
                    (Counted event) -> event.event().at())
            .thenComparing(event -> event.event().appendedAt());

    private Cases() {}

    static List<Counted> of(List<Counted> events, String stage) {
        return events.stream().filter(event -> event.is(stage)).toList();
    }

    /** The event that happened first; of several at a time the one logged first. */
    static Counted earliest(List<Counted> events) {
        return events.stream().min(BY_TIME).orElseThrow();
    }

    /** The event that happened last; of several at a time the one logged last. */
    static Counted latest(List<Counted> events) {
        return events.stream().max(BY_TIME).orElseThrow();
    }

    /** When the last of these events happened; null where there is none. */
    static Instant last(List<Counted> events) {
        return events.isEmpty() ? null : latest(events).event().at();
    }

    /** The distinct children of what was released. */
    static Set<String> children(List<Counted> events) {
        Set<String> children = new HashSet<>();
        of(events, "RELEASED").forEach(event -> children.addAll(event.event().children()));
        return children;
    }

    /** The request an extract answers: the one that its earliest event which bears any bears. */
    static String requestId(List<Counted> extract) {
        return extract.stream()
                .filter(event -> event.event().requestId() != null)
                .min(Comparator.comparing((Counted event) -> event.event().at())
                        .thenComparing(event -> event.event().requestId()))
                .map(event -> event.event().requestId())
                .orElse(null);
    }
}
