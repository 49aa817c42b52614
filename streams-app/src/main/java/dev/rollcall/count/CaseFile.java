package dev.rollcall.count;

import dev.rollcall.model.Entity;
import dev.rollcall.model.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one request with all that was released for it, or of one extract that names no request.
 *
 * @param requestId null where no event of the extract names one
 * @param events those that count, by time; among events of one time in an order that does not depend on arrival
 */
public record CaseFile(Entity body, @Nullable String requestId, List<CaseEvent> events) {
    private static final Comparator<CaseEvent> BY_TIME = Comparator.comparing(CaseEvent::at)
            .thenComparing(CaseEvent::stage)
            .thenComparingLong(event -> event.identity().high())
            .thenComparingLong(event -> event.identity().low());

    public CaseFile {
        events = events.size() == 1
                ? List.copyOf(events)
                : events.stream().sorted(BY_TIME).toList();
    }

    /** The events of a stage, by time. */
    public List<CaseEvent> of(Stage stage) {
        return events.stream().filter(event -> event.stage() == stage).toList();
    }

    /** How many different children {@code events} name. */
    public static long children(List<CaseEvent> events) {
        return events.size() == 1
                ? events.get(0).children().length
                : distinct(events.stream()
                        .flatMapToLong(event -> LongStream.of(event.children()))
                        .sorted()
                        .toArray());
    }

    private static long distinct(long[] ascending) {
        long distinct = 0;
        for (int i = 0; i < ascending.length; i++) {
            distinct += i == 0 || ascending[i] != ascending[i - 1] ? 1 : 0;
        }
        return distinct;
    }

    /** The events of each extract, by its id; those that name none are in no list. */
    public Map<String, List<CaseEvent>> extracts() {
        Map<String, List<CaseEvent>> extracts = new TreeMap<>();
        for (CaseEvent event : events) {
            if (event.extractId() != null) {
                extracts.computeIfAbsent(event.extractId(), id -> new ArrayList<>())
                        .add(event);
            }
        }
        return extracts;
    }
}
