package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Audit;
import dev.rollcall.app.Connections;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.cli.Ran;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.detect.EveryDetector;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Window;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Citation;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Ndjson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and figures of a real broker, held against the records on which they rest. */
@Timeout(300)
@ExtendWith(SharedStack.class)
class EvidenceTest {
    /** The key that {@link LiveHistory} counts under. */
    private static final String KEY = "rollcall offline";

    /** As many as {@link LiveHistory} has. */
    private static final int PARTITIONS = 3;

    private static final Instant AS_OF = Instant.parse("2016-04-02T00:00:00Z");
    private static final String POLICE = """
            policy: p
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies: { police: { name: The police } }
            limits: { a-month: { for: { bodies: [police] }, count: children, per: month, at-most: 10 } }
            """;

    private static final Path DEMO = Path.of("..", "policies", "demo");

    @TempDir
    private Path folder;

    private Path config = Path.of("");
    private String out = "";
    private String err = "";

    private void configure(LocalStack stack, String prefix, String role) throws Exception {
        Path key = Files.writeString(folder.resolve("rollcall.key"), KEY);
        config = Files.writeString(folder.resolve("rollcall.yaml"), """
                topics: { prefix: %s, partitions: %d, replication: 1 }
                kafka: { bootstrap.servers: '%s' }
                registry: { url: '%s' }
                key-file: '%s'
                role: %s
                """.formatted(
                        prefix, PARTITIONS, stack.bootstrapServers(), stack.registryUrl(), key, role));
    }

    private int rollcall(String... args) {
        Ran ran = Ran.rollcall(config, more(args, "--reason", "a test"));
        out = ran.out();
        err = ran.err();
        return ran.code();
    }

    private List<AlertLine> alerts() {
        Connections connections = new Connections(Configuration.read(config, Map.of()));
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            return reader.latest(connections.topics().alerts()).values().stream()
                    .map(AlertLine.class::cast)
                    .toList();
        }
    }

    @Test
    void everyKindOfAlertOfALiveMonitorIsVerified(LocalStack stack) throws Exception {
        Map<String, Integer> verified = new TreeMap<>();
        Map<String, Integer> asAnalyst = new TreeMap<>();
        for (long seed : new long[] {1, 106}) {
            // Given
            History history = EveryDetector.in(Histories.random(seed));
            String prefix = "verified-" + seed + "-";
            configure(stack, prefix, "operator");
            try (LiveHistory live = new LiveHistory(stack, prefix, folder.resolve("state-" + seed))) {
                live.publish(history.policyYaml());
                live.send(LiveHistory.linesOf(history));
                live.monitor(history.asOf(), 2);
            }

            // When, then
            for (AlertLine alert : alerts()) {
                String kind = alert.detector()
                        + (alert.restsOn().stretches().isEmpty() ? " unnamed" : "")
                        + (alert.state() == AlertState.RETRACTED ? " retracted" : "");
                if (verified.merge(kind, 1, Integer::sum) <= 4) {
                    assertEquals(
                            0, rollcall("verify", alert.alertId().substring(0, 12)), () -> alert + "\n" + out + err);
                    assertTrue(
                            out.contains(
                                    alert.state() == AlertState.RETRACTED
                                            ? "was retracted, and is not found again."
                                            : "The alert stands."),
                            out);
                    String told = out;
                    configure(stack, prefix, "analyst");
                    asAnalyst.merge(verifiedAsAnalyst(alert, told) + alert.detector(), 1, Integer::sum);
                    configure(stack, prefix, "operator");
                }
            }
        }
        for (String told : List.of("told few feed", "told few novelty", "untold approval", "untold fields")) {
            assertTrue(asAnalyst.containsKey(told), told + " in " + asAnalyst);
        }
        for (String detector : List.of(
                "agreement", "approval", "baseline", "feed", "fields", "limit", "novelty", "overdue", "ratio")) {
            assertTrue(verified.containsKey(detector) || detector.equals("feed"), detector + " in " + verified);
        }
    }

    /** What an analyst is told of an alert, beside what an operator is; "told few " where it counts few, and those are no people. */
    private String verifiedAsAnalyst(AlertLine alert, String asOperator) {
        assertEquals(0, rollcall("verify", alert.alertId()), () -> alert + "\n" + out + err);
        boolean ofPeople = Disclosure.isOfPeople(alert.basis());
        boolean few = alert.observed() > 0 && alert.observed() < 10;
        assertFalse(out.matches("(?s).*\\b[1-9] (different |more )?(child|children|person|people|tokens?)\\b.*"), out);
        assertTrue(
                !alert.restsOn().stretches().isEmpty() == out.contains("All are as they were when it was counted"),
                out);
        if (!out.startsWith("What alert " + alert.alertId() + " says and counts is not told to analysts")) {
            assertEquals(asOperator, out);
            assertFalse(ofPeople && few, out);
            return few ? "told few " : "told ";
        }
        assertFalse(out.contains(alert.explanation()) || out.contains("Counted") || out.contains("stands"), out);
        assertTrue(
                ofPeople
                        || List.of("ratio", "baseline").contains(alert.detector())
                        || alert.explanation().matches(".*\\d (\\w+ ){0,2}(child|children|records?|people|tokens?).*"),
                () -> alert + "\n" + out);
        return "untold ";
    }

    private static String extract(String body, int number, String children) {
        return """
                {"type":"extract","eventId":"e-%d","feed":"f","at":"2016-03-10T10:00:00Z","body":"%s","extractId":"x-%d",\
                "records":1,"children":[%s],"appendedAt":"2016-03-11T00:%02d:00Z"}""".formatted(number, body, number, children, number % 60);
    }

    @Test
    void namesWhatWasAlteredLeftOutAndAdded(LocalStack stack) throws Exception {
        // Given two bodies in one partition, of which one passes a limit
        String other = Stream.iterate(0, i -> i + 1)
                .map(i -> "other-" + i)
                .filter(body -> HomePartition.of(body, PARTITIONS) == HomePartition.of("police", PARTITIONS))
                .findFirst()
                .orElseThrow();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            lines.add(
                    i % 10 == 5
                            ? extract(other, i, "\"o%d\"".formatted(i))
                            : extract("police", i, "\"c%d\"".formatted(i)));
        }
        configure(stack, "sound-", "operator");
        AlertLine alert;
        try (LiveHistory live = new LiveHistory(stack, "sound-", folder.resolve("state"))) {
            live.publish(POLICE);
            live.send(lines);
            live.monitor(AS_OF, 1);
        }
        alert = alerts().stream()
                .filter(one -> one.rule().equals("a-month") && "200".equals(one.band()))
                .findFirst()
                .orElseThrow();
        String partition = "extracts/" + HomePartition.of("police", PARTITIONS) + ":";
        assertEquals(0, rollcall("verify", alert.alertId()), out + err);
        assertTrue(out.contains("Read again: 22 records of 2016-03-01 to 2016-03-31: sound-" + partition + "0, "), out);
        assertTrue(out.contains("All are as they were when it was counted"), out);
        assertTrue(out.contains("Counted then: 22 (children). Counted now: 22 (children).\nThe alert stands."), out);
        configure(stack, "sound-", "analyst");
        assertEquals("told ", verifiedAsAnalyst(alert, out), "many children");

        // When the same alerts lie beside records of which three were tampered with
        lines.set(3, extract("police", 3, "\"c3\",\"c99\""));
        lines.set(8, extract(other, 8, "\"o8\""));
        lines.set(15, extract("police", 15, "\"c15\""));
        try (LiveHistory live = new LiveHistory(stack, "tampered-", folder.resolve("state-2"))) {
            live.publish(POLICE);
            live.send(lines);
            live.monitor(AS_OF, 1);
        }
        copy(stack, "sound-", "tampered-", "alerts");
        copy(stack, "sound-", "tampered-", "figures");
        configure(stack, "tampered-", "operator");

        // Then
        assertEquals(7, rollcall("verify", alert.alertId().substring(0, 8)), out + err);
        String there = "tampered-" + partition;
        assertTrue(out.contains("Altered: " + there + "3 is not the record that was counted."), out);
        assertTrue(
                out.contains("Missing: " + there + "8 is gone, or another record lies there that does not belong."),
                out);
        assertTrue(out.contains("Added: " + there + "15 belongs, but was not among the records counted."), out);
        assertEquals(3, out.lines().filter(line -> line.contains(there)).count() - 1, out);
        assertTrue(out.contains("Counted then: 22 (children). Counted now: 23 (children)."), out);
        configure(stack, "tampered-", "analyst");
        assertEquals(7, rollcall("verify", alert.alertId()), out + err);
        assertTrue(
                out.startsWith("What alert " + alert.alertId() + " says and counts is not told"), "one more: " + out);
        assertTrue(out.contains("Altered: " + there + "3 is not"), out);
        assertFalse(out.contains("22 (") || out.contains("22 different"), out);
        configure(stack, "tampered-", "operator");

        // And a comparison of everything says the same of an alert on the same body
        assertEquals(7, rollcall("replay", "--compare"), out + err);
        assertTrue(
                out.matches("(?s).* differences; the first: [^\\n]*police[^\\n]*\\n"
                        + "Cause: the records that alert [0-9a-f]{32} rests on are not those that were counted\\.\\n"
                        + "Altered: %s3 is [^\\n]*\\nMissing: %s8 is [^\\n]*\\nAdded: %s15 belongs[^\\n]*\\n"
                                .formatted(there, there, there)),
                out);

        // And another key is told as such
        Files.writeString(folder.resolve("rollcall.key"), "another 16 bytes");
        assertEquals(3, rollcall("verify", alert.alertId()), out + err);
        assertTrue(err.contains("Expected 'key-file' to hold the key under which alert"), err);
        String byHand =
                "(?s).*\\nCause: unexplained: records were altered or added since, or the monitor counted wrong\\."
                        + " With the key file, 'rollcall verify [0-9a-f]{32} --reason TEXT' says [^\\n]*\\n";
        assertEquals(7, rollcall("replay", "--compare"), out + err);
        assertTrue(out.matches(byHand), out);
        Files.delete(folder.resolve("rollcall.key"));
        assertEquals(7, rollcall("replay", "--compare"), out + err);
        assertTrue(out.matches(byHand), out);
    }

    /** The watch counted wrong, as far as anybody can see. */
    @Test
    void saysThatTheRecordsAreAsTheyWereWhereAFigureDiffersAllTheSame(LocalStack stack) throws Exception {
        // Given
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            lines.add(extract("police", i, "\"c%d\"".formatted(i)));
        }
        lines.add(extract("stranger", 12, "\"c12\""));
        configure(stack, "miscounted-", "operator");
        try (LiveHistory live = new LiveHistory(stack, "miscounted-", folder.resolve("state"))) {
            live.publish(POLICE);
            live.send(lines);
            live.monitor(AS_OF, 1);
        }
        assertEquals(0, rollcall("replay", "--compare"), out + err);

        // When
        miscount(new FigureKey(Entity.body("police"), null, Basis.CHILDREN, "2016-03"));

        // Then
        assertEquals(7, rollcall("replay", "--compare"), out + err);
        assertTrue(
                out.matches(
                        "(?s).*\\n1 difference; the first: figure body\\|police\\|\\|children\\|2016-03: 12 by replay, 99 live\\n"
                                + "Cause: unexplained: records were altered or added since, or the monitor counted wrong\\."
                                + " The records behind these alerts on the same entity are as they were: [0-9a-f, ]+\\.\\n"),
                out);

        // And where no alert names records
        miscount(new FigureKey(Entity.body("ministry"), null, Basis.CHILDREN, "2016-03"));
        assertEquals(7, rollcall("replay", "--compare"), out + err);
        assertTrue(
                out.matches(
                        "(?s).*\\n2 differences; the first: figure body\\|ministry[^\\n]*: none by replay, 99 live\\n"
                                + "Cause: unexplained: [^\\n]*; no live alert on the same entity names its records\\.\\n"),
                out);
    }

    private void miscount(FigureKey key) throws Exception {
        Connections connections = new Connections(Configuration.read(config, Map.of()));
        Window window = new Window(key.window(), LocalDate.parse("2016-03-01"), LocalDate.parse("2016-04-01"));
        try (Producer<byte[], byte[]> producer = connections.producer();
                Codec codec = connections.codec()) {
            Outcome figure = new Figure(key, Calendar.MONTH, window, 99, true, null, false, 9, 1);
            producer.send(new ProducerRecord<>(
                            connections.topics().figures().name(),
                            key.toString().getBytes(StandardCharsets.UTF_8),
                            codec.encode(figure)))
                    .get();
        }
    }

    /** One after the other: what changes nothing, what changes the count, and what takes the alert away. */
    @Test
    void saysWhatWasLoggedSinceAndWhetherTheAlertStandsWithIt(LocalStack stack) throws Exception {
        configure(stack, "since-", "operator");
        String extracts = "since-extracts/" + HomePartition.of("police", PARTITIONS) + ":";
        try (LiveHistory live = new LiveHistory(stack, "since-", folder.resolve("state"))) {
            // Given
            live.publish(POLICE);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                lines.add(extract("police", i, "\"c%d\"".formatted(i)));
            }
            live.send(lines);
            live.monitor(AS_OF, 1);
            String id = alerts().stream()
                    .filter(one -> one.rule().equals("a-month") && "100".equals(one.band()))
                    .findFirst()
                    .orElseThrow()
                    .alertId();
            assertEquals(0, rollcall("verify", id), out + err);
            assertFalse(out.contains("ogged since"), out);

            // When, then
            live.send(List.of(extract("police", 11, "\"c0\"")));
            assertEquals(0, rollcall("verify", id), out + err);
            assertTrue(
                    out.contains("\nThe alert stands.\nLogged since: 1 record that belongs: " + extracts + "11.\n"),
                    out);
            assertTrue(out.endsWith("With what was logged since, it stands, too: 11 (children).\n"), out);

            live.send(List.of(extract("police", 12, "\"c12\"")));
            assertEquals(7, rollcall("verify", id), out + err);
            assertTrue(
                    out.contains("Logged since: 2 records that belong: " + extracts + "11, " + extracts + "12.\n"),
                    out);
            assertTrue(out.endsWith("With what was logged since, it stands otherwise: 12 (children).\n"), out);

            live.send(List.of(retracted(lines.get(1)), retracted(lines.get(2))));
            assertEquals(7, rollcall("verify", id), out + err);
            assertTrue(out.contains("\nThe alert stands.\n"), out);
            assertTrue(out.endsWith("With what was logged since, it no longer stands.\n"), out);
        }
    }

    private static String retracted(String line) {
        return line.replace("\"records\":", "\"retracts\":true,\"records\":");
    }

    /** Of two bodies: one in the partition whose beginning is removed, and one elsewhere. */
    @Test
    void saysWhatIsGoneFromTheLogWhereverItMayConcernTheAnswer(LocalStack stack) throws Exception {
        int home = HomePartition.of("police", PARTITIONS);
        String elsewhere = body(partition -> partition != home);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            lines.add(extract("police", i, "\"c%d\"".formatted(i)));
        }
        lines.add(extract(elsewhere, 14, "\"o1\""));
        configure(stack, "gone-", "operator");
        String policy = Files.writeString(folder.resolve("policy.yaml"), POLICE).toString();
        String child = Files.writeString(folder.resolve("child.txt"), "c1").toString();
        String citation = folder.resolve("answer.json").toString();
        String place = "gone-extracts/" + home;
        try (LiveHistory live = new LiveHistory(stack, "gone-", folder.resolve("state"))) {
            // Given
            live.publish(POLICE);
            live.send(lines);
            live.monitor(AS_OF, 1);
            String alert = alerts().stream()
                    .filter(one -> one.rule().equals("a-month") && "100".equals(one.band()))
                    .findFirst()
                    .orElseThrow()
                    .alertId();
            assertEquals(0, rollcall("replay", "--compare"), out + err);
            assertFalse(out.contains("Incomplete"), out);
            remove(stack, "gone-extracts", home, 4);

            // When, then
            String says = "Incomplete: %s begins at offset 4; what was logged before is gone and not counted.\n"
                    .formatted(place);
            String figure = "body|police||children|2016-03";
            String[] march = {"show", "figures", "--from", "2016-03-01", "--to", "2016-03-31"};
            for (String[] asked : List.of(
                    march,
                    more(march, "--body", "police"),
                    new String[] {"show", "figures", "--explain", figure},
                    new String[] {"show", "figures", "--explain", "body|police||children|2016-02"},
                    more(march, "--body", "police", "--basis", "children", "--cite", citation),
                    new String[] {"verify", "--citation", citation},
                    new String[] {"verify", alert},
                    new String[] {"replay"},
                    new String[] {"replay", "--compare"},
                    new String[] {"replay", "--against", "live", "--policy", policy},
                    new String[] {"replay", "--child-file", child},
                    new String[] {"replay", "--body", "police", "--from", "2016-03-11T00:04:00Z"},
                    new String[] {"replay", "--offsets", "extracts/%d:3-5".formatted(home)})) {
                assertEquals(7, rollcall(asked), () -> String.join(" ", asked) + "\n" + out + err);
                assertTrue(out.contains(says), () -> String.join(" ", asked) + "\n" + out);
            }
            assertEquals(7, rollcall(more(march, "--json")), out + err);
            assertTrue(err.contains(says), err);
            assertFalse(out.contains("Incomplete"), out);
            assertEquals(7, rollcall("replay", "--compare"), out + err);
            assertTrue(out.contains("\nCause: records were removed at the log's start"), out);
            assertEquals(7, rollcall("replay", "--child-file", child), out + err);
            assertTrue(
                    out.endsWith(
                            "no extract that stands names this child. Older records are gone, so this child may have been named in others that nobody can look up.\n"),
                    out);
            assertEquals(7, rollcall("show", "figures", "--explain", figure, "--cite", citation), out + err);
            assertTrue(
                    out.contains("  Incomplete       %s:0-3 may have been of it, and are gone\n".formatted(place)),
                    out);
            assertEquals(
                    List.of(new Evidence("gone-extracts", home, 0, 3)),
                    Citation.read(Files.readString(Path.of(citation))).removed());

            // And nothing where it cannot concern the answer
            for (String[] asked : List.of(
                    more(march, "--body", elsewhere),
                    new String[] {"show", "figures", "--from", "2016-04-01", "--to", "2016-04-02", "--body", "police"},
                    new String[] {"replay", "--body", elsewhere},
                    new String[] {"replay", "--from", "2016-03-11T00:04:01Z"},
                    new String[] {"replay", "--offsets", "extracts/%d:4-5".formatted(home)})) {
                assertEquals(0, rollcall(asked), () -> String.join(" ", asked) + "\n" + out + err);
                assertFalse(out.contains("Incomplete"), out);
                boolean ofPart = asked[0].equals("replay") && !asked[1].equals("--body");
                assertEquals(ofPart, out.contains("Of a part of the log alone"), out);
            }

            // And nobody knows when what is gone was logged where none is left
            remove(stack, "gone-extracts", home, 14);
            assertEquals(
                    7,
                    rollcall("show", "figures", "--from", "2016-04-01", "--to", "2016-04-02", "--body", "police"),
                    out + err);
            assertTrue(out.contains("Incomplete: %s begins at offset 14;".formatted(place)), out);
        }
    }

    private static String body(IntPredicate in) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "other-" + i)
                .filter(body -> in.test(HomePartition.of(body, PARTITIONS)))
                .findFirst()
                .orElseThrow();
    }

    private static void remove(LocalStack stack, String topic, int partition, long before) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    @Test
    void saysUntilWhenWasReadAndWhatWasLoggedLater(LocalStack stack) throws Exception {
        configure(stack, "later-", "operator");
        String policy = Files.writeString(folder.resolve("policy.yaml"), POLICE).toString();
        String child = Files.writeString(folder.resolve("child.txt"), "c1").toString();
        try (LiveHistory live = new LiveHistory(stack, "later-", folder.resolve("state"))) {
            // Given
            live.publish(POLICE);
            live.send(List.of(extract("police", 1, "\"c1\"")));
            live.tick(AS_OF);
            String[] ofPolice = {"show", "figures", "--from", "2016-03-01", "--to", "2016-03-31", "--body", "police"};
            assertEquals(0, rollcall(ofPolice), out + err);
            assertTrue(out.endsWith("\nRead until 2016-04-02T00:00:00Z.\n"), out);
            live.send(Stream.of(
                            extract("police", 2, "\"c2\""),
                            extract("police", 3, "\"c3\""),
                            extract(body(partition -> true), 4, "\"o1\""))
                    .map(line -> line.replace("2016-03-11T00:", "2016-05-01T00:"))
                    .toList());

            // When, then
            String two =
                    "Read until 2016-04-02T00:00:00Z; 2 records of police were logged later and are not counted.\n";
            String three = two.replace("2 records of police", "3 records");
            for (String[] asked : List.of(
                    ofPolice,
                    new String[] {"show", "figures", "--explain", "body|police||children|2016-03"},
                    more(ofPolice, "--basis", "children", "--cite"),
                    new String[] {"replay", "--body", "police"},
                    new String[] {"replay", "--body", "police", "--passes", "3"})) {
                assertEquals(0, rollcall(asked), () -> String.join(" ", asked) + "\n" + out + err);
                assertTrue(out.contains(two), () -> String.join(" ", asked) + "\n" + out);
            }
            for (String[] asked : List.of(
                    new String[] {"replay"},
                    new String[] {"replay", "--passes", "2"},
                    new String[] {"replay", "--passes", "5"},
                    new String[] {"replay", "--against", "live", "--policy", policy},
                    new String[] {"replay", "--child-file", child})) {
                assertEquals(0, rollcall(asked), () -> String.join(" ", asked) + "\n" + out + err);
                assertTrue(out.contains(three), () -> String.join(" ", asked) + "\n" + out);
            }
            assertEquals(0, rollcall("replay", "--to", "2016-03-11T00:00:30Z"), out + err);
            assertTrue(
                    out.contains("Read until 2016-03-11T00:00:30Z; 4 records were logged later and are not counted.\n"),
                    out);
        }
    }

    @Test
    void refusesWhatCannotBeMeant(LocalStack stack) throws Exception {
        configure(stack, "refused-", "operator");
        try (LiveHistory live = new LiveHistory(stack, "refused-", folder.resolve("state"))) {
            live.publish("policy: p\nversion: 1\nfrom: 2016-01-01\nzone: Europe/London\n");
            assertEquals(
                    3, rollcall("show", "figures", "--explain", "body|b||children|2016-03"), "the watch has not run");
            assertTrue(err.contains("Expected a tick in 'refused-directives'"), err);
            live.tick(Instant.parse("2016-06-01T00:00:00Z"));
            assertEquals(2, rollcall("replay", "--passes=-3"), err);
            assertTrue(err.startsWith("Expected '--passes' to be at least 1, but was -3"), err);
            String march = "2016-03-01T00:00:00Z";
            assertEquals(2, rollcall("replay", "--from", march, "--to", "2016-02-01T00:00:00Z"), err);
            assertTrue(err.startsWith("Expected '--from' not to lie after '--to', but " + march), err);
            assertEquals(2, rollcall("replay", "--from", "2016-06-02T00:00:00Z"), err);
            assertTrue(err.startsWith("Expected '--from' not to lie after 2016-06-01T00:00:00Z, to which"), err);
            assertEquals(2, rollcall("replay", "--offsets", "extracts/2:1000-2000"), err);
            assertTrue(
                    err.startsWith(
                            "Expected '--offsets' to begin before offset 0, where refused-extracts/2 ends, but it begins at 1000"),
                    err);
            Path child = Files.writeString(folder.resolve("child.txt"), "c0");
            for (String[] ahead : List.of(
                    new String[] {"replay"},
                    new String[] {"replay", "--child-file", child.toString()},
                    new String[] {"replay", "--against", "live", "--policy", "none.yaml"},
                    new String[] {"show", "figures", "--from", "2016-01-01", "--to", "2016-01-02"},
                    new String[] {"show", "figures", "--explain", "body|b||children|2016-03", "--cite"})) {
                assertEquals(2, rollcall(more(ahead, "--as-of", "2099-01-01T00:00:00Z")), out + err);
                assertTrue(err.startsWith("Expected '--as-of' to be no later than now, 20"), err);
                assertTrue(
                        err.contains("since nobody knows what will be logged until then, but was 2099-01-01T00:00:00Z"),
                        err);
            }
            assertEquals(2, rollcall("verify"), err);
            assertEquals(2, rollcall("verify", "abc"), err);
            assertEquals(2, rollcall("verify", "abcdefgh", "--citation", "file"), err);
            assertEquals(5, rollcall("verify", "abcdefgh"), err);
            assertTrue(err.contains("but of 0 alerts there is none"), err);
            assertEquals(2, rollcall("show", "figures", "--from", "2016-01-01"), err);
            assertEquals(2, rollcall("show", "figures", "--from", "2016-02-01", "--to", "2016-01-01"), err);
            assertEquals(
                    2,
                    rollcall("show", "figures", "--from", "2016-01-01", "--to", "2016-01-02", "--window", "2016-01"),
                    err);
            assertEquals(2, rollcall("show", "figures", "--cite", "--body", "b"), err);
            assertEquals(2, rollcall("show", "figures", "--explain", "body|b||children|2016-13"), err);
            assertTrue(err.contains("Alike: there are no figures"), err);
            Connections connections = new Connections(Configuration.read(config, Map.of()));
            assertTrue(
                    Audit.entries(connections).stream()
                            .anyMatch(entry -> entry.arguments().contains("--explain=body|b||children|2016-13")),
                    "who is told which figures there are is written down");
            assertEquals(2, rollcall("show", "figures", "--explain", "feed|f||events|2016-01"), err);
            Path none = Files.writeString(folder.resolve("none.json"), "{\"figure\":\"f\"}");
            assertEquals(5, rollcall("verify", "--citation", none.toString()), err);
        }
    }

    /** Of a citation that holds, but for what it says it is of. */
    @Test
    void refusesACitationOfWhatCannotBeCounted(LocalStack stack) throws Exception {
        configure(stack, "uncounted-", "operator");
        try (LiveHistory live = new LiveHistory(stack, "uncounted-", folder.resolve("state"))) {
            live.publish(POLICE);
            live.send(List.of(extract("police", 1, "\"c1\"")));
            live.tick(AS_OF);
            Path citation = folder.resolve("answer.json");
            String key = "body|police||children|2016-03";
            assertEquals(0, rollcall("show", "figures", "--explain", key, "--cite", citation.toString()), out + err);
            assertEquals(0, rollcall("verify", "--citation", citation.toString()), out + err);
            String written = Files.readString(citation);
            for (String other : List.of("children", "body|police||children|2016-13", "feed|f||events|2016-03")) {
                Files.writeString(citation, written.replace(key, other));
                assertEquals(5, rollcall("verify", "--citation", citation.toString()), out + err);
                assertEquals(
                        "Expected the citation in %s to be of a figure that can be counted, but it is of '%s'%n"
                                .formatted(citation, other),
                        err);
                assertEquals("", out);
            }
        }
    }

    @Test
    void aZeroIsCitedAndCheckedButNotOfABodyThatNobodyKnows(LocalStack stack) throws Exception {
        configure(stack, "zero-", "operator");
        try (LiveHistory live = new LiveHistory(stack, "zero-", folder.resolve("state"))) {
            live.publish(POLICE);
            live.send(List.of(extract("stranger", 1, "\"c1\"")));
            live.tick(AS_OF);
            String citation = folder.resolve("zero.json").toString();
            String[] question = {"show", "figures", "--from", "2016-03-01", "--to", "2016-03-31", "--body"};
            String[] cited = {"--basis", "children", "--cite", citation};

            // When it is of a body that the policy names, or an event is of
            assertEquals(0, rollcall(more(question, more(new String[] {"stranger"}, cited))), out + err);
            assertTrue(out.contains(": 1\n"), out);
            assertEquals(0, rollcall(more(question, more(new String[] {"police"}, cited))), out + err);
            assertTrue(out.startsWith("body|police||children|2016-03-01..2016-03-31: 0\n"), out);
            assertEquals(0, rollcall("verify", "--citation", citation), out + err);
            assertTrue(out.startsWith("The same: body|police||children|2016-03-01..2016-03-31 is 0."), out);

            // Or of none
            for (String[] then : List.of(cited, new String[] {"--basis", "children"})) {
                assertEquals(2, rollcall(more(question, more(new String[] {"polize"}, then))), out + err);
                assertTrue(
                        err.startsWith(
                                "Expected a body that the policy names or an event is of, but 'polize' is neither"),
                        err);
                assertEquals("", out);
            }

            // And once there is an event of it
            live.send(List.of(extract("police", 2, "\"c2\"")));
            live.tick(AS_OF.plusSeconds(60));
            assertEquals(7, rollcall("verify", "--citation", citation), out + err);
            assertTrue(out.contains(" was 0, and is 1."), out);
            configure(stack, "zero-", "analyst");
            assertEquals(7, rollcall("verify", "--citation", citation), out + err);
            assertTrue(out.contains(" is not compared, since it would tell of few people"), out);
            assertTrue(out.contains("1 record of it was logged since: the number may be another."), out);
        }
    }

    @Test
    void nothingIsCitedUnderAnotherKeyThanTheMonitors(LocalStack stack) throws Exception {
        configure(stack, "key-", "operator");
        try (LiveHistory live = new LiveHistory(stack, "key-", folder.resolve("state"))) {
            live.publish(POLICE);
            live.send(IntStream.range(0, 11)
                    .mapToObj(i -> extract("police", i, "\"c%d\"".formatted(i)))
                    .toList());
            live.monitor(AS_OF, 1);
        }
        Files.writeString(folder.resolve("rollcall.key"), "another key than the monitor has");
        assertEquals(3, rollcall("show", "figures", "--explain", "body|police||children|2016-03", "--cite"), out + err);
        assertTrue(err.startsWith("Expected 'key-file' to hold the key under which the records were counted"), err);
    }

    /** The story of the police: 21 as told in 2016, 62 as corrected a year later. */
    @Test
    void aFigureIsCountedExplainedAndCitedAndADifferenceIsExplained(LocalStack stack) throws Exception {
        String policy = Files.readString(DEMO.resolve("policy.yaml"));
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        Instant told = Instant.parse("2016-12-01T00:00:00Z");
        for (String line : Files.readAllLines(DEMO.resolve("events.ndjson"))) {
            Instant appendedAt = Ndjson.readEvent(line, "events", 1).appendedAt();
            (appendedAt.isBefore(told) ? before : after).add(line);
        }
        String citation = folder.resolve("answer.json").toString();
        String key = "body|police||children|2012-04-01..2016-10-31";
        configure(stack, "story-", "operator");
        try (LiveHistory live = new LiveHistory(stack, "story-", folder.resolve("state"))) {
            // When it is asked for in 2016
            live.publish(policy);
            live.send(before);
            live.tick(told);
            String[] question = {"show", "figures", "--from", "2012-04-01", "--to", "2016-10-31", "--body", "police"};
            assertEquals(0, rollcall(question), out + err);
            assertTrue(out.matches("(?s).*body +police +children +2012-04-01\\.\\.2016-10-31 +21\\n.*"), out);
            assertEquals(0, rollcall(more(question, "--basis", "children", "--cite", citation)), out + err);
            assertTrue(out.startsWith(key + ": 21\n"), out);
            assertTrue(out.contains("  What is counted  " + Basis.CHILDREN.definition()), out);
            assertEquals(0, rollcall("verify", "--citation", citation), out + err);
            assertTrue(out.startsWith("The same: " + key + " is 21."), out);

            // And again after the correction of 2017
            live.send(after);
            String ahead = folder.resolve("ahead.json").toString();
            assertEquals(
                    0,
                    rollcall(more(question, "--basis", "children", "--as-of", "2018-01-01T00:00:00Z", "--cite", ahead)),
                    out + err);
            assertTrue(out.startsWith(key + ": 62\n"), out);
            assertEquals(0, rollcall("verify", "--citation", ahead), "cited past the last tick: " + out + err);
            assertTrue(out.startsWith("The same: " + key + " is 62."), out);
            live.tick(Instant.parse("2018-01-01T00:00:00Z"));
            assertEquals(7, rollcall("verify", "--citation", citation), out + err);
            assertTrue(out.startsWith("Another number: " + key + " was 21, and is 62."), out);
            assertTrue(out.contains(": takes an event back, to correct it"), out);
            assertTrue(out.contains(": an event in place of one taken back"), out);
            assertTrue(out.contains(" records were read again: all as they were."), out);

            assertEquals(0, rollcall("show", "figures", "--explain", "body|police||children|pq-48634"), out + err);
            assertTrue(out.startsWith("body|police||children|pq-48634: 62\n"), out);
            assertEquals(
                    17,
                    out.lines()
                            .filter(line -> line.contains("correction: taken back") || line.contains("retraction"))
                            .count(),
                    out);
            assertEquals(
                    12,
                    out.lines()
                            .filter(line -> line.contains("correction: in its place"))
                            .count(),
                    out);
            assertFalse(out.contains("hidden"), out);

            // And once a new version of the policy is there
            assertEquals(0, rollcall(more(question, "--basis", "children", "--cite", citation)), out + err);
            assertTrue(out.startsWith(key + ": 62\n"), out);
            live.publish(policy + "---\n"
                    + policy.replaceFirst("(?s).*---\n", "")
                            .replace("version: 2", "version: 3")
                            .replaceFirst("from: [0-9-]+", "from: 2099-01-01"));
            assertEquals(0, rollcall("verify", "--citation", citation), out + err);
            assertTrue(out.startsWith("The same: " + key + " is 62."), out);
            assertTrue(out.contains("Nothing was logged since that belongs to it."), out);
        }

        // And analysts are not told of few
        configure(stack, "story-", "analyst");
        assertEquals(0, rollcall("show", "figures", "--explain", "body|police||children|pq-48634"), out + err);
        assertTrue(out.contains("hidden"), out);
    }

    private static String[] more(String[] first, String... then) {
        return Stream.concat(Stream.of(first), Stream.of(then)).toArray(String[]::new);
    }

    private void copy(LocalStack stack, String from, String to, String topic) throws Exception {
        configure(stack, from, "operator");
        Connections connections = new Connections(Configuration.read(config, Map.of()));
        try (Consumer<byte[], byte[]> consumer = connections.consumer();
                Producer<byte[], byte[]> producer = connections.producer()) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                partitions.add(new TopicPartition(from + topic, partition));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    producer.send(new ProducerRecord<>(to + topic, record.key(), record.value()))
                            .get();
                }
            }
        }
    }
}
