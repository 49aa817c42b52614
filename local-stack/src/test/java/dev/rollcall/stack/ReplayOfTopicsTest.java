package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.LiveComparison;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.app.UnreachableException;
import dev.rollcall.app.cli.ExitCode;
import dev.rollcall.app.cli.Ran;
import dev.rollcall.model.Evidence;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.SameAsLive;
import dev.rollcall.replay.Scope;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Ndjson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Replays the topics of a real broker beside the monitor that has watched them. */
@ExtendWith(SharedStack.class)
class ReplayOfTopicsTest {
    @TempDir
    private Path state;

    @Test
    void comesToWhatTheMonitorSaidWhateverThePartitionsAndThreads(LocalStack stack) throws Exception {
        for (int partitions : List.of(1, 4, 12)) {
            History history = Histories.random(3000 + partitions);
            try (LiveHistory live = new LiveHistory(stack, "replayed-" + partitions + "-", state, partitions)) {
                watch(live, history);
                List<String> first = List.of();
                for (int threads = 1; threads <= 4; threads++) {
                    TopicHistory topics = history(live.connections(), threads);
                    assertEquals(history.asOf(), topics.lastTick());
                    Recount recount = recount(topics, Scope.until(history.asOf()), history.asOf(), threads);
                    SameAsLive beside = new LiveComparison(live.connections()).with(recount);
                    assertEquals(List.of(), names(beside), partitions + " partitions, " + threads + " threads");
                    assertEquals(beside.size(), beside.same());
                    assertTrue(beside.size() > 20, "too little to compare");
                    List<String> said = new ArrayList<>();
                    recount.alerts().forEach(alert -> said.add(Ndjson.alert(alert)));
                    recount.figures().forEach(figure -> said.add(Ndjson.figure(figure)));
                    first = threads == 1 ? said : first;
                    assertEquals(first, said, partitions + " partitions, " + threads + " threads");
                }
            }
        }
    }

    @Test
    void readsStretchesTimesAndBodiesExactly(LocalStack stack) throws Exception {
        History history = Histories.random(4000);
        try (LiveHistory live = new LiveHistory(stack, "stretches-", state, 4)) {
            live.publish(history.policyYaml());
            live.send(LiveHistory.linesOf(history));
            TopicHistory topics = history(live.connections(), 3);
            List<String> all = places(topics, Scope.ALL);
            assertEquals(LiveHistory.linesOf(history).size(), all.size());

            String extracts = live.topics().extracts().name();
            List<Evidence> stretches = List.of(
                    new Evidence(extracts, 1, 2, 3),
                    new Evidence(extracts, 1, 3, 4),
                    new Evidence(extracts, 3, 0, 0),
                    new Evidence(extracts, 2, 1_000_000, 2_000_000));
            assertEquals(
                    all.stream()
                            .filter(place -> List.of(
                                            extracts + "/1@2", extracts + "/1@3", extracts + "/1@4", extracts + "/3@0")
                                    .contains(place))
                            .toList(),
                    places(topics, new Scope(null, null, null, stretches)));

            List<Instant> times = LiveHistory.linesOf(history).stream()
                    .map(LiveHistory::appendedAt)
                    .sorted()
                    .toList();
            Instant from = times.get(times.size() / 3);
            Instant to = times.get(times.size() / 2);
            assertEquals(
                    times.stream()
                            .filter(time -> !time.isBefore(from) && !time.isAfter(to))
                            .count(),
                    places(topics, new Scope(null, from, to, List.of())).size());
            assertEquals(
                    times.stream().filter(time -> time.isAfter(to)).count(),
                    topics.loggedLater().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
            Set<String> ofBody = places(topics, new Scope("home-office", null, null, List.of())).stream()
                    .map(place -> place.replaceAll(".*/(\\d+)@.*", "$1"))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(String.valueOf(HomePartition.of("home-office", 4))), ofBody);
        }
    }

    @Test
    void namesWhyItDiffersFromWhatIsLive(LocalStack stack) throws Exception {
        History history = Histories.random(4100);
        try (LiveHistory live = new LiveHistory(stack, "broken-", state, 4)) {
            watch(live, history);
            assertEquals(ExitCode.OK, compare(live).code());

            // Given an event that is logged after the last tick, and an alert on it that cannot wait
            live.send(List.of(extract("stranger", "e-after", history.asOf().plusSeconds(3600))));
            live.monitor(history.asOf(), 1);
            Ran later = compare(live);
            assertEquals(ExitCode.DIFFERENT, later.code(), later.toString());
            assertTrue(
                    later.out().contains("Cause: records were logged after the last tick: broken-extracts/"),
                    later.out());

            // Given an event that the monitor has not come to
            live.send(List.of(extract("stranger", "e-before", history.asOf().minusSeconds(7200))));
            Ran behind = compare(live);
            assertEquals(ExitCode.DIFFERENT, behind.code(), behind.toString());
            assertTrue(
                    behind.out().contains("Cause: the monitor is behind: it has not processed all of broken-extracts/"),
                    behind.out());
        }
    }

    @Test
    void namesTheRecordsThatWereRemovedAtTheLogsStart(LocalStack stack) throws Exception {
        History history = Histories.random(4200);
        try (LiveHistory live = new LiveHistory(stack, "removed-", state, 1)) {
            watch(live, history);
            TopicPartition extracts =
                    new TopicPartition(live.topics().extracts().name(), 0);
            try (Admin admin = admin(stack)) {
                long end = admin.listOffsets(Map.of(extracts, OffsetSpec.latest()))
                        .partitionResult(extracts)
                        .get()
                        .offset();
                admin.deleteRecords(Map.of(extracts, RecordsToDelete.beforeOffset(end / 2)))
                        .all()
                        .get();
                Ran told = compare(live);
                assertEquals(ExitCode.DIFFERENT, told.code(), told.toString());
                assertTrue(
                        told.out()
                                .contains(
                                        "Cause: records were removed at the log's start, which is now removed-extracts/0:%d"
                                                .formatted(end / 2)),
                        told.out());
            }
        }
    }

    @Test
    void namesThePolicyThatTheMonitorHadNotGot(LocalStack stack) throws Exception {
        String first = """
                policy: p
                version: 1
                from: 2016-01-01
                zone: Europe/London
                """;
        String second = """
                policy: p
                version: 2
                from: 2016-06-01
                zone: Europe/London
                periods: { spring: { from: 2016-03-01, to: 2016-05-31 } }
                """;
        Instant asOf = Instant.parse("2016-05-01T00:00:00Z");
        try (LiveHistory live = new LiveHistory(stack, "unheard-", state, 2)) {
            live.publish(first);
            live.send(List.of(extract("police", "e-1", Instant.parse("2016-03-29T10:15:30Z"))));
            live.monitor(asOf, 1);
            assertEquals(ExitCode.OK, compare(live).code());
            LiveComparison before = new LiveComparison(live.connections());

            // Given a publication that was broken off
            Instant later = asOf.plusSeconds(3600);
            try (DirectiveWriter broken = new DirectiveWriter(live.connections(), 1)) {
                broken.publish(second, later);
            }
            assertEquals(
                    List.of(1),
                    before.circumstances(history(live.connections(), 1), asOf).lacking());
            Ran refused = compare(live);
            assertEquals(ExitCode.CONFIGURATION, refused.code(), refused.toString());
            assertTrue(refused.err().endsWith("partitions [1] do not: publish the policy again\n"), refused.err());

            // Given all of it, which names a period
            try (DirectiveWriter whole = new DirectiveWriter(live.connections(), 2)) {
                whole.publish(second, later);
            }
            Ran differs = compare(live);
            assertEquals(ExitCode.DIFFERENT, differs.code(), differs.toString());
            assertTrue(
                    differs.out()
                            .endsWith(
                                    "the first: figure body|police||children|spring: the replay has it, the topics have not\nCause: a policy was published after the last tick.\n"),
                    differs.out());
        }
    }

    @Test
    void leavesNothingOutThatATransactionHoldsBack(LocalStack stack) throws Exception {
        History history = Histories.random(3001);
        try (LiveHistory live = new LiveHistory(stack, "replayed-open-", state, 1)) {
            watch(live, history);
            String topic = live.connections().topics().extracts().name();
            try (Producer<byte[], byte[]> feed = live.connections().transactionalProducer("feed")) {
                feed.initTransactions();
                feed.beginTransaction();
                feed.send(new ProducerRecord<>(topic, 0, null, new byte[0])).get();
                // and as well where nothing that was committed is as late as what is asked for
                for (Scope scope :
                        List.of(Scope.ALL, new Scope(null, history.asOf().plusSeconds(1), null, List.of()))) {
                    UnreachableException met = assertThrows(
                            UnreachableException.class,
                            () -> history(live.connections(), 1).read(scope, arrival -> {}));
                    assertTrue(met.getMessage().contains("a transaction of its feed is still open"), met.getMessage());
                }
                feed.abortTransaction();
            }
            List<String> read = new ArrayList<>();
            history(live.connections(), 1).read(Scope.ALL, arrival -> read.add(arrival.toString()));
            assertFalse(read.isEmpty());
        }
    }

    @Test
    void touchesNothingButTheAudit(LocalStack stack) throws Exception {
        History history = Histories.random(4300);
        try (LiveHistory live = new LiveHistory(stack, "untouched-", state, 4);
                Admin admin = admin(stack)) {
            watch(live, history);
            Map<TopicPartition, Long> before = ends(admin, "untouched-");
            Map<String, Map<TopicPartition, Long>> groups = groups(admin);
            assertNotEquals(Map.of(), groups);

            assertEquals(ExitCode.OK, compare(live).code());
            assertEquals(
                    ExitCode.OK,
                    Ran.rollcall(live.configurationFile(), "replay", "--reason", "A look", "--threads", "3")
                            .code());

            Map<TopicPartition, Long> after = ends(admin, "untouched-");
            String audit = live.topics().audit().name();
            long written = sum(after, audit) - sum(before, audit);
            before.keySet().removeIf(partition -> partition.topic().equals(audit));
            after.keySet().removeIf(partition -> partition.topic().equals(audit));
            assertEquals(before, after);
            assertEquals(2, written);
            assertEquals(groups, groups(admin));
        }
    }

    private static long sum(Map<TopicPartition, Long> ends, String topic) {
        return ends.entrySet().stream()
                .filter(end -> end.getKey().topic().equals(topic))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Admin admin(LocalStack stack) {
        return Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String prefix) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        List<String> names = admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        for (TopicDescription topic :
                admin.describeTopics(names).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(one -> asked.put(new TopicPartition(topic.name(), one.partition()), OffsetSpec.latest()));
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Every group of the broker, with what it has committed. */
    private static Map<String, Map<TopicPartition, Long>> groups(Admin admin) throws Exception {
        Map<String, Map<TopicPartition, Long>> groups = new TreeMap<>();
        for (GroupListing group : admin.listGroups().all().get()) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(group.groupId())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> committed.put(partition, offset == null ? -1 : offset.offset()));
            groups.put(group.groupId(), committed);
        }
        return groups;
    }

    private static void watch(LiveHistory live, History history) throws Exception {
        live.publish(history.policyYaml());
        live.send(LiveHistory.linesOf(history));
        live.monitor(history.asOf(), 2);
    }

    private static String extract(String body, String eventId, Instant at) {
        return "{\"type\":\"extract\",\"eventId\":\"%s\",\"feed\":\"f\",\"at\":\"%s\",\"body\":\"%s\",\"extractId\":\"%s\",\"records\":1,\"children\":[\"c1\"]}"
                .formatted(eventId, at, body, eventId);
    }

    private static TopicHistory history(Connections connections, int threads) {
        return new TopicHistory(connections, threads, TopicHistory.Progress.UNHEARD);
    }

    private static Recount recount(TopicHistory topics, Scope scope, Instant asOf, int threads) {
        HistoryReplay replay = new HistoryReplay(topics.policies(), "published policy", topics.partitions(), threads);
        topics.read(scope, replay);
        return replay.finish(asOf);
    }

    private static List<String> names(SameAsLive beside) {
        return beside.differences().stream()
                .map(difference -> difference.name() + ": " + difference.sides())
                .toList();
    }

    /** Where the records of {@code scope} lie, in order. */
    private static List<String> places(TopicHistory topics, Scope scope) {
        List<Arrival> read = Collections.synchronizedList(new ArrayList<>());
        topics.read(scope, read::add);
        TreeSet<String> places = new TreeSet<>();
        read.forEach(arrival -> assertTrue(places.add(arrival.origin().topic() + "/"
                + arrival.origin().partition() + "@" + arrival.origin().offset())));
        return List.copyOf(places);
    }

    private static Ran compare(LiveHistory live) throws Exception {
        return Ran.rollcall(live.configurationFile(), "replay", "--compare", "--reason", "Is it the same?");
    }
}
