package dev.rollcall.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The meters of one instance, as its page told them. */
public record MeterPage(List<Sample> samples) {
    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** One line of the page. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    /**
     * The page that the monitor shows at {@code meters}.
     *
     * @throws IOException where it does not answer within 20 s
     */
    public static MeterPage at(URI meters) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(meters).timeout(Duration.ofSeconds(20)).build();
        return read(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** Where a monitor of this machine shows its meters. */
    public static URI of(int port) {
        return URI.create("http://127.0.0.1:%d/metrics".formatted(port));
    }

    static MeterPage read(String page) {
        List<Sample> samples = new ArrayList<>();
        page.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                Map<String, String> labels = new TreeMap<>();
                LABEL.matcher(found.group(2) == null ? "" : found.group(2))
                        .results()
                        .forEach(label -> labels.put(label.group(1), label.group(2)));
                samples.add(new Sample(found.group(1), labels, Double.parseDouble(found.group(3))));
            }
        });
        return new MeterPage(samples);
    }

    /** The lines of one meter. */
    public List<Sample> of(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    /** What they come to together; 0 where there are none. */
    public long sum(String name) {
        return Math.round(of(name).stream().mapToDouble(Sample::value).sum());
    }
}
