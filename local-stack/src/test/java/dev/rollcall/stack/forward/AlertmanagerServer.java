package dev.rollcall.stack.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A real Alertmanager, whose program {@code -Drollcall.alertmanager} names: to be stopped and started. */
final class AlertmanagerServer implements AutoCloseable {
    static final String PROGRAM = "rollcall.alertmanager";
    private static final long LONGEST_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final Path config;
    private final int port;
    private final Thread atExit = new Thread(this::kill);
    private Process process;

    /** An alert that it holds, and by how many others it is inhibited. */
    record Held(Map<String, String> labels, String startsAt, int inhibitors) {}

    private AlertmanagerServer(Path folder, String config, int port) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.config = Files.writeString(folder.resolve("alertmanager.yml"), config);
        this.port = port;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static AlertmanagerServer start(Path folder, String config) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        AlertmanagerServer server = new AlertmanagerServer(folder, config, port);
        server.start();
        return server;
    }

    void start() throws Exception {
        process = new ProcessBuilder(
                        System.getProperty(PROGRAM),
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Waiting.until("Alertmanager to be ready", () -> {
            if (!process.isAlive()) {
                throw new AssertionError(Files.readString(folder.resolve("log")));
            }
            return get("/-/ready").statusCode() == 200;
        });
    }

    /** Stops it in good order, as it writes what it told to its disk then. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Expected Alertmanager to stop");
        }
    }

    /** Forgets all that it knew; for one that is stopped. */
    void loseDisk() throws IOException {
        for (Path file : List.of("nflog", "silences").stream()
                .map(name -> folder.resolve("data").resolve(name))
                .toList()) {
            Files.deleteIfExists(file);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** All that it holds; nothing while it is away. */
    List<Held> held() throws Exception {
        List<Held> held = new ArrayList<>();
        for (JsonNode alert : JSON.readTree(get("/api/v2/alerts").body())) {
            Map<String, String> labels = new TreeMap<>();
            alert.path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            held.add(new Held(
                    labels,
                    alert.path("startsAt").asText(),
                    alert.path("status").path("inhibitedBy").size()));
        }
        return held;
    }

    void post(String alerts) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(url() + "/api/v2/alerts"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(alerts))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.body());
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
