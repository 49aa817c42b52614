package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.meters.MeterNames;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Reason;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.RejectionLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input of every kind through a real broker and a real registry: each record has one outcome, which says what to do about it,
 * and nothing else is disturbed.
 *
 * <p>Each kind comes between two good events of a body of its own. The same good events are monitored once more without it, on
 * topics of their own; then the monitor with the bad ones is started again.
 */
@Timeout(120)
@ExtendWith(SharedStack.class)
@TestInstance(Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String FEED = "register ";

    private static final Set<String> FIELDS_OF_A_REJECTION =
            Set.of("topic", "partition", "offset", "appendedAt", "size", "schemaId", "reason", "exceptionClass");

    @TempDir
    static Path folder;

    private WatchedTopics topics;
    private List<BadInput> inputs = List.of();
    private final Map<String, List<String>> places = new LinkedHashMap<>();
    private Map<String, String> rows = Map.of();
    private Seen quiet;
    private Seen seen;
    private Seen again;

    /** What a life of the monitor came to. */
    private record Seen(
            Map<String, String> ledger,
            Map<String, EventLedger.Line> lines,
            double dropped,
            Map<String, String> figures,
            Set<String> alerts,
            Map<String, RejectionLine> rejections,
            int rejected) {}

    @BeforeAll
    void monitorGoodAndBadEvents(LocalStack stack) throws Exception {
        String foreign = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Weather\\\",\\\"fields\\\":"
                + "[{\\\"name\\\":\\\"rain\\\",\\\"type\\\":\\\"int\\\"}]}";
        String lacking =
                "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Extract\\\",\\\"namespace\\\":\\\"dev.rollcall.avro\\\","
                        + "\\\"fields\\\":[{\\\"name\\\":\\\"eventId\\\",\\\"type\\\":\\\"string\\\"}]}";
        topics = WatchedTopics.create(stack, "bad.", folder.resolve("bad"));
        inputs = topics.maker()
                .all(
                        RegistryProxy.register(stack.registryUrl(), "weather-value", foreign),
                        RegistryProxy.register(stack.registryUrl(), "lacking-value", lacking));
        String policy = policy();

        // Given
        try (WatchedTopics without = WatchedTopics.create(stack, "quiet.", folder.resolve("quiet"))) {
            without.publish(policy);
            for (String number : List.of("before", "after")) {
                for (BadInput input : inputs) {
                    without.send(without.maker().good(input, number));
                }
            }
            quiet = live(without, 2 * inputs.size());
        }

        // When
        topics.publish(policy);
        int sent = 0;
        for (BadInput input : inputs) {
            topics.send(topics.maker().good(input, "before"));
        }
        for (BadInput input : inputs) {
            List<String> lie = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : input.records()) {
                lie.add(place(topics.send(record)));
                sent++;
            }
            places.put(input.name(), lie);
        }
        for (BadInput input : inputs) {
            topics.send(topics.maker().good(input, "after"));
        }
        seen = live(topics, 2 * inputs.size() + sent);
        rows = topics.rejectedRows();
        again = live(topics, 2 * inputs.size() + sent);
    }

    @AfterAll
    void close() {
        if (topics != null) {
            topics.close();
        }
    }

    private String policy() {
        String bodies = inputs.stream()
                .map(input -> "  %s: { name: %s }\n".formatted(input.name(), input.name()))
                .collect(Collectors.joining());
        return "policy: bad-input\nversion: 1\nfrom: 2015-01-01\nzone: Europe/London\nbodies:\n" + bodies;
    }

    private static Seen live(WatchedTopics topics, long events) throws Exception {
        Map<String, EventLedger.Line> lines;
        double dropped;
        try (WatchedTopics.Life life = topics.start()) {
            lines = life.settled(events);
            dropped = life.metric(MeterNames.STREAMS_DROPPED);
        }
        Map<String, String> ledger = new TreeMap<>();
        lines.forEach((where, line) -> ledger.put(where, told(line)));
        Map<String, String> figures = new TreeMap<>();
        for (Published published : topics.outcomes(topics.topics().figures()).values()) {
            FigureLine figure = (FigureLine) published;
            if (figure.count() != 0) {
                figures.put(
                        "%s %s %s".formatted(figure.entity(), figure.basis(), figure.window()),
                        "%,d%s".formatted(figure.count(), figure.exact() ? "" : " at least"));
            }
        }
        Set<String> alerts = new TreeSet<>();
        for (Published published : topics.outcomes(topics.topics().alerts()).values()) {
            AlertLine alert = (AlertLine) published;
            alerts.add("%s %s %s %s".formatted(alert.entity(), alert.rule(), alert.severity(), alert.window()));
        }
        Map<String, RejectionLine> rejections = new TreeMap<>();
        topics.outcomes(topics.topics().rejected())
                .forEach((key, rejection) -> rejections.put(key, (RejectionLine) rejection));
        return new Seen(
                ledger,
                lines,
                dropped,
                figures,
                alerts,
                rejections,
                topics.records(topics.topics().rejected()));
    }

    private static String told(EventLedger.Line line) {
        StringBuilder told = new StringBuilder(
                "%d read = %d applied + %d duplicate".formatted(line.read(), line.applied(), line.duplicate()));
        for (Reason reason : Reason.values()) {
            told.append(" + %d %s".formatted(line.rejected(reason), reason));
        }
        return told.toString();
    }

    private static String place(RecordMetadata metadata) {
        return metadata.topic() + "/" + metadata.partition() + "/" + metadata.offset();
    }

    private List<BadInput> inputs() {
        return inputs;
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void hasOneOutcomeAndLeavesItsNeighboursAlone(BadInput input) {
        List<String> lie = places.get(input.name());
        for (String place : lie) {
            RejectionLine rejection = seen.rejections().get(place);
            assertEquals(input.reason() == null, rejection == null, place);
            if (rejection != null) {
                assertEquals(input.reason().name(), rejection.reason());
            }
        }
        assertEquals(figuresOf(input.name()), of(input.name(), seen.figures()));
        Set<String> alerts = new TreeSet<>(of(input.name(), quiet.alerts()));
        input.alerts().stream()
                .filter(alert -> alert.startsWith(input.name() + " "))
                .forEach(alerts::add);
        assertEquals(alerts, of(input.name(), seen.alerts()));
    }

    /** What the body would have without it, and what it is meant to change. */
    private Map<String, String> figuresOf(String body) {
        Map<String, String> figures = of(body, quiet.figures());
        assertEquals("3", figures.get(body + " children 2016-03"));
        inputs.forEach(input -> figures.putAll(of(body, input.figures())));
        return figures;
    }

    private static Map<String, String> of(String body, Map<String, String> all) {
        Map<String, String> of = new TreeMap<>(all);
        of.keySet().removeIf(key -> !key.startsWith(body + " "));
        return of;
    }

    private static Set<String> of(String body, Set<String> all) {
        return all.stream().filter(each -> each.startsWith(body + " ")).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void isReferredToAndNothingOfItIsKept(BadInput input) {
        for (int i = 0; i < input.rejected(); i++) {
            String place = places.get(input.name()).get(i);
            byte[] value = input.records().get(i).value();
            RejectionLine rejection = seen.rejections().get(place);
            assertEquals(place, rejection.key());
            assertEquals(value == null ? 0 : value.length, rejection.size());
            boolean named = value != null && value.length >= 5 && value[0] == 0;
            assertEquals(named, rejection.schemaId() != null);
            if (!"".equals(input.exceptionClass())) {
                assertEquals(input.exceptionClass(), rejection.exceptionClass());
            }
            Matcher names = Pattern.compile("\"(\\w+)\":").matcher(Ndjson.line(rejection));
            while (names.find()) {
                assertTrue(FIELDS_OF_A_REJECTION.contains(names.group(1)), names.group(1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void isToldWithWhatToDo(BadInput input) {
        for (String place : places.get(input.name())) {
            assertEquals(input.reason() != null, rows.containsKey(place), place);
            if (input.reason() != null) {
                String row = rows.get(place);
                String advice = seen.rejections().get(place).advice();
                assertTrue(row.contains(input.reason().name()) && row.endsWith(advice), row);
                assertFalse(advice.isBlank());
            }
        }
    }

    @Test
    void aWrongPartitionIsToldTheSettingOfOtherClients() {
        String place = places.get("wrong-partition").get(0);
        assertTrue(rows.get(place).contains("partitioner=murmur2_random"));
    }

    @Test
    void allTogetherChangeNothingButWhatEachIsMeantToChange() {
        Map<String, String> figures = new TreeMap<>(quiet.figures());
        Set<String> alerts = new TreeSet<>(quiet.alerts());
        inputs.forEach(input -> {
            figures.putAll(input.figures());
            alerts.addAll(input.alerts());
        });
        assertEquals(withoutFeed(figures), withoutFeed(seen.figures()));
        assertEquals(
                alerts,
                seen.alerts().stream().filter(alert -> !alert.startsWith(FEED)).collect(Collectors.toSet()));
        Set<String> rejected = inputs.stream()
                .filter(input -> input.reason() != null)
                .flatMap(input -> places.get(input.name()).stream())
                .collect(Collectors.toSet());
        assertEquals(rejected, seen.rejections().keySet());
        assertEquals(rejected.size(), seen.rejected(), "each once");
    }

    private static Map<String, String> withoutFeed(Map<String, String> figures) {
        Map<String, String> others = new TreeMap<>(figures);
        others.keySet().removeIf(figure -> figure.startsWith(FEED));
        return others;
    }

    @Test
    void theirFeedIsToldHowManyCountAndHowManyDoNotForEachReason() {
        Map<String, Long> expected = new TreeMap<>();
        inputs.forEach(input -> {
            expected.merge(FEED + "events", input.applied() + 2L, Long::sum);
            Optional<Basis> basis = Optional.ofNullable(input.reason()).flatMap(Basis::ofRejected);
            basis.ifPresent(of -> expected.merge(FEED + of.text(), (long) input.rejected(), Long::sum));
        });
        Map<String, Long> told = new TreeMap<>();
        seen.figures().forEach((figure, count) -> {
            if (figure.startsWith(FEED)) {
                told.merge(figure.substring(0, figure.lastIndexOf(' ')), Long.valueOf(count), Long::sum);
            }
        });
        assertEquals(expected, told);
        Set<String> standing = seen.alerts().stream()
                .filter(alert -> alert.startsWith(FEED))
                .map(alert -> FEED + alert.split(" ")[1])
                .collect(Collectors.toCollection(TreeSet::new));
        expected.remove(FEED + "events");
        assertEquals(expected.keySet(), standing);
    }

    @Test
    void theLedgerBalancesAndNothingIsDropped() {
        long duplicates = inputs.stream().mapToLong(BadInput::duplicates).sum();
        long applied = inputs.stream().mapToLong(input -> input.applied() + 2).sum();
        Map<Reason, Long> byReason = new TreeMap<>();
        inputs.stream()
                .filter(input -> input.reason() != null)
                .forEach(input -> byReason.merge(input.reason(), (long) input.rejected(), Long::sum));
        List<EventLedger.Line> lines = List.copyOf(seen.lines().values());
        assertEquals(
                List.of(), lines.stream().filter(line -> line.missing() != 0).toList());
        assertEquals(
                applied, lines.stream().mapToLong(EventLedger.Line::applied).sum());
        assertEquals(
                duplicates,
                lines.stream().mapToLong(EventLedger.Line::duplicate).sum());
        for (Reason reason : Reason.values()) {
            assertEquals(
                    byReason.getOrDefault(reason, 0L),
                    lines.stream().mapToLong(line -> line.rejected(reason)).sum(),
                    reason.name());
        }
        assertEquals(0, seen.dropped());
        assertEquals(0, quiet.dropped());
    }

    @Test
    void startedAgainItKnowsTheSame() {
        assertEquals(seen.ledger(), again.ledger());
        assertEquals(seen.figures(), again.figures());
        assertEquals(seen.alerts(), again.alerts());
        assertEquals(seen.rejections(), again.rejections());
        assertEquals(seen.rejected(), again.rejected(), "none rejected twice");
        assertEquals(0, again.dropped());
    }

    @Test
    void whatClientsAndBrokersRefuseNeverComesIn(LocalStack stack) throws Exception {
        byte[] key = "body".getBytes(StandardCharsets.UTF_8);
        String extracts = topics.topics().extracts().name();
        assertThrows(
                IllegalArgumentException.class,
                () -> new ProducerRecord<>(extracts, null, -1L, key, key),
                "Java's client sends no time of -1");
        String guarded = "guarded.extracts";
        try (Admin admin = topics.connections().admin();
                Producer<byte[], byte[]> producer = topics.connections().producer()) {
            admin.createTopics(List.of(new NewTopic(guarded, 1, (short) 1)
                            .configs(Map.of("message.timestamp.after.max.ms", "3600000"))))
                    .all()
                    .get();
            ProducerRecord<byte[], byte[]> of2096 = new ProducerRecord<>(guarded, 0, 3_981_225_600_000L, key, key);
            assertTrue(
                    assertThrows(
                                            ExecutionException.class,
                                            () -> producer.send(of2096).get())
                                    .getCause()
                            instanceof InvalidTimestampException,
                    "a broker with the usual setting takes no time more than an hour ahead");
            ProducerRecord<byte[], byte[]> large = new ProducerRecord<>(extracts, key, new byte[13 * 1024 * 1024]);
            assertTrue(
                    assertThrows(
                                            ExecutionException.class,
                                            () -> producer.send(large).get())
                                    .getCause()
                            instanceof RecordTooLargeException,
                    "no record of more than 12 MB");
        }
    }

    @Test
    void aRegistryThatDoesNotAnswerIsWaitedForAndNothingIsRejectedMeanwhile(LocalStack stack) throws Exception {
        try (RegistryProxy registry = RegistryProxy.before(stack.registryUrl());
                WatchedTopics away = WatchedTopics.create(stack, registry.url(), "away.", folder.resolve("away"))) {
            BadInput unknown = input("unknown-schema");
            byte[] value = away.maker().good(unknown, "later").value();
            away.publish(policy());
            away.send(away.maker().good(unknown, "before"));
            try (WatchedTopics.Life life = away.start()) {
                life.settled(1);

                // When
                int newer =
                        registry.registerNewVersionOf(away.topics().extracts().subject());
                registry.leave();
                away.send(BadInput.written(away.topics(), unknown.name(), newer, value, new byte[] {0}));
                ProducerRecord<byte[], byte[]> bad = unknown.records().get(0);
                String place = place(away.send(BadInput.written(away.topics(), unknown.name(), null, bad.value())));
                away.send(away.maker().good(unknown, "after"));
                registry.awaitRefused("/schemas/ids/" + newer, 3);

                // Then
                assertEquals(0, away.records(away.topics().rejected()), "nothing is rejected meanwhile");
                registry.comeBack();
                Map<String, EventLedger.Line> lines = life.settled(4);
                assertEquals(
                        3,
                        lines.values().stream()
                                .mapToLong(EventLedger.Line::applied)
                                .sum());
                assertEquals(
                        1,
                        lines.values().stream()
                                .mapToLong(line -> line.rejected(Reason.UNDECODABLE))
                                .sum());
                assertEquals(0, life.metric(MeterNames.STREAMS_DROPPED));
                assertEquals(
                        Set.of(place), away.outcomes(away.topics().rejected()).keySet());
            }
        }
    }

    private BadInput input(String name) {
        return inputs.stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
