package dev.rollcall.stack.bench;

import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.MonitorService;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.meters.Meters;
import dev.rollcall.monitor.Overview;
import dev.rollcall.stack.Settling;
import dev.rollcall.wire.Topics;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/** The monitor with all its detectors, exactly once, as {@code rollcall run} starts it. */
final class WholeMonitor {
    /** Setting: the last tick, in milliseconds from 1970. */
    static final String LAST_TICK = "last-tick";
    /** Setting: how many partitions the inputs have. */
    static final String PARTITIONS = "partitions";
    /** Measured: how long from the start until all is restored and judged. */
    static final String RESTORE_SECONDS = "restore-seconds";

    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private WholeMonitor() {}

    /** Counts all events that there are. */
    static Measured count(Assignment assignment) throws InterruptedException {
        Instant lastTick = Instant.ofEpochMilli(Long.parseLong(assignment.setting(LAST_TICK)));
        int partitions = Integer.parseInt(assignment.setting(PARTITIONS));
        Meters meters = meters(assignment);
        Stopwatch watch = new Stopwatch(assignment.events());
        try (MonitorService service = new MonitorService(assignment.configuration(), partitions, meters)) {
            service.start();
            Processed processed = new Processed(service::metrics);
            long deadline = System.nanoTime() + LONGEST_NANOS;
            while (!Settling.allAt(lastTick, partitions, meters)) {
                check(service, deadline);
                watch.at(processed.records());
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
            Measured measured = watch.end();
            addLedger(meters, measured);
            Stopwatch.addMemory(measured);
            return measured;
        }
    }

    /** Starts with an empty memory and ends once all that the log holds is there again. */
    static Measured restore(Assignment assignment) throws InterruptedException {
        int partitions = Integer.parseInt(assignment.setting(PARTITIONS));
        Meters meters = meters(assignment);
        try (MonitorService service = new MonitorService(assignment.configuration(), partitions, meters)) {
            long begun = System.nanoTime();
            service.start();
            while (service.state() != KafkaStreams.State.RUNNING
                    || meters.tasks().size() < 2 * partitions) {
                check(service, begun + LONGEST_NANOS);
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
            Measured measured = new Measured().put(RESTORE_SECONDS, (System.nanoTime() - begun) / 1e9);
            addLedger(meters, measured);
            Stopwatch.addMemory(measured);
            return measured;
        }
    }

    /** Runs until this JVM is stopped. */
    static Measured watch(Assignment assignment) throws InterruptedException {
        try (LiveMonitor monitor = LiveMonitor.start(assignment.configuration(), true, waiting -> {})) {
            monitor.await();
            return new Measured();
        }
    }

    private static Meters meters(Assignment assignment) {
        Configuration configuration = assignment.configuration();
        Topics topics = new Topics(configuration.text("topics.prefix"));
        return new Meters(
                topics.inputs().stream().map(topic -> topic.name()).toList(),
                configuration.whole("meters.series", 100));
    }

    private static void check(MonitorService service, long deadline) {
        KafkaStreams.State state = service.state();
        if (System.nanoTime() > deadline
                || state == KafkaStreams.State.ERROR
                || state == KafkaStreams.State.NOT_RUNNING) {
            throw new IllegalStateException("Expected the monitor to come to its end, but it is " + state);
        }
    }

    private static void addLedger(Meters meters, Measured measured) {
        long read = 0;
        long applied = 0;
        for (Overview task : meters.tasks().values()) {
            read += task.ledger().values().stream()
                    .mapToLong(line -> line.read())
                    .sum();
            applied += task.ledger().values().stream()
                    .mapToLong(line -> line.applied())
                    .sum();
        }
        measured.put("read", (double) read).put("applied", (double) applied);
    }
}
