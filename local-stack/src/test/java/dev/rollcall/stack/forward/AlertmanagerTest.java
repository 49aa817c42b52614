package dev.rollcall.stack.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.meters.MeterNames;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Severity;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.Outages;
import dev.rollcall.stack.Progress;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.AlertmanagerJson;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Notice;
import dev.rollcall.wire.SchemaSetup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** From the monitor over the forwarder and a real Alertmanager to whoever is told. */
@Timeout(600)
@EnabledIfSystemProperty(
        named = AlertmanagerServer.PROGRAM,
        matches = ".+",
        disabledReason =
                "runs a real Alertmanager: give its path as -Drollcall.alertmanager=/usr/bin/prometheus-alertmanager")
class AlertmanagerTest {
    private static final Path SHIPPED = Path.of("..", "docker", "alertmanager", "alertmanager.yml");
    private static final int PARTITIONS = 3;
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    /** Each alert is told by itself, so that it can be counted. */
    private static final String ONE_BY_ONE = """
            route: { receiver: hook, group_by: ['...'], group_wait: 100ms, group_interval: 300ms, repeat_interval: 1h }
            receivers: [ { name: hook, webhook_configs: [ { url: '%s/hook', send_resolved: true } ] } ]
            """;

    private static final String POLICY = """
            policy: forwarded
            version: 1
            from: 2015-01-01
            zone: Europe/London
            bodies: { one: {}, two: {}, three: {}, four: {}, five: {} }
            limits:
              children-month:
                { for: { bodies: [one, two, three, four, five] }, count: children, per: month, at-most: 2 }
            """;

    private static LocalStack stack;

    @TempDir
    Path folder;

    @BeforeAll
    static void begin() {
        stack = LocalStack.start(Progress.SILENT);
    }

    @AfterAll
    static void end() {
        stack.close();
    }

    @Test
    void whatStandsIsHeldAndToldOnceWhateverGoesAway() throws Exception {
        try (Webhook webhook = Webhook.open();
                AlertmanagerServer alertmanager =
                        AlertmanagerServer.start(folder.resolve("am"), ONE_BY_ONE.formatted(webhook.url()))) {
            Path config = configure("whatever.", alertmanager.url(), "1s", "0s");
            Connections connections = new Connections(Configuration.read(config, Map.of()));
            try (DirectiveWriter directives = new DirectiveWriter(connections, PARTITIONS)) {
                directives.publish(POLICY, Instant.EPOCH);
            }
            ForwarderProcess forwarder = ForwarderProcess.start(config);
            try (LiveMonitor monitor = LiveMonitor.start(Configuration.read(config, Map.of()), true, message -> {})) {
                // When all is well, what the monitor raises is told
                release(connections, "one", false);
                String one = limitAlert(connections, "one");
                Waiting.until(
                        "the first alert to be told", () -> webhook.begun().getOrDefault(one, 0) == 1);
                awaitHeld(alertmanager, connections);
                Waiting.until("all to be delivered", () -> forwarder.meter(MeterNames.FORWARDER_UNDELIVERED) == 0);

                // When Alertmanager is away, what ends meanwhile is told to have ended, and what begins and ends, not
                // at all
                alertmanager.stop();
                release(connections, "two", false);
                release(connections, "three", false);
                String two = limitAlert(connections, "two");
                String three = limitAlert(connections, "three");
                Waiting.until(
                        "the outage to show", () -> forwarder.meter(MeterNames.FORWARDER_OLDEST_UNDELIVERED) > 0.5);
                release(connections, "one", true);
                release(connections, "three", true);
                Waiting.until(
                        "what nobody was told of to be counted",
                        () -> forwarder.meter(MeterNames.FORWARDER_UNTOLD) >= 1);
                assertTrue(forwarder.said().contains(three), forwarder::said);
                awaitStanding(connections, one, false);
                alertmanager.start();
                Waiting.until("the end to be told", () -> webhook.ended(one) == 1);
                Waiting.until(
                        "the second alert to be told", () -> webhook.begun().getOrDefault(two, 0) == 1);
                awaitHeld(alertmanager, connections);

                // When Alertmanager is away and the forwarder is killed and comes back
                alertmanager.stop();
                forwarder.kill();
                release(connections, "four", false);
                String four = limitAlert(connections, "four");
                try (ForwarderProcess second = ForwarderProcess.start(config)) {
                    Waiting.until("the outage to show", () -> second.meter(MeterNames.FORWARDER_UNDELIVERED) > 0);
                    alertmanager.start();
                    Waiting.until(
                            "the fourth alert to be told", () -> webhook.begun().getOrDefault(four, 0) == 1);
                    awaitHeld(alertmanager, connections);
                    Waiting.pass(A_WHILE);
                    assertToldOnce(webhook, three);

                    // When what it holds is forgotten while the broker is away, it is told again by the forwarder
                    Outages.stopBroker(stack);
                    alertmanager.stop();
                    alertmanager.start();
                    Waiting.until(
                            "what stands to be told again",
                            () -> heldIds(alertmanager).containsAll(Set.of(two, four)));
                    double deafSince = second.meter(MeterNames.FORWARDER_LAST_READ);
                    Waiting.pass(A_WHILE);
                    assertEquals(deafSince, second.meter(MeterNames.FORWARDER_LAST_READ), "it cannot know");
                    Outages.startBroker(stack);
                    Waiting.until(
                            "it to know that it has read all",
                            () -> second.meter(MeterNames.FORWARDER_LAST_READ) > deafSince);
                    release(connections, "five", false);
                    String five = limitAlert(connections, "five");
                    Waiting.until(
                            "the fifth alert to be told", () -> webhook.begun().getOrDefault(five, 0) == 1);
                    Waiting.pass(A_WHILE);
                    assertToldOnce(webhook, three);
                    awaitHeld(alertmanager, connections);

                    // When the forwarder stops, nothing seems to end
                    assertEquals(0, second.stop(), second::said);
                }
                Set<String> before = heldIds(alertmanager);
                Waiting.pass(A_WHILE);
                assertEquals(before, heldIds(alertmanager));

                // When an alert ends while no forwarder runs, the next one tells so
                release(connections, "two", true);
                awaitStanding(connections, two, false);
                try (ForwarderProcess third = ForwarderProcess.start(config)) {
                    Waiting.until("the end of the second alert to be told", () -> webhook.ended(two) == 1);
                    awaitHeld(alertmanager, connections);
                    assertToldOnce(webhook, three);

                    // When Alertmanager comes back with an empty disk, it holds the same and tells it once more, as it
                    // knows no better
                    Set<String> standing = heldIds(alertmanager);
                    alertmanager.stop();
                    alertmanager.loseDisk();
                    alertmanager.start();
                    awaitHeld(alertmanager, connections);
                    Waiting.until(
                            "all that stands to be told again",
                            () -> standing.stream()
                                    .allMatch(id -> webhook.begun().get(id) == 2));
                    Waiting.pass(A_WHILE);
                    webhook.begun().forEach((id, times) -> assertEquals(standing.contains(id) ? 2 : 1, times, id));
                    assertEquals(0, third.stop(), third::said);
                }
                assertFalse(monitor.isClosed());
            } finally {
                forwarder.close();
            }
        }
    }

    /** All that was told was told once; what {@code never} names, not at all. */
    private static void assertToldOnce(Webhook webhook, String never) {
        webhook.begun().forEach((id, times) -> assertEquals(1, times, id));
        assertFalse(webhook.begun().containsKey(never));
    }

    @Test
    void theShippedConfigurationInhibitsLowerBandsAndNothingElse() throws Exception {
        try (Webhook webhook = Webhook.open();
                AlertmanagerServer alertmanager =
                        AlertmanagerServer.start(folder.resolve("am"), shipped(webhook.url()))) {
            List<Map<String, String>> alerts = new ArrayList<>();
            for (String band : List.of("50", "80", "95", "100", "200")) {
                alerts.add(limit("home-office", "2016-03", band, "children-month"));
            }
            alerts.add(limit("home-office", "2016-04", "80", "children-month"));
            alerts.add(limit("home-office", "2016-04", "9", "children-month"));
            alerts.add(limit("police", "2016-03", "50", "children-month"));
            alerts.add(limit("police", "2016-03", "95", "requests-month"));
            Map<String, String> part = limit("police", "2016-05", "100", "children-month");
            part.put("about", "School Census");
            alerts.add(part);
            alerts.add(limit("police", "2016-05", "80", "children-month"));
            alerts.add(old(limit("police", "2016-06", "80", "children-month")));
            alerts.add(limit("police", "2016-06", "80", "children-month"));
            alerts.add(pipeline("RollcallDown", "monitor-1:9464"));
            alerts.add(pipeline("RollcallNotReady", "monitor-1:9464"));
            alerts.add(pipeline("RollcallNotReady", "monitor-2:9464"));

            // When
            Instant now = Instant.now();
            alertmanager.post(AlertmanagerJson.posted(alerts.stream()
                    .map(labels -> new Notice(labels, Map.of(), now, now.plusSeconds(600), "http://localhost:9464/"))
                    .toList()));

            // Then
            Waiting.until("all to be held", () -> alertmanager.held().size() == alerts.size());
            Waiting.until("the messages", () -> webhook.messages().size() >= 2);
            Waiting.pass(A_WHILE);
            Map<Map<String, String>, Integer> inhibitors = new HashMap<>();
            alertmanager.held().forEach(held -> inhibitors.put(held.labels(), held.inhibitors()));
            List<Map<String, String>> inhibited = List.of(
                    alerts.get(0),
                    alerts.get(1),
                    alerts.get(2),
                    alerts.get(3),
                    alerts.get(6),
                    alerts.get(12),
                    alerts.get(14));
            for (Map<String, String> labels : alerts) {
                assertEquals(inhibited.contains(labels), inhibitors.get(labels) > 0, labels::toString);
            }
            Set<String> paged = webhook.messages().stream()
                    .filter(message -> message.path().equals("/on-call"))
                    .flatMap(message -> message.alerts().stream())
                    .map(told ->
                            told.labels().get("entity") + " " + told.labels().get("band"))
                    .collect(Collectors.toSet());
            assertEquals(Set.of("home-office 200", "police 100"), paged);
        }
    }

    @Test
    void manyOldAlertsAreNoStorm() throws Exception {
        try (Webhook webhook = Webhook.open();
                AlertmanagerServer alertmanager =
                        AlertmanagerServer.start(folder.resolve("am"), shipped(webhook.url()))) {
            Path config = configure("storm.", alertmanager.url(), "1m", "30d");
            Connections connections = new Connections(Configuration.read(config, Map.of()));
            Instant now = Instant.now();
            List<Alert> alerts = new ArrayList<>();
            for (int number = 0; number < 5000; number++) {
                alerts.add(
                        alert("old-" + number, "body-" + number % 40, now.minus(Duration.ofDays(31 + number % 700))));
            }
            for (int number = 0; number < 300; number++) {
                alerts.add(alert("recent-" + number, "body-" + number % 10, now.minus(Duration.ofDays(2))));
            }
            publish(connections, alerts);

            // When
            try (ForwarderProcess forwarder = ForwarderProcess.start(config)) {
                Waiting.until(
                        "all to be delivered", () -> forwarder.meter(MeterNames.FORWARDER_DELIVERED) == alerts.size());
                assertEquals(alerts.size(), alertmanager.held().size());
                Waiting.pass(Duration.ofSeconds(6));

                // Then
                List<Webhook.Message> first = sentTo(webhook, "/on-call");
                assertTrue(first.size() >= 10 && first.size() <= 20, () -> "messages: " + first.size());
                assertTrue(
                        ids(first).stream().noneMatch(id -> id.startsWith("old-")),
                        () -> ids(first).toString());
                Waiting.until(
                        "all old ones to be in the digest",
                        () -> ids(sentTo(webhook, "/history")).size() == 5000);
                List<Webhook.Message> digest = sentTo(webhook, "/history");
                assertTrue(digest.size() <= 5, () -> "messages: " + digest.size());
                assertTrue(
                        ids(digest).stream().allMatch(id -> id.startsWith("old-")),
                        () -> ids(digest).toString());

                // When, as late as an event can be
                publish(connections, List.of(alert("new", "body-39", now.minus(Duration.ofDays(400)))));

                // Then
                Waiting.until(
                        "the new one to be told",
                        () -> ids(sentTo(webhook, "/on-call")).contains("new"));
                List<Webhook.Message> pages = sentTo(webhook, "/on-call");
                Webhook.Message message = pages.get(pages.size() - 1);
                assertEquals(1, message.alerts().size(), message::body);
                assertEquals(0, forwarder.stop());
            }
        }
    }

    @Test
    void aTopicThatIsMadeAnewIsNotReadOnAsIfNothingHadHappened() throws Exception {
        // Given
        Path config = configure("anew.", "http://127.0.0.1:9", "1m", "30d");
        Connections connections = new Connections(Configuration.read(config, Map.of()));
        List<Alert> alerts = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            alerts.add(alert("alert-" + number, "body", Instant.now()));
        }
        publish(connections, alerts);
        try (ForwarderProcess forwarder = ForwarderProcess.start(config);
                Admin admin = connections.admin()) {
            Waiting.until("all to be read", () -> forwarder.meter(MeterNames.FORWARDER_STANDING) == alerts.size());

            // When
            admin.deleteTopics(List.of(connections.topics().alerts().name()))
                    .all()
                    .get();
            configure("anew.", "http://127.0.0.1:9", "1m", "30d");

            // Then
            Waiting.until("it to end", () -> forwarder.said().contains("start the forwarder anew"));
        }
    }

    private static List<Webhook.Message> sentTo(Webhook webhook, String path) {
        return webhook.messages().stream()
                .filter(message -> message.path().equals(path))
                .toList();
    }

    private static Set<String> ids(List<Webhook.Message> messages) {
        return messages.stream()
                .flatMap(message -> message.alerts().stream())
                .map(told -> told.labels().get("alert_id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Path configure(String prefix, String alertmanager, String resendEvery, String oldAfter) throws Exception {
        Files.writeString(folder.resolve("key"), "sixteen letters!");
        Path config = Files.writeString(folder.resolve("rollcall.yaml"), """
                kafka: { bootstrap.servers: '%s' }
                registry: { url: '%s' }
                key-file: '%s'
                state-dir: '%s'
                topics: { prefix: %s, partitions: %d, replication: 1 }
                http: { port: 0 }
                tick-every: 1s
                alertmanager: { urls: '%s' }
                forward: { port: 0, resend-every: %s, old-after: %s }
                """.formatted(
                        stack.bootstrapServers(),
                        stack.registryUrl(),
                        folder.resolve("key"),
                        folder.resolve("state"),
                        prefix,
                        PARTITIONS,
                        alertmanager,
                        resendEvery,
                        oldAfter));
        Connections connections = new Connections(Configuration.read(config, Map.of()));
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        return config;
    }

    /** The configuration as shipped, with shorter times and this machine in place of the receivers. */
    private static String shipped(String webhook) throws Exception {
        return Files.readString(SHIPPED)
                .replaceAll("http://\\w+\\.example", webhook)
                .replaceFirst(
                        "(?s)(name: history-mail\n).*?\n\n",
                        "$1    webhook_configs: [ { url: '%s/history' } ]\n\n".formatted(webhook))
                .replace("group_wait: 30s", "group_wait: 1s")
                .replace("group_interval: 5m", "group_interval: 2s")
                .replace("group_wait: 10m", "group_wait: 5s")
                .replace("group_interval: 24h", "group_interval: 5s");
    }

    /** Three children are released to a body that may have two in a month; or that is taken back. */
    private static void release(Connections connections, String body, boolean retracts) {
        String month = Instant.now().toString().substring(0, 7);
        String line = """
                {"type":"extract","eventId":"%s","feed":"register","at":"%s-01T00:00:00Z","retracts":%s,"body":"%s",\
                "extractId":"x-%s","fields":["Surname"],"records":3,"children":["a","b","c"],"appendedAt":"%s"}""".formatted(body, month, retracts, body, body, Instant.now());
        EventLine event;
        try {
            event = Ndjson.readEvent(line, "test", 1);
        } catch (RuntimeException e) {
            throw new AssertionError(line, e);
        }
        try (EventWriter writer = new EventWriter(connections)) {
            writer.send(event.event(), event.appendedAt());
            writer.flush();
        }
    }

    private static Map<String, AlertLine> latest(Connections connections) {
        Map<String, AlertLine> latest = new TreeMap<>();
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            reader.latest(connections.topics().alerts()).forEach((id, alert) -> latest.put(id, (AlertLine) alert));
        }
        return latest;
    }

    /** The id of the alert that this body passed its limit, once it stands. */
    private static String limitAlert(Connections connections, String body) throws Exception {
        Set<String> found = new TreeSet<>();
        Waiting.until("the limit of '%s' to be passed".formatted(body), () -> {
            latest(connections).values().stream()
                    .filter(alert -> alert.detector().equals("limit")
                            && alert.entity().equals(body)
                            && alert.state() == AlertState.RAISED)
                    .forEach(alert -> found.add(alert.alertId()));
            return found.size() == 1;
        });
        return found.iterator().next();
    }

    private static void awaitStanding(Connections connections, String id, boolean stands) throws Exception {
        Waiting.until(
                "%s to stand: %s".formatted(id, stands),
                () -> (latest(connections).get(id).state() == AlertState.RAISED) == stands);
    }

    /** Waits until Alertmanager holds what stands, each once, and nothing else. */
    private static void awaitHeld(AlertmanagerServer alertmanager, Connections connections) throws Exception {
        Waiting.until("Alertmanager to hold what stands", () -> {
            List<String> standing = latest(connections).values().stream()
                    .filter(alert -> alert.state() == AlertState.RAISED)
                    .map(alert -> alert.alertId() + alert.severity())
                    .sorted()
                    .toList();
            List<String> held = alertmanager.held().stream()
                    .map(each -> each.labels().get("alert_id")
                            + each.labels().get("severity").toUpperCase(Locale.ROOT))
                    .sorted()
                    .toList();
            return standing.equals(held);
        });
    }

    private static Set<String> heldIds(AlertmanagerServer alertmanager) throws Exception {
        return alertmanager.held().stream()
                .map(held -> held.labels().get("alert_id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> limit(String body, String window, String band, String rule) {
        Map<String, String> labels = new TreeMap<>(Map.of(
                "alertname",
                "RollcallLimit",
                "alert_id",
                String.join(".", body, window, band, rule),
                "detector",
                "limit",
                "rule",
                rule,
                "entity_kind",
                "body",
                "entity",
                body,
                "window",
                window,
                "band",
                band));
        int percent = Integer.parseInt(band);
        labels.put("severity", percent < 100 ? "warning" : percent == 100 ? "high" : "critical");
        return labels;
    }

    private static Map<String, String> old(Map<String, String> labels) {
        labels.put("old", "yes");
        return labels;
    }

    private static Map<String, String> pipeline(String name, String instance) {
        return new TreeMap<>(
                Map.of("alertname", name, "team", "rollcall", "severity", "warning", "instance", instance));
    }

    private static Alert alert(String id, String body, Instant loggedAt) {
        Finding finding = Finding.of("limit", "children-month", Entity.body(body), "2016-03", Severity.HIGH, 1);
        return new Alert(id, 1, AlertState.RAISED, finding, "It is " + id + ".", null, loggedAt);
    }

    private static void publish(Connections connections, List<Alert> alerts) {
        try (Producer<byte[], byte[]> producer = connections.producer();
                Codec codec = connections.codec()) {
            for (Alert alert : alerts) {
                producer.send(new ProducerRecord<>(
                        connections.topics().alerts().name(),
                        alert.id().getBytes(StandardCharsets.UTF_8),
                        codec.encode((Outcome) alert)));
            }
        }
    }
}
