package dev.rollcall.app.meters;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** The figures of Kafka Streams and of its main consumers that one needs to tell how the monitor is doing. */
final class StreamsCollector implements MultiCollector {
    private static final String CLIENT = "stream-metrics";
    private static final String THREAD = "stream-thread-metrics";
    private static final String TASK = "stream-task-metrics";
    private static final String CONSUMER = "consumer-fetch-manager-metrics";

    private static final String CLIENT_STATE = MeterNames.STREAMS + "client_state";

    /** Kafka's tags that become labels; what other tags tell apart is taken together. */
    private static final Map<String, String> LABELS = new TreeMap<>(Map.of(
            "client-id", "client",
            "thread-id", "thread",
            "task-id", "task",
            "topic", MeterNames.TOPIC,
            "partition", MeterNames.PARTITION));

    /**
     * One of Kafka's figures.
     *
     * @param meter what follows {@link MeterNames#STREAMS}
     */
    private record Chosen(String group, String name, String meter, String help) {

        static Chosen of(String group, String name, String help) {
            return new Chosen(group, name, name.replace('-', '_'), help);
        }
    }

    private static final List<Chosen> CHOSEN = List.of(
            Chosen.of(CLIENT, "alive-stream-threads", "Stream threads that are alive."),
            Chosen.of(CLIENT, "failed-stream-threads", "Stream threads that have failed since the start."),
            Chosen.of(THREAD, "process-rate", "Records processed a second."),
            Chosen.of(THREAD, "process-latency-avg", "Milliseconds to process what was polled, on average."),
            Chosen.of(THREAD, "process-latency-max", "Milliseconds to process what was polled, at most."),
            Chosen.of(THREAD, "poll-rate", "Polls a second."),
            Chosen.of(THREAD, "poll-latency-avg", "Milliseconds of a poll, on average."),
            Chosen.of(THREAD, "poll-latency-max", "Milliseconds of a poll, at most."),
            Chosen.of(THREAD, "commit-rate", "Commits a second."),
            Chosen.of(THREAD, "commit-latency-avg", "Milliseconds of a commit, on average."),
            Chosen.of(THREAD, "commit-latency-max", "Milliseconds of a commit, at most."),
            Chosen.of(TASK, "dropped-records-total", "Records that Kafka Streams dropped: must stay 0."),
            Chosen.of(TASK, "active-process-ratio", "Share of its thread's time that the task takes."),
            // Kafka calls it a total, yet it falls.
            new Chosen(
                    TASK,
                    "restore-remaining-records-total",
                    "restore_remaining_records",
                    "Records of the changelog still to be read."),
            Chosen.of(CONSUMER, "records-lag", "Records of the partition still to be read."),
            Chosen.of(CONSUMER, "records-lag-max", "Records still to be read in the partition that has most."));

    private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;

    StreamsCollector(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, Family> families = new LinkedHashMap<>();
        // Of two that say the same, the greater: it never looks better than it is.
        CHOSEN.forEach(each -> families.put(
                key(each.group(), each.name()), new Family(MeterNames.STREAMS + each.meter(), each.help(), Math::max)));
        Family state = new Family(CLIENT_STATE, "1 for the state that the client is in.", Math::max);
        Map<MetricName, ? extends Metric> given = metrics.get();
        Set<String> formerNames = formerNames(given.keySet());
        given.forEach((name, metric) -> {
            if (name.group().equals(CLIENT) && name.name().equals("state")) {
                addState(state, name, String.valueOf(metric.metricValue()));
                return;
            }
            Family family = families.get(key(name.group(), name.name()));
            if (family != null && wanted(name, formerNames) && metric.metricValue() instanceof Number number) {
                double value = number.doubleValue();
                if (Double.isFinite(value)) {
                    family.add(value, labels(name));
                }
            }
        });
        MetricSnapshots.Builder page = MetricSnapshots.builder().metricSnapshot(state.snapshot());
        families.values().forEach(family -> page.metricSnapshot(family.snapshot()));
        return page.build();
    }

    private static void addState(Family family, MetricName name, String now) {
        for (KafkaStreams.State state : KafkaStreams.State.values()) {
            family.add(state.name().equals(now) ? 1 : 0, labels(name).add(MeterNames.STATE, state.name()));
        }
    }

    private static String key(String group, String name) {
        return group + "/" + name;
    }

    /** Consumers give each figure of a topic with dots in its name again under its name with underscores. */
    private static Set<String> formerNames(Set<MetricName> names) {
        Set<String> former = new HashSet<>();
        for (MetricName name : names) {
            String topic = name.tags().get("topic");
            if (topic != null && topic.indexOf('.') >= 0) {
                former.add(topic.replace('.', '_'));
            }
        }
        return former;
    }

    /** Of consumers only the main ones: how far behind a restoring one is, its task says. */
    private static boolean wanted(MetricName name, Set<String> formerNames) {
        if (!name.group().equals(CONSUMER)) {
            return true;
        }
        String client = name.tags().getOrDefault("client-id", "");
        boolean main = client.endsWith("-consumer")
                && !client.endsWith("-restore-consumer")
                && !client.endsWith("-global-consumer");
        boolean ofPartition = name.tags().containsKey("partition");
        boolean again = formerNames.contains(name.tags().getOrDefault("topic", ""));
        return main && !again && ofPartition == name.name().equals("records-lag");
    }

    private static Labels labels(MetricName name) {
        Labels.Builder labels = Labels.builder();
        LABELS.forEach((tag, label) -> {
            String value = name.tags().get(tag);
            if (value != null) {
                labels.label(label, value);
            }
        });
        return labels.build();
    }
}
