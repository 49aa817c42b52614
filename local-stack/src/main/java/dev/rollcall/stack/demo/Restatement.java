package dev.rollcall.stack.demo;

import dev.rollcall.model.Event;
import dev.rollcall.model.Stage;
import dev.rollcall.wire.EventLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why the figures of a body differ between two times: the requests and extracts logged late, retracted or corrected in between. */
final class Restatement {
    private final List<EventLine> between;

    /**
     * @param between the events of the body in the period, logged between the two times
     */
    Restatement(List<EventLine> between) {
        this.between = List.copyOf(between);
    }

    /** One request or extract: what was retracted of it, and what was logged anew. */
    private record Change(List<EventLine> retracted, List<EventLine> added) {
        boolean late() {
            return retracted.isEmpty();
        }

        boolean gone() {
            return added.isEmpty();
        }

        boolean corrected() {
            return !retracted.isEmpty() && !added.isEmpty();
        }
    }

    boolean isEmpty() {
        return between.isEmpty();
    }

    int events() {
        return between.size();
    }

    /** When the last of it was logged. */
    Instant loggedBy() {
        return between.stream()
                .map(EventLine::appendedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** One sentence for each cause. */
    List<String> causes() {
        List<String> causes = new ArrayList<>();
        List<Change> requests = changes(Stage.SUBMITTED);
        List<Change> extracts = changes(Stage.RELEASED);
        List<Change> late = requests.stream().filter(Change::late).toList();
        if (!late.isEmpty()) {
            causes.add(Page.number(late.size(), "request") + " logged late, " + days(late));
        }
        List<Change> gone = requests.stream().filter(Change::gone).toList();
        if (!gone.isEmpty()) {
            causes.add(Page.number(gone.size(), "request") + " retracted");
        }
        List<Change> corrected = requests.stream().filter(Change::corrected).toList();
        if (!corrected.isEmpty()) {
            causes.add(Page.number(corrected.size(), "request") + " corrected: "
                    + Page.number(corrected.stream()
                            .mapToLong(change -> asked(change.retracted()))
                            .sum())
                    + " people asked about become "
                    + Page.number(corrected.stream()
                            .mapToLong(change -> asked(change.added()))
                            .sum()));
        }
        late = extracts.stream().filter(Change::late).toList();
        if (!late.isEmpty()) {
            causes.add("%s logged late, %s: %s"
                    .formatted(Page.number(late.size(), "extract"), days(late), Page.children(children(late, true))));
        }
        gone = extracts.stream().filter(Change::gone).toList();
        if (!gone.isEmpty()) {
            causes.add("%s retracted, with %s"
                    .formatted(Page.number(gone.size(), "extract"), Page.children(children(gone, false))));
        }
        corrected = extracts.stream().filter(Change::corrected).toList();
        if (!corrected.isEmpty()) {
            causes.add("%s corrected: %s become %s"
                    .formatted(
                            Page.number(corrected.size(), "extract"),
                            Page.children(children(corrected, false)),
                            Page.number(children(corrected, true))));
        }
        return causes;
    }

    private List<Change> changes(Stage stage) {
        Map<String, Change> changes = new LinkedHashMap<>();
        for (EventLine line : between) {
            Event event = line.event();
            if (event.stage() == stage) {
                String about = String.valueOf(stage == Stage.RELEASED ? event.extractId() : event.requestId());
                Change change = changes.computeIfAbsent(about, id -> new Change(new ArrayList<>(), new ArrayList<>()));
                (event.retracts() ? change.retracted() : change.added()).add(line);
            }
        }
        return List.copyOf(changes.values());
    }

    private static String days(List<Change> late) {
        long most = late.stream()
                .flatMap(change -> change.added().stream())
                .mapToLong(line ->
                        Duration.between(line.event().at(), line.appendedAt()).toDays())
                .max()
                .orElse(0);
        return late.size() == 1
                ? Page.number(most, "day") + " after its date"
                : "up to " + Page.number(most, "day") + " after their dates";
    }

    private static long asked(List<EventLine> lines) {
        return lines.stream()
                .mapToLong(
                        line -> line.event().asked() == null ? 0 : line.event().asked())
                .sum();
    }

    private static long children(List<Change> changes, boolean added) {
        Set<String> children = new HashSet<>();
        for (Change change : changes) {
            (added ? change.added() : change.retracted())
                    .forEach(line -> children.addAll(line.event().children()));
        }
        return children.size();
    }
}
