package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveReader;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.cli.Ran;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Published;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The verbs against a broker and a registry, each test under topics of its own. */
@Timeout(120)
@ExtendWith(SharedStack.class)
class VerbsTest {
    private static final int PARTITIONS = 3;
    private static final String FIRST =
            "policy: npd\nversion: 1\nfrom: 2015-06-01\nzone: Europe/London\nbodies: { home-office: { name: Home Office } }\n";
    private static final String SECOND = "---\npolicy: npd\nversion: 2\nfrom: 2099-01-01\nzone: Europe/London\n";

    @TempDir
    Path folder;

    private Path config = Path.of("");
    private Connections connections = new Connections(Configuration.of(Map.of()));
    private String out = "";
    private String err = "";

    @BeforeEach
    void configure(LocalStack stack, TestInfo test) throws Exception {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        config = Files.writeString(folder.resolve("rollcall.yaml"), """
                topics: { prefix: %s, partitions: %d, replication: 1 }
                kafka: { bootstrap.servers: '%s' }
                registry: { url: '%s' }
                """.formatted(
                        prefix, PARTITIONS, stack.bootstrapServers(), stack.registryUrl()));
        connections = new Connections(Configuration.read(config, Map.of()));
    }

    private int rollcall(String... args) {
        Ran ran = Ran.rollcall(config, args);
        out = ran.out();
        err = ran.err();
        return ran.code();
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void topicsAreCreatedOnceAndAsTheyShouldBe() {
        // Given
        assertEquals(7, rollcall("topics"));
        assertEquals(7, err.lines().filter(line -> line.contains("--create")).count(), err);

        // When
        int code = rollcall("topics", "--create");

        // Then
        assertEquals(0, code, err);
        assertTrue(out.contains("Created topicsAreCreatedOnceAndAsTheyShouldBe.access-requests, "), out);
        assertEquals(
                7, out.lines().filter(line -> line.endsWith("as it should be")).count(), out);
        assertEquals(0, rollcall("topics", "--create"), err);
        assertTrue(out.startsWith("All topics are there."), out);
        assertEquals(0, rollcall("topics"), err);
        try (Admin admin = connections.admin()) {
            assertEquals(PARTITIONS, TopicSetup.checkInputs(admin, connections.topics()));
            assertEquals(List.of(), TopicSetup.problems(admin, connections.topics()));
        }
    }

    @Test
    void unequalPartitionsAreTold() throws Exception {
        try (Admin admin = connections.admin()) {
            // Given
            admin.createTopics(
                            List.of(new NewTopic(connections.topics().extracts().name(), 1, (short) 1)))
                    .all()
                    .get();

            // When
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);

            // Then
            String problem = String.valueOf(assertThrows(
                            ConfigurationException.class, () -> TopicSetup.checkInputs(admin, connections.topics()))
                    .getMessage());
            assertTrue(problem.contains("1 of 'unequalPartitionsAreTold.extracts'"), problem);
            assertTrue(problem.contains("3 of 'unequalPartitionsAreTold.directives'"), problem);
            assertEquals(3, rollcall("send", file("none.ndjson", "")), err);
            assertTrue(TopicSetup.problems(admin, connections.topics())
                    .toString()
                    .contains("to have segment.ms=9223372036854775807, but it has 604800000"));
        }
    }

    @Test
    void aPolicyIsPublishedToEveryPartitionAndOnlyWhatIsNewLater() throws Exception {
        // Given
        assertEquals(3, rollcall("policy", "publish", file("policy.yaml", FIRST)), err);
        assertTrue(err.contains("rollcall topics --create"), err);
        rollcall("topics", "--create");
        try (DirectiveReader reader = new DirectiveReader(connections)) {
            assertEquals(List.of(), reader.policies());
            assertTrue(!reader.everyPartitionHoldsPolicy());
        }

        // When
        assertEquals(0, rollcall("policy", "publish", file("policy.yaml", FIRST)), err);
        assertEquals(
                List.of(
                        "No policy was published before, so there is nothing to compare with.",
                        "Published version 1 of the policy in 3 partitions."),
                out.lines().toList());
        assertEquals(0, rollcall("policy", "publish", file("policy.yaml", FIRST)), err);
        assertTrue(out.contains("nothing to do"), out);
        assertEquals(0, rollcall("policy", "publish", "--dry-run", file("policy.yaml", FIRST + SECOND)), err);
        assertTrue(out.endsWith("Nothing was published, as asked." + System.lineSeparator()), out);
        assertEquals(0, rollcall("policy", "publish", file("policy.yaml", FIRST + SECOND)), err);
        assertTrue(out.contains("home-office: removed, was a body, Home Office"), out);
        assertTrue(out.contains("No record was sent yet, so there is nothing that the policy would have found."), out);
        assertEquals(4, rollcall("policy", "publish", file("policy.yaml", FIRST.replace("Office", "Service"))), out);

        // Then
        List<ConsumerRecord<byte[], byte[]>> records =
                records(connections.topics().directives().name());
        assertEquals(2 * PARTITIONS, records.size());
        try (DirectiveReader reader = new DirectiveReader(connections);
                Codec codec = connections.codec()) {
            assertEquals(List.of(FIRST, SECOND), reader.policies());
            assertTrue(reader.everyPartitionHoldsPolicy());
            for (ConsumerRecord<byte[], byte[]> record : records) {
                assertEquals("policy/" + record.partition(), text(record.key()));
                Decoded.Steering steering = (Decoded.Steering) codec.decode(record.topic(), record.value());
                Directive.PolicyPublished policy = (Directive.PolicyPublished) steering.directive();
                assertEquals(record.timestamp(), policy.publishedAt().toEpochMilli());
            }
        }
    }

    @Test
    void aPublicationThatWasBrokenOffIsCompletedAsItWas() throws Exception {
        // Given
        rollcall("topics", "--create");
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        try (DirectiveWriter first = new DirectiveWriter(connections, 1)) {
            first.tick(then);
            first.publish(FIRST, then);
        }
        try (DirectiveReader reader = new DirectiveReader(connections)) {
            assertThrows(ConfigurationException.class, reader::policies);
            assertTrue(!reader.everyPartitionHoldsPolicy());
        }

        // When
        assertEquals(0, rollcall("policy", "publish", file("policy.yaml", FIRST)), err);

        // Then
        assertEquals("Completed an earlier publication in partitions 1 and 2.", out.strip());
        try (DirectiveReader reader = new DirectiveReader(connections)) {
            assertEquals(List.of(FIRST), reader.policies());
        }
        for (ConsumerRecord<byte[], byte[]> record :
                records(connections.topics().directives().name())) {
            assertEquals(then.toEpochMilli(), record.timestamp());
        }
    }

    @Test
    void sentLinesAreUnderTheirBodyInItsPartitionAtTheirTime() throws Exception {
        // Given
        rollcall("topics", "--create");
        String line = """
                {"type":"extract","eventId":"e-%d","feed":"f","at":"2016-03-29T10:15:30Z","body":"body-%d",\
                "extractId":"x-%d","datasets":[],"fields":[],"records":1,"children":[],"appendedAt":"2016-04-01T00:00:00Z"}
                """;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append(line.formatted(i, i, i));
        }

        // When
        int code = rollcall("send", file("events.ndjson", lines + "nonsense\n"));

        // Then
        assertEquals(5, code);
        assertEquals("20 events sent.", out.strip());
        assertTrue(err.contains("events.ndjson line 21"), err);
        List<ConsumerRecord<byte[], byte[]>> records =
                records(connections.topics().extracts().name());
        assertEquals(20, records.size());
        try (Codec codec = connections.codec()) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Decoded.Sent sent = (Decoded.Sent) codec.decode(record.topic(), record.value());
                assertEquals(sent.event().body(), text(record.key()));
                assertEquals(HomePartition.of(sent.event().body(), PARTITIONS), record.partition());
                assertEquals(Instant.parse("2016-04-01T00:00:00Z").toEpochMilli(), record.timestamp());
            }
        }
    }

    @Test
    void madeUpEventsAreAllSent() {
        // Given
        rollcall("topics", "--create");

        // When
        int code = rollcall("send", "--synthetic", "--events", "500", "--from", "2016-01-01", "--to", "2016-12-31");

        // Then
        assertEquals(0, code, err);
        assertEquals("500 events sent.", out.strip());
        assertEquals(
                500,
                records(connections.topics().accessRequests().name()).size()
                        + records(connections.topics().extracts().name()).size());
    }

    @Test
    void showsTheLastOfEachAlertTheMostUrgentFirst() {
        // Given
        rollcall("topics", "--create");
        assertEquals(0, rollcall("show", "alerts"), err);
        assertEquals("No alerts.", out.strip());
        assertEquals(0, rollcall("show", "figures"), err);
        assertEquals("No figures.", out.strip());
        assertEquals(0, rollcall("show", "rejected"), err);
        assertEquals("Nothing rejected.", out.strip());

        // When
        publish(List.of(
                alert("a", 1, AlertState.RAISED, Severity.CRITICAL),
                alert("b", 1, AlertState.RAISED, Severity.WARNING),
                alert("c", 1, AlertState.RAISED, Severity.HIGH),
                alert("a", 2, AlertState.RETRACTED, Severity.CRITICAL)));

        // Then
        assertEquals(0, rollcall("show", "alerts"), err);
        assertEquals(
                List.of("c  HIGH      It is c.", "b  WARNING   It is b."),
                out.lines().toList());
        assertEquals(0, rollcall("show", "alerts", "--all", "--body", "home-office"), err);
        assertEquals(
                List.of("a  CRITICAL  It is a. (retracted)", "c  HIGH      It is c.", "b  WARNING   It is b."),
                out.lines().toList());
        assertEquals(0, rollcall("show", "alerts", "--json"), err);
        assertEquals(
                2, out.lines().filter(line -> line.startsWith("{\"alertId\":")).count());
        List<Published> heard = new ArrayList<>();
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            reader.follow(connections.topics().alerts(), heard::add, () -> heard.size() == 4);
        }
    }

    private static Alert alert(String id, int revision, AlertState state, Severity severity) {
        Finding finding = Finding.of("limit", "rule-" + id, Entity.body("home-office"), "2016-03", severity, 1);
        return new Alert(
                id, revision, state, finding, "It is " + id + ".", null, Instant.parse("2016-04-01T00:00:00Z"));
    }

    private void publish(List<Alert> outcomes) {
        try (Producer<byte[], byte[]> producer = connections.producer();
                Codec codec = connections.codec()) {
            for (Alert outcome : outcomes) {
                producer.send(new ProducerRecord<>(
                        connections.topics().alerts().name(),
                        outcome.id().getBytes(StandardCharsets.UTF_8),
                        codec.encode((Outcome) outcome)));
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = connections.consumer()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        records.sort(Comparator.comparing(ConsumerRecord::offset));
        return records;
    }
}
