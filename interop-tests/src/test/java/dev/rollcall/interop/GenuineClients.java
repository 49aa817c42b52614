package dev.rollcall.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.interop.Genuine.CountedDeserializer;
import dev.rollcall.interop.Genuine.CountedSerializer;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import dev.rollcall.model.Outcome;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.oracle.Oracle;
import dev.rollcall.oracle.OracleEvents;
import dev.rollcall.oracle.OraclePolicy;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.stack.LiveHistory;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.RegistryServer;
import dev.rollcall.stack.SharedStack;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.Samples;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.WireUnavailableException;
import dev.rollcall.wire.registry.AvroDeserializer;
import dev.rollcall.wire.registry.SchemaRegistry;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What holds between Confluent's classes and ours at any registry; each test has topics and subjects of its own. */
@ExtendWith(SharedStack.class)
@Timeout(300)
abstract class GenuineClients {
    private static final int HISTORIES = 5;

    @TempDir
    private Path folder;

    private RegistryServer registry;
    private Topics topics = new Topics("");
    private String prefix = "";

    /** The registry to be tried, and stopped and started meanwhile. */
    abstract RegistryServer registry(LocalStack stack);

    @BeforeEach
    void setUp(LocalStack stack, TestInfo test) {
        registry = registry(stack);
        prefix = getClass().getSimpleName() + "."
                + test.getTestMethod().orElseThrow().getName() + ".";
        topics = new Topics(prefix);
        SchemaSetup.register(SchemaRegistry.configured(settings()), topics);
    }

    private Map<String, Object> settings() {
        return Map.of("schema.registry.url", registry.url());
    }

    /** Rollcall's own settings with Confluent's classes in place of ours. */
    private Map<String, Object> foreign(Map<String, Object> besides) {
        Map<String, Object> all = new HashMap<>(settings());
        all.putAll(Genuine.inPlaceOfOurs());
        all.putAll(besides);
        return all;
    }

    private AvroDeserializer ours(boolean specific) {
        return new AvroDeserializer(SchemaRegistry.configured(settings()), specific);
    }

    @Test
    void weReadWhatTheGenuineSerializerWrites() {
        for (Map<String, Object> setting :
                List.of(Map.<String, Object>of(), Map.<String, Object>of("avro.remove.java.properties", true))) {
            Map<String, Object> all = new HashMap<>(settings());
            all.putAll(setting);
            try (Codec codec = Codec.configured(topics, settings());
                    Serializer<Object> genuine = Genuine.serializer(all)) {
                for (Event event : List.of(
                        Samples.FULL_REQUEST, Samples.BARE_REQUEST, Samples.FULL_EXTRACT, Samples.BARE_EXTRACT)) {
                    String topic = topics.of(event.type()).name();
                    byte[] bytes = codec.encode(event);
                    SpecificRecord specific =
                            assertInstanceOf(SpecificRecord.class, ours(true).deserialize(topic, bytes));
                    GenericRecord generic =
                            assertInstanceOf(GenericRecord.class, ours(false).deserialize(topic, bytes));
                    assertEquals(new Decoded.Sent(event), codec.decode(topic, genuine.serialize(topic, specific)));
                    assertEquals(new Decoded.Sent(event), codec.decode(topic, genuine.serialize(topic, generic)));
                }
            }
        }
    }

    @Test
    void theGenuineDeserializerReadsWhatWeWrite() {
        Map<String, List<byte[]>> written = new HashMap<>();
        try (Codec codec = Codec.configured(topics, settings())) {
            for (Event event :
                    List.of(Samples.FULL_REQUEST, Samples.BARE_REQUEST, Samples.FULL_EXTRACT, Samples.BARE_EXTRACT)) {
                add(written, topics.of(event.type()).name(), codec.encode(event));
            }
            for (Directive directive :
                    List.of(new Directive.Tick(Samples.AT), new Directive.PolicyPublished(Samples.AT, "policy: p\n"))) {
                add(written, topics.directives().name(), codec.encode(directive));
            }
            for (Outcome outcome : List.of(Samples.ALERT, Samples.BARE_ALERT, Samples.FIGURE, Samples.REJECTION)) {
                add(written, topics.of(outcome).name(), codec.encode(outcome));
            }
            add(written, topics.audit().name(), codec.encode(Samples.AUDIT));
        }
        assertEquals(topics.all().stream().map(topic -> topic.name()).collect(Collectors.toSet()), written.keySet());
        try (Deserializer<Object> specific = Genuine.deserializer(settings(), true);
                Deserializer<Object> generic = Genuine.deserializer(settings(), false)) {
            written.forEach((topic, values) -> values.forEach(value -> {
                Object read = specific.deserialize(topic, value);
                assertInstanceOf(SpecificRecord.class, read);
                assertEquals(ours(true).deserialize(topic, value), read);
                assertEquals(ours(false).deserialize(topic, value), generic.deserialize(topic, value));
            }));
        }
    }

    private static void add(Map<String, List<byte[]>> written, String topic, byte[] value) {
        written.computeIfAbsent(topic, key -> new ArrayList<>()).add(value);
    }

    @Test
    void genuineClassesInPlaceOfOursWriteTheSameBytes() {
        try (Codec ours = Codec.configured(topics, settings());
                Codec foreign = Codec.configured(topics, foreign(Map.of()));
                Codec lookingUp = Codec.configured(topics, foreign(Map.of("auto.register.schemas", "false")))) {
            for (Event event : List.of(Samples.FULL_REQUEST, Samples.FULL_EXTRACT)) {
                byte[] bytes = ours.encode(event);
                assertArrayEquals(bytes, foreign.encode(event));
                assertArrayEquals(bytes, lookingUp.encode(event));
                assertEquals(
                        new Decoded.Sent(event),
                        foreign.decode(topics.of(event.type()).name(), bytes));
            }
            for (Outcome outcome : List.of(Samples.ALERT, Samples.FIGURE, Samples.REJECTION)) {
                byte[] bytes = ours.encode(outcome);
                assertArrayEquals(bytes, foreign.encode(outcome));
                assertEquals(
                        Published.of(outcome),
                        foreign.published(topics.of(outcome).name(), bytes));
            }
        }
        assertEquals(
                List.of(1),
                SchemaRegistry.configured(settings()).versions(topics.extracts().subject()),
                "no second version");
    }

    @Test
    void theGenuineClientSeesOurSubjectsAndTheRegistryJudgesByTheirLevel() throws Exception {
        CachedSchemaRegistryClient client = Genuine.client(registry.url());
        List<String> ours = topics.all().stream().map(topic -> topic.subject()).toList();
        assertTrue(client.getAllSubjects().containsAll(ours));
        for (String subject : ours) {
            assertEquals("FULL_TRANSITIVE", client.getCompatibility(subject));
        }

        // When
        String subject = topics.extracts().subject();
        Schema current = ((AvroSchema) client.getSchemaById(
                        client.getLatestSchemaMetadata(subject).getId()))
                .rawSchema();
        Schema evolved = evolved(current);
        Schema narrowing = with(current, "{\"name\":\"hue\",\"type\":\"string\"}");

        // Then
        assertTrue(client.testCompatibility(subject, new AvroSchema(evolved)));
        assertFalse(client.testCompatibility(subject, new AvroSchema(narrowing)));
        RestClientException refused =
                assertThrows(RestClientException.class, () -> client.register(subject, new AvroSchema(narrowing)));
        assertEquals(409, refused.getStatus());
        client.register(subject, new AvroSchema(evolved));
        assertEquals(List.of(1, 2), client.getAllVersions(subject));

        // When a feed writes by its newer schema
        String topic = topics.extracts().name();
        byte[] newer = byANewerSchema(topic);

        // Then
        for (Map<String, Object> settings : List.of(settings(), foreign(Map.of()))) {
            try (Codec codec = Codec.configured(topics, settings)) {
                assertEquals(new Decoded.Sent(Samples.FULL_EXTRACT), codec.decode(topic, newer));
            }
        }
    }

    /** A record's schema with one field more. */
    private static Schema with(Schema record, String field) {
        String text = record.toString();
        return new Schema.Parser().parse(text.replaceFirst("\"fields\":\\[", "\"fields\":[" + field + ","));
    }

    @Test
    void genuineClassesTellApartWhatIsNoRecordAsOursDo() {
        try (Codec ours = Codec.configured(topics, settings());
                Codec foreign = Codec.configured(topics, foreign(Map.of()))) {
            String topic = topics.extracts().name();
            byte[] extract = ours.encode(Samples.FULL_EXTRACT);
            byte[] wrongMagic = extract.clone();
            wrongMagic[0] = 7;
            byte[] unknownSchema = extract.clone();
            unknownSchema[1] = 0x7f;
            for (byte[] value : Arrays.asList(
                    null,
                    new byte[0],
                    new byte[] {0, 0, 0},
                    Arrays.copyOf(extract, extract.length / 2),
                    wrongMagic,
                    unknownSchema,
                    ours.encode(Samples.ALERT),
                    ours.encode(new Directive.Tick(Samples.AT)))) {
                Decoded.Undecodable expected = assertInstanceOf(Decoded.Undecodable.class, ours.decode(topic, value));
                Decoded.Undecodable found = assertInstanceOf(Decoded.Undecodable.class, foreign.decode(topic, value));
                assertEquals(expected.schemaId(), found.schemaId());
            }
        }
    }

    @Test
    void genuineClassesWaitForARegistryThatIsDown() throws Exception {
        String topic = topics.extracts().name();
        byte[] extract;
        try (Codec ours = Codec.configured(topics, settings())) {
            extract = ours.encode(Samples.FULL_EXTRACT);
        }
        registry.stop();
        try (Codec hurried = Codec.configured(topics, foreign(Map.of("schema.registry.patience.ms", "0")));
                Codec patient = Codec.configured(topics, foreign(Map.of("schema.registry.patience.ms", "120000")))) {
            assertThrows(WireUnavailableException.class, () -> hurried.decode(topic, extract));
            assertThrows(WireUnavailableException.class, () -> hurried.encode(Samples.ALERT));
            CompletableFuture<Decoded> waiting = CompletableFuture.supplyAsync(() -> patient.decode(topic, extract));
            assertThrows(TimeoutException.class, () -> waiting.get(3, TimeUnit.SECONDS));
            registry.start();
            assertEquals(new Decoded.Sent(Samples.FULL_EXTRACT), waiting.get(120, TimeUnit.SECONDS));
            assertEquals(new Decoded.Sent(Samples.FULL_EXTRACT), hurried.decode(topic, extract));
        } finally {
            registry.start();
        }
    }

    @Test
    void theDemosStoryComesOutTheSameWhicheverClassesAreUsed(LocalStack stack) throws Exception {
        Map<String, String> ours = Map.of();
        Map<String, String> genuine = Genuine.counted();
        LiveStory story = new LiveStory(stack, registry, folder);
        for (boolean watches : List.of(true, false)) {
            for (boolean sends : List.of(true, false)) {
                if (watches || sends) {
                    long written = CountedSerializer.CALLS.get();
                    long read = CountedDeserializer.CALLS.get();
                    String who = "genuine" + (watches ? "-monitor" : "") + (sends ? "-feeds" : "");
                    assertEquals(
                            List.of(),
                            story.differences(prefix + who + ".", watches ? genuine : ours, sends ? genuine : ours),
                            who);
                    assertTrue(CountedSerializer.CALLS.get() > written + 100, who + " writes by genuine classes");
                    assertTrue(CountedDeserializer.CALLS.get() > read + 100, who + " reads by genuine classes");
                }
            }
        }
    }

    @Test
    void theMonitorOnGenuineClassesLosesNothingWhileTheRegistryIsDown(LocalStack stack) throws Exception {
        // Given a monitor that has fetched every schema there is
        LiveStory story = new LiveStory(stack, registry, folder);
        Connections connections = new Connections(story.configuration(prefix, Map.of()));
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, topics, LiveStory.PARTITIONS, 1);
        }
        Instant sent = Samples.FULL_EXTRACT.at().plusSeconds(60);
        try (DirectiveWriter directives = new DirectiveWriter(connections, LiveStory.PARTITIONS);
                Producer<byte[], byte[]> producer = connections.producer()) {
            directives.publish(story.policy, Instant.EPOCH);
            try (LiveMonitor live =
                    LiveMonitor.start(story.configuration(prefix, Genuine.counted()), false, message -> {})) {
                directives.tick(sent);
                LiveStory.await(live, sent);

                // When a record comes by a newer schema, and the registry is gone
                String topic = topics.extracts().name();
                byte[] newer = byANewerSchema(topic);
                registry.stop();
                long before = CountedDeserializer.CALLS.get();
                byte[] body = Samples.FULL_EXTRACT.body().getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, null, sent.toEpochMilli(), body, newer))
                        .get();
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (CountedDeserializer.CALLS.get() < before + 4) {
                    assertTrue(System.nanoTime() < deadline, "the monitor tries again and again");
                    Thread.onSpinWait();
                }
                registry.start();

                // Then
                directives.tick(sent.plusSeconds(1));
                LiveStory.await(live, sent.plusSeconds(1));
                List<EventLedger.Line> lines = live.meters().tasks().values().stream()
                        .map(task -> task.ledger().get(topic))
                        .filter(Objects::nonNull)
                        .toList();
                assertEquals(1, lines.stream().mapToLong(EventLedger.Line::read).sum());
                assertEquals(
                        1, lines.stream().mapToLong(EventLedger.Line::applied).sum());
            }
        } finally {
            registry.start();
        }
    }

    private byte[] byANewerSchema(String topic) {
        try (Codec codec = Codec.configured(topics, settings());
                Serializer<Object> genuine = Genuine.serializer(settings())) {
            GenericRecord old = (GenericRecord) ours(false).deserialize(topic, codec.encode(Samples.FULL_EXTRACT));
            return genuine.serialize(topic, withHue(old, evolved(old.getSchema())));
        }
    }

    private static Schema evolved(Schema record) {
        return with(record, "{\"name\":\"hue\",\"type\":[\"null\",\"string\"],\"default\":null}");
    }

    private static GenericRecord withHue(GenericRecord old, Schema evolved) {
        GenericData.Record newer = new GenericData.Record(evolved);
        old.getSchema().getFields().forEach(field -> newer.put(field.name(), old.get(field.name())));
        newer.put("hue", "green");
        return newer;
    }

    @Test
    void randomHistoriesThroughGenuineClassesGiveWhatARecountGives(LocalStack stack) throws Exception {
        Oracle oracle = new Oracle(Histories::categoryOf);
        for (long seed = 5000; seed < 5000 + HISTORIES; seed++) {
            History history = Histories.random(seed);
            OracleResult recount = oracle.judge(
                    OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                    OraclePolicy.read(history.policyYaml()),
                    history.asOf());
            OracleResult found = LiveHistory.run(stack, prefix + seed + "-", folder, foreign(Map.of()), history, 1);
            assertEquals(List.of(), recount.differences(found), "seed " + seed);
        }
    }
}
