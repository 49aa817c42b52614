package dev.rollcall.replay;

import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Origin;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Ndjson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lines of events as the partitions of both inputs would hold them, requests before extracts. */
final class MemoryHistory implements History {
    private final List<List<Arrival>> partitions = new ArrayList<>();
    private final int threads;

    MemoryHistory(List<String> lines, int count, int threads) {
        this.threads = threads;
        for (int number = 0; number < count; number++) {
            partitions.add(new ArrayList<>());
        }
        Map<String, Long> ends = new HashMap<>();
        for (EventType type : EventType.values()) {
            int number = 0;
            for (String line : lines) {
                number++;
                try {
                    EventLine read = Ndjson.readEvent(line, "events", number);
                    if (read.event().type() == type) {
                        add(type.topic(), read.event().body(), read.event(), read.appendedAt(), ends);
                    }
                } catch (EventException e) {
                    if (type == EventType.EXTRACT) {
                        add(type.topic(), "k", null, e.appendedAt().orElseThrow(), ends);
                    }
                }
            }
        }
    }

    private void add(String topic, String key, Event event, Instant appendedAt, Map<String, Long> ends) {
        int home = HomePartition.of(key, partitions.size());
        long offset = ends.merge(topic + home, 1L, Long::sum) - 1;
        partitions
                .get(home)
                .add(new Arrival(new Origin(topic, home, offset, appendedAt), 0, null, key, home, event, null));
    }

    @Override
    public int partitions() {
        return partitions.size();
    }

    @Override
    public void read(Scope scope, Use use) {
        List<Runnable> work = new ArrayList<>();
        for (List<Arrival> partition : partitions) {
            work.add(() -> partition.stream()
                    .filter(arrival -> scope.holds(arrival.origin().appendedAt()))
                    .filter(arrival -> scope.share().holds(arrival.key()))
                    .forEach(use::of));
        }
        Parallel.run(threads, work);
    }
}
