package dev.rollcall.app.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

class StreamsCollectorTest {
    private static final String CLIENT = "rollcall-1";
    private static final String THREAD = CLIENT + "-StreamThread-1";

    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final Meters meters = new Meters(List.of(), 10_000);

    /** A figure of Kafka's as it would give it. */
    private record Fake(MetricName metricName, Object metricValue) implements Metric {}

    private void given(String group, String name, Object value, Map<String, String> tags) {
        MetricName metricName = new MetricName(name, group, "", tags);
        metrics.put(metricName, new Fake(metricName, value));
    }

    private Exposition page() {
        return Exposition.of(meters.registry());
    }

    @Test
    void showsTheChosenFiguresByThreadTaskAndPartition() {
        // Given
        meters.showStreams(() -> metrics);
        given("stream-metrics", "state", "RUNNING", Map.of("client-id", CLIENT));
        given("stream-thread-metrics", "process-rate", 12.5, Map.of("thread-id", THREAD));
        given("stream-task-metrics", "process-rate", 99.0, Map.of("thread-id", THREAD, "task-id", "0_0"));
        given("stream-task-metrics", "dropped-records-total", 0.0, Map.of("thread-id", THREAD, "task-id", "0_0"));
        given("stream-task-metrics", "restore-remaining-records-total", 7.0, Map.of("task-id", "0_0"));
        given("stream-thread-metrics", "task-created-total", 4.0, Map.of("thread-id", THREAD));
        // When
        Exposition page = page();
        // Then
        assertEquals(1, page.value("rollcall_streams_client_state", "client", CLIENT, "state", "RUNNING"));
        assertEquals(0, page.value("rollcall_streams_client_state", "client", CLIENT, "state", "ERROR"));
        assertEquals(12.5, page.value("rollcall_streams_process_rate", "thread", THREAD));
        assertEquals(0, page.value(MeterNames.STREAMS_DROPPED, "thread", THREAD, "task", "0_0"));
        assertEquals(7, page.value("rollcall_streams_restore_remaining_records", "task", "0_0"));
        assertEquals(1, page.count("rollcall_streams_process_rate"));
        assertEquals(0, page.count("rollcall_streams_task_created"));
    }

    @Test
    void showsTheLagOfMainConsumersOnly() {
        meters.showStreams(() -> metrics);
        for (String kind : List.of("-consumer", "-restore-consumer", "-global-consumer")) {
            Map<String, String> client = Map.of("client-id", THREAD + kind);
            Map<String, String> partition = Map.of("client-id", THREAD + kind, "topic", "extracts", "partition", "2");
            given("consumer-fetch-manager-metrics", "records-lag-max", 5.0, client);
            given("consumer-fetch-manager-metrics", "records-lag-max", 6.0, partition);
            given("consumer-fetch-manager-metrics", "records-lag", 3.0, partition);
        }

        Exposition page = page();
        String client = THREAD + "-consumer";
        assertEquals(5, page.value("rollcall_streams_records_lag_max", "client", client));
        assertEquals(3, page.value(MeterNames.STREAMS_LAG, "client", client, "topic", "extracts", "partition", "2"));
        assertEquals(2, page.count("rollcall_streams_records_lag"));
    }

    @Test
    void showsTheLagOfATopicWithDotsOnce() {
        meters.showStreams(() -> metrics);
        for (String topic : List.of("test.extracts", "test_extracts")) {
            Map<String, String> tags = Map.of("client-id", "a-consumer", "topic", topic, "partition", "2");
            given("consumer-fetch-manager-metrics", "records-lag", 3.0, tags);
        }

        Exposition page = page();
        assertEquals(1, page.count("rollcall_streams_records_lag{"));
        assertEquals(
                3,
                page.value(
                        "rollcall_streams_records_lag",
                        "client",
                        "a-consumer",
                        "topic",
                        "test.extracts",
                        "partition",
                        "2"));
    }

    @Test
    void takesTheGreaterOfTwoThatSayTheSame() {
        meters.showStreams(() -> metrics);
        given("stream-task-metrics", "dropped-records-total", 2.0, Map.of("task-id", "0_0", "side", "a"));
        given("stream-task-metrics", "dropped-records-total", 3.0, Map.of("task-id", "0_0", "side", "b"));
        given("stream-task-metrics", "dropped-records-total", 1.0, Map.of("task-id", "0_0", "side", "c"));

        assertEquals(3, page().value("rollcall_streams_dropped_records_total", "task", "0_0"));
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        meters.showStreams(() -> metrics);
        given("stream-thread-metrics", "poll-rate", Double.NaN, Map.of("thread-id", THREAD));
        given("stream-thread-metrics", "commit-rate", Double.NEGATIVE_INFINITY, Map.of("thread-id", THREAD));
        given("stream-thread-metrics", "process-rate", "many", Map.of("thread-id", THREAD));

        assertEquals(0, page().count("rollcall_streams_poll_rate{"));
        assertEquals(0, page().count("rollcall_streams_commit_rate{"));
        assertEquals(0, page().count("rollcall_streams_process_rate{"));
    }

    @Test
    void keepsThePageValidWhateverATagHolds() {
        meters.showStreams(() -> metrics);
        given("stream-thread-metrics", "poll-rate", 1.0, Map.of("thread-id", "a\"b\\c\nd", "odd-tag!", "x"));

        assertEquals(1, page().value("rollcall_streams_poll_rate", "thread", "a\\\"b\\\\c\\nd"));
        assertFalse(Exposition.text(meters.registry()).contains("odd"));
    }

    @Test
    void findsWhatATaskReallyGives() {
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties())) {
            meters.showStreams(driver::metrics);

            Exposition page = page();
            assertEquals(1, page.count("rollcall_streams_dropped_records_total{"));
            assertEquals(1, page.count("rollcall_streams_active_process_ratio{"));
            assertEquals(1, page.count("rollcall_streams_restore_remaining_records{"));
        }
    }

    private static Topology topology() {
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "extracts");
        topology.addSink("out", "alerts", new ByteArraySerializer(), new ByteArraySerializer(), "in");
        return topology;
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "rollcall");
        return properties;
    }
}
