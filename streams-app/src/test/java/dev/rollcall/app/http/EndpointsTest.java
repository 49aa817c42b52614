package dev.rollcall.app.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.meters.Exposition;
import dev.rollcall.app.meters.Meters;
import dev.rollcall.monitor.Overview;
import io.prometheus.metrics.model.registry.Collector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PORT = "forward.port";

    private final Meters meters = new Meters(List.of("extracts"), 10_000);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Endpoints endpoints = start(LOOPBACK, 0, Site.NONE);
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
        return send(endpoints, method, path, headers);
    }

    private HttpResponse<byte[]> send(Endpoints endpoints, String method, String path, String... headers)
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
    void showsASiteBesidesWithItsQueryUnderstood() throws Exception {
        Site site = (path, query) -> path.equals("/a")
                ? new Site.Content(202, "text/x", "tag-" + query.get("id"), () -> bytes(path + new TreeMap<>(query)))
                : null;
        try (Endpoints both = start(LOOPBACK, 0, site)) {
            HttpResponse<byte[]> response = send(both, "GET", "/a?id=%3Cb%3E+c&id=2&flag&x=%26");
            assertEquals(202, response.statusCode());
            assertEquals("text/x", type(response));
            assertEquals("/a{flag=, id=2, x=&}", text(response));
            assertEquals("W/\"tag-2\"", response.headers().firstValue("ETag").orElseThrow());
            assertEquals(0, send(both, "HEAD", "/a").body().length);
            assertEquals(404, send(both, "GET", "/b").statusCode());
            assertEquals(200, send(both, "GET", "/livez").statusCode());
            for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
                assertEquals(405, send(both, method, "/a").statusCode(), method);
            }
            Status malformed = ask(both, "GET /a?id=%zz HTTP/1.1\r\nHost: localhost\r\n");
            assertEquals(400, malformed.statusCode());
        }
    }

    @Test
    void sendsNothingTwiceToWhomHasIt() throws Exception {
        Site site = (path, query) -> new Site.Content(200, "text/x", "1", () -> {
            throw new IllegalStateException("Expected not to be asked for the body");
        });
        try (Endpoints both = start(LOOPBACK, 0, site)) {
            HttpResponse<byte[]> response = send(both, "GET", "/a", "If-None-Match", "W/\"1\"");
            assertEquals(304, response.statusCode());
            assertEquals(
                    "no-store", response.headers().firstValue("Cache-Control").orElseThrow());
            assertEquals(
                    500, send(both, "GET", "/a", "If-None-Match", "W/\"2\"").statusCode());
        }
    }

    @Test
    void letsNoOtherPageDoAnythingWithItsAnswers() throws Exception {
        for (String path : List.of("/metrics", "/livez", "/nothing")) {
            HttpResponse<byte[]> response = send("GET", path);
            Map.of(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                            "X-Content-Type-Options",
                            "nosniff",
                            "Referrer-Policy",
                            "no-referrer",
                            "Cross-Origin-Resource-Policy",
                            "same-origin",
                            "Cache-Control",
                            "no-store")
                    .forEach((name, value) -> assertEquals(
                            value, response.headers().firstValue(name).orElse("nothing"), name + " of " + path));
            assertTrue(
                    response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
        }
    }

    @Test
    void answersOnlyWhoAsksForThisMachineWhileItListensToNoOther() throws Exception {
        for (String host : List.of("localhost", "LOCALHOST:80", "127.0.0.1:9464", "[::1]:9464", "[::1]")) {
            assertEquals(200, asked(endpoints, host), host);
        }
        for (String host : List.of("evil.example", "evil.example:9464", "127.0.0.1.evil.example", "192.0.2.1", "")) {
            assertEquals(421, asked(endpoints, host), host);
        }
        assertEquals(200, ask(endpoints, "GET /livez HTTP/1.0\r\n").statusCode(), "no browser");
        try (Endpoints open = start("0.0.0.0", 0, Site.NONE)) {
            assertEquals(200, asked(open, "monitor-1:9464"), "whoever opens it to others has names of his own");
        }
    }

    private static int asked(Endpoints endpoints, String host) throws IOException {
        return ask(endpoints, "GET /livez HTTP/1.1\r\nHost: " + host + "\r\n").statusCode();
    }

    /** What a status line says. */
    private record Status(int statusCode) {}

    /** The answer to a request that no client would send so. */
    private static Status ask(Endpoints endpoints, String request) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, endpoints.port())) {
            socket.getOutputStream().write(bytes(request + "Connection: close\r\n\r\n"));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Status(Integer.parseInt(answer.split(" ")[1]));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
                message.startsWith(
                        "Expected 'forward.port' to be a free port of 'http.host' (127.0.0.1), but " + taken),
                message);
        assertEquals("Expected 'forward.port' to be from 0 to 65535, but was 65536", refusal(LOOPBACK, 65_536));
        assertEquals(
                "Expected 'http.host' to be an address of this machine, but was 'no.such.host.invalid'",
                refusal("no.such.host.invalid", 0));
    }

    private Endpoints start(String host, int port, Site site) {
        Map<String, String> settings = Map.of("http.host", host, PORT, String.valueOf(port));
        return Endpoints.start(Configuration.of(settings), PORT, meters.registry(), new Given(), site);
    }

    private String refusal(String host, int port) {
        return assertThrows(ConfigurationException.class, () -> start(host, port, Site.NONE))
                .getMessage();
    }

    @Test
    void givesThePortBackWhenClosed() {
        int port = endpoints.port();
        endpoints.close();

        Endpoints again = start(LOOPBACK, port, Site.NONE);
        assertEquals(port, again.port());
        again.close();
    }
}
