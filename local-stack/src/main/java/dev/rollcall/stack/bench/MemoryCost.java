package dev.rollcall.stack.bench;

import dev.rollcall.model.Event;
import dev.rollcall.model.Origin;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What one more body, one more event and one more child cost in memory, found by adding many of each to the kernel alone. */
final class MemoryCost {
    static final String BYTES_PER_BODY = "bytes-per-body";
    static final String BYTES_PER_EVENT = "bytes-per-event";
    static final String BYTES_PER_CHILD = "bytes-per-child";

    private static final int BODIES = 2000;
    private static final int EVENTS_OF_EACH = 25;
    private static final int CHILDREN_OF_EACH = 1000;
    private static final Instant AT = Instant.parse("2026-01-10T12:00:00Z");

    private final Monitor monitor =
            new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy"));
    private final List<String> bodies = new ArrayList<>();
    private long offset;

    private MemoryCost() {
        for (int body = 0; body < BODIES; body++) {
            bodies.add(Workload.body(body));
        }
        monitor.adopt(BenchPolicy.yaml(bodies), Instant.EPOCH);
    }

    /** Measures in a JVM that does nothing else. */
    static Measured run() {
        MemoryCost cost = new MemoryCost();
        long empty = Stopwatch.heapBytes();
        cost.add(1, 1);
        long first = Stopwatch.heapBytes();
        cost.add(EVENTS_OF_EACH, 1);
        long more = Stopwatch.heapBytes();
        cost.add(1, CHILDREN_OF_EACH);
        long children = Stopwatch.heapBytes();
        double perEvent = (more - first) / (double) (BODIES * EVENTS_OF_EACH);
        Truth.check(
                "the events counted",
                (long) BODIES * (EVENTS_OF_EACH + 2),
                cost.monitor.ledger().applied());
        return new Measured()
                .put(BYTES_PER_BODY, (first - empty) / (double) BODIES - perEvent)
                .put(BYTES_PER_EVENT, perEvent)
                .put(BYTES_PER_CHILD, ((children - more) / (double) BODIES - perEvent) / (CHILDREN_OF_EACH - 1));
    }

    private void add(int events, int children) {
        for (int body = 0; body < BODIES; body++) {
            for (int event = 0; event < events; event++) {
                List<String> tokens = new ArrayList<>();
                for (int child = 0; child < children; child++) {
                    tokens.add(Workload.token(body, child));
                }
                arrive(Workload.extract(bodies.get(body), offset, AT, List.of("URN_AUT25"), tokens));
            }
        }
    }

    private void arrive(Event event) {
        Origin origin = new Origin(event.type().topic(), 0, offset++, AT);
        monitor.arrive(new Arrival(origin, 0, null, event.body(), 0, event, null));
    }
}
