package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Directive;
import dev.rollcall.wire.registry.SchemaRegistry;
import dev.rollcall.wire.registry.StubRegistry;
import dev.rollcall.wire.registry.TestPace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private final Topics topics = new Topics("");

    @Test
    void namesAllTopicsWithOrWithoutAPrefix() {
        assertEquals(
                List.of("access-requests", "extracts", "directives", "alerts", "figures", "rejected", "audit"),
                topics.all().stream().map(Topic::name).toList());
        assertEquals("test.extracts-value", new Topics("test.").extracts().subject());
    }

    @Test
    void keepsTheLatestOfAlertsAndFiguresAndAllOfTheRest() {
        assertEquals(
                List.of("delete", "delete", "delete", "compact", "compact", "delete", "delete"),
                topics.all().stream()
                        .map(topic -> topic.settings().get("cleanup.policy"))
                        .toList());
        for (Topic<?> topic : topics.all()) {
            assertEquals("-1", topic.settings().get("retention.ms"));
            assertEquals("9223372036854775807", topic.settings().get("segment.ms"));
        }
        assertEquals(
                List.of(true, true, true, false, false, false, false),
                topics.all().stream().map(Topic::partitionedAsInputs).toList());
    }

    @Test
    void keysEachRecordByWhatItReplaces() {
        assertEquals("home-office", topics.extracts().key(Samples.FULL_EXTRACT));
        assertEquals("00ff", topics.alerts().key(Samples.ALERT));
        assertEquals("group|immigration||children|2016-03", topics.figures().key(Samples.FIGURE));
        assertEquals("extracts/2/17", topics.rejected().key(Samples.REJECTION));
        assertEquals("tick/3", topics.directiveKey(new Directive.Tick(Samples.AT), 3));
        assertEquals("policy/0", topics.directiveKey(new Directive.PolicyPublished(Samples.AT, ""), 0));
        assertEquals(
                Samples.FIGURE.key().toString(), Published.of(Samples.FIGURE).key());
        assertEquals("00ff", Published.of(Samples.ALERT).key());
    }

    @Test
    void findsTheHomePartitionAsTheProducerDoes() {
        for (int i = 0; i < 200; i++) {
            String key = "body-" + i + (i % 3 == 0 ? "\u00e9" : "");
            int partitions = 1 + i % 13;
            assertEquals(
                    BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions),
                    HomePartition.of(key, partitions));
        }
    }

    @Test
    void registersEverySubjectWithItsLevel() {
        try (StubRegistry stub = new StubRegistry()) {
            SchemaRegistry registry = new SchemaRegistry(stub.url(), Duration.ZERO, new TestPace());
            Map<String, Integer> ids = SchemaSetup.register(registry, topics);
            assertEquals(topics.all().stream().map(Topic::subject).toList(), List.copyOf(ids.keySet()));
            for (Topic<?> topic : topics.all()) {
                assertEquals(SchemaRegistry.FULL_TRANSITIVE, registry.compatibility(topic.subject()));
                assertEquals(List.of(1), registry.versions(topic.subject()));
            }
            assertEquals(ids, SchemaSetup.register(registry, topics));
        }
    }
}
