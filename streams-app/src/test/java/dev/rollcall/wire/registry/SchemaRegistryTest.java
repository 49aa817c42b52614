package dev.rollcall.wire.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.avro.Figure;
import dev.rollcall.wire.registry.SchemaRegistry.Registered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {

    private static final Schema FIRST =
            SchemaBuilder.record("Thing").fields().requiredLong("a").endRecord();
    private static final Schema SECOND = SchemaBuilder.record("Thing")
            .fields()
            .requiredLong("a")
            .optionalLong("b")
            .endRecord();
    private static final Schema CLASHING =
            SchemaBuilder.record("Thing").fields().requiredString("a").endRecord();

    private final StubRegistry stub = new StubRegistry();
    private final TestPace pace = new TestPace();
    private final SchemaRegistry registry = new SchemaRegistry(stub.url(), Duration.ofSeconds(20), pace);

    @AfterEach
    void close() {
        stub.close();
    }

    @Test
    void registersLooksUpAndFetches() {
        int first = registry.register("things-value", FIRST);
        int second = registry.register("things-value", SECOND);

        SchemaRegistry other = new SchemaRegistry(stub.url() + "/", Duration.ZERO, pace);
        assertEquals(first, other.lookUp("things-value", FIRST));
        assertEquals(SECOND, other.byId(second));
        assertEquals(List.of(1, 2), other.versions("things-value"));
        assertEquals(Optional.of(new Registered(second, 2, SECOND)), other.latest("things-value"));
        assertEquals(
                List.of(new Registered(first, 1, FIRST), new Registered(second, 2, SECOND)), other.all("things-value"));
    }

    @Test
    void anUnknownSubjectHasNoVersions() {
        assertEquals(List.of(), registry.versions("none-value"));
        assertEquals(List.of(), registry.all("none-value"));
        assertEquals(Optional.empty(), registry.latest("none-value"));
        assertTrue(registry.compatible("none-value", FIRST));
    }

    @Test
    void asksOnlyOnceForWhatNeverChanges() {
        int id = registry.register("things-value", FIRST);
        registry.register("things-value", FIRST);
        registry.lookUp("things-value", FIRST);
        registry.byId(id);
        registry.byId(id);
        assertEquals(List.of("POST /subjects/things-value/versions", "GET /schemas/ids/1"), stub.requests());
    }

    @Test
    void knowsEverySchemaOfASubjectOnceAllWereFetched() {
        int id = registry.register("things-value", FIRST);
        registry.all("things-value");
        int before = stub.requests().size();
        assertEquals(FIRST, registry.byId(id));
        assertEquals(before, stub.requests().size());
    }

    @Test
    void anIncompatibleSchemaIsRefusedByNameAtOnce() {
        registry.register("things-value", FIRST);
        RegistryRefusalException refusal =
                assertThrows(RegistryRefusalException.class, () -> registry.register("things-value", CLASHING));
        assertEquals(409, refusal.status());
        assertEquals(409, refusal.errorCode());
        assertEquals(
                "Expected schema Thing under subject things-value to be compatible with its versions,"
                        + " but the schema registry answered 409 (error_code 409)",
                refusal.getMessage());
        assertEquals(List.of(), pace.pauses());
        assertFalse(registry.compatible("things-value", CLASHING));
        assertTrue(registry.compatible("things-value", SECOND));
    }

    @Test
    void setsAndTellsTheCompatibilityOfASubject() {
        assertEquals("BACKWARD", registry.compatibility("things-value"));
        registry.setCompatibility("things-value", SchemaRegistry.FULL_TRANSITIVE);
        assertEquals("FULL_TRANSITIVE", registry.compatibility("things-value"));
        RegistryRefusalException refusal = assertThrows(
                RegistryRefusalException.class, () -> registry.setCompatibility("things-value", "SOMETIMES"));
        assertEquals(42203, refusal.errorCode());
    }

    @Test
    void waitsTwiceAsLongEachTimeUntilTheRegistryAnswers() {
        stub.failNext(8, 503);
        assertEquals(1, registry.register("things-value", FIRST));
        assertEquals(
                List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L),
                pace.pauses().stream().map(Duration::toMillis).toList());
    }

    @Test
    void tooManyRequestsAndTimeoutsAreWaitedForToo() {
        stub.failNext(1, 429);
        registry.register("things-value", FIRST);
        stub.failNext(1, 408);
        registry.register("things-value", SECOND);
        assertEquals(2, pace.pauses().size());
    }

    @Test
    void anAnswerThatIsNoJsonIsNoAnswer() {
        stub.failNext(1, 200);
        assertEquals(1, registry.register("things-value", FIRST));
        assertEquals(1, pace.pauses().size());
    }

    @Test
    void givesUpWhenPatienceEndsAndSaysWhatItAsked() {
        stub.setDown(true);
        SchemaRegistry hurried = new SchemaRegistry(stub.url(), Duration.ofMillis(1000), pace);
        RegistryUnavailableException failure = assertThrows(RegistryUnavailableException.class, () -> hurried.byId(7));
        assertTrue(failure.getMessage().contains("GET /schemas/ids/7 within PT1S"), failure.getMessage());
        assertEquals(
                List.of(100L, 200L, 400L, 300L),
                pace.pauses().stream().map(Duration::toMillis).toList());
    }

    @Test
    void asksOnceWhenThereIsNoPatience() {
        stub.failNext(1, 500);
        SchemaRegistry hurried = new SchemaRegistry(stub.url(), Duration.ZERO, pace);
        assertThrows(RegistryUnavailableException.class, () -> hurried.byId(7));
        assertEquals(1, stub.requests().size());
    }

    @Test
    void recoversWithTheRegistry() {
        stub.setDown(true);
        TestPace recovering = new TestPace(() -> stub.setDown(false));
        SchemaRegistry patient = new SchemaRegistry(stub.url(), Duration.ofSeconds(1), recovering);
        assertEquals(1, patient.register("things-value", FIRST));
    }

    @Test
    void triesTheNextAddressWhenOneIsDown() {
        try (StubRegistry dead = new StubRegistry()) {
            dead.setDown(true);
            SchemaRegistry both = new SchemaRegistry(dead.url() + ", " + stub.url(), Duration.ZERO, pace);
            assertEquals(1, both.register("things-value", FIRST));
        }
    }

    @Test
    void believesThatAnIdIsUnknownOnlyOnceEveryAddressSaysSo() {
        int id = stub.put(FIRST.toString());
        try (StubRegistry lagging = new StubRegistry()) {
            SchemaRegistry both = new SchemaRegistry(lagging.url() + "," + stub.url(), Duration.ZERO, pace);
            assertEquals(FIRST, both.byId(id));
            RegistryRefusalException refusal = assertThrows(RegistryRefusalException.class, () -> both.byId(99));
            assertEquals(40403, refusal.errorCode());
            assertTrue(refusal.getMessage().contains("id 99"), refusal.getMessage());
        }
    }

    @Test
    void aRefusedPasswordIsNotWaitedFor() {
        stub.failNext(1, 401);
        RegistryRefusalException refusal = assertThrows(RegistryRefusalException.class, () -> registry.byId(1));
        assertEquals(401, refusal.status());
        assertEquals(0, refusal.errorCode());
    }

    @Test
    void userAndPasswordGoIntoTheHeaderAndNotIntoMessages() {
        String url = stub.url().replace("http://", "http://someone:s3cret@");
        stub.failNext(1, 500);
        SchemaRegistry registry = new SchemaRegistry(url, Duration.ZERO, pace);
        RegistryUnavailableException failure = assertThrows(RegistryUnavailableException.class, () -> registry.byId(1));
        assertEquals(List.of("Basic c29tZW9uZTpzM2NyZXQ="), stub.authorizations());
        assertFalse(failure.getMessage().contains("s3cret"), failure.getMessage());
    }

    @Test
    void registersTheSchemaOfTheFileAndNotTheGeneratorsHints() throws Exception {
        int id = registry.register("figures-value", Figure.getClassSchema());
        Path file = Path.of("../schemas/src/main/avro/Figure.avsc");
        assertEquals(new Schema.Parser().parse(Files.readString(file)).toString(), stub.schema(id));
    }

    @Test
    void whatIsNoAvroSchemaIsRefusedWithItsId() {
        int id = stub.put("syntax = \"proto3\";");
        RegistryRefusalException refusal = assertThrows(RegistryRefusalException.class, () -> registry.byId(id));
        assertEquals(200, refusal.status());
        assertTrue(refusal.getMessage().contains("under id " + id), refusal.getMessage());
    }

    @Test
    void subjectsAreEscapedInPaths() {
        registry.register("odd name/x-value", FIRST);
        assertEquals(List.of("POST /subjects/odd%20name%2Fx-value/versions"), stub.requests());
    }

    @Test
    void anInterruptEndsTheWait() {
        stub.setDown(true);
        Thread.currentThread().interrupt();
        assertThrows(InterruptException.class, () -> registry.byId(1));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aConfigurationWithoutUrlsIsRefusedByItsKey() {
        ConfigException missing = assertThrows(ConfigException.class, () -> SchemaRegistry.configured(Map.of()));
        assertTrue(missing.getMessage().contains("schema.registry.url"));
        for (String nonsense : List.of(" , ", "localhost:8081", "http://u:s3cret@a b")) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> SchemaRegistry.configured(Map.of("schema.registry.url", nonsense)));
            assertTrue(refused.getMessage().contains("schema.registry.url"));
            assertFalse(refused.getMessage().contains("s3cret"));
        }
    }
}
