package dev.rollcall.app;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.http.Endpoints;
import dev.rollcall.app.http.MonitorHealth;
import dev.rollcall.app.meters.Meters;
import dev.rollcall.app.page.LivePage;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitor with all that belongs to it: schemas, policy, Kafka Streams, meters, the live page, HTTP and the clock; closed in
 * reverse.
 */
public final class LiveMonitor implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(LiveMonitor.class);
    private static final long ASK_FOR_POLICY_EVERY_MILLIS = 1000;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Meters meters;
    private @Nullable MonitorService service;
    private @Nullable Endpoints endpoints;
    private volatile boolean failed;

    private LiveMonitor(Meters meters) {
        this.meters = meters;
    }

    /**
     * Starts all parts, once every partition of the directives holds a policy.
     *
     * @param ticking whether ticks are written from the wall clock; a story brings its own
     * @param says told what is being waited for
     */
    public static LiveMonitor start(Configuration configuration, boolean ticking, Consumer<String> says)
            throws InterruptedException {
        Connections connections = new Connections(configuration);
        Topics topics = connections.topics();
        int partitions;
        try (Admin admin = connections.admin()) {
            partitions = TopicSetup.checkInputs(admin, topics);
        }
        SchemaSetup.register(connections.registry(), topics);
        awaitPolicy(connections, says);

        Meters meters = new Meters(
                topics.inputs().stream().map(topic -> topic.name()).toList(),
                configuration.whole("meters.series", 100));
        LiveMonitor monitor = new LiveMonitor(meters);
        try {
            monitor.begin(configuration, connections, partitions, ticking);
            return monitor;
        } catch (RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    private void begin(Configuration configuration, Connections connections, int partitions, boolean ticking) {
        Duration tickEvery = configuration.time("tick-every");
        MonitorService streams = keep(new MonitorService(configuration, partitions, meters));
        service = streams;
        meters.showStreams(streams::metrics);
        meters.showJvm();
        MonitorHealth health =
                new MonitorHealth(streams::state, meters::tasks, ticking ? tickEvery : null, Clock.systemUTC());
        meters.showHealth(health);
        PageReader page = keep(new PageReader(connections));
        String life = Long.toString(Clock.systemUTC().millis(), Character.MAX_RADIX);
        endpoints = keep(Endpoints.start(
                configuration,
                "http.port",
                meters.registry(),
                health,
                new LivePage(life, !ticking, page::bulletin, page::state, meters::tasks, health)));
        streams.onState((now, before) -> ended(now));
        streams.start();
        page.start();
        if (ticking) {
            keep(new Clockwork(new DirectiveWriter(connections, partitions), tickEvery, Clock.systemUTC()));
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** Waits for a policy in every partition; one that the watch would refuse is told as such. */
    private static void awaitPolicy(Connections connections, Consumer<String> says) throws InterruptedException {
        try (DirectiveReader directives = new DirectiveReader(connections)) {
            boolean told = false;
            while (!directives.everyPartitionHoldsPolicy()) {
                if (!told) {
                    says.accept("Waiting for a policy: publish one with  rollcall policy publish FILE");
                    told = true;
                }
                TimeUnit.MILLISECONDS.sleep(ASK_FOR_POLICY_EVERY_MILLIS);
            }
            directives.policies();
        }
    }

    private void ended(KafkaStreams.State now) {
        if (now == KafkaStreams.State.ERROR) {
            failed = true;
        }
        if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            ended.countDown();
        }
    }

    /** The port of the endpoints. */
    public int port() {
        return Objects.requireNonNull(endpoints).port();
    }

    public Meters meters() {
        return meters;
    }

    @Override
    public boolean await() throws InterruptedException {
        ended.await();
        return !failed;
    }

    @Override
    public boolean isClosed() {
        return service == null || service.state().hasCompletedShutdown();
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.atWarn().setMessage("Could not close a part").setCause(e).log();
            }
        }
    }
}
