package dev.rollcall.stack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.cli.Rollcall;
import dev.rollcall.app.meters.Dashboard;
import dev.rollcall.app.meters.PrometheusApi;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real Prometheus, which scrapes the real monitor after the demo, all that the dashboard asks. */
class DashboardTest {
    private static final Path FILES =
            Path.of("..", "policies", "demo").toAbsolutePath().normalize();
    private static final Path DASHBOARD = Path.of("..", "grafana", "dashboards", "rollcall.json");
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final long LONGEST_SECONDS = 60;
    /** Whose months the demo restates. */
    private static final Map<String, String> CHOSEN =
            Map.of("entity_kind", "body", "entity", "police", "basis", "children");

    @TempDir
    private Path folder;

    private final List<String> questions = new ArrayList<>();

    @Test
    @EnabledIfSystemProperty(
            named = "rollcall.prometheus",
            matches = ".+",
            disabledReason = "asks a real Prometheus: give its path as -Drollcall.prometheus=/usr/bin/prometheus")
    void everyPanelAndVariableHasDataAfterTheDemo() {
        StringWriter out = new StringWriter();
        Live live = new ThroughKafka(monitor -> watch(monitor.port()));

        int exit = Rollcall.commandLine(new Demo(live))
                .setOut(new PrintWriter(out, true))
                .execute(
                        "demo",
                        "--headless",
                        "--policy",
                        FILES.resolve("policy.yaml").toString(),
                        "--events",
                        FILES.resolve("events.ndjson").toString());

        assertEquals(0, exit, out::toString);
        assertTrue(questions.size() >= 20, () -> "asked only " + questions);
    }

    /** Starts a Prometheus that scrapes {@code monitor}, and asks it everything. */
    private void watch(int monitor) {
        int port = freePort();
        try {
            Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                    global: { scrape_interval: 1s }
                    scrape_configs:
                      - job_name: rollcall
                        static_configs: [{ targets: ["127.0.0.1:%d"] }]
                    """.formatted(monitor));
            File log = folder.resolve("prometheus.log").toFile();
            Process server = new ProcessBuilder(
                            System.getProperty("rollcall.prometheus"),
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            Thread atExit = new Thread(server::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(atExit);
            try {
                PrometheusApi prometheus = new PrometheusApi(URI.create("http://127.0.0.1:" + port));
                awaitScrapes(prometheus, server, log.toPath());
                askEverything(prometheus);
            } finally {
                server.destroy();
                if (!server.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                    server.destroyForcibly();
                }
                Runtime.getRuntime().removeShutdownHook(atExit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitScrapes(PrometheusApi prometheus, Process server, Path log)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!prometheus.ready() || !scrapedTwice(prometheus)) {
            assertTrue(
                    server.isAlive() && System.nanoTime() < deadline,
                    () -> "Expected Prometheus to scrape the monitor, but it says: " + read(log));
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static boolean scrapedTwice(PrometheusApi prometheus) throws IOException, InterruptedException {
        return prometheus.now("count_over_time(rollcall_up[1m])").stream().anyMatch(series -> series.value() >= 2);
    }

    private void askEverything(PrometheusApi prometheus) throws IOException, InterruptedException {
        Dashboard dashboard = Dashboard.read(DASHBOARD);
        Map<String, String> chosen = new HashMap<>(Map.of("__rate_interval", "1m"));
        List<String> wrong = new ArrayList<>();
        for (Dashboard.Variable variable : dashboard.variables()) {
            String selector = Dashboard.substituted(variable.selector(), chosen);
            List<String> offered = prometheus.labelValues(selector, variable.label());
            questions.add(selector);
            String choice = CHOSEN.get(variable.name());
            if (choice == null || !offered.contains(choice)) {
                wrong.add("$%s: %s is not among %s".formatted(variable.name(), choice, offered));
            } else {
                chosen.put(variable.name(), choice);
            }
            if (!variable.preferred().isEmpty() && !offered.contains(variable.preferred())) {
                wrong.add("$%s: %s, which is preferred, is not among %s"
                        .formatted(variable.name(), variable.preferred(), offered));
            }
        }
        for (Dashboard.Panel panel : dashboard.panels()) {
            for (Dashboard.Query query : panel.queries()) {
                String expr = Dashboard.substituted(query.expr(), chosen);
                List<PrometheusApi.Series> answer = query.range() ? prometheus.lately(expr) : prometheus.now(expr);
                questions.add(expr);
                if (answer.stream().noneMatch(series -> Double.isFinite(series.value()))) {
                    wrong.add("%s (%s): no data for %s".formatted(panel.title(), query.refId(), expr));
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTellsTheStory(prometheus);
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
