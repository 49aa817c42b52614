package dev.rollcall.stack.bench;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** How many records the threads of Kafka Streams have processed, by Streams' own meters. */
record Processed(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {

    long records() {
        double records = 0;
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.get().entrySet()) {
            if (metric.getKey().name().equals("process-total")
                    && metric.getKey().group().equals("stream-thread-metrics")
                    && metric.getValue().metricValue() instanceof Double count) {
                records += count;
            }
        }
        return (long) records;
    }
}
