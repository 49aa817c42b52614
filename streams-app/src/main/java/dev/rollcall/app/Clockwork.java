package dev.rollcall.app;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes ticks of the wall clock; those of several instances do no harm, since the highest counts. */
final class Clockwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);

    private final DirectiveWriter directives;
    private final Clock clock;
    private final ScheduledFuture<?> ticking;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rollcall-clockwork");
        thread.setDaemon(true);
        return thread;
    });

    Clockwork(DirectiveWriter directives, Duration every, Clock clock) {
        this.directives = directives;
        this.clock = clock;
        ticking = executor.scheduleAtFixedRate(this::tick, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            directives.tick(clock.instant());
        } catch (RuntimeException e) {
            // the next tick says as much as this one would have
            LOG.atWarn()
                    .setMessage("Could not write a tick: {}")
                    .addArgument(e.getMessage())
                    .log();
        }
    }

    @Override
    public void close() {
        ticking.cancel(true);
        executor.shutdownNow();
        directives.close();
    }
}
