package dev.rollcall.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * All that is known of one request of a body and of the extracts that answer it, or of one extract that answers none.
 *
 * @param requestId null where the extract names none
 * @param request the events of its submissions and decisions
 * @param extracts all events of each extract of which some event names the request
 */
record RequestCase(String requestId, List<Counted> request, Map<String, List<Counted>> extracts) {
    private static final Comparator<Counted> BY_TIME = Comparator.comparing(
                    (Counted event) -> event.event().at())
            .thenComparing(event -> event.event().appendedAt());

    /** Every case of a history. */
    static List<RequestCase> all(List<Counted> events) {
        List<RequestCase> cases = new ArrayList<>();
        by(events, Counted::body).values().forEach(ofBody -> {
            Map<String, List<Counted>> extracts =
                    by(ofBody, event -> event.event().extractId());
            by(ofBody, event -> event.event().requestId()).forEach((requestId, naming) -> {
                Map<String, List<Counted>> answers = new LinkedHashMap<>();
                extracts.forEach((extractId, extract) -> {
                    if (extract.stream().anyMatch(naming::contains)) {
                        answers.put(extractId, extract);
                    }
                });
                cases.add(new RequestCase(
                        requestId,
                        naming.stream()
                                .filter(event -> event.event().extractId() == null)
                                .toList(),
                        answers));
            });
            extracts.forEach((extractId, extract) -> {
                if (extract.stream().allMatch(event -> event.event().requestId() == null)) {
                    cases.add(new RequestCase(null, List.of(), Map.of(extractId, extract)));
                }
            });
        });
        return cases;
    }

    /** The events of each extract of each body. */
    static List<List<Counted>> extracts(List<Counted> events) {
        List<List<Counted>> extracts = new ArrayList<>();
        by(events, Counted::body)
                .values()
                .forEach(ofBody -> extracts.addAll(
                        by(ofBody, event -> event.event().extractId()).values()));
        return extracts;
    }

    /** Everything released for it. */
    List<Counted> released() {
        return extracts.values().stream()
                .flatMap(extract -> of(extract, "RELEASED").stream())
                .toList();
    }

    static Map<String, List<Counted>> by(List<Counted> events, Function<Counted, String> what) {
        Map<String, List<Counted>> groups = new LinkedHashMap<>();
        for (String group : new LinkedHashSet<>(
                events.stream().map(what).filter(Objects::nonNull).toList())) {
            groups.put(
                    group,
                    events.stream()
                            .filter(event -> group.equals(what.apply(event)))
                            .toList());
        }
        return groups;
    }

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
}
