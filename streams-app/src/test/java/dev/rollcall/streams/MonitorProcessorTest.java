package dev.rollcall.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.MonitorService;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Reason;
import dev.rollcall.monitor.EntityMonitor;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Overview;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.Yaml;
import dev.rollcall.wire.registry.StubRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorProcessorTest {
    private static final Instant TIME = Instant.parse("2016-03-01T00:00:00Z");
    private static final String POLICY = "{policy: p, version: 1, from: 2016-01-01, zone: Europe/London}";

    private final Topics topics = new Topics("");
    private final List<Overview> overviews = new ArrayList<>();

    @TempDir
    private Path state;

    private StubRegistry registry;
    private Codec codec;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> directives;

    @BeforeEach
    void start() throws Exception {
        registry = new StubRegistry();
        Map<String, Object> settings = Map.of("schema.registry.url", registry.url());
        codec = Codec.configured(topics, settings);
        Map<String, Object> properties = new HashMap<>(MonitorService.properties(
                Configuration.of(Map.of("kafka.bootstrap.servers", "nowhere:9092", "state-dir", state.toString()))));
        MonitorTopology topology = new MonitorTopology(
                topics,
                1,
                10,
                () -> new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy")),
                () -> new EntityMonitor(
                        yaml -> Yaml.documents(yaml, "policy"),
                        Pseudonymiser.fixed().keyCheck()),
                () -> Codec.configured(topics, settings),
                new MonitorListener() {
                    @Override
                    public void stands(String task, Overview overview) {
                        overviews.add(overview);
                    }
                });
        Properties all = new Properties();
        properties.forEach((key, value) -> all.put(key, value.toString()));
        driver = new TopologyTestDriver(topology.build(new StreamsConfig(properties)), all);
        directives = driver.createInputTopic(
                topics.directives().name(), new ByteArraySerializer(), new ByteArraySerializer());
        direct(new Directive.PolicyPublished(TIME, POLICY), TIME);
    }

    @AfterEach
    void stop() {
        driver.close();
        codec.close();
        registry.close();
    }

    @Test
    void followsATickOfItsRecordsTime() {
        direct(new Directive.Tick(TIME.plusSeconds(300)), TIME);
        assertEquals(TIME.plusSeconds(300), last().now());
        assertEquals(List.of(), rejected());
    }

    @Test
    void refusesATickFromTheFuture() {
        direct(new Directive.Tick(TIME.plusSeconds(301)), TIME);
        direct(new Directive.Tick(TIME), TIME);
        assertEquals(TIME, last().now());
        List<String> rejected = rejected();
        assertEquals(1, rejected.size());
        assertTrue(rejected.get(0).contains("\"reason\":\"" + Reason.FUTURE + "\""), rejected.get(0));
        assertEquals(0, refused().missing());
    }

    private List<String> rejected() {
        return driver
                .createOutputTopic(topics.rejected().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(value -> Ndjson.line(codec.published(topics.rejected().name(), value)))
                .toList();
    }

    private EventLedger.Line refused() {
        return overviews.stream()
                .map(overview -> overview.ledger().get(topics.directives().name()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private Overview last() {
        return overviews.get(overviews.size() - 1);
    }

    private void direct(Directive directive, Instant at) {
        byte[] key = topics.directiveKey(directive, 0).getBytes(StandardCharsets.UTF_8);
        directives.pipeInput(key, codec.encode(directive), at);
    }
}
