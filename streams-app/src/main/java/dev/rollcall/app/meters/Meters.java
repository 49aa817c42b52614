package dev.rollcall.app.meters;

import dev.rollcall.app.http.Health;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.monitor.Overview;
import dev.rollcall.streams.MonitorListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The meters of one instance, named in {@link MeterNames}.
 *
 * <p>What tasks count is read off the last overview of each at a scrape, and is gone from the page once the task has left. No
 * label carries a pseudonym or the id of a request or an extract: labels are ids of bodies, groups, panels, feeds and
 * agreements, names from the policy, and the sentences of alerts without such ids.
 */
public final class Meters implements MonitorListener {
    /** A record older than this is history being read again: how late its alert comes says nothing of this program. */
    private static final Duration HISTORY = Duration.ofDays(1);

    private static final double MILLIS = 1000;
    private static final double[] SECONDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 21_600
    };

    private final Map<String, Overview> tasks = new ConcurrentHashMap<>();
    private final PrometheusRegistry others = new PrometheusRegistry();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter raised;
    private final Counter ticks;
    private final Histogram appendToAlert;

    /**
     * Meters of which none has a value yet.
     *
     * @param inputs the names of the topics of events
     * @param mostSeries how many series the page may have; figures get what the other meters leave, which are always shown
     */
    public Meters(List<String> inputs, int mostSeries) {
        raised = Counter.builder()
                .name(MeterNames.base(MeterNames.ALERTS_RAISED))
                .help("Alerts raised for the first time.")
                .labelNames(MeterNames.DETECTOR, MeterNames.SEVERITY)
                .register(others);
        ticks = Counter.builder()
                .name(MeterNames.base(MeterNames.TICKS))
                .help("Ticks read, in all tasks.")
                .register(others);
        appendToAlert = Histogram.builder()
                .name(MeterNames.APPEND_TO_ALERT)
                .help("From the timestamp of a record until its alert is on its way; history read again apart.")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(others);
        others.register(new TaskCollector(this::tasks, inputs));
        registry.register(new FigurePage(others, this::tasks, mostSeries));
    }

    /** Shows whether this instance lives and is ready. To be called once. */
    public void showHealth(Health health) {
        others.register(new HealthCollector(health));
    }

    /** Shows some of the figures of Kafka Streams, as {@code KafkaStreams.metrics()} gives them. To be called once. */
    public void showStreams(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        others.register(new StreamsCollector(metrics));
    }

    /** Shows memory, threads and garbage collection of the JVM. To be called once. */
    public void showJvm() {
        JvmMetrics.builder().register(others);
    }

    /** What is to be scraped. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** How things stood at the last tick of each task that this instance has. */
    public Map<String, Overview> tasks() {
        return Map.copyOf(tasks);
    }

    @Override
    public void stands(String task, Overview overview) {
        tasks.put(task, overview);
    }

    @Override
    public void left(String task) {
        tasks.remove(task);
    }

    @Override
    public void alerted(Alert alert, Duration sinceAppend) {
        if (alert.revision() == 1 && alert.state() == AlertState.RAISED) {
            raised.labelValues(
                            alert.finding().detector(),
                            alert.finding().severity().name())
                    .inc();
        }
        if (sinceAppend.compareTo(HISTORY) <= 0) {
            // A producer's clock may be ahead of ours.
            appendToAlert.observe(Math.max(0, sinceAppend.toMillis() / MILLIS));
        }
    }

    @Override
    public void ticked(String task) {
        ticks.inc();
    }
}
