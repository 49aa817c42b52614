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
import java.util.stream.IntStream;

/** What judging by all nine detectors costs, beside the five that the other figures are measured with, in the kernel alone. */
final class JudgingCost {
    static final String FIVE = "five-events-per-second";
    static final String NINE = "nine-events-per-second";

    private static final int ROUNDS = 3;
    private static final int TICKS_EVERY = 5_000;

    private final Workload workload;
    private final List<String> bodies;

    private JudgingCost(Workload workload) {
        this.workload = workload;
        this.bodies =
                IntStream.range(0, workload.bodies()).mapToObj(Workload::body).toList();
    }

    /** Measures in a JVM that does nothing else, turn by turn; the best round of each counts. */
    static Measured run(long events) {
        JudgingCost cost = new JudgingCost(new Workload(events));
        double five = 0;
        double nine = 0;
        for (int round = 0; round < ROUNDS; round++) {
            five = Math.max(five, cost.eventsPerSecond(BenchPolicy.yaml(cost.bodies)));
            nine = Math.max(nine, cost.eventsPerSecond(BenchPolicy.ofAllDetectors(cost.bodies)));
        }
        return new Measured().put(FIVE, five).put(NINE, nine);
    }

    private double eventsPerSecond(String policy) {
        List<Event> told = new ArrayList<>();
        workload.tell(0, (number, event) -> told.add(event));
        Monitor monitor = new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy"));
        monitor.adopt(policy, Instant.EPOCH);
        long begin = System.nanoTime();
        for (int offset = 0; offset < told.size(); offset++) {
            Event event = told.get(offset);
            Origin origin = new Origin(event.type().topic(), 0, offset, event.at());
            monitor.arrive(new Arrival(origin, 0, null, event.body(), 0, event, null));
            if (offset % TICKS_EVERY == 0) {
                monitor.tick(event.at());
            }
        }
        monitor.tick(Workload.END);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Truth.check("the events counted", told.size(), monitor.ledger().applied());
        return told.size() / seconds;
    }
}
