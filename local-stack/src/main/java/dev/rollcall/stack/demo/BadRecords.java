package dev.rollcall.stack.demo;

import dev.rollcall.app.Connections;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Policies;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.RejectionLine;
import dev.rollcall.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Records that no feed should send, sent among those of the story, and what came of each.
 *
 * <p>Those that count are of a body of their own, and those that are rejected leave no trace in figures: the story's own stay as
 * they are.
 */
final class BadRecords {
    static final String TITLE = "5  Bad input";

    private static final String UNKNOWN_BODY = "nobody-knows";
    private static final String FEED = "a-careless-feed";
    private static final String NEIGHBOUR = "home-office";
    private static final long MILLION = 1_000_000;
    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;
    private static final int NO_SCHEMA = 987_654_321;
    private static final String COUNTED = "counted";
    private static final String DUPLICATE = "duplicate";

    private final Topics topics;
    private final Codec codec;
    private final int partitions;
    private final Instant time;
    private final List<Trial> trials = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    /**
     * A record, and what must come of it.
     *
     * @param expected the reason of its rejection, or how it is counted
     * @param advice what to do about one that is not rejected
     * @param shows whether what was read back shows that it counts as expected
     */
    private record Trial(
            String what,
            ProducerRecord<byte[], byte[]> record,
            String expected,
            String advice,
            Predicate<Found> shows) {

        /** What came of it. */
        String came(@Nullable RejectionLine rejection, Found found) {
            if (rejection != null) {
                return rejection.reason();
            }
            return shows.test(found) ? expected : "not rejected";
        }
    }

    /** What was read back. */
    record Found(
            Map<String, Published> rejections,
            Collection<Published> alerts,
            Collection<Published> figures,
            long duplicates) {

        boolean alert(String rule, Severity severity) {
            return alerts.stream()
                    .map(AlertLine.class::cast)
                    .anyMatch(alert -> alert.entity().equals(UNKNOWN_BODY)
                            && alert.rule().equals(rule)
                            && alert.severity() == severity);
        }

        /** Whether a figure of our own body says this. */
        boolean figure(Basis basis, long count, boolean exact) {
            return figures.stream()
                    .map(FigureLine.class::cast)
                    .anyMatch(figure -> figure.entity().equals(UNKNOWN_BODY)
                            && figure.basis().equals(basis.text())
                            && figure.count() == count
                            && figure.exact() == exact);
        }
    }

    private BadRecords(Topics topics, Codec codec, int partitions, Instant time) {
        this.topics = topics;
        this.codec = codec;
        this.partitions = partitions;
        this.time = time;
    }

    /**
     * Sends all of them, logged at {@code time}.
     *
     * @param policies tell whether an event of 1970 is too late
     */
    static BadRecords send(Connections connections, Policies policies, int partitions, Instant time)
            throws InterruptedException {
        try (Codec codec = connections.codec();
                Producer<byte[], byte[]> producer = connections.producer()) {
            BadRecords bad = new BadRecords(connections.topics(), codec, partitions, time);
            bad.unreadable();
            bad.misplaced(policies);
            bad.counted();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Trial trial : bad.trials) {
                sent.add(producer.send(trial.record()));
            }
            for (Future<RecordMetadata> each : sent) {
                RecordMetadata written = each.get();
                bad.places.add(written.topic() + "/" + written.partition() + "/" + written.offset());
            }
            return bad;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Expected the broker to take bad input, but met " + e.getCause(), e);
        }
    }

    /** How many were sent. */
    int size() {
        return trials.size();
    }

    /** Whether it is the body of what is counted here, or the feed that sends it. */
    static boolean isOwn(String entity) {
        return entity.equals(UNKNOWN_BODY) || entity.equals(FEED);
    }

    private void unreadable() {
        String undecodable = Reason.UNDECODABLE.name();
        byte[] whole = codec.encode(extract(NEIGHBOUR, time, Stage.RELEASED, List.of("bad-1")));
        byte[] empty = codec.encode(extract(NEIGHBOUR, time, Stage.RELEASED, List.of()));
        byte[] marked = whole.clone();
        marked[0] = 1;
        byte[] unknown = whole.clone();
        ByteBuffer.wrap(unknown).putInt(1, NO_SCHEMA);
        // an extract ends with its children, their number and a date: here 1,000,000 children, and none of them
        byte[] claim = Arrays.copyOf(empty, empty.length);
        System.arraycopy(new byte[] {(byte) 0x80, (byte) 0x89, 0x7a}, 0, claim, claim.length - 3, 3);
        add("bytes cut off", Arrays.copyOf(whole, whole.length / 2), undecodable);
        add("garbage", "%PDF-1.4 and so on".getBytes(StandardCharsets.UTF_8), undecodable);
        add("a wrong first byte", marked, undecodable);
        add("an unknown schema id", unknown, undecodable);
        add("another topic's event", codec.encode(request()), undecodable);
        add("a claim of a million", claim, undecodable);
    }

    private void misplaced(Policies policies) {
        add("an unknown stage", extract(NEIGHBOUR, time, null, List.of()), Reason.UNKNOWN_STAGE.name());
        byte[] value = codec.encode(extract(NEIGHBOUR, time, Stage.RELEASED, List.of("bad-1")));
        int home = HomePartition.of(NEIGHBOUR, partitions);
        add("another body's key", null, UNKNOWN_BODY, value, Reason.WRONG_KEY.name());
        add("another partition", (home + 1) % partitions, NEIGHBOUR, value, Reason.WRONG_PARTITION.name());
        add("a body that is no id", released("the office next door", time), Reason.BAD_ID.name());
        Instant earliest = time.minus(policies.at(time).lateness());
        for (Instant at : List.of(Instant.EPOCH, Instant.EPOCH.minusMillis(1))) {
            String expected = at.isBefore(earliest) ? Reason.LATE.name() : COUNTED;
            add(
                    at.equals(Instant.EPOCH) ? "an event of 1970" : "an event at time -1",
                    released(UNKNOWN_BODY, at),
                    expected);
        }
        add("an event of 2096", released(UNKNOWN_BODY, Instant.parse("2096-02-29T00:00:00Z")), Reason.FUTURE.name());
    }

    private void counted() {
        Event once = event(EventType.EXTRACT, "once", UNKNOWN_BODY, time, Stage.RELEASED, List.of("bad-1"), null);
        add(
                "a body nobody knows",
                once,
                and(Severity.CRITICAL),
                "add it to the policy",
                found -> found.alert("unknown-body", Severity.CRITICAL));
        add("the same event again", once, DUPLICATE, "nothing: it counts once", found -> found.duplicates() == 1);
        Event reused = event(EventType.EXTRACT, "once", UNKNOWN_BODY, time, Stage.RELEASED, List.of("bad-2"), null);
        add(
                "its id for another",
                reused,
                and(Severity.WARNING),
                "give each event an id of its own",
                found -> found.alert("id-reuse", Severity.WARNING));
        Event left = event(EventType.EXTRACT, "left", UNKNOWN_BODY, time, Stage.RELEASED, List.of(), null);
        add(
                "tokens left out",
                left,
                and(Severity.HIGH),
                "the figure says “at least”: send all tokens",
                found -> found.alert("tokens-missing", Severity.HIGH));
        List<String> children =
                LongStream.range(0, MILLION).mapToObj(child -> "c" + child).toList();
        Event million = event(EventType.EXTRACT, "million", UNKNOWN_BODY, time, Stage.RELEASED, children, null);
        add(
                "a million children",
                million,
                COUNTED,
                "nothing: they are counted",
                found -> found.figure(Basis.CHILDREN, MILLION + 2, false));
        String text = "x".repeat(TEN_MEGABYTES);
        Event large = event(EventType.EXTRACT, "text", UNKNOWN_BODY, time, Stage.RELEASED, List.of("bad-1"), text);
        add(
                "10 MB of text",
                large,
                COUNTED,
                "keep texts short: nothing of them is kept",
                found -> found.figure(Basis.RECORDS, 5, true));
    }

    private static String and(Severity severity) {
        return COUNTED + ", " + severity;
    }

    private void add(String what, byte[] value, String expected) {
        add(what, null, NEIGHBOUR, value, expected);
    }

    private void add(String what, Event event, String expected) {
        add(what, null, event.body(), codec.encode(event), expected);
    }

    private void add(String what, Event event, String expected, String advice, Predicate<Found> shows) {
        trials.add(new Trial(what, record(null, event.body(), codec.encode(event)), expected, advice, shows));
    }

    private void add(String what, @Nullable Integer partition, String key, byte[] value, String expected) {
        trials.add(new Trial(what, record(partition, key, value), expected, "", found -> expected.equals(COUNTED)));
    }

    private ProducerRecord<byte[], byte[]> record(@Nullable Integer partition, String key, byte[] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topics.extracts().name(), partition, time.toEpochMilli(), keyBytes, value);
    }

    private Event released(String body, Instant at) {
        return extract(body, at, Stage.RELEASED, List.of("bad-1"));
    }

    private Event extract(String body, Instant at, @Nullable Stage stage, List<String> children) {
        return event(EventType.EXTRACT, "bad", body, at, stage, children, null);
    }

    private Event request() {
        return event(EventType.ACCESS_REQUEST, "bad", NEIGHBOUR, time, Stage.SUBMITTED, List.of(), null);
    }

    private static Event event(
            EventType type,
            String number,
            String body,
            Instant at,
            @Nullable Stage stage,
            List<String> children,
            @Nullable String caseReference) {
        return new Event(
                type,
                number,
                FEED,
                at,
                false,
                stage,
                body,
                number,
                number,
                null,
                null,
                null,
                null,
                null,
                caseReference,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                1,
                children,
                null,
                null);
    }

    /**
     * Tells what came of each, a line for each, and how the ledger stands.
     *
     * @param dropped how many records Kafka Streams says it has dropped
     * @return whether all is as it must be
     */
    boolean tell(Found found, Ledger ledger, long dropped, Page page) {
        page.text("Made up: %d records that no feed should send, to the same topics, before the answer above was read."
                .formatted(size()));
        page.blank();
        boolean asExpected = ledger.balances() && dropped == 0;
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            RejectionLine rejection = (RejectionLine) found.rejections().get(places.get(i));
            String came = trial.came(rejection, found);
            boolean right = came.equals(trial.expected());
            asExpected &= right;
            String advice = rejection == null ? trial.advice() : rejection.advice();
            page.item("%-21s %-17s ".formatted(trial.what(), came), right ? advice : "✗ expected " + trial.expected());
        }
        page.blank();
        page.text("In all, %s; %,d dropped by Kafka Streams.".formatted(ledger, dropped));
        return asExpected;
    }
}
