package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.avro.Extract;
import dev.rollcall.avro.ExtractStage;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import dev.rollcall.model.Outcome;
import dev.rollcall.wire.registry.AvroDeserializer;
import dev.rollcall.wire.registry.AvroSerializer;
import dev.rollcall.wire.registry.RegistryRefusalException;
import dev.rollcall.wire.registry.SchemaRegistry;
import dev.rollcall.wire.registry.StubRegistry;
import dev.rollcall.wire.registry.TestPace;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
    private static final String CANARY = "canary-token";

    private final StubRegistry stub = new StubRegistry();
    private final Topics topics = new Topics("");
    private final Codec codec = codec();

    /** As Confluent's client names what a registry answered. */
    static final class RestClientException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final int errorCode;

        RestClientException(int status, int errorCode) {
            super(CANARY);
            this.status = status;
            this.errorCode = errorCode;
        }

        public int getStatus() {
            return status;
        }

        public int getErrorCode() {
            return errorCode;
        }
    }

    private Codec codec() {
        SchemaRegistry registry = new SchemaRegistry(stub.url(), Duration.ZERO, new TestPace());
        return new Codec(topics, new AvroSerializer(registry, true), new AvroDeserializer(registry, true));
    }

    @AfterEach
    void close() {
        codec.close();
        stub.close();
    }

    @ParameterizedTest
    @MethodSource("dev.rollcall.wire.Samples#events")
    void carriesEvents(Event event) {
        byte[] bytes = codec.encode(event);
        assertEquals(new Decoded.Sent(event), codec.decode(event.type().topic(), bytes));
        assertEquals(new Decoded.Sent(event), codec().decode(event.type().topic(), bytes));
    }

    @Test
    void carriesDirectives() {
        for (Directive directive : List.of(
                new Directive.Tick(Samples.AT),
                new Directive.PolicyPublished(Samples.AT, "policy: p\n---\npolicy: p\n"))) {
            assertEquals(new Decoded.Steering(directive), codec.decode("directives", codec.encode(directive)));
        }
    }

    @Test
    void readsOutcomesBackAsTheSameLines() {
        for (Outcome outcome : List.of(Samples.ALERT, Samples.BARE_ALERT, Samples.FIGURE, Samples.REJECTION)) {
            Published back = codec.published(topics.of(outcome).name(), codec.encode(outcome));
            assertEquals(Published.of(outcome), back);
            assertEquals(Ndjson.line(Published.of(outcome)), Ndjson.line(back));
        }
    }

    @Test
    void worksWithTheClassesThatAConfigurationNames() {
        Map<String, String> configuration =
                Map.of("schema.registry.url", stub.url(), "value.deserializer", AvroDeserializer.class.getName());
        try (Codec configured = Codec.configured(topics, configuration)) {
            byte[] bytes = configured.encode(Samples.BARE_EXTRACT);
            assertEquals(new Decoded.Sent(Samples.BARE_EXTRACT), configured.decode("extracts", bytes));
        }
        Map<String, String> wrong = Map.of("schema.registry.url", stub.url(), "value.serializer", "no.Such");
        assertEquals(
                "Expected 'value.serializer' to name a Serializer on the class path (ROLLCALL_CLASSPATH adds to it),"
                        + " but was no.Such",
                assertThrows(ConfigException.class, () -> Codec.configured(topics, wrong))
                        .getMessage());
    }

    @Test
    void handsNoPasswordInAUrlToForeignClasses() {
        Map<String, String> foreign = Map.of(
                "schema.registry.url",
                "http://someone:s3cret@localhost:1",
                "value.deserializer",
                StringDeserializer.class.getName());
        String said = assertThrows(ConfigException.class, () -> Codec.configured(topics, foreign))
                .getMessage();
        assertTrue(said.contains("basic.auth.user.info"), said);
        assertFalse(said.contains("s3cret"), said);
    }

    @Test
    void takesARecordOfAnotherTopicForUndecodable() {
        byte[] extract = codec.encode(Samples.BARE_EXTRACT);
        Decoded.Undecodable decoded = undecodable("access-requests", extract);
        assertEquals(1, decoded.schemaId());
        assertNull(decoded.exceptionClass());
        undecodable("directives", extract);
        undecodable("extracts", codec.encode(new Directive.Tick(Samples.AT)));
        undecodable("extracts", codec.encode(Samples.ALERT));
        assertThrows(SerializationException.class, () -> codec.published("alerts", extract));
        byte[] figure = codec.encode(Samples.FIGURE);
        assertThrows(SerializationException.class, () -> codec.published("alerts", figure));
    }

    @Test
    void takesBytesThatAreNoRecordForUndecodable() {
        assertEquals(new Decoded.Undecodable(null, null), codec.decode("extracts", null));
        byte[] extract = codec.encode(Samples.FULL_EXTRACT);
        assertNull(undecodable("extracts", new byte[0]).schemaId());
        assertNull(undecodable("extracts", new byte[] {1, 0, 0, 0, 1}).schemaId());
        assertEquals(
                EOFException.class.getName(),
                undecodable("extracts", Arrays.copyOf(extract, extract.length / 2))
                        .exceptionClass());
        assertEquals(99, undecodable("extracts", new byte[] {0, 0, 0, 0, 99, 1}).schemaId());
    }

    @Test
    void readsBackEntriesOfTheAuditAndNothingElse() {
        byte[] bytes = codec.encode(Samples.AUDIT);
        assertEquals(Samples.AUDIT, codec.audited(bytes));
        byte[] figure = codec.encode((Outcome) Samples.FIGURE);
        assertTrue(
                String.valueOf(assertThrows(SerializationException.class, () -> codec.audited(figure))
                                .getMessage())
                        .startsWith("Expected an entry of 'audit', but was a value of "),
                "says what was expected");
        assertEquals(
                "{\"at\":\"2016-03-29T10:15:30.123Z\",\"who\":\"sam@office\",\"role\":\"analyst\",\"action\":\"replay\","
                        + "\"arguments\":[\"--policy=stricter.yaml\",\"--against=live\"],\"reason\":\"Question 48634\","
                        + "\"policy\":\"npd version 4\"}",
                Ndjson.line(Samples.AUDIT));
    }

    @Test
    void takesImpossibleNumbersForUndecodable() {
        AvroSerializer serializer =
                new AvroSerializer(new SchemaRegistry(stub.url(), Duration.ZERO, new TestPace()), true);
        for (long records : new long[] {-1, 1_000_000_000_001L, Long.MIN_VALUE}) {
            undecodable("extracts", serializer.serialize("extracts", extract(records, 0)));
            undecodable("extracts", serializer.serialize("extracts", extract(0, records)));
        }
    }

    private static Extract extract(long records, long childCount) {
        return Extract.newBuilder()
                .setEventId("e")
                .setFeed("f")
                .setAt(Samples.AT)
                .setStage(ExtractStage.RELEASED)
                .setBody("b")
                .setExtractId("x")
                .setRecords(records)
                .setChildCount(childCount)
                .build();
    }

    @Test
    void waitsForARegistryThatIsDownAndStopsAtOneThatRefuses() {
        byte[] extract = codec.encode(Samples.BARE_EXTRACT);
        Codec other = codec();
        stub.setDown(true);
        assertThrows(WireUnavailableException.class, () -> other.decode("extracts", extract));
        assertThrows(WireUnavailableException.class, () -> other.encode(Samples.ALERT));
        stub.setDown(false);
        stub.failNext(1, 401);
        assertThrows(RegistryRefusalException.class, () -> other.decode("extracts", extract));
        stub.failNext(1, 403);
        assertThrows(RegistryRefusalException.class, () -> other.encode(Samples.ALERT));
        assertEquals(new Decoded.Sent(Samples.BARE_EXTRACT), other.decode("extracts", extract));
    }

    @Test
    void needsNoRegistryForSchemasFetchedBefore() {
        byte[] extract = codec.encode(Samples.BARE_EXTRACT);
        SchemaRegistry registry = new SchemaRegistry(stub.url(), Duration.ZERO, new TestPace());
        Codec other = codec();
        SchemaSetup.prefetch(registry, topics, other);
        stub.setDown(true);
        assertEquals(new Decoded.Sent(Samples.BARE_EXTRACT), other.decode("extracts", extract));
        for (Outcome outcome : List.of(Samples.ALERT, Samples.FIGURE, Samples.REJECTION)) {
            assertFalse(other.encode(outcome).length == 0);
        }
    }

    @Test
    void tellsApartWhatAForeignDeserializerThrows() {
        waits(new SerializationException(CANARY, new ConnectException(CANARY)));
        waits(new SerializationException(CANARY, new IOException(CANARY)));
        waits(new SerializationException(CANARY, new RestClientException(503, 50301)));
        waits(new SerializationException(CANARY, new RestClientException(429, 429)));
        waits(new TimeoutException(CANARY));
        waits(new InvalidConfigurationException(CANARY + "; error code: 429"));
        stops(new InvalidConfigurationException(CANARY + "; error code: 409"));
        stops(new SerializationException(CANARY, new RestClientException(401, 401)));
        stops(new SerializationException(CANARY, new RestClientException(404, 404)));
        stops(new AuthorizationException(CANARY));
        rejects(new SerializationException(CANARY, new RestClientException(404, 40403)));
        rejects(new SerializationException(CANARY, avroMeetingTheEnd()));
        rejects(new SerializationException(CANARY));
        rejects(new ClassCastException(CANARY));
        assertThrows(InterruptException.class, () -> decodeWith(new InterruptException(CANARY)));
        Thread.interrupted();
    }

    /** What Avro throws for a value that ends too early: an I/O failure by type, and none by nature. */
    private static IOException avroMeetingTheEnd() {
        return assertThrows(
                EOFException.class,
                () -> DecoderFactory.get().binaryDecoder(new byte[0], null).readLong());
    }

    private void waits(RuntimeException thrown) {
        quiet(assertThrows(WireUnavailableException.class, () -> decodeWith(thrown)));
    }

    private void stops(RuntimeException thrown) {
        quiet(assertThrows(WireRefusedException.class, () -> decodeWith(thrown)));
    }

    private void rejects(RuntimeException thrown) {
        assertEquals(new Decoded.Undecodable(7, thrown.getClass().getName()), decodeWith(thrown));
    }

    private Decoded decodeWith(RuntimeException thrown) {
        Codec foreign = new Codec(
                topics,
                (topic, data) -> {
                    throw thrown;
                },
                (topic, data) -> {
                    throw thrown;
                });
        return foreign.decode("extracts", new byte[] {0, 0, 0, 0, 7});
    }

    private static void quiet(Throwable thrown) {
        assertFalse(String.valueOf(thrown.getMessage()).contains(CANARY));
        assertNull(thrown.getCause());
    }

    private Decoded.Undecodable undecodable(String topic, byte[] value) {
        return assertInstanceOf(Decoded.Undecodable.class, codec.decode(topic, value));
    }
}
