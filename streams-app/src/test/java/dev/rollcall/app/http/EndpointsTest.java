package dev.rollcall.app.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.meters.Exposition;
import dev.rollcall.app.meters.Meters;
import dev.rollcall.monitor.Overview;
import io.prometheus.metrics.model.registry.Collector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final String LOOPBACK = "127.0.0.1";

    private final Meters meters = new Meters(List.of("extracts"), 10_000);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Endpoints endpoints = Endpoints.start(LOOPBACK, 0, meters.registry(), new Given());
    private Health.Answer answer = new Health.Answer(true, "Ready: tasks [0_0]");

    /** Gives the answer that the test says. */
    private final class Given implements Health {
        @Override
        public Answer live() {
            return answer;
        }

        @Override
        public Answer ready() {
            return answer;
        }
    }

    @AfterEach
    void close() {
        endpoints.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + LOOPBACK + ":" + endpoints.port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String type(HttpResponse<byte[]> response) {
        return response.headers().firstValue("Content-Type").orElseThrow();
    }

    @Test
    void servesTheMetersAsTextAndAsOpenMetrics() throws Exception {
        // Given
        meters.showJvm();
        meters.stands(
                "0_0",
                new Overview(
                        Instant.EPOCH,
                        2,
                        Instant.EPOCH,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Overview.Released.NOTHING));
        // When
        HttpResponse<byte[]> plain = send("GET", "/metrics");
        HttpResponse<byte[]> open = send("GET", "/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
        // Then
        assertEquals(200, plain.statusCode());
        assertTrue(type(plain).startsWith("text/plain"), type(plain));
        assertEquals(2, Exposition.of(text(plain)).value("rollcall_policy_version", "partition", "0"));
        assertTrue(Exposition.of(text(plain)).count("jvm_") > 0);
        assertTrue(type(open).startsWith("application/openmetrics-text"), type(open));
        assertTrue(text(open).endsWith("# EOF\n"));
        assertEquals(0, Exposition.of(text(open)).value("rollcall_ticks_total"));
    }

    @Test
    void zipsThePageForWhoeverTakesIt() throws Exception {
        HttpResponse<byte[]> zipped = send("GET", "/metrics", "Accept-Encoding", "gzip");

        assertEquals("gzip", zipped.headers().firstValue("Content-Encoding").orElseThrow());
        try (GZIPInputStream page = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertArrayEquals(send("GET", "/metrics").body(), page.readAllBytes());
        }
    }

    @Test
    void saysWhetherItLivesAndIsReady() throws Exception {
        for (String path : List.of("/livez", "/readyz")) {
            answer = new Health.Answer(true, "Ready: tasks [0_0]");
            assertEquals(200, send("GET", path).statusCode());
            assertEquals("Ready: tasks [0_0]\n", text(send("GET", path)));

            answer = new Health.Answer(false, "Not ready: no policy is held in task 0_0");
            assertEquals(503, send("GET", path).statusCode());
            assertEquals("Not ready: no policy is held in task 0_0\n", text(send("GET", path)));
            assertEquals("text/plain; charset=utf-8", type(send("GET", path)));
        }
    }

    @Test
    void answersAHeadWithoutABody() throws Exception {
        for (String path : List.of("/metrics", "/livez", "/readyz")) {
            HttpResponse<byte[]> head = send("HEAD", path);
            assertEquals(200, head.statusCode(), path);
            assertEquals(0, head.body().length, path);
            assertEquals(
                    send("GET", path).body().length,
                    head.headers().firstValueAsLong("Content-Length").orElseThrow(),
                    path);
        }
        assertEquals(404, send("HEAD", "/").statusCode());
    }

    @Test
    void hasNothingElse() throws Exception {
        for (String path : List.of("/", "/metrics/", "/metricsx", "/livez/x", "/-/healthy", "/..%2fmetrics")) {
            HttpResponse<byte[]> response = send("GET", path);
            assertEquals(404, response.statusCode(), path);
            assertEquals("Nothing here: there are /metrics, /livez and /readyz\n", text(response), path);
        }
    }

    @Test
    void isOnlyRead() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
            HttpResponse<byte[]> response = send(method, "/metrics");
            assertEquals(405, response.statusCode(), method);
            assertEquals("Only GET and HEAD are answered\n", text(response), method);
            assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElseThrow(), method);
        }
    }

    @Test
    void tellsNobodyWhyItFailed() throws Exception {
        Collector failing = () -> {
            throw new IllegalStateException("secret");
        };
        meters.registry().register(failing);

        HttpResponse<byte[]> response = send("GET", "/metrics");
        assertEquals(500, response.statusCode());
        assertEquals("Could not be answered: the log says why\n", text(response));
    }

    @Test
    void namesTheSettingWhereThePortCannotBeHad() {
        int taken = endpoints.port();
        String message = refusal(LOOPBACK, taken);
        assertTrue(
                message.startsWith("Expected 'http.port' to be a free port of 'http.host' (127.0.0.1), but " + taken),
                message);
        assertEquals("Expected 'http.port' to be from 0 to 65535, but was 65536", refusal(LOOPBACK, 65_536));
        assertEquals(
                "Expected 'http.host' to be an address of this machine, but was 'no.such.host.invalid'",
                refusal("no.such.host.invalid", 0));
    }

    private String refusal(String host, int port) {
        return assertThrows(
                        ConfigurationException.class, () -> Endpoints.start(host, port, meters.registry(), new Given()))
                .getMessage();
    }

    @Test
    void givesThePortBackWhenClosed() {
        int port = endpoints.port();
        endpoints.close();

        Endpoints again = Endpoints.start(LOOPBACK, port, meters.registry(), new Given());
        assertEquals(port, again.port());
        again.close();
    }
}
