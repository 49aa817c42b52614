package dev.rollcall.wire.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.avro.Extract;
import dev.rollcall.wire.registry.UndecodableException.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a topic may hold besides our records: whatever it is, it is refused for what it is, and nothing of it told. */
class UndecodableValueTest {

    private static final String TOPIC = "extracts";
    private static final Extract EXTRACT = Extract.newBuilder()
            .setEventId("e-1")
            .setFeed("feed")
            .setAt(Instant.EPOCH)
            .setBody("home-office")
            .setExtractId("x-1")
            .setRecords(2)
            .setChildren(List.of("s3cret-1", "s3cret-2"))
            .setDatasets(List.of())
            .setFields(List.of())
            .build();

    private final StubRegistry stub = new StubRegistry();
    private final TestPace pace = new TestPace();
    private final SchemaRegistry registry = new SchemaRegistry(stub.url(), Duration.ofSeconds(1), pace);
    private final AvroSerializer serializer = new AvroSerializer(registry, true);
    private final AvroDeserializer deserializer = new AvroDeserializer(registry, true);

    @AfterEach
    void close() {
        stub.close();
    }

    @Test
    void aRecordCutAnywhereIsTruncated() {
        byte[] bytes = serializer.serialize(TOPIC, EXTRACT);
        for (int length = 0; length < bytes.length; length++) {
            assertEquals(Fault.TRUNCATED, refused(Arrays.copyOf(bytes, length)).fault(), "cut to " + length);
        }
    }

    @Test
    void bytesAfterTheRecordAreRefused() {
        byte[] bytes = serializer.serialize(TOPIC, EXTRACT);
        UndecodableException failure = refused(Arrays.copyOf(bytes, bytes.length + 1));
        assertEquals(Fault.TRAILING_BYTES, failure.fault());
        assertEquals(1, failure.schemaId());
        assertEquals(bytes.length + 1, failure.size());
    }

    @Test
    void anotherMagicByteIsRefused() {
        UndecodableException failure = refused("{\"body\":\"s3cret\"}".getBytes());
        assertEquals(Fault.WRONG_MAGIC, failure.fault());
        assertNull(failure.schemaId());
        assertEquals(
                "Expected magic byte 0 first, but was not so in a value of 17 bytes, schema id none (WRONG_MAGIC)",
                failure.getMessage());
    }

    @Test
    void anUnknownIdIsPermanentAndAnAbsentRegistryIsNot() {
        byte[] bytes = {0, 0, 0, 0, 42, 0};
        assertEquals(Fault.UNKNOWN_SCHEMA, refused(bytes).fault());
        stub.setDown(true);
        assertThrows(RegistryUnavailableException.class, () -> deserializer.deserialize(TOPIC, bytes));
        stub.setDown(false);
        stub.failNext(1, 401);
        assertThrows(RegistryRefusalException.class, () -> deserializer.deserialize(TOPIC, bytes));
        stub.failNext(1, 404);
        assertThrows(RegistryRefusalException.class, () -> deserializer.deserialize(TOPIC, bytes));
    }

    @Test
    void aSchemaThatIsNotAvroOrNotOursIsRefused() {
        int proto = stub.put("syntax = \"proto3\";");
        assertEquals(Fault.UNREADABLE_SCHEMA, refused(framed(proto)).fault());
        int exec = stub.put(SchemaBuilder.record("ProcessBuilder")
                .namespace("java.lang")
                .fields()
                .endRecord()
                .toString());
        assertEquals(Fault.UNEXPECTED_RECORD, refused(framed(exec)).fault());
        int text = stub.put("\"string\"");
        assertEquals(Fault.UNEXPECTED_RECORD, refused(framed(text, 2, 65)).fault());
    }

    @Test
    void aLengthOrNumberOfItemsBeyondTheValueAllocatesNothing() throws IOException {
        int text = stub.put("\"string\"");
        int bytes = stub.put("\"bytes\"");
        int texts = stub.put("{\"type\":\"array\",\"items\":\"string\"}");
        int nulls = stub.put("{\"type\":\"array\",\"items\":\"null\"}");
        int map = stub.put("{\"type\":\"map\",\"values\":\"null\"}");
        AvroDeserializer generic = new AvroDeserializer(registry, false);
        for (int id : List.of(text, bytes, texts, nulls, map)) {
            for (long claim : new long[] {Integer.MAX_VALUE - 16, Integer.MAX_VALUE, Long.MAX_VALUE}) {
                byte[] bomb = claiming(id, claim);
                UndecodableException failure =
                        assertThrows(UndecodableException.class, () -> generic.deserialize(TOPIC, bomb));
                assertEquals(Fault.TRUNCATED, failure.fault());
            }
            byte[] negative = claiming(id, Long.MIN_VALUE);
            assertThrows(UndecodableException.class, () -> generic.deserialize(TOPIC, negative));
        }
    }

    @Test
    void manySmallBlocksOfItemsWithoutSizeCannotAddUp() {
        int nulls = stub.put("{\"type\":\"array\",\"items\":\"null\"}");
        byte[] blocks = new byte[10_000];
        Arrays.fill(blocks, (byte) 126);
        blocks[9_999] = 0;
        byte[] value = ByteBuffer.allocate(10_005)
                .put((byte) 0)
                .putInt(nulls)
                .put(blocks)
                .array();
        assertThrows(UndecodableException.class, () -> new AvroDeserializer(registry, false).deserialize(TOPIC, value));
    }

    @Test
    void aRecordNestedBeyondTheStackIsMalformed() {
        int list = stub.put("{\"type\":\"record\",\"name\":\"Node\",\"fields\":"
                + "[{\"name\":\"next\",\"type\":[\"null\",\"Node\"]}]}");
        byte[] deep = new byte[500_000];
        Arrays.fill(deep, (byte) 2);
        byte[] value = ByteBuffer.allocate(500_006)
                .put((byte) 0)
                .putInt(list)
                .put(deep)
                .array();
        UndecodableException failure = assertThrows(
                UndecodableException.class, () -> new AvroDeserializer(registry, false).deserialize(TOPIC, value));
        assertEquals(Fault.MALFORMED, failure.fault());
    }

    @Test
    void textThatIsNotUtf8IsMalformedAndTheReplacementCharacterItselfIsNot() {
        byte[] bytes = serializer.serialize(TOPIC, EXTRACT);
        bytes[6] = (byte) 0xff;
        assertEquals(Fault.MALFORMED, refused(bytes).fault());
        Extract odd = Extract.newBuilder(EXTRACT).setEventId("\uFFFD").build();
        assertEquals(odd, deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, odd)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void noDamageTellsWhatTheValueHeld(int seed) {
        byte[] bytes = serializer.serialize(TOPIC, EXTRACT);
        for (int position = 5; position < bytes.length; position++) {
            byte[] damaged = bytes.clone();
            damaged[position] ^= (byte) (seed * 51);
            try {
                deserializer.deserialize(TOPIC, damaged);
            } catch (UndecodableException e) {
                assertFalse(e.toString().contains("s3cret"), e.toString());
                assertNull(e.getCause());
            }
        }
    }

    private UndecodableException refused(byte[] value) {
        return assertThrows(UndecodableException.class, () -> deserializer.deserialize(TOPIC, value));
    }

    private static byte[] framed(int id, int... payload) {
        ByteBuffer bytes = ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id);
        for (int each : payload) {
            bytes.put((byte) each);
        }
        return bytes.array();
    }

    private static byte[] claiming(int id, long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(framed(id));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeLong(length);
        return bytes.toByteArray();
    }
}
