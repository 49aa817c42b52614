package dev.rollcall.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.Samples;
import dev.rollcall.wire.Topics;
import dev.rollcall.wire.WireRefusedException;
import dev.rollcall.wire.WireUnavailableException;
import dev.rollcall.wire.registry.RegistryRefusalException;
import dev.rollcall.wire.registry.StubRegistry;
import dev.rollcall.wire.registry.TestStores;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same settings get both ours and Confluent's in, and the same answers mean the same to both. */
@Timeout(120)
class GenuineSettingsTest {
    private static final String SSL = "schema.registry.ssl.";

    @TempDir
    private Path folder;

    private final Topics topics = new Topics("");

    private Codec codec(String url, boolean genuine, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("schema.registry.url", url);
        all.put("schema.registry.patience.ms", "0");
        if (genuine) {
            all.putAll(Genuine.inPlaceOfOurs());
        }
        return Codec.configured(topics, all);
    }

    private void bothGetIn(String url, Map<String, String> settings) {
        for (boolean genuine : List.of(false, true)) {
            try (Codec codec = codec(url, genuine, settings)) {
                assertEquals(
                        new Decoded.Sent(Samples.FULL_EXTRACT),
                        codec.decode(topics.extracts().name(), codec.encode(Samples.FULL_EXTRACT)));
            }
        }
    }

    @Test
    void basicAuthentication() {
        try (StubRegistry stub = new StubRegistry()) {
            stub.demand("someone:s3cret");
            String source = "basic.auth.credentials.source";
            bothGetIn(stub.url(), Map.of(source, "USER_INFO", "basic.auth.user.info", "someone:s3cret"));
            bothGetIn(
                    stub.url(), Map.of(source, "USER_INFO", "schema.registry.basic.auth.user.info", "someone:s3cret"));

            String url = stub.url().replace("//", "//someone:s3cret@");
            try (Codec ours = codec(url, false, Map.of(source, "URL"))) {
                assertTrue(ours.encode(Samples.FULL_EXTRACT).length > 5);
            }
            ConfigException told = assertThrows(ConfigException.class, () -> codec(url, true, Map.of(source, "URL")));
            assertTrue(told.getMessage().contains("basic.auth.user.info"), told.getMessage());
            assertFalse(told.getMessage().contains("s3cret"), told.getMessage());

            Map<String, String> wrong = Map.of(source, "USER_INFO", "basic.auth.user.info", "someone:s3cret-wrong");
            RuntimeException ours = assertThrows(
                    RegistryRefusalException.class,
                    () -> codec(stub.url(), false, wrong).encode(Samples.ALERT));
            RuntimeException genuine = assertThrows(
                    WireRefusedException.class,
                    () -> codec(stub.url(), true, wrong).encode(Samples.ALERT));
            assertFalse((ours.getMessage() + genuine.getMessage()).contains("s3cret"));
        }
    }

    @Test
    void certificatesTrustedAndShown() throws Exception {
        TestStores stores = new TestStores(folder);
        Path server = stores.keys("registry", "PKCS12", "ip:127.0.0.1");
        Path us = stores.keys("rollcall", "PKCS12", "dns:rollcall");
        Path trust = stores.trust("registry", "PKCS12");
        Path ours = stores.trust("rollcall", "PKCS12");
        try (StubRegistry stub = new StubRegistry(TestStores.server(server, ours, "PKCS12"), true)) {
            Map<String, String> settings = Map.of(
                    SSL + "truststore.location",
                    trust.toString(),
                    SSL + "truststore.password",
                    TestStores.PASSWORD,
                    SSL + "truststore.type",
                    "PKCS12",
                    SSL + "keystore.location",
                    us.toString(),
                    SSL + "keystore.password",
                    TestStores.PASSWORD,
                    SSL + "keystore.type",
                    "PKCS12",
                    SSL + "key.password",
                    TestStores.PASSWORD,
                    SSL + "endpoint.identification.algorithm",
                    "https");
            bothGetIn(stub.url(), settings);
            Map<String, String> pem = new HashMap<>(settings);
            pem.remove(SSL + "truststore.password");
            pem.put(
                    SSL + "truststore.location",
                    stores.certificate("registry", "PKCS12").toString());
            pem.put(SSL + "truststore.type", "PEM");
            bothGetIn(stub.url(), pem);
            for (boolean genuine : List.of(false, true)) {
                assertThrows(
                        RuntimeException.class,
                        () -> codec(stub.url(), genuine, Map.of()).encode(Samples.ALERT));
            }
        }
    }

    @Test
    void aServerThatIsBusyIsWaitedForAndOneThatForbidsIsNot() throws Exception {
        Map<Integer, Class<? extends RuntimeException>> meaning = Map.of(
                500, WireUnavailableException.class,
                503, WireUnavailableException.class,
                429, WireUnavailableException.class,
                408, WireUnavailableException.class,
                401, WireRefusedException.class,
                403, WireRefusedException.class,
                404, WireRefusedException.class,
                409, WireRefusedException.class);
        for (Map.Entry<Integer, Class<? extends RuntimeException>> one : meaning.entrySet()) {
            for (String body : List.of("{\"error_code\":" + one.getKey() + ",\"message\":\"no\"}", "<html>no</html>")) {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.createContext("/", exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(one.getKey(), bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
                server.start();
                String url = "http://127.0.0.1:" + server.getAddress().getPort();
                try (Codec genuine = codec(url, true, Map.of())) {
                    byte[] value = {0, 0, 0, 0, 1, 2};
                    String which = one.getKey() + " " + body;
                    assertThrows(one.getValue(), () -> genuine.decode("extracts", value), which);
                    assertThrows(one.getValue(), () -> genuine.encode(Samples.ALERT), which);
                } finally {
                    server.stop(0);
                }
            }
        }
    }

    @Test
    void theClassesAreThoseOfTheRelease() throws Exception {
        for (String artifact : List.of("kafka-avro-serializer", "kafka-schema-registry-client")) {
            String pom = "META-INF/maven/io.confluent/" + artifact + "/pom.properties";
            try (InputStream in = KafkaAvroSerializer.class.getClassLoader().getResourceAsStream(pom)) {
                Properties properties = new Properties();
                properties.load(in);
                assertTrue(properties.getProperty("version").startsWith("7.7.0"), properties.toString());
            }
        }
    }
}
