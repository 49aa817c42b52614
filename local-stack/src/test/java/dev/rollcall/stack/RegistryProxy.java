package dev.rollcall.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before a registry, and can be away while that one stays. */
final class RegistryProxy implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");
    private static final String SCHEMA = "\"schema\":\"";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int LOOKS = 600;

    private final String behind;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private volatile boolean away;

    private RegistryProxy(String behind, HttpServer server) {
        this.behind = behind;
        this.server = server;
    }

    static RegistryProxy before(String url) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(LoopbackPort.HOST, 0), 0);
        RegistryProxy proxy = new RegistryProxy(url, server);
        server.createContext("/", proxy::handle);
        server.setExecutor(proxy.threads);
        server.start();
        return proxy;
    }

    String url() {
        return "http://" + LoopbackPort.HOST + ":" + server.getAddress().getPort();
    }

    void leave() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (away) {
                refused.merge(path, 1, Integer::sum);
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            HttpResponse<byte[]> answer = send(exchange.getRequestMethod(), behind + path, body);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    /** Waits until {@code path} was asked for {@code times} times in vain. */
    void awaitRefused(String path, int times) throws InterruptedException, TimeoutException {
        for (int look = 0; refused.getOrDefault(path, 0) < times; look++) {
            if (look == LOOKS) {
                throw new TimeoutException(
                        "Expected %s to be asked for %d times, but was %s".formatted(path, times, refused));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Registers the latest schema of {@code subject} with one more text at its end, under a subject of its own; returns its id. */
    int registerNewVersionOf(String subject) throws IOException {
        String latest = new String(
                send("GET", behind + "/subjects/" + subject + "/versions/latest", new byte[0])
                        .body(),
                StandardCharsets.UTF_8);
        int begin = latest.indexOf(SCHEMA) + SCHEMA.length();
        int end = latest.indexOf("]}\"", begin);
        if (begin < SCHEMA.length() || end < 0) {
            throw new IOException("Expected the schema of a record, but was " + latest);
        }
        String fields = latest.substring(begin, end);
        return register(
                behind,
                "newer-" + subject,
                fields + ",{\\\"name\\\":\\\"remark\\\",\\\"type\\\":\\\"string\\\",\\\"default\\\":\\\"\\\"}]}");
    }

    /** Registers a schema at {@code url}; returns its id. */
    static int register(String url, String subject, String escapedSchema) throws IOException {
        byte[] body = ("{\"schema\":\"" + escapedSchema + "\"}").getBytes(StandardCharsets.UTF_8);
        String answer = new String(
                send("POST", url + "/subjects/" + subject + "/versions", body).body(), StandardCharsets.UTF_8);
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IOException("Expected an id, but was " + answer);
        }
        return Integer.parseInt(id.group(1));
    }

    private static HttpResponse<byte[]> send(String method, String url, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
