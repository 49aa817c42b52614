package dev.rollcall.stack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.cli.Rollcall;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.forward.Forwarder;
import dev.rollcall.app.meters.Dashboard;
import dev.rollcall.app.meters.PrometheusApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks a real Prometheus, which scrapes the real monitor and a real forwarder during the demo and after it, all that the dashboards
 * ask.
 *
 * <p>The demo's story goes on here until today ({@link LatestMonths}), with detectors for what is overdue, so that there is something
 * in windows that are open now.
 */
class DashboardTest {
    private static final Path FILES =
            Path.of("..", "policies", "demo").toAbsolutePath().normalize();
    private static final Path DASHBOARDS = Path.of("..", "grafana", "dashboards");
    private static final String DETECTORS = "\ndetectors:\n";
    private static final String OVERDUE = """
              never-sent:  { type: overdue, after: approved, expect: released, within: 90 days }
              unpublished: { type: overdue, after: released, expect: published, within: 72 days, of: quarter }
            """;
    /** Where answers are kept, for previews to be drawn from; empty for nowhere. */
    private static final String ANSWERS = System.getProperty("rollcall.dashboards.answers", "");

    private static final long LOOK_EVERY_MILLIS = 200;
    private static final long LONGEST_SECONDS = 60;
    /** Whose months the demo restates. */
    private static final Map<String, String> CHOSEN =
            Map.of("kind", "body", "body", "home-office", "basis", "children");

    @TempDir
    private Path folder;

    private final List<String> questions = new ArrayList<>();

    @Test
    @EnabledIfSystemProperty(
            named = "rollcall.prometheus",
            matches = ".+",
            disabledReason = "asks a real Prometheus: give its path as -Drollcall.prometheus=/usr/bin/prometheus")
    void everyPanelAndVariableHasDataAfterTheDemo() throws IOException, InterruptedException {
        StringWriter out = new StringWriter();
        try (Watchers watchers = new Watchers()) {

            int exit = Rollcall.commandLine(new Demo(new ThroughKafka(watchers)))
                    .setOut(new PrintWriter(out, true))
                    .execute("demo", "--headless", "--policy", policy().toString(), "--events", events().toString());

            assertEquals(0, exit, out::toString);
        }
        assertTrue(questions.size() >= 60, () -> "asked only " + questions);
    }

    private Path policy() throws IOException {
        String policy = Files.readString(FILES.resolve("policy.yaml"));
        assertTrue(policy.contains(DETECTORS), "detectors of the demo's policy");
        return Files.writeString(folder.resolve("policy.yaml"), policy.replace(DETECTORS, DETECTORS + OVERDUE));
    }

    private Path events() throws IOException {
        List<String> events = new ArrayList<>(Files.readAllLines(FILES.resolve("events.ndjson")));
        LatestMonths.until(Instant.now()).forEach(events::add);
        return Files.write(folder.resolve("events.ndjson"), events);
    }

    /** Work that waits for, or talks to, another process. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void inTime(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A forwarder, an Alertmanager that takes all it gets, and a Prometheus. */
    private final class Watchers implements ThroughKafka.Onlooker, AutoCloseable {
        private final Server prometheus = new Server(folder, freePort());
        private final HttpServer alertmanager;
        private @Nullable Forwarder forwarder;

        Watchers() throws IOException {
            alertmanager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            alertmanager.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                byte[] nothingHeld = "[]".getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, nothingHeld.length);
                exchange.getResponseBody().write(nothingHeld);
                exchange.close();
            });
            alertmanager.start();
        }

        @Override
        public void begins(LiveMonitor monitor, Configuration configuration) {
            Forwarder started = Forwarder.start(Configuration.of(Map.of(
                    "kafka.bootstrap.servers",
                    configuration.text("kafka.bootstrap.servers"),
                    "registry.url",
                    configuration.text("registry.url"),
                    "alertmanager.urls",
                    "http://127.0.0.1:" + alertmanager.getAddress().getPort(),
                    "forward.resend-every",
                    "1s",
                    "forward.port",
                    "0")));
            forwarder = started;
            inTime(() -> prometheus.scrape(monitor.port(), started.port()));
        }

        @Override
        public void ends(LiveMonitor monitor) {
            inTime(() -> askEverything(prometheus));
            closeForwarder();
        }

        private void closeForwarder() {
            if (forwarder != null) {
                forwarder.close();
                forwarder = null;
            }
        }

        @Override
        public void close() {
            closeForwarder();
            prometheus.close();
            alertmanager.stop(0);
        }
    }

    /** A Prometheus of our own. */
    private static final class Server implements AutoCloseable {
        private final Path folder;
        private final int port;
        private final PrometheusApi api;
        private final Thread atExit = new Thread(this::kill);
        private @Nullable Process process;

        Server(Path folder, int port) {
            this.folder = folder;
            this.port = port;
            this.api = new PrometheusApi(URI.create("http://127.0.0.1:" + port));
        }

        /** Starts it; returns when it has scraped both twice. */
        void scrape(int monitor, int forwarder) throws IOException, InterruptedException {
            Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                    global: { scrape_interval: 1s }
                    scrape_configs:
                      - job_name: rollcall
                        static_configs: [{ targets: ["127.0.0.1:%d"] }]
                      - job_name: rollcall-forwarder
                        static_configs: [{ targets: ["127.0.0.1:%d"] }]
                    """.formatted(monitor, forwarder));
            Path log = folder.resolve("prometheus.log");
            Runtime.getRuntime().addShutdownHook(atExit);
            process = new ProcessBuilder(
                            System.getProperty("rollcall.prometheus"),
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
            while (!api.ready() || !scrapedTwice(api)) {
                assertTrue(
                        process.isAlive() && System.nanoTime() < deadline,
                        () -> "Expected Prometheus to scrape monitor and forwarder, but it says: " + read(log));
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        }

        private void kill() {
            if (process != null) {
                process.destroyForcibly();
            }
        }

        @Override
        public void close() {
            Process started = process;
            if (started != null) {
                started.destroy();
                inTime(() -> started.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS));
                started.destroyForcibly();
                Runtime.getRuntime().removeShutdownHook(atExit);
            }
        }
    }

    private static boolean scrapedTwice(PrometheusApi prometheus) throws IOException, InterruptedException {
        List<PrometheusApi.Series> scrapes = prometheus.now("count_over_time(rollcall_up[1m])");
        return scrapes.size() == 2 && scrapes.stream().allMatch(series -> series.value() >= 2);
    }

    private void askEverything(Server server) throws IOException, InterruptedException {
        // what the last tick showed is scraped and forwarded by then; a drawing wants more of a course
        TimeUnit.SECONDS.sleep(ANSWERS.isEmpty() ? 4 : 20);
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<Path, Dashboard> dashboard : Dashboard.all(DASHBOARDS).entrySet()) {
            wrong.addAll(ask(dashboard.getKey(), dashboard.getValue(), server.api));
        }
        assertEquals(List.of(), wrong);
        assertTellsTheStory(server.api);
    }

    /** What of a dashboard has no answer. The answers are kept where a preview can be drawn from them. */
    private List<String> ask(Path file, Dashboard dashboard, PrometheusApi prometheus)
            throws IOException, InterruptedException {
        Map<String, String> chosen = new TreeMap<>(Map.of("__rate_interval", "1m", "__interval", "10s"));
        List<String> wrong = new ArrayList<>();
        for (Dashboard.Variable variable : dashboard.variables()) {
            String selector = Dashboard.substituted(variable.selector(), chosen);
            List<String> offered = prometheus.labelValues(selector, variable.label());
            questions.add(selector);
            String choice = CHOSEN.get(variable.name());
            if (choice == null || !offered.contains(choice)) {
                wrong.add(
                        "%s, $%s: %s is not among %s".formatted(file.getFileName(), variable.name(), choice, offered));
            } else {
                chosen.put(variable.name(), choice);
            }
            if (!variable.preferred().isEmpty() && !offered.contains(variable.preferred())) {
                wrong.add("%s, $%s: %s, which is preferred, is not among %s"
                        .formatted(file.getFileName(), variable.name(), variable.preferred(), offered));
            }
        }
        Map<String, String> answers = new TreeMap<>();
        for (Dashboard.Panel panel : dashboard.panels()) {
            for (Dashboard.Query query : panel.queries()) {
                String expr = Dashboard.substituted(query.expr(), chosen);
                Duration step = query.expr().contains("$__interval") ? Duration.ofSeconds(10) : Duration.ofSeconds(1);
                PrometheusApi.Answer answer = query.range() ? prometheus.askLately(expr, step) : prometheus.ask(expr);
                questions.add(expr);
                answers.put(panel.id() + query.refId(), answer.json());
                if (answer.series().stream().noneMatch(series -> Double.isFinite(series.value()))) {
                    wrong.add("%s, %s (%s): no data for %s"
                            .formatted(file.getFileName(), panel.title(), query.refId(), expr));
                }
            }
        }
        keep(file.getFileName().toString(), chosen, answers);
        return wrong;
    }

    private static void keep(String name, Map<String, String> chosen, Map<String, String> answers) throws IOException {
        if (!ANSWERS.isEmpty()) {
            JsonMapper json = JsonMapper.builder().build();
            ObjectNode kept = json.createObjectNode();
            kept.set("variables", json.valueToTree(chosen));
            ObjectNode each = kept.putObject("answers");
            for (Map.Entry<String, String> answer : answers.entrySet()) {
                each.set(answer.getKey(), json.readTree(answer.getValue()));
            }
            Files.createDirectories(Path.of(ANSWERS));
            Files.writeString(Path.of(ANSWERS).resolve(name), kept.toString());
        }
    }

    /** What the demo ends with must be what the dashboard shows. */
    private static void assertTellsTheStory(PrometheusApi prometheus) throws IOException, InterruptedException {
        assertTrue(
                prometheus.now("rollcall_alert_sentence").stream()
                        .anyMatch(alert -> alert.labels()
                                .get("sentence")
                                .equals(
                                        "The Home Office received the records of 1,501 different children in March 2019; "
                                                + "its memorandum allows 1,500.")),
                "the alert of chapter 3");
        assertTrue(
                prometheus.now("rollcall_month{entity=\"police\", basis=\"children\", restated=\"yes\"}").stream()
                        .anyMatch(month -> month.value() > 0),
                "the correction of chapter 1");
        assertEquals(
                0, prometheus.now("sum(rollcall_ledger_balance)").get(0).value(), "records that are unaccounted for");
        assertTrue(
                prometheus.now("rollcall_figure_limit").stream()
                        .anyMatch(limit ->
                                limit.labels().get("rule").equals("ho-children-month") && limit.value() == 1500),
                "the limit of the memorandum");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
