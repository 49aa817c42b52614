package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.cli.Rollcall;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.forward.Forwarder;
import dev.rollcall.app.meters.MeterNames;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Stage;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.stack.Canaries.Kind;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Law 6, no identifiers behind intake: plants made-up personal data wherever an event has room for it, and looks for it in
 * everything that the monitor writes, publishes, logs or shows.
 */
@Timeout(300)
class CanaryTest {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int PARTITIONS = 3;
    private static final int MOST_PAGES = 60;
    private static final int LEAST_PLANTED = 1000;
    private static final int LEAST_OF_EACH_KIND = 100;
    private static final Pattern METERS = Pattern.compile("Meters: (http://\\S+/metrics)");
    private static final Instant BEGIN = Instant.parse("2016-01-11T10:00:00Z");
    private static final Duration MONTH = Duration.ofDays(31);
    private static final String KEY = "canaries sing on";

    /**
     * Loggers of Kafka's that print keys and headers of records at TRACE, of which all others are free; at DEBUG these are too.
     * Our own configuration of the logs keeps them higher whatever the root is set to.
     */
    private static final Set<String> PRINTING_RECORDS = Set.of(
            "org.apache.kafka.clients.producer.KafkaProducer",
            "org.apache.kafka.streams.processor.internals.RecordQueue",
            "org.apache.kafka.streams.processor.internals.StreamTask");

    private static final String POLICY = """
            policy: canaries
            version: 1
            from: 2015-01-01
            zone: Europe/London
            lateness: 1000 days
            bodies:
              home-office: { name: Home Office, kind: law-enforcement }
              daily-news:  { name: The Daily News, kind: press }
            agreements:
              mou:
                { name: Memorandum, body: home-office, from: 2015-06-01, purposes: [safeguarding],
                  requires: [destruction-date], published: no, categories: [name, school], limits: { children-month: { count: children, per: month, at-most: 5 } } }
              old: { name: Old memorandum, body: home-office, from: 2015-01-01, until: 2015-06-01 }
            datasets:
              School Census: { collected-for: [education], released: 2017-01-01 }
            field-rules:
              names-to-press: { severity: critical, any-of: [name], released-to: [press] }
              much-of-a-dataset: { severity: warning, at-least: 1%, of: dataset }
            vocabulary: { purposes: [safeguarding] }
            detectors:
              new-combination: { type: novelty, severity: warning, after-events: 2 }
            """;

    @TempDir
    Path folder;

    private final Canaries canaries = new Canaries();
    private Connections connections = new Connections(Configuration.of(Map.of()));
    private Instant now = BEGIN;
    private int events;
    private long read;
    /** The token of a child whose records the Home Office received. */
    private String receivedChild = "";

    /** Where an event has room for a text. */
    private enum Place {
        EVENT_ID,
        FEED,
        BODY,
        REQUEST_ID,
        EXTRACT_ID,
        AGREEMENT_ID,
        PANEL,
        PURPOSE,
        LAWFUL_BASIS,
        LEGAL_GATEWAY,
        CASE_REFERENCE,
        RECIPIENT,
        OPERATOR,
        CHANNEL,
        DATASETS,
        FIELDS,
        CHILDREN;

        /** Whether what has the form of an id may leave intake from here. */
        boolean passesIds() {
            return this == FEED
                    || this == BODY
                    || this == REQUEST_ID
                    || this == EXTRACT_ID
                    || this == AGREEMENT_ID
                    || this == PANEL
                    || this == RECIPIENT;
        }
    }

    @Test
    void nothingThatIdentifiesAChildGetsPastIntake() throws Exception {
        Map<String, byte[]> seen = new LinkedHashMap<>();
        Map<String, byte[]> inputs = new LinkedHashMap<>();
        try (LocalStack stack = LocalStack.start(Progress.SILENT);
                LogTrap logs = LogTrap.set(PRINTING_RECORDS)) {
            Path config = configure(stack);

            // When
            try (DirectiveWriter directives = new DirectiveWriter(connections, PARTITIONS);
                    Producer<byte[], byte[]> producer = connections.producer();
                    Codec codec = connections.codec()) {
                directives.publish(POLICY, Instant.EPOCH);
                live(directives, () -> sendOneInEachPlace(producer, codec), seen);
                live(
                        directives,
                        () -> {
                            sendForEveryAlert(producer, codec);
                            sendForEveryRejection(producer, codec);
                            directives.publish("policy: nothing more\n", now);
                        },
                        seen);
            }
            seen.put("what run prints", run());
            see("state of run, ", folder.resolve("state-of-run"), seen);
            forward(seen);
            for (String verb : List.of(
                    "alerts",
                    "alerts --all",
                    "alerts --json",
                    "figures",
                    "figures --json",
                    "rejected",
                    "rejected --json")) {
                seen.put("show " + verb, show(config, verb));
            }
            replay(config, seen);
            readTopics(stack, inputs, seen);
            logs.caught().forEach((logger, bytes) -> seen.put("log of " + logger, bytes));
        }

        // Then
        CanarySearch search = new CanarySearch(canaries.planted());
        assertTrue(
                canaries.planted().size() >= LEAST_PLANTED,
                "planted " + canaries.planted().size());
        for (Kind kind : Kind.values()) {
            assertTrue(
                    canaries.planted(kind) >= LEAST_OF_EACH_KIND, "planted " + canaries.planted(kind) + " of " + kind);
        }
        Set<String> sent = new HashSet<>();
        inputs.values().forEach(bytes -> sent.addAll(search.canaries(bytes)));
        assertEquals(Set.of(), without(canaries.planted(), sent), "all are in the inputs, where the search finds them");
        allKindsOfAlertsAndRejectionsAreThere(seen);
        String alerts = new String(seen.get("second life: /api/alerts?most=1000"), StandardCharsets.UTF_8);
        assertTrue(alerts.contains("\"rule\":\"identifying-tokens\""), alerts);
        String received = new String(seen.get("replay --child-file"), StandardCharsets.UTF_8);
        assertTrue(received.contains("records of this child had been given to Home Office"), received);
        for (String looked : List.of(
                "alerts ",
                "audit ",
                "figures ",
                "rejected ",
                "rollcall-bodies-changelog ",
                "first life: state, ",
                "second life: /metrics",
                "second life: /api/status",
                "second life: /api/figures?kind=body&entity=home-office",
                "state of run, ",
                "log of dev.rollcall.streams.MonitorProcessor at INFO",
                "log of org.apache.kafka.streams.processor.internals.PartitionGroup at TRACE")) {
            assertTrue(seen.keySet().stream().anyMatch(where -> where.startsWith(looked)), looked);
        }
        Set<String> forwarded = all("\"alertname\":\"(\\w+)\"", seen.get("what forward posts"));
        assertEquals(
                Set.of("RollcallAgreement", "RollcallFeed", "RollcallFields", "RollcallLimit", "RollcallNovelty"),
                forwarded);
        String printed = new String(seen.get("what run prints"), StandardCharsets.UTF_8);
        for (String looked : List.of("Watching. ", " TRACE ", " INFO  MonitorProcessor ")) {
            assertTrue(printed.contains(looked), looked);
        }
        assertEquals(Map.of(), leaks(search, seen));
    }

    private static Map<String, Set<String>> leaks(CanarySearch search, Map<String, byte[]> seen) {
        Map<String, Set<String>> leaks = new LinkedHashMap<>();
        seen.forEach((where, bytes) -> {
            Set<String> found = search.sightings(bytes);
            if (!found.isEmpty()) {
                leaks.put(where, found);
            }
        });
        return leaks;
    }

    /** Everything that can be asked of the history, by whoever may see all of it. */
    private void replay(Path config, Map<String, byte[]> seen) throws Exception {
        Path operator =
                Files.writeString(folder.resolve("operator.yaml"), Files.readString(config) + "role: operator\n");
        Path policy = Files.writeString(folder.resolve("what-if.yaml"), POLICY.replace("at-most: 5", "at-most: 7"));
        Path child = Files.writeString(folder.resolve("child.txt"), receivedChild + "\n");
        Map<String, List<String>> asked = new LinkedHashMap<>();
        asked.put("replay", List.of("--alerts", "alerts.out", "--figures", "figures.out"));
        asked.put(
                "replay --against",
                List.of(
                        "--against",
                        "live",
                        "--policy",
                        policy.toString(),
                        "--html",
                        "html.out",
                        "--json",
                        "json.out",
                        "--csv",
                        "csv.out"));
        asked.put("replay --child-file", List.of("--child-file", child.toString()));
        for (Map.Entry<String, List<String>> ask : asked.entrySet()) {
            List<String> args = new ArrayList<>(
                    List.of("--config", operator.toString(), "replay", "--reason", "to look for canaries"));
            for (String arg : ask.getValue()) {
                args.add(arg.endsWith(".out") ? folder.resolve(arg).toString() : arg);
            }
            Said said = rollcall(args.toArray(String[]::new));
            assertEquals(0, said.code(), said.text());
            seen.put(ask.getKey(), said.bytes());
        }
        for (String written : List.of("alerts.out", "figures.out", "html.out", "json.out", "csv.out")) {
            seen.put(written, Files.readAllBytes(folder.resolve(written)));
        }
        evidence(operator, seen);
        seen.put("show audit", show(config, "audit"));
        seen.put("show audit --json", show(config, "audit --json"));
    }

    /** What alerts and figures rest on. */
    private void evidence(Path operator, Map<String, byte[]> seen) throws IOException {
        String citation = folder.resolve("citation.json").toString();
        String figure = "body|home-office||children|2016-01";
        List<List<String>> asked = new ArrayList<>(List.of(
                List.of("show", "figures", "--from", "2016-01-01", "--to", "2016-12-31"),
                List.of("show", "figures", "--explain", figure, "--cite", citation),
                List.of("verify", "--citation", citation)));
        for (String id : all("\"alertId\":\"(\\w+)\"", seen.get("show alerts --json")).stream()
                .limit(12)
                .toList()) {
            asked.add(List.of("verify", id));
        }
        for (List<String> ask : asked) {
            List<String> args = new ArrayList<>(List.of("--config", operator.toString()));
            args.addAll(ask);
            args.addAll(List.of("--reason", "to look for canaries"));
            Said said = rollcall(args.toArray(String[]::new));
            // what changed after the last tick here was never told
            assertTrue(said.code() == 0 || said.code() == 7, said.text());
            seen.put(String.join(" ", ask), said.bytes());
        }
        seen.put("citation", Files.readAllBytes(Path.of(citation)));
    }

    @Test
    void aLeakIsSeenWhereverItIs() throws Exception {
        Map<String, byte[]> seen = new LinkedHashMap<>();
        Map<String, byte[]> inputs = new LinkedHashMap<>();
        String canary = canaries.next(Kind.PUPIL_NUMBER);
        try (LocalStack stack = LocalStack.start(Progress.SILENT);
                LogTrap logs = LogTrap.set(PRINTING_RECORDS)) {
            configure(stack);
            Files.createDirectories(folder.resolve("state/0_0"));
            Files.writeString(folder.resolve("state/0_0/left"), "behind " + canary);
            LogManager.getLogger("somebody").trace("saw {}", canary);
            String topic = "somebody-bodies-changelog";
            try (Admin admin = connections.admin();
                    Producer<byte[], byte[]> producer = connections.producer()) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
                List<Header> header = List.of(new RecordHeader(canary, bytes(canary)));
                String extracts = connections.topics().extracts().name();
                producer.send(new ProducerRecord<>(extracts, bytes(canary), bytes(canary)))
                        .get();
                producer.send(new ProducerRecord<>(topic, 0, 0L, bytes(canary), bytes(canary), header))
                        .get();
            }

            // When
            see("state, ", folder.resolve("state"), seen);
            readTopics(stack, inputs, seen);
            logs.caught().forEach((logger, bytes) -> seen.put("log of " + logger, bytes));
        }

        // Then
        CanarySearch search = new CanarySearch(canaries.planted());
        assertEquals(2, leaks(search, inputs).size());
        assertEquals(
                Set.of(
                        "state, 0_0/left",
                        "log of somebody at TRACE",
                        "somebody-bodies-changelog 0:0 key",
                        "somebody-bodies-changelog 0:0 value",
                        "somebody-bodies-changelog 0:0 header key",
                        "somebody-bodies-changelog 0:0 header value"),
                leaks(search, seen).keySet().stream()
                        .map(where -> where.replaceFirst(" of \\d+$", ""))
                        .collect(Collectors.toSet()));
    }

    @Test
    void theCommandLineQuotesNothingOfLinesThatAreNoEvents() throws Exception {
        // Given
        List<String> lines = new ArrayList<>();
        String good = """
                "type":"extract","eventId":"e","feed":"f","at":"2016-03-29T10:15:30Z","body":"home-office",\
                "extractId":"x","records":1""";
        for (Kind kind : Kind.values()) {
            for (String broken : List.of(
                    "{%s,\"%%s\":1}",
                    "{%s,\"%%s\":1,\"%%1$s\":2}",
                    "{%s,\"stage\":\"%%s\"}",
                    "{%s,\"asked\":\"%%s\"}",
                    "{%s,\"childCount\":\"%%s\"}",
                    "{%s,\"childCount\":{\"%%s\":1}}",
                    "{%s,\"children\":\"%%s\"}",
                    "{%s,\"fields\":[[\"%%s\"]]}",
                    "{%s,\"retainUntil\":\"%%s\"}",
                    "{%s,\"retracts\":\"%%s\"}",
                    "{%s,\"appendedAt\":\"%%s\"}",
                    "{%s,\"feed\":\"%%s\"}",
                    "{%s,\"operator\":\"%%s",
                    "{%s,%%s}",
                    "{\"type\":\"%%s\"}",
                    "\"%%s\"",
                    "%%s")) {
                lines.add(broken.formatted(good).formatted(canaries.next(kind)));
            }
        }
        Path events = Files.write(folder.resolve("events.ndjson"), lines);
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        Path alerts = folder.resolve("alerts.ndjson");
        Path figures = folder.resolve("figures.ndjson");

        // When
        Said said;
        Said sent;
        Map<String, byte[]> logged;
        try (LocalStack stack = LocalStack.start(Progress.SILENT);
                LogTrap logs = LogTrap.set(PRINTING_RECORDS)) {
            Path config = configure(stack);
            said = rollcall(
                    "replay",
                    "--events",
                    events.toString(),
                    "--policy",
                    policy.toString(),
                    "--alerts",
                    alerts.toString(),
                    "--figures",
                    figures.toString());
            sent = rollcall("--config", config.toString(), "send", events.toString());
            logged = logs.caught();
        }

        // Then
        CanarySearch search = new CanarySearch(canaries.planted());
        assertEquals(
                canaries.planted().size(),
                search.canaries(Files.readAllBytes(events)).size());
        assertEquals(Set.of(), search.sightings(said.bytes()));
        assertEquals(Set.of(), search.sightings(sent.bytes()));
        assertEquals(Set.of(), search.sightings(Files.readAllBytes(alerts)));
        assertEquals(Set.of(), search.sightings(Files.readAllBytes(figures)));
        logged.forEach((logger, bytes) -> assertEquals(Set.of(), search.sightings(bytes), logger));
        assertEquals(5, sent.code());
        assertTrue(said.text().contains("events.ndjson line " + lines.size()), said.text());
    }

    @Test
    void loggersThatPrintRecordsAreKeptFromItWhateverTheRootIsSetTo() throws IOException {
        String configuration;
        try (InputStream resource = Rollcall.class.getResourceAsStream("/log4j2.xml")) {
            configuration = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String logger : PRINTING_RECORDS) {
            assertTrue(configuration.contains("<Logger name=\"%s\" level=\"WARN\"/>".formatted(logger)), logger);
        }
    }

    @Test
    void aLeakIsSeenHoweverItIsWritten() {
        for (int i = 0; i < Kind.values().length; i++) {
            String canary = canaries.next();
            CanarySearch search = new CanarySearch(List.of(canary));
            for (Map.Entry<String, byte[]> writing :
                    CanarySearch.writings(canary).entrySet()) {
                byte[] leaking = new byte[1000];
                System.arraycopy(writing.getValue(), 0, leaking, 700, writing.getValue().length);
                assertEquals(Set.of(canary), search.canaries(leaking), writing.getKey());
                leaking[700 + writing.getValue().length / 2] = '~';
                assertEquals(Set.of(), search.canaries(leaking), writing.getKey());
            }
            for (String before : List.of("", "x", "xx", "xxx")) {
                byte[] text = (before + canary + "xxx").getBytes(StandardCharsets.UTF_8);
                byte[] leaking = Base64.getEncoder().encode(text);
                assertEquals(Set.of(canary), search.canaries(leaking), "base64 behind '" + before + "'");
            }
        }
    }

    private Path configure(LocalStack stack) throws Exception {
        Path key = Files.writeString(folder.resolve("canary.key"), KEY);
        Path config = Files.writeString(folder.resolve("rollcall.yaml"), """
                kafka: { bootstrap.servers: '%s' }
                registry: { url: '%s' }
                key-file: '%s'
                state-dir: '%s'
                topics: { partitions: %d, replication: 1 }
                http: { port: 0 }
                """.formatted(
                        stack.bootstrapServers(), stack.registryUrl(), key, folder.resolve("state"), PARTITIONS));
        connections = new Connections(Configuration.read(config, Map.of()));
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        return config;
    }

    /** One life of the monitor: what is sent is judged to its end, then everything it shows and keeps is seen. */
    private void live(DirectiveWriter directives, Runnable send, Map<String, byte[]> seen) throws Exception {
        Configuration configuration = Configuration.read(folder.resolve("rollcall.yaml"), Map.of());
        String life = seen.isEmpty() ? "first life: " : "second life: ";
        try (LiveMonitor monitor = LiveMonitor.start(configuration, false, message -> {})) {
            send.run();
            now = now.plus(MONTH);
            new Settling(monitor, configuration, PARTITIONS, directives).at(now, LONGEST);
            HttpClient client = HttpClient.newHttpClient();
            read = monitor.meters().tasks().values().stream()
                    .flatMap(task -> task.ledger().values().stream())
                    .mapToLong(EventLedger.Line::read)
                    .sum();
            String address = "http://127.0.0.1:" + monitor.port();
            awaitLivePage(client, address);
            List<String> pages = new ArrayList<>(List.of(
                    "/api/figures?kind=body&entity=home-office",
                    "/metrics",
                    "/livez",
                    "/readyz",
                    "/",
                    "/page.js",
                    "/nothing",
                    "/api/status",
                    "/api/limits?most=1000",
                    "/api/alerts?most=1000",
                    "/api/figures?most=1000"));
            String figures = new String(get(client, address + "/api/figures?most=1000"), StandardCharsets.UTF_8);
            Matcher entity =
                    Pattern.compile("\"kind\":\"(\\w+)\",\"id\":\"([^\"]+)\"").matcher(figures);
            while (entity.find() && pages.size() < MOST_PAGES) {
                String whom = "?kind=%s&entity=%s"
                        .formatted(entity.group(1), URLEncoder.encode(entity.group(2), StandardCharsets.UTF_8));
                pages.add("/api/figures" + whom);
                pages.add("/api/alerts" + whom);
            }
            for (String page : pages) {
                seen.put(life + page, get(client, address + page));
            }
            see(life + "state while running, ", folder.resolve("state"), seen);
        }
        see(life + "state, ", folder.resolve("state"), seen);
    }

    /** What the forwarder posts of what stands, and what it shows of itself. */
    private void forward(Map<String, byte[]> seen) throws Exception {
        try (PostBox alertmanager = PostBox.open()) {
            Path config = Files.writeString(
                    folder.resolve("forward.yaml"),
                    Files.readString(folder.resolve("rollcall.yaml"))
                            .concat("alertmanager: { urls: '%s' }\n".formatted(alertmanager.url()))
                            .concat("forward: { port: 0 }\n"));
            try (Forwarder forwarder = Forwarder.start(Configuration.read(config, Map.of()))) {
                URI page = MeterPage.of(forwarder.port());
                for (int look = 0; MeterPage.at(page).sum(MeterNames.FORWARDER_DELIVERED) == 0; look++) {
                    assertTrue(look < 600, "nothing is delivered");
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                while (MeterPage.at(page).sum(MeterNames.FORWARDER_UNDELIVERED) > 0) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                seen.put("what forward posts", alertmanager.posted());
                for (String path : List.of("/metrics", "/livez", "/readyz")) {
                    seen.put(
                            "forward: " + path,
                            get(HttpClient.newHttpClient(), page.resolve(path).toString()));
                }
            }
        }
    }

    private static byte[] get(HttpClient client, String address) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    /** Until the live page has come to the end of its topics. */
    private static void awaitLivePage(HttpClient client, String address) throws Exception {
        for (int look = 0; ; look++) {
            String status = new String(get(client, address + "/api/status"), StandardCharsets.UTF_8);
            if (status.contains("\"state\":\"current\"") && status.contains("\"behind\":0,")) {
                return;
            }
            assertTrue(look < 600, status);
            Thread.sleep(100);
        }
    }

    /**
     * What the verb prints on both of its streams, as a program of its own that reads all inputs anew; our own configuration of
     * the logs with the root at TRACE.
     */
    private byte[] run() throws Exception {
        String configuration;
        try (InputStream resource = Rollcall.class.getResourceAsStream("/log4j2.xml")) {
            configuration = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertTrue(configuration.contains("<Root level=\"WARN\">"), configuration);
        Path logging = Files.writeString(
                folder.resolve("trace.xml"), configuration.replace("<Root level=\"WARN\">", "<Root level=\"TRACE\">"));
        Path config = Files.writeString(
                folder.resolve("run.yaml"),
                Files.readString(folder.resolve("rollcall.yaml"))
                        .replace(
                                folder.resolve("state").toString(),
                                folder.resolve("state-of-run").toString())
                        .concat("application-id: run\n"));
        Path printed = folder.resolve("printed.log");
        ChildJvm run = ChildJvm.start(
                folder,
                printed,
                Map.of(),
                List.of(
                        "-Xmx512m",
                        "-Dlog4j2.configurationFile=" + logging,
                        "-Drollcall.log.level=TRACE",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--config",
                        config.toString(),
                        "run"));
        try {
            for (int look = 0; readBy(printed) < read; look++) {
                assertTrue(look < 600, run::lastWords);
                assertFalse(run.endsWithin(Duration.ofMillis(100)), run::lastWords);
            }
        } finally {
            run.stop(Duration.ofSeconds(30));
        }
        return Files.readAllBytes(printed);
    }

    /** How many records the meters say were read, of the program that printed where they are; 0 before it did. */
    private static long readBy(Path printed) throws Exception {
        Matcher meters = METERS.matcher(Files.readString(printed, StandardCharsets.ISO_8859_1));
        if (!meters.find()) {
            return 0;
        }
        return MeterPage.at(URI.create(meters.group(1))).sum(MeterNames.READ);
    }

    private static void see(String life, Path state, Map<String, byte[]> seen) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(state)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            seen.put(life + state.relativize(file), Files.readAllBytes(file));
        }
    }

    private void sendOneInEachPlace(Producer<byte[], byte[]> producer, Codec codec) {
        for (EventType type : EventType.values()) {
            for (Place place : Place.values()) {
                if (type == EventType.ACCESS_REQUEST && place == Place.EXTRACT_ID) {
                    continue; // a request has none
                }
                for (Kind kind : Kind.values()) {
                    send(
                            producer,
                            codec,
                            event(
                                    type,
                                    place,
                                    kind == Kind.DATE_OF_BIRTH && !place.passesIds()
                                            ? canaries.isoDateOfBirth()
                                            : canaries.next(kind)));
                }
            }
        }
    }

    private static String at(Place here, Place place, String canary, String otherwise) {
        return here == place ? canary : otherwise;
    }

    /** An event with {@code canary} in one place, and tokens that are canaries. */
    private Event event(EventType type, Place place, String canary) {
        now = now.plusSeconds(60);
        boolean request = type == EventType.ACCESS_REQUEST;
        String number = String.valueOf(events++);
        return new Event(
                type,
                at(Place.EVENT_ID, place, canary, "e-" + number),
                at(Place.FEED, place, canary, "register"),
                now,
                false,
                request ? Stage.SUBMITTED : Stage.RELEASED,
                at(Place.BODY, place, canary, "home-office"),
                at(Place.REQUEST_ID, place, canary, "r-" + number),
                request ? null : at(Place.EXTRACT_ID, place, canary, "x-" + number),
                at(Place.AGREEMENT_ID, place, canary, "mou"),
                at(Place.PANEL, place, canary, "panel"),
                at(Place.PURPOSE, place, canary, "safeguarding"),
                at(Place.LAWFUL_BASIS, place, canary, "public-task"),
                at(Place.LEGAL_GATEWAY, place, canary, "gateway"),
                at(Place.CASE_REFERENCE, place, canary, "case"),
                at(Place.RECIPIENT, place, canary, "recipient"),
                at(Place.OPERATOR, place, canary, "operator"),
                at(Place.CHANNEL, place, canary, "email"),
                List.of("School Census", at(Place.DATASETS, place, canary, "School Census")),
                List.of("Surname", at(Place.FIELDS, place, canary, "URN")),
                request ? 2L : null,
                request ? 0 : 2,
                List.of(at(Place.CHILDREN, place, canary, "child-" + number), canaries.next()),
                null,
                null);
    }

    /** An extract with canaries in all places that do not decide what is found. */
    private Event extract(
            String eventId, Instant at, Stage stage, String body, String agreementId, String field, Long childCount) {
        now = now.plusSeconds(60);
        return new Event(
                EventType.EXTRACT,
                eventId,
                "register",
                at,
                false,
                stage,
                body,
                "r-" + events,
                "x-" + events++,
                agreementId,
                "panel",
                canaries.next(),
                canaries.next(),
                canaries.next(),
                canaries.next(),
                "recipient",
                canaries.next(),
                canaries.next(),
                List.of(canaries.next()),
                List.of(field),
                null,
                2,
                List.of(canaries.next(), canaries.next()),
                childCount,
                null);
    }

    private void sendForEveryAlert(Producer<byte[], byte[]> producer, Codec codec) {
        Stage released = Stage.RELEASED;
        Event first = extract(canaries.next(), now, released, "home-office", "mou", "PRU_DOB", null);
        receivedChild = first.children().get(0);
        send(producer, codec, first);
        send(producer, codec, extract(canaries.next(), now, released, "home-office", "old", "Surname", null));
        send(producer, codec, extract(canaries.next(), now, released, "home-office", null, "Surname", null));
        send(producer, codec, extract(canaries.next(), now, released, "nobody-knows", null, "Surname", null));
        send(producer, codec, extract(canaries.next(), now, released, "daily-news", null, "Surname", 99L));
        send(producer, codec, extract(canaries.next(), now, released, "home-office", "mou", canaries.next(), null));
        String reused = canaries.next();
        send(producer, codec, extract(reused, now, released, "home-office", "mou", "Surname", null));
        send(producer, codec, extract(reused, now, released, "home-office", "mou", "Surname", null));
    }

    private void sendForEveryRejection(Producer<byte[], byte[]> producer, Codec codec) {
        Duration tooOld = Duration.ofDays(1001);
        Instant ahead = now.plus(Duration.ofHours(1));
        send(producer, codec, extract(canaries.next(), ahead, Stage.RELEASED, "home-office", "mou", "URN", null));
        send(
                producer,
                codec,
                extract(canaries.next(), now.minus(tooOld), Stage.RELEASED, "home-office", "mou", "URN", null));
        send(producer, codec, extract(canaries.next(), now, null, "home-office", "mou", "URN", null));
        Topic<Event> extracts = connections.topics().extracts();
        Topic<Event> requests = connections.topics().accessRequests();
        for (Kind kind : Kind.values()) {
            Event event = extract(canaries.next(kind), now, Stage.RELEASED, "home-office", "mou", "URN", null);
            byte[] value = codec.encode(event);
            byte[] key = bytes("home-office");
            int home = HomePartition.of("home-office", PARTITIONS);
            send(producer, extracts, (home + 1) % PARTITIONS, key, value); // wrong partition
            send(producer, extracts, null, bytes(canaries.next(kind)), value); // wrong key
            send(producer, extracts, home, null, value);
            send(producer, extracts, home, bytes(canaries.next(kind)), null); // a value that is none
            send(producer, requests, home, key, value); // an event of another topic
            send(producer, extracts, home, key, Arrays.copyOf(value, value.length - 2)); // cut off
            send(producer, extracts, home, key, bytes("garbage " + canaries.next(kind)));
            byte[] spoilt = bytes("\0\0\0\0\0" + canaries.next(kind) + canaries.next(kind)); // no such schema
            send(producer, extracts, home, key, spoilt);
            byte[] misread = spoilt.clone();
            System.arraycopy(value, 0, misread, 0, 5); // behind the number of a schema
            send(producer, extracts, home, key, misread);
        }
    }

    private void send(Producer<byte[], byte[]> producer, Codec codec, Event event) {
        Topic<Event> topic = connections.topics().of(event.type());
        send(producer, topic, null, bytes(topic.key(event)), codec.encode(event));
    }

    /** Every record has a canary in its headers too. */
    private void send(Producer<byte[], byte[]> producer, Topic<?> topic, Integer partition, byte[] key, byte[] value) {
        List<Header> headers = List.of(new RecordHeader(canaries.next(), bytes(canaries.next())));
        long timestamp = now.toEpochMilli();
        try {
            producer.send(new ProducerRecord<>(topic.name(), partition, timestamp, key, value, headers))
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every record of every topic of the broker, its own included. */
    private void readTopics(LocalStack stack, Map<String, byte[]> inputs, Map<String, byte[]> seen) throws Exception {
        Set<String> names;
        try (Admin admin = connections.admin()) {
            names = new TreeSet<>(admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get());
        }
        assertTrue(names.stream().anyMatch(name -> name.endsWith("-changelog")), names.toString());
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (String name : names) {
                Map<String, byte[]> into = connections.topics().inputs().stream()
                                .anyMatch(input -> input.name().equals(name))
                        ? inputs
                        : seen;
                List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                        .map(info -> new TopicPartition(name, info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                    consumer.poll(Duration.ofMillis(100)).forEach(record -> keep(record, into));
                }
            }
        }
    }

    private static void keep(ConsumerRecord<byte[], byte[]> record, Map<String, byte[]> into) {
        String where = "%s %d:%d ".formatted(record.topic(), record.partition(), record.offset());
        if (record.key() != null) {
            into.put(where + "key", record.key());
        }
        if (record.value() != null) {
            into.put(where + "value", record.value());
        }
        for (Header header : record.headers()) {
            into.put(where + "header key of " + into.size(), bytes(header.key()));
            into.put(where + "header value of " + into.size(), header.value());
        }
    }

    private static void allKindsOfAlertsAndRejectionsAreThere(Map<String, byte[]> seen) {
        Set<String> alerts = all("\"detector\":\"(\\w+)\",\"rule\":\"([\\w-]+)\"", seen.get("show alerts --json"));
        assertEquals(
                Set.of(
                        "agreement category-outside",
                        "agreement collected-for",
                        "agreement lapsed",
                        "agreement missing-item",
                        "agreement no-agreement",
                        "agreement not-released",
                        "agreement other-purpose",
                        "agreement unknown-body",
                        "agreement unpublished",
                        "feed bad-id",
                        "feed future",
                        "feed id-reuse",
                        "feed identifying-tokens",
                        "feed late",
                        "feed malformed-ids",
                        "feed tokens-missing",
                        "feed unknown-datasets",
                        "feed unknown-fields",
                        "feed unknown-stage",
                        "feed wrong-key",
                        "feed wrong-partition",
                        "fields much-of-a-dataset",
                        "fields names-to-press",
                        "limit children-month",
                        "novelty new-combination"),
                alerts);
        assertEquals(
                Set.of("other"),
                all("\"rule\":\"other-purpose\"[^}]*\"about\":\"([^\"]*)\"", seen.get("show alerts --json")),
                "a word that the policy does not know is not shown");
        assertEquals(
                Set.of("School Census"),
                all("\"rule\":\"collected-for\"[^}]*\"about\":\"([^\"]*)\"", seen.get("show alerts --json")),
                "nor is the name of a dataset that nobody knows");
        Set<String> reasons = new TreeSet<>();
        for (Reason reason : Reason.values()) {
            reasons.add(reason.name());
        }
        assertEquals(reasons, all("\"reason\":\"(\\w+)\"", seen.get("show rejected --json")));
    }

    private static Set<String> all(String pattern, byte[] text) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(new String(text, StandardCharsets.UTF_8));
        while (matcher.find()) {
            all.add(matcher.groupCount() == 2 ? matcher.group(1) + " " + matcher.group(2) : matcher.group(1));
        }
        return all;
    }

    private static Set<String> without(List<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** What a verb said on both of its streams, and its exit code. */
    private record Said(int code, String text) {
        byte[] bytes() {
            return CanaryTest.bytes(text);
        }
    }

    private static Said rollcall(String... args) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        CommandLine commandLine = Rollcall.commandLine().setOut(writer).setErr(writer);
        return new Said(commandLine.execute(args), said.toString());
    }

    private static byte[] show(Path config, String what) {
        List<String> args = new ArrayList<>(List.of("--config", config.toString(), "show"));
        args.addAll(List.of(what.split(" ")));
        Said said = rollcall(args.toArray(String[]::new));
        assertEquals(0, said.code(), said.text());
        return said.bytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
