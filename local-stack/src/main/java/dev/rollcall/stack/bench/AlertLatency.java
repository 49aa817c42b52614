package dev.rollcall.stack.bench;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Published;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * From the moment that an event which passes a limit is handed to a producer until a consumer of committed records sees the
 * alert, while other events go by.
 *
 * @param breaches how many limits are passed, each by another body
 */
record AlertLatency(int breaches) {
    static final int EVENTS_PER_SECOND = 2000;

    private static final int EVENTS_PER_BREACH = 100;
    private static final int OTHER_BODIES = 200;
    private static final int WARM_UP = 4 * EVENTS_PER_SECOND;
    private static final int SIZE = 15;
    private static final int BEFORE = (int) BenchPolicy.MOST_CHILDREN - SIZE + 1;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final List<String> FIELDS = List.of("URN_AUT25", "Gender_AUT25", "YearOfBirth_AUT25");

    /**
     * Milliseconds.
     *
     * @param sorted of each breach, the shortest first
     */
    record Result(List<Double> sorted) {
        Result {
            sorted = sorted.stream().sorted().toList();
        }

        double percentile(int percent) {
            return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
        }
    }

    /** All bodies, for the policy. */
    private List<String> bodies() {
        List<String> bodies = new ArrayList<>(breaching());
        IntStream.range(0, OTHER_BODIES).mapToObj(AlertLatency::other).forEach(bodies::add);
        return bodies;
    }

    private List<String> breaching() {
        return IntStream.range(0, breaches)
                .mapToObj(i -> "breach-%04d".formatted(i))
                .toList();
    }

    private static String other(int number) {
        return "other-%04d".formatted(number);
    }

    /** Measures with a monitor in a JVM of its own, on topics of its own, which are there already. */
    Result measure(Configuration configuration, int partitions, CandidateJvms jvms, Map<String, String> settings)
            throws InterruptedException {
        Connections connections = new Connections(configuration);
        try (DirectiveWriter directives = new DirectiveWriter(connections, partitions)) {
            directives.publish(BenchPolicy.yaml(bodies()), Instant.EPOCH);
        }
        Map<String, Long> warned = new ConcurrentHashMap<>();
        Map<String, Long> seen = new ConcurrentHashMap<>();
        AtomicBoolean enough = new AtomicBoolean();
        Thread reading = new Thread(() -> read(connections, warned, seen, enough), "bench-alerts");
        reading.setDaemon(true);
        try (CandidateJvms.Running monitor = jvms.start(Candidate.WATCH, settings);
                EventWriter writer = new EventWriter(connections)) {
            reading.start();
            List<String> breaching = breaching();
            for (int i = 0; i < breaches; i++) {
                send(writer, breaching.get(i), i, i, BEFORE, 0);
            }
            writer.flush();
            await(() -> warned.size() == breaches, "every warning", monitor);
            Map<String, Long> sent = paced(writer, breaching);
            await(() -> seen.size() == breaches, "every alert", monitor);
            List<Double> millis = new ArrayList<>();
            sent.forEach((body, nanos) -> millis.add((seen.getOrDefault(body, 0L) - nanos) / 1e6));
            return new Result(millis);
        } finally {
            enough.set(true);
            reading.join();
        }
    }

    private Map<String, Long> paced(EventWriter writer, List<String> breaching) {
        Map<String, Long> sent = new ConcurrentHashMap<>();
        long begun = System.nanoTime();
        long events = WARM_UP + (long) breaches * EVENTS_PER_BREACH;
        for (long event = 0; event < events; event++) {
            long due = begun + event * TimeUnit.SECONDS.toNanos(1) / EVENTS_PER_SECOND;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long afterWarmUp = event - WARM_UP;
            if (afterWarmUp >= 0 && afterWarmUp % EVENTS_PER_BREACH == 0) {
                int breach = (int) (afterWarmUp / EVENTS_PER_BREACH);
                sent.put(breaching.get(breach), System.nanoTime());
                send(writer, breaching.get(breach), breaches + event, breach, SIZE, BEFORE);
            } else {
                int body = (int) (event % OTHER_BODIES);
                send(
                        writer,
                        other(body),
                        breaches + event,
                        breaches + body,
                        SIZE,
                        (int) (event / OTHER_BODIES % 80) * SIZE);
            }
        }
        writer.flush();
        return sent;
    }

    /** Sends an extract of {@code size} children of a body, from its {@code first} on. */
    private static void send(EventWriter writer, String name, long number, int body, int size, int first) {
        Instant now = Instant.now();
        List<String> tokens = IntStream.range(first, first + size)
                .mapToObj(child -> Workload.token(body, child))
                .toList();
        writer.send(Workload.extract(name, number, now, FIELDS, tokens), now);
    }

    private static void read(
            Connections connections, Map<String, Long> warned, Map<String, Long> seen, AtomicBoolean enough) {
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            reader.follow(
                    connections.topics().alerts(),
                    published -> note(published, System.nanoTime(), warned, seen),
                    enough::get);
        }
    }

    private static void note(Published published, long nanos, Map<String, Long> warned, Map<String, Long> seen) {
        if (published instanceof AlertLine alert && alert.rule().startsWith(BenchPolicy.MONTHLY)) {
            if ("95".equals(alert.band())) {
                warned.putIfAbsent(alert.entity(), nanos);
            } else if ("100".equals(alert.band())) {
                seen.putIfAbsent(alert.entity(), nanos);
            }
        }
    }

    private static void await(BooleanSupplier done, String what, CandidateJvms.Running monitor)
            throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Expected " + what + " to be seen within "
                        + TimeUnit.NANOSECONDS.toSeconds(LONGEST_NANOS) + " s, but was not; the monitor's log ends:\n"
                        + monitor.jvm().lastWords());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
