package dev.rollcall.wire.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds our client to Confluent's names for passwords and certificates, and to keeping them to itself. */
class RegistryAccessTest {
    private static final Schema THING =
            SchemaBuilder.record("Thing").fields().requiredLong("a").endRecord();
    private static final String SSL = "schema.registry.ssl.";
    private static final String USER = "someone:s3cret";

    @TempDir
    private Path folder;

    private static int register(StubRegistry stub, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("schema.registry.url", stub.url());
        all.put("schema.registry.patience.ms", "0");
        return SchemaRegistry.configured(all).register("things-value", THING);
    }

    @Test
    void saysWhoItIsByTheSettingsOfThatName() {
        try (StubRegistry stub = new StubRegistry()) {
            stub.demand(USER);
            String source = "basic.auth.credentials.source";
            assertEquals(1, register(stub, Map.of(source, "USER_INFO", "basic.auth.user.info", USER)));
            Map<String, Object> older =
                    Map.of(source, "USER_INFO", "schema.registry.basic.auth.user.info", new Password(USER));
            assertEquals(1, register(stub, older));
            Map<String, String> url =
                    Map.of("schema.registry.url", stub.url().replace("//", "//" + USER + "@"), source, "URL");
            assertEquals(1, SchemaRegistry.configured(url).register("things-value", THING));
        }
    }

    @Test
    void aRefusedPasswordIsToldWithWhatToDoAndWithoutThePassword() {
        try (StubRegistry stub = new StubRegistry()) {
            stub.demand("another:password");
            for (Map<String, String> settings : List.of(
                    Map.<String, String>of(),
                    Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", USER))) {
                RegistryRefusalException refusal =
                        assertThrows(RegistryRefusalException.class, () -> register(stub, settings));
                assertEquals(401, refusal.status());
                assertTrue(
                        refusal.getMessage().contains("set 'basic.auth.credentials.source' to USER_INFO"),
                        refusal.getMessage());
                assertFalse(refusal.getMessage().contains("s3cret"), refusal.getMessage());
            }
            assertEquals(2, stub.requests().size(), "a refused password is not tried again");
        }
    }

    @Test
    void settingsThatContradictEachOtherAreRefusedByKey() {
        try (StubRegistry stub = new StubRegistry()) {
            String source = "basic.auth.credentials.source";
            String info = "basic.auth.user.info";
            for (Map<String, String> settings : List.of(
                    Map.of(info, USER),
                    Map.of(source, "URL", info, USER),
                    Map.of(source, "SASL_INHERIT"),
                    Map.of(source, "USER_INFO"),
                    Map.of(source, "USER_INFO", info, "s3cret"))) {
                ConfigException refused = assertThrows(ConfigException.class, () -> register(stub, settings));
                assertTrue(refused.getMessage().startsWith("Expected '" + "basic.auth."), refused.getMessage());
                assertFalse(refused.getMessage().contains("s3cret"), refused.getMessage());
            }
            assertEquals(List.of(), stub.requests());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void trustsAndShowsCertificatesOfStores(String type) throws Exception {
        // Given
        TestStores stores = new TestStores(folder);
        Path server = stores.keys("registry", type, "ip:127.0.0.1");
        Path us = stores.keys("rollcall", type, "dns:rollcall");
        Path trust = stores.trust("registry", type);
        Path ours = stores.trust("rollcall", type);
        try (StubRegistry stub = new StubRegistry(TestStores.server(server, ours, type), true)) {
            Map<String, String> settings = new HashMap<>(Map.of(
                    SSL + "truststore.location",
                    trust.toString(),
                    SSL + "truststore.password",
                    TestStores.PASSWORD,
                    SSL + "truststore.type",
                    type,
                    SSL + "keystore.location",
                    us.toString(),
                    SSL + "keystore.password",
                    TestStores.PASSWORD,
                    SSL + "keystore.type",
                    type,
                    SSL + "key.password",
                    TestStores.PASSWORD));

            // When, then
            assertEquals(1, register(stub, settings));
            settings.remove(SSL + "key.password");
            assertEquals(1, register(stub, settings));

            // When it shows none, then
            settings.keySet().removeIf(key -> key.contains("keystore"));
            assertThrows(RegistryUnavailableException.class, () -> register(stub, settings));
        }
    }

    @Test
    void trustsNobodyWhoIsNotInTheStoreAndSaysWhy() throws Exception {
        TestStores stores = new TestStores(folder);
        Path server = stores.keys("registry", "PKCS12", "ip:127.0.0.1");
        Path other = stores.keys("other", "PKCS12", "ip:127.0.0.1");
        Path trust = stores.trust("other", "PKCS12");
        try (StubRegistry stub = new StubRegistry(TestStores.server(server, other, "PKCS12"), false)) {
            for (Map<String, String> settings : List.of(
                    Map.<String, String>of(),
                    Map.of(
                            SSL + "truststore.location",
                            trust.toString(),
                            SSL + "truststore.password",
                            TestStores.PASSWORD,
                            SSL + "endpoint.identification.algorithm",
                            ""))) {
                RegistryUnavailableException failure =
                        assertThrows(RegistryUnavailableException.class, () -> register(stub, settings));
                assertTrue(failure.getMessage().contains("SSLHandshakeException (PKIX"), failure.getMessage());
            }
            Path pem = stores.certificate("registry", "PKCS12");
            Map<String, String> right =
                    Map.of(SSL + "truststore.location", pem.toString(), SSL + "truststore.type", "PEM");
            assertEquals(1, register(stub, right));
        }
    }

    @Test
    void looksWhoseHostACertificateIsUnlessToldNotTo() throws Exception {
        TestStores stores = new TestStores(folder);
        Path server = stores.keys("registry", "PKCS12", "dns:elsewhere.example");
        Path trust = stores.trust("registry", "PKCS12");
        try (StubRegistry stub = new StubRegistry(TestStores.server(server, trust, "PKCS12"), false)) {
            Map<String, String> settings = new HashMap<>(Map.of(
                    SSL + "truststore.location", trust.toString(), SSL + "truststore.password", TestStores.PASSWORD));
            RegistryUnavailableException failure =
                    assertThrows(RegistryUnavailableException.class, () -> register(stub, settings));
            assertTrue(failure.getMessage().contains("127.0.0.1"), failure.getMessage());
            for (String off : List.of("", "none")) {
                settings.put(SSL + "endpoint.identification.algorithm", off);
                assertEquals(1, register(stub, settings));
            }
            settings.put(SSL + "endpoint.identification.algorithm", "ldaps");
            assertThrows(ConfigException.class, () -> register(stub, settings));
        }
    }

    @Test
    void storesThatDoNotOpenAreRefusedByKeyAndWithoutThePassword() throws Exception {
        Path keys = new TestStores(folder).keys("rollcall", "PKCS12", "dns:rollcall");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        String wrong = "s3cret-wrong";
        try (StubRegistry stub = new StubRegistry()) {
            for (Map<String, String> settings : List.of(
                    Map.of(SSL + "truststore.password", wrong),
                    Map.of(SSL + "truststore.location", "none.jks", SSL + "truststore.password", wrong),
                    Map.of(SSL + "truststore.location", keys.toString(), SSL + "truststore.password", wrong),
                    Map.of(SSL + "truststore.location", keys.toString(), SSL + "truststore.type", "BKS"),
                    Map.of(SSL + "truststore.location", empty.toString(), SSL + "truststore.type", "PEM"),
                    Map.of(SSL + "keystore.location", keys.toString(), SSL + "keystore.password", wrong),
                    Map.of(SSL + "keystore.location", keys.toString(), SSL + "keystore.type", "PEM"))) {
                KafkaException refused = assertThrows(ConfigException.class, () -> register(stub, settings));
                assertTrue(refused.getMessage().startsWith("Expected '" + SSL), refused.getMessage());
                assertFalse(refused.getMessage().contains("s3cret"), refused.getMessage());
            }
        }
    }

    @Test
    void knowsItsSettingsByConfluentsNames() {
        Set<String> names = new TreeSet<>(List.of(
                "auto.register.schemas",
                "basic.auth.credentials.source",
                "basic.auth.user.info",
                "schema.registry.basic.auth.user.info",
                "schema.registry.patience.ms",
                "schema.registry.ssl.endpoint.identification.algorithm",
                "schema.registry.ssl.key.password",
                "schema.registry.ssl.keystore.location",
                "schema.registry.ssl.keystore.password",
                "schema.registry.ssl.keystore.type",
                "schema.registry.ssl.truststore.location",
                "schema.registry.ssl.truststore.password",
                "schema.registry.ssl.truststore.type",
                "schema.registry.url"));
        assertEquals(names, SchemaRegistry.settings());
    }
}
