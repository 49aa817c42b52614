package dev.rollcall.wire.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.avro.AccessRequest;
import dev.rollcall.avro.Directive;
import dev.rollcall.avro.DirectiveKind;
import dev.rollcall.avro.Extract;
import dev.rollcall.avro.ExtractStage;
import dev.rollcall.avro.RequestStage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvroWireFormatTest {

    private static final String TOPIC = "extracts";
    private static final Directive TICK = Directive.newBuilder()
            .setKind(DirectiveKind.TICK)
            .setAt(Instant.ofEpochMilli(1))
            .build();
    private static final Extract EXTRACT = Extract.newBuilder()
            .setEventId("e-1")
            .setFeed("feed")
            .setAt(Instant.parse("2016-03-29T10:15:30.123Z"))
            .setBody("home-office")
            .setExtractId("x-1")
            .setDatasets(List.of("School Census"))
            .setFields(List.of("Surname_AUT16", "Nationality_SPR17"))
            .setRecords(1_500)
            .setChildren(List.of("s3cret-1", "s3cret-2"))
            .setChildCount(2L)
            .setRetainUntil(LocalDate.of(2021, 3, 29))
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
    void writesMagicByteIdAndRecordByteForByte() {
        for (int id = 1; id < 300; id++) {
            stub.put("\"null\"");
        }
        byte[] bytes = serializer.serialize("directives", TICK);
        // 300 in four bytes; symbol 1; 1 ms; three times null.
        assertEquals("00" + "0000012c" + "02" + "02" + "000000", HexFormat.of().formatHex(bytes));
        assertEquals("POST /subjects/directives-value/versions", stub.requests().get(0));
    }

    @Test
    void readsWhatItWrote() {
        byte[] bytes = serializer.serialize(TOPIC, EXTRACT);
        Extract read = assertInstanceOf(Extract.class, deserializer.deserialize(TOPIC, bytes));
        assertEquals(EXTRACT, read);
        assertEquals(ExtractStage.RELEASED, read.getStage());
        assertInstanceOf(String.class, read.getChildren().get(0));
    }

    @Test
    void avrosOwnReaderReadsWhatWeWrote() throws IOException {
        byte[] bytes = serializer.serialize(TOPIC, EXTRACT);
        Schema schema =
                new Schema.Parser().parse(stub.schema(ByteBuffer.wrap(bytes).getInt(1)));
        GenericRecord read = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
        assertEquals("home-office", read.get("body").toString());
        assertEquals(1_500L, read.get("records"));
        assertEquals(EXTRACT.getAt().toEpochMilli(), read.get("at"));
        assertEquals(2, ((List<?>) read.get("children")).size());
    }

    @Test
    void readsGenericRecordsWithoutSpecificReader() {
        byte[] bytes = serializer.serialize(TOPIC, EXTRACT);
        AvroDeserializer generic = new AvroDeserializer();
        generic.configure(Map.of("schema.registry.url", List.of(stub.url())), false);
        GenericRecord read = assertInstanceOf(GenericData.Record.class, generic.deserialize(TOPIC, bytes));
        assertEquals("RELEASED", read.get("stage").toString());
        assertEquals(EXTRACT.getAt().toEpochMilli(), read.get("at"));
        assertArrayEquals(bytes, serializer.serialize(TOPIC, read));
    }

    @Test
    void isConfiguredByConfluentsKeys() {
        AvroSerializer configured = new AvroSerializer();
        Map<String, Object> strict = Map.of("schema.registry.url", stub.url(), "auto.register.schemas", "false");
        configured.configure(strict, true);
        RegistryRefusalException refusal =
                assertThrows(RegistryRefusalException.class, () -> configured.serialize(TOPIC, EXTRACT));
        assertEquals(404, refusal.status());
        assertEquals(List.of("POST /subjects/extracts-key"), stub.requests());
        registry.register("extracts-key", Extract.getClassSchema());
        byte[] bytes = configured.serialize(TOPIC, EXTRACT);

        AvroDeserializer reader = new AvroDeserializer();
        reader.configure(Map.of("schema.registry.url", stub.url(), "specific.avro.reader", true), true);
        assertEquals(EXTRACT, reader.deserialize(TOPIC, bytes));
    }

    @Test
    void nullStaysNull() {
        assertNull(serializer.serialize(TOPIC, null));
        assertNull(deserializer.deserialize(TOPIC, null));
    }

    @Test
    void asksTheRegistryOncePerSchemaHoweverManyRecords() {
        for (int i = 0; i < 10; i++) {
            deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, EXTRACT));
        }
        assertEquals(2, stub.requests().size());
    }

    @Test
    void resolvesAnOlderOrNewerWritersSchemaToOurs() throws IOException {
        Schema newer = new Schema.Parser()
                .parse(AccessRequest.getClassSchema()
                        .toString()
                        .replace("\"WITHDRAWN\",", "\"WITHDRAWN\",\"ESCALATED\",")
                        .replace("\"name\":\"retracts\"", "\"name\":\"unheardOf\""));
        GenericData.Record request = new GenericData.Record(newer);
        for (String name : List.of("eventId", "feed", "body", "requestId")) {
            request.put(name, name);
        }
        request.put("at", 1L);
        request.put("unheardOf", true);
        request.put("stage", new GenericData.EnumSymbol(newer.getField("stage").schema(), "ESCALATED"));
        for (String name : List.of("datasets", "fields", "children")) {
            request.put(name, List.of("one"));
        }
        byte[] bytes = serializer.serialize("access-requests", request);
        AccessRequest read = (AccessRequest) deserializer.deserialize("access-requests", bytes);
        assertEquals(RequestStage.UNKNOWN, read.getStage());
        assertFalse(read.getRetracts());
        assertEquals(List.of("one"), read.getChildren());
    }

    @Test
    void whatDoesNotFitItsSchemaIsRefusedWithoutItsValuesAndLeavesNoTrace() {
        Schema number = SchemaBuilder.record("Thing")
                .fields()
                .requiredString("name")
                .requiredLong("number")
                .endRecord();
        GenericData.Record record = new GenericData.Record(number);
        record.put("name", "before");
        record.put("number", "s3cret");
        SerializationException failure =
                assertThrows(SerializationException.class, () -> serializer.serialize(TOPIC, record));
        assertFalse(failure.toString().contains("s3cret"), failure.toString());
        assertNull(failure.getCause());
        record.put("number", 1L);
        assertEquals(13, serializer.serialize(TOPIC, record).length);
        assertThrows(SerializationException.class, () -> serializer.serialize(TOPIC, "s3cret"));
    }

    @Test
    void anIncompatibleSchemaStopsTheWriter() {
        serializer.serialize(TOPIC, EXTRACT);
        GenericData.Record other = new GenericData.Record(
                SchemaBuilder.record("Other").fields().requiredLong("a").endRecord());
        other.put("a", 1L);
        RegistryRefusalException refusal =
                assertThrows(RegistryRefusalException.class, () -> serializer.serialize(TOPIC, other));
        assertEquals(409, refusal.status());
        assertTrue(refusal.getMessage().contains("extracts-value"));
    }
}
