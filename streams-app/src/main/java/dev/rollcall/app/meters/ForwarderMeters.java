package dev.rollcall.app.meters;

import dev.rollcall.app.http.Health;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;
import java.util.function.Supplier;

/** The meters of the forwarder, named in {@link MeterNames}; read off at each scrape. */
public final class ForwarderMeters {
    private static final double MILLIS = 1000;

    private final Supplier<ForwarderFigures> figures;
    private final PrometheusRegistry registry = new PrometheusRegistry();

    public ForwarderMeters(Supplier<ForwarderFigures> figures) {
        this.figures = figures;
        MultiCollector collector = this::collect;
        registry.register(collector);
        JvmMetrics.builder().register(registry);
    }

    /** Shows whether this instance lives and is ready. To be called once. */
    public void showHealth(Health health) {
        registry.register(new HealthCollector(health));
    }

    /** What is to be scraped. */
    public PrometheusRegistry registry() {
        return registry;
    }

    private MetricSnapshots collect() {
        ForwarderFigures now = figures.get();
        Family standing = new Family(
                MeterNames.FORWARDER_STANDING, "Alerts that stand and that Alertmanager is to hold.", Double::sum);
        now.standing()
                .forEach((severity, count) ->
                        standing.add(count, MeterNames.SEVERITY, severity.name().toLowerCase(Locale.ROOT)));
        Family delivered = new Family(
                MeterNames.FORWARDER_DELIVERED, "Alerts taken by an Alertmanager for the first time.", Double::sum);
        now.delivered()
                .forEach((severity, count) -> delivered.add(
                        count, MeterNames.SEVERITY, severity.name().toLowerCase(Locale.ROOT)));
        Family posts =
                new Family(MeterNames.FORWARDER_POSTS, "Posts to Alertmanager, by what became of them.", Double::sum);
        now.posts().forEach((outcome, count) -> posts.add(count, MeterNames.OUTCOME, outcome));
        return MetricSnapshots.of(
                standing.snapshot(),
                delivered.snapshot(),
                posts.snapshot(),
                one(
                        MeterNames.FORWARDER_UNDELIVERED,
                        "Alerts raised, changed or ended that no Alertmanager has taken yet.",
                        now.undelivered()),
                one(
                        MeterNames.FORWARDER_OLDEST_UNDELIVERED,
                        "For how long the oldest of those has waited; 0 where there is none.",
                        now.oldestUndelivered().toMillis() / MILLIS),
                one(
                        MeterNames.FORWARDER_LAST_SUCCESS,
                        "When a post was last taken; 0 before the first.",
                        now.lastSuccess().toEpochMilli() / MILLIS),
                one(
                        MeterNames.FORWARDER_LAST_READ,
                        "When it was last known that all alerts are read; 0 before the first time.",
                        now.lastRead().toEpochMilli() / MILLIS),
                one(MeterNames.FORWARDER_LAG, "Records of alerts that are not read yet.", now.lag()),
                one(
                        MeterNames.FORWARDER_UNTOLD,
                        "Alerts that ended before any Alertmanager could be told that they had begun.",
                        now.untold()),
                one(
                        MeterNames.FORWARDER_UNREADABLE,
                        "Records of alerts that could not be understood and are forwarded to nobody.",
                        now.unreadable()));
    }

    private static MetricSnapshot one(String name, String help, long value) {
        return one(name, help, (double) value);
    }

    private static MetricSnapshot one(String name, String help, double value) {
        Family family = new Family(name, help, Double::sum);
        family.add(value);
        return family.snapshot();
    }
}
