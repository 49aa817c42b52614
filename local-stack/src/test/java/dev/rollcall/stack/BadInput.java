package dev.rollcall.stack;

import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Stage;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Topics;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A kind of bad input: what is sent between two good events of the body that bears its name, and what must come of it.
 *
 * @param reason why all its records are rejected; null where they count, or are duplicates
 * @param exceptionClass what a rejection must tell was met; empty for any, null for none
 * @param applied how many of its records count
 * @param alerts what stands besides, as {@code body rule severity window}
 * @param figures what differs, as {@code body basis window} and the count; "at least" where it is not exact
 */
record BadInput(
        String name,
        List<ProducerRecord<byte[], byte[]>> records,
        Reason reason,
        String exceptionClass,
        int applied,
        Set<String> alerts,
        Map<String, String> figures) {
    static final Instant NOW = Instant.parse("2016-03-29T10:00:00Z");
    static final int MILLION = 1_000_000;
    static final String UNKNOWN_BODY = "nobody-knows";

    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;
    private static final int HEADER = 5;
    private static final String UNDECODABLE_EXCEPTION = "dev.rollcall.wire.registry.UndecodableException";

    @Override
    public String toString() {
        return name;
    }

    /** How many of its records are duplicates. */
    int duplicates() {
        return reason == null ? records.size() - applied : 0;
    }

    int rejected() {
        return reason == null ? 0 : records.size();
    }

    /** A good extract of {@code body}, with two children. */
    static Event good(String body, String number) {
        return extract(body, number, NOW, Stage.RELEASED, List.of("child-1", "child-" + number), null);
    }

    private static Event extract(
            String body, String number, Instant at, Stage stage, List<String> children, Long childCount) {
        return event(EventType.EXTRACT, body, number, at, stage, children, childCount, null, List.of("Surname"), 2);
    }

    private static Event event(
            EventType type,
            String body,
            String number,
            Instant at,
            Stage stage,
            List<String> children,
            Long childCount,
            String caseReference,
            List<String> fields,
            long records) {
        return new Event(
                type,
                "e-" + number,
                "register",
                at,
                false,
                stage,
                body,
                "r-" + number,
                type == EventType.EXTRACT ? "x-" + number : null,
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
                fields,
                null,
                type == EventType.EXTRACT ? records : 0,
                children,
                childCount,
                null);
    }

    /** A record of extracts under {@code key}: {@code value} under a schema, null for its own, and {@code more} behind it. */
    static ProducerRecord<byte[], byte[]> written(
            Topics topics, String key, Integer schemaId, byte[] value, byte... more) {
        byte[] whole = joined(schemaId == null ? value : under(schemaId, value), more);
        return new Stamped(topics.extracts().name(), null, NOW.toEpochMilli(), bytes(key), whole);
    }

    /** Makes the records of each kind, for topics of {@code partitions} partitions. */
    record Maker(Topics topics, Codec codec, int partitions) {

        /**
         * @param foreign the id of a schema of no record of ours
         * @param lacking the id of a schema of extracts without the fields that we require
         */
        List<BadInput> all(int foreign, int lacking) {
            List<BadInput> all = new ArrayList<>();
            undecodable(all, foreign, lacking);
            misplaced(all);
            misdated(all);
            counted(all);
            return all;
        }

        private void undecodable(List<BadInput> all, int foreign, int lacking) {
            String eof = EOFException.class.getName();
            byte[] whole = codec.encode(good("b", "bad"));
            byte[] emptied = codec.encode(
                    extract("b", "bad", NOW, Stage.RELEASED, List.of(), null)); // ends: no items, no count, no date
            all.add(undecodable("cut-off", eof, Arrays.copyOf(whole, whole.length - 2)));
            all.add(undecodable("cut-off-in-its-head", UNDECODABLE_EXCEPTION, Arrays.copyOf(whole, HEADER - 1)));
            all.add(undecodable("empty", UNDECODABLE_EXCEPTION, new byte[0]));
            all.add(undecodable("without-a-value", null, (byte[]) null));
            all.add(undecodable("garbage", UNDECODABLE_EXCEPTION, garbage(300)));
            all.add(undecodable("garbage-behind-a-schema", "", joined(head(whole), garbage(300))));
            all.add(undecodable("wrong-magic", UNDECODABLE_EXCEPTION, joined(new byte[] {1}, tail(whole, 1))));
            all.add(undecodable("unknown-schema", UNDECODABLE_EXCEPTION, under(987_654_321, whole)));
            all.add(undecodable("foreign-record", UNDECODABLE_EXCEPTION, under(foreign, whole)));
            all.add(undecodable("required-fields-lacking", "", under(lacking, new byte[HEADER + 1])));
            all.add(undecodable(
                    "event-of-another-topic",
                    null,
                    codec.encode(event(
                            EventType.ACCESS_REQUEST,
                            "b",
                            "bad",
                            NOW,
                            Stage.SUBMITTED,
                            List.of(),
                            null,
                            null,
                            List.of(),
                            0))));
            all.add(undecodable("more-behind-its-end", UNDECODABLE_EXCEPTION, joined(whole, garbage(1))));
            all.add(undecodable(
                    "negative-records",
                    null,
                    codec.encode(event(
                            EventType.EXTRACT,
                            "b",
                            "bad",
                            NOW,
                            Stage.RELEASED,
                            List.of(),
                            null,
                            null,
                            List.of(),
                            -1))));
            all.add(undecodable(
                    "array-that-claims-a-million-items",
                    eof,
                    joined(Arrays.copyOf(emptied, emptied.length - 3), zigzag(MILLION))));
            all.add(undecodable("ten-megabytes-of-garbage", UNDECODABLE_EXCEPTION, garbage(TEN_MEGABYTES)));
        }

        private void misplaced(List<BadInput> all) {
            String stage = "unknown-stage";
            all.add(rejected(stage, Reason.UNKNOWN_STAGE, extract(stage, "bad", NOW, null, List.of(), null)));
            String key = "wrong-key";
            all.add(rejected(key, Reason.WRONG_KEY, record(null, NOW, "another-body", codec.encode(good(key, "bad")))));
            String none = "no-key";
            all.add(rejected(none, Reason.WRONG_KEY, record(home(none), NOW, null, codec.encode(good(none, "bad")))));
            String partition = "wrong-partition";
            all.add(rejected(
                    partition,
                    Reason.WRONG_PARTITION,
                    record((home(partition) + 1) % partitions, NOW, partition, codec.encode(good(partition, "bad")))));
            all.add(rejected("body-that-is-no-id", Reason.BAD_ID, good("the home office!", "bad")));
            all.add(rejected("body-like-a-pupil-number", Reason.BAD_ID, good("Z000000000001", "bad")));
        }

        private void misdated(List<BadInput> all) {
            Instant far = Instant.parse("2096-02-29T00:00:00Z");
            all.add(misdated("of-1970", Reason.LATE, Instant.EPOCH, NOW));
            all.add(misdated("of-minus-1", Reason.LATE, Instant.ofEpochMilli(-1), NOW));
            all.add(misdated("of-2096", Reason.FUTURE, far, NOW));
            all.add(misdated("logged-in-1970", Reason.FUTURE, NOW, Instant.EPOCH));
            all.add(misdated("logged-at-minus-1", Reason.FUTURE, NOW, Instant.ofEpochMilli(-1)));
            all.add(misdated("logged-in-2096", Reason.LATE, NOW, far));
        }

        private void counted(List<BadInput> all) {
            String twice = "duplicate";
            all.add(counted(twice, 0, Set.of(), Map.of(), good(twice, "before"), good(twice, "before")));
            String reused = "id-used-twice";
            all.add(counted(
                    reused,
                    1,
                    Set.of(reused + " id-reuse WARNING 2016-03"),
                    Map.of(reused + " children 2016-03", "4", reused + " records 2016-03", "6"),
                    extract(reused, "before", NOW, Stage.RELEASED, List.of("child-bad"), null)));
            all.add(counted(
                    "beside-an-unknown-body",
                    1,
                    Set.of(UNKNOWN_BODY + " unknown-body CRITICAL 2016-03"),
                    Map.of(
                            UNKNOWN_BODY + " answered 2016-03", "1",
                            UNKNOWN_BODY + " children 2016-03", "2",
                            UNKNOWN_BODY + " held 2016-03", "1",
                            UNKNOWN_BODY + " records 2016-03", "2"),
                    good(UNKNOWN_BODY, "bad")));
            String left = "tokens-left-out";
            all.add(counted(
                    left,
                    2,
                    Set.of(left + " tokens-missing HIGH 2016-03"),
                    Map.of(
                            left + " answered 2016-03", "4",
                            left + " children 2016-03", "4 at least",
                            left + " held 2016-03", "4",
                            left + " records 2016-03", "8"),
                    extract(left, "bad", NOW, Stage.RELEASED, List.of("child-bad"), 99L),
                    extract(left, "worse", NOW, Stage.RELEASED, List.of(), null)));
            String million = "a-million-children";
            List<String> children =
                    IntStream.range(0, MILLION).mapToObj(child -> "t" + child).toList();
            all.add(counted(
                    million,
                    1,
                    Set.of(),
                    Map.of(
                            million + " answered 2016-03", "3",
                            million + " children 2016-03", "1,000,003",
                            million + " held 2016-03", "3",
                            million + " records 2016-03", "6"),
                    extract(million, "bad", NOW, Stage.RELEASED, children, null)));
            String fields = "a-million-fields";
            List<String> names =
                    IntStream.range(0, MILLION).mapToObj(field -> "f" + field).toList();
            all.add(countedWithoutChildren(fields, Set.of(fields + " unknown-fields WARNING 2016-03"), null, names));
            String text = "ten-megabytes-of-text";
            all.add(countedWithoutChildren(text, Set.of(), "x".repeat(TEN_MEGABYTES), List.of("Surname")));
        }

        private BadInput countedWithoutChildren(String body, Set<String> alerts, String text, List<String> fields) {
            Map<String, String> figures = Map.of(body + " answered 2016-03", "3", body + " held 2016-03", "3");
            return counted(
                    body,
                    1,
                    alerts,
                    figures,
                    event(EventType.EXTRACT, body, "bad", NOW, Stage.RELEASED, List.of(), null, text, fields, 0));
        }

        private BadInput undecodable(String body, String exceptionClass, byte[] value) {
            ProducerRecord<byte[], byte[]> record = record(null, NOW, body, value);
            return new BadInput(body, List.of(record), Reason.UNDECODABLE, exceptionClass, 0, Set.of(), Map.of());
        }

        private BadInput rejected(String body, Reason reason, Event event) {
            return rejected(body, reason, record(null, NOW, event.body(), codec.encode(event)));
        }

        private BadInput rejected(String body, Reason reason, ProducerRecord<byte[], byte[]> record) {
            return new BadInput(body, List.of(record), reason, null, 0, Set.of(), Map.of());
        }

        private BadInput misdated(String body, Reason reason, Instant at, Instant loggedAt) {
            Event event = extract(body, "bad", at, Stage.RELEASED, List.of("child-bad"), null);
            String alert = "%s %s WARNING %s"
                    .formatted(
                            body,
                            reason == Reason.LATE ? "late" : "future",
                            loggedAt.isBefore(Instant.EPOCH)
                                    ? "1970-01"
                                    : loggedAt.toString().substring(0, 7));
            ProducerRecord<byte[], byte[]> record = record(null, loggedAt, body, codec.encode(event));
            return new BadInput(body, List.of(record), reason, null, 0, Set.of(alert), Map.of());
        }

        private BadInput counted(
                String body, int applied, Set<String> alerts, Map<String, String> figures, Event... events) {
            List<ProducerRecord<byte[], byte[]>> records = Arrays.stream(events)
                    .map(event -> record(null, NOW, event.body(), codec.encode(event)))
                    .toList();
            return new BadInput(body, records, null, null, applied, alerts, figures);
        }

        ProducerRecord<byte[], byte[]> good(BadInput input, String number) {
            return record(null, NOW, input.name(), codec.encode(BadInput.good(input.name(), number)));
        }

        private Event good(String body, String number) {
            return BadInput.good(body, number);
        }

        private int home(String body) {
            return HomePartition.of(body, partitions);
        }

        private ProducerRecord<byte[], byte[]> record(Integer partition, Instant at, String key, byte[] value) {
            return new Stamped(topics.extracts().name(), partition, at.toEpochMilli(), bytes(key), value);
        }
    }

    /** A record as a client may send it that is not Java's: that one refuses a time of -1 before it comes to the broker. */
    private static final class Stamped extends ProducerRecord<byte[], byte[]> {
        private final long stamp;

        Stamped(String topic, Integer partition, long stamp, byte[] key, byte[] value) {
            super(topic, partition, Math.max(0, stamp), key, value);
            this.stamp = stamp;
        }

        @Override
        public Long timestamp() {
            return stamp;
        }
    }

    /** Bytes that are always the same, of which the first is not 0. */
    private static byte[] garbage(int size) {
        byte[] bytes = new byte[size];
        new Random(2016).nextBytes(bytes);
        bytes[0] = 'g';
        return bytes;
    }

    private static byte[] bytes(String key) {
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] head(byte[] value) {
        return Arrays.copyOf(value, HEADER);
    }

    private static byte[] tail(byte[] value, int from) {
        return Arrays.copyOfRange(value, from, value.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static byte[] under(int schemaId, byte[] value) {
        byte[] copy = value.clone();
        ByteBuffer.wrap(copy).putInt(1, schemaId);
        return copy;
    }

    /** A number as Avro writes it. */
    private static byte[] zigzag(int number) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER);
        long rest = (long) number << 1;
        while (rest > 0x7f) {
            bytes.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
