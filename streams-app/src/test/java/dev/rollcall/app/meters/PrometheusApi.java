package dev.rollcall.app.meters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks a Prometheus server as Grafana does. */
public final class PrometheusApi {
    private static final Duration RANGE = Duration.ofMinutes(5);

    private final URI server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();

    /** A series of an answer and its last value. */
    public record Series(Map<String, String> labels, double value) {
        public Series {
            labels = new TreeMap<>(labels);
        }
    }

    /**
     * What was answered to a question.
     *
     * @param json as Prometheus gave it
     */
    public record Answer(String json, List<Series> series) {
        public Answer {
            series = List.copyOf(series);
        }
    }

    /** @param server such as {@code http://127.0.0.1:9090/} */
    public PrometheusApi(URI server) {
        this.server = server;
    }

    /** Whether it answers that it is ready. */
    public boolean ready() throws InterruptedException {
        try {
            return get("-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What {@code expr} gives now. */
    public List<Series> now(String expr) throws IOException, InterruptedException {
        return ask(expr).series();
    }

    /** What {@code expr} gives now. */
    public Answer ask(String expr) throws IOException, InterruptedException {
        return answer(data("api/v1/query?query=" + encoded(expr)), "value");
    }

    /** What {@code expr} gave over the last minutes, at the end of each {@code step}. */
    public Answer askLately(String expr, Duration step) throws IOException, InterruptedException {
        Instant end = Instant.now();
        return answer(
                data("api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
                        .formatted(
                                encoded(expr),
                                end.minus(RANGE).getEpochSecond(),
                                end.getEpochSecond(),
                                step.toSeconds())),
                "values");
    }

    /** The values that {@code label} has on the series that {@code selector} finds. */
    public List<String> labelValues(String selector, String label) throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        data("api/v1/label/" + label + "/values?match%5B%5D=" + encoded(selector))
                .forEach(value -> values.add(value.asText()));
        return values;
    }

    private static Answer answer(JsonNode data, String values) {
        return new Answer(data.toString(), series(data, values));
    }

    private static List<Series> series(JsonNode data, String values) {
        List<Series> all = new ArrayList<>();
        for (JsonNode result : data.path("result")) {
            Map<String, String> labels = new TreeMap<>();
            result.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            JsonNode points = result.path(values);
            JsonNode last = values.equals("value") ? points : points.path(points.size() - 1);
            all.add(new Series(labels, Double.parseDouble(last.path(1).asText())));
        }
        return all;
    }

    private JsonNode data(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        JsonNode page = json.readTree(answer.body());
        if (answer.statusCode() != 200 || !page.path("status").asText().equals("success")) {
            throw new IOException("Expected Prometheus to answer '%s', but was %d: %s"
                    .formatted(path, answer.statusCode(), answer.body()));
        }
        return page.path("data");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.resolve("/" + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
