package dev.rollcall.stack;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.MonitorService;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.meters.Meters;
import dev.rollcall.monitor.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * Brings a monitor to the end of what was sent: read, relayed, judged and told, with ticks of a story of our own.
 *
 * @param configuration of the monitor
 * @param partitions how many the inputs have; there are twice as many tasks
 */
public record Settling(LiveMonitor monitor, Configuration configuration, int partitions, DirectiveWriter directives) {
    private static final long LOOK_EVERY_MILLIS = 50;

    /**
     * Ticks at {@code time}, which must be later than any tick before, and again a millisecond later.
     *
     * @throws IllegalStateException where the monitor does not come there within {@code longest}
     */
    public void at(Instant time, Duration longest) throws InterruptedException {
        directives.tick(time);
        Connections connections = new Connections(configuration);
        try (Admin admin = connections.admin()) {
            Commits.ofIntake(admin, MonitorService.group(configuration), connections.topics())
                    .awaitAll(longest);
        }
        // what intake relayed is in by-entity now: a tick behind it reaches the watch of groups last
        Instant last = time.plusMillis(1);
        directives.tick(last);
        long deadline = System.nanoTime() + longest.toNanos();
        while (!allAt(last, partitions, monitor.meters())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Expected %d tasks to come to %s within %s, but they are at %s"
                        .formatted(
                                2 * partitions,
                                last,
                                longest,
                                monitor.meters().tasks().values().stream()
                                        .map(Overview::now)
                                        .toList()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** Whether both watches of all partitions have come to {@code time}. */
    public static boolean allAt(Instant time, int partitions, Meters meters) {
        Collection<Overview> tasks = meters.tasks().values();
        return tasks.size() == 2 * partitions
                && tasks.stream().noneMatch(task -> task.now().isBefore(time));
    }
}
