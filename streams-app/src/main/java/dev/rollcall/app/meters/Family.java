package dev.rollcall.app.meters;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** All values of one meter at a scrape, one for each set of labels: a page that gives two is not valid. */
final class Family {
    private final String name;
    private final String help;
    private final DoubleBinaryOperator both;
    private final Map<Labels, Double> values = new LinkedHashMap<>();

    /** @param both gives the one value where two come with the same labels */
    Family(String name, String help, DoubleBinaryOperator both) {
        this.name = name;
        this.help = help;
        this.both = both;
    }

    /** Adds a value; {@code labels} are names and values in turn. */
    void add(double value, String... labels) {
        add(value, Labels.of(labels));
    }

    void add(double value, Labels labels) {
        values.merge(labels, value, both::applyAsDouble);
    }

    MetricSnapshot snapshot() {
        if (MeterNames.counts(name)) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(MeterNames.base(name)).help(help);
            values.forEach((labels, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value)
                    .build()));
            return counter.build();
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build()));
        return gauge.build();
    }
}
