package dev.rollcall.app.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.wire.Notice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How answers are understood, and what is never said. */
class AlertmanagerTest {
    private static final String SECRET = "Bearer a-secret-token";
    private static final Batch EMPTY = new Batch(List.of());
    private static final Batch ONE = new Batch(List.of(new Batch.Item(
            "a", 1, new Notice(Map.of("alert_id", "a"), Map.of(), Instant.EPOCH, Instant.EPOCH, "http://localhost/"))));

    private final List<String> authorizations = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = "";

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private Alertmanager alertmanager(String path) {
        return Alertmanager.of("http://127.0.0.1:" + server.getAddress().getPort() + path, SECRET)
                .get(0);
    }

    private Answer post(int given, Batch batch) throws InterruptedException {
        status = given;
        return alertmanager("").post(batch).answer();
    }

    @Test
    void eachStatusHasItsMeaning() throws Exception {
        assertEquals(Answer.TAKEN, post(200, ONE));
        for (int refusal : List.of(400, 413, 422)) {
            assertEquals(Answer.CONTENT_REFUSED, post(refusal, ONE));
            assertEquals(Answer.REFUSED, post(refusal, EMPTY));
        }
        for (int wrong : List.of(301, 401, 403, 404, 405)) {
            assertEquals(Answer.REFUSED, post(wrong, ONE));
        }
        for (int trouble : List.of(408, 429, 500, 502, 503)) {
            assertEquals(Answer.UNCLEAR, post(trouble, ONE));
        }
    }

    @Test
    void nobodyThereIsCertain() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertEquals(
                Answer.NOT_REACHED,
                Alertmanager.of("http://127.0.0.1:" + port, "").get(0).post(ONE).answer());
        assertEquals(
                Answer.NOT_REACHED,
                Alertmanager.of("http://nobody.invalid:9093", "")
                        .get(0)
                        .post(ONE)
                        .answer());
    }

    @Test
    @Timeout(20)
    void anAnswerThatStallsHalfwayIsNotWaitedForForEver() throws Exception {
        // Given
        CountDownLatch over = new CountDownLatch(1);
        server.createContext("/stalls", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        // When
        Alertmanager.Reply reply = Alertmanager.of(
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/stalls", "", Duration.ofSeconds(1))
                .get(0)
                .post(ONE);
        over.countDown();

        // Then
        assertEquals(Answer.UNCLEAR, reply.answer());
        assertEquals("HttpTimeoutException: no whole answer within 1 seconds", reply.found());
    }

    @Test
    void theHeaderIsSentAndNeverTold() throws Exception {
        // Given
        status = 400;
        body = "start time must be\nbefore end time, said " + SECRET + " and a-secret-token";

        // When
        Alertmanager.Reply reply = alertmanager("/prefix/").post(ONE);

        // Then
        assertEquals(List.of(SECRET), authorizations);
        assertEquals(List.of("POST /prefix/api/v2/alerts"), asked);
        assertTrue(reply.found().startsWith("status 400, start time must be before end time"), reply.found());
        assertFalse(reply.found().contains("secret"), reply.found());
        assertFalse(alertmanager("").toString().contains("secret"));
    }

    @Test
    void whatIsHeldIsAskedFor() throws Exception {
        body = "[{\"labels\":{\"alert_id\":\"a\"}}]";
        assertEquals(List.of(Map.of("alert_id", "a")), alertmanager("").held().labels());
        assertEquals(List.of("GET /api/v2/alerts?filter=alert_id%21%3D%22%22"), asked);
        body = "<html>";
        assertNull(alertmanager("").held().labels());
        assertEquals(Answer.REFUSED, alertmanager("").held().reply().answer());
        status = 503;
        assertEquals(Answer.UNCLEAR, alertmanager("").held().reply().answer());
    }

    @Test
    void severalAreNamedAndSecretsAreRefusedUnquoted() {
        assertEquals(
                List.of("http://one:9093", "https://two/am"),
                Alertmanager.of(" http://one:9093/, https://two/am ,", "").stream()
                        .map(Alertmanager::toString)
                        .toList());
        for (String urls : List.of(
                "",
                ",",
                "localhost:9093",
                "ftp://a:1",
                "http://",
                "http://a b",
                "http://user:secret@a",
                "http://a?secret=1")) {
            String told = String.valueOf(assertThrows(ConfigurationException.class, () -> Alertmanager.of(urls, ""))
                    .getMessage());
            assertTrue(told.startsWith("Expected 'alertmanager.urls'"), told);
            assertFalse(told.contains("secret"), told);
        }
        String told =
                String.valueOf(assertThrows(ConfigurationException.class, () -> Alertmanager.of("http://a", "secret\n"))
                        .getMessage());
        assertFalse(told.contains("secret"), told);
    }
}
