package dev.rollcall.stack.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whoever is told by Alertmanager: keeps what it was told. */
final class Webhook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Message> messages = new ArrayList<>();

    /** One message, which tells of one group. */
    record Message(String path, List<Told> alerts, String body) {}

    /** What it tells of one alert. */
    record Told(Map<String, String> labels, boolean firing) {
        String id() {
            return labels.getOrDefault("alert_id", "");
        }
    }

    private Webhook(HttpServer server) {
        this.server = server;
    }

    static Webhook open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Webhook webhook = new Webhook(server);
        server.createContext("/", webhook::hear);
        server.start();
        return webhook;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = JSON.readTree(exchange.getRequestBody());
            List<Told> alerts = new ArrayList<>();
            for (JsonNode alert : message.path("alerts")) {
                Map<String, String> labels = new TreeMap<>();
                alert.path("labels")
                        .properties()
                        .forEach(label ->
                                labels.put(label.getKey(), label.getValue().asText()));
                alerts.add(new Told(labels, alert.path("status").asText().equals("firing")));
            }
            synchronized (this) {
                messages.add(new Message(exchange.getRequestURI().getPath(), alerts, message.toString()));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** How often each alert was told to fire, by its id; 0 where it was only told to have ended. */
    Map<String, Integer> begun() {
        Map<String, Integer> begun = new TreeMap<>();
        messages()
                .forEach(message ->
                        message.alerts().forEach(told -> begun.merge(told.id(), told.firing() ? 1 : 0, Integer::sum)));
        return begun;
    }

    /** How often an alert was told to have ended. */
    long ended(String id) {
        return messages().stream()
                .flatMap(message -> message.alerts().stream())
                .filter(told -> told.id().equals(id) && !told.firing())
                .count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
