package dev.rollcall.replay;

import dev.rollcall.model.Event;
import dev.rollcall.model.Origin;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.oracle.History;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Ndjson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A random history until its end, as the topics would hold it, in as many partitions as one likes; records may be altered, left out or added. */
record OracleHistory(int partitions, List<Arrival> arrivals) implements dev.rollcall.replay.History {

    static OracleHistory of(History history, int partitions) {
        Map<String, Long> offsets = new HashMap<>();
        List<Arrival> arrivals = new ArrayList<>();
        for (String line : history.ndjsonLinesInArrivalOrder()) {
            Event event = null;
            Instant appendedAt;
            try {
                EventLine read = Ndjson.readEvent(line, "events", 1);
                event = read.event();
                appendedAt = read.appendedAt();
            } catch (EventException e) {
                appendedAt = e.appendedAt().orElseThrow();
            }
            if (appendedAt.isAfter(history.asOf())) {
                continue;
            }
            String topic = event == null ? Replay.UNDECODABLE : event.type().topic();
            int partition = event == null ? 0 : HomePartition.of(event.body(), partitions);
            long offset = offsets.merge(topic + "-" + partition, 1L, Long::sum) - 1;
            arrivals.add(new Arrival(
                    new Origin(topic, partition, offset, appendedAt),
                    0,
                    null,
                    event == null ? null : event.body(),
                    partition,
                    event,
                    null));
        }
        return new OracleHistory(partitions, arrivals);
    }

    OracleHistory with(UnaryOperator<List<Arrival>> change) {
        return new OracleHistory(partitions, change.apply(new ArrayList<>(arrivals)));
    }

    @Override
    public void read(Scope scope, Use use) {
        for (Arrival arrival : arrivals) {
            Origin origin = arrival.origin();
            if (scope.holds(origin.appendedAt())
                    && (scope.body() == null || HomePartition.of(scope.body(), partitions) == origin.partition())
                    && (scope.stretches().isEmpty()
                            || scope.stretches().stream()
                                    .anyMatch(one -> one.topic().equals(origin.topic())
                                            && one.partition() == origin.partition()
                                            && one.firstOffset() <= origin.offset()
                                            && origin.offset() <= one.lastOffset()))) {
                use.of(arrival);
            }
        }
    }
}
