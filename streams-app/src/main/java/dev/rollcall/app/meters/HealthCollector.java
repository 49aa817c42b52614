package dev.rollcall.app.meters;

import dev.rollcall.app.http.Health;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Shows whether this instance lives and is ready. */
final class HealthCollector implements MultiCollector {
    private final Health health;

    HealthCollector(Health health) {
        this.health = health;
    }

    @Override
    public MetricSnapshots collect() {
        Family up = new Family(MeterNames.UP, "1 while this instance lives.", Math::min);
        Family ready = new Family(MeterNames.READY, "1 while this instance is ready.", Math::min);
        up.add(health.live().ok() ? 1 : 0);
        ready.add(health.ready().ok() ? 1 : 0);
        return MetricSnapshots.of(up.snapshot(), ready.snapshot());
    }
}
