package dev.rollcall.stack.demo;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.LiveMonitor;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.meters.MeterNames;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.Policies;
import dev.rollcall.replay.Replay;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.MeterPage;
import dev.rollcall.stack.Progress;
import dev.rollcall.stack.Settling;
import dev.rollcall.stack.TemporaryFolder;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Yaml;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The story through a real broker, a real registry and the monitor under Kafka Streams, exactly once. */
final class ThroughKafka implements Live {
    private static final String CONFIGURATION = "rollcall.yaml";
    private static final int PARTITIONS = 4;
    private static final int THREADS = 2;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Onlooker onlooker;

    /** Is shown the monitor while it runs. */
    interface Onlooker {

        /** Before the first event is sent. */
        default void begins(LiveMonitor monitor, Configuration configuration) {}

        /** When the monitor has come to the end of the story. */
        default void ends(LiveMonitor monitor) {}
    }

    ThroughKafka() {
        this(new Onlooker() {});
    }

    ThroughKafka(Onlooker onlooker) {
        this.onlooker = onlooker;
    }

    @Override
    public Told run(String policy, List<EventLine> events, Replay offline, boolean headless, PrintWriter out) {
        Page page = new Page(out);
        page.title("Live, through Kafka");
        out.flush();
        long begun = System.nanoTime();
        TemporaryFolder folder = TemporaryFolder.create();
        Deque<AutoCloseable> parts = new ArrayDeque<>(List.of(folder));
        try {
            LocalStack stack = LocalStack.start(new DownloadProgress(headless, out));
            parts.push(stack);
            page.text("A broker (KRaft) and a schema registry (Apicurio) of this machine's own were up after %s."
                    .formatted(seconds(begun)));
            out.flush();
            return watch(stack, folder.path(), policy, events, offline, page, out, parts);
        } catch (InterruptedException e) {
            stop(parts);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected to watch to the end, but was interrupted", e);
        } catch (RuntimeException e) {
            stop(parts);
            throw e;
        }
    }

    /** Ends the parts, the last started first. */
    private static void stop(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("Expected all to stop, but met " + e, e);
            }
        }
    }

    private Told watch(
            LocalStack stack,
            Path folder,
            String policy,
            List<EventLine> events,
            Replay offline,
            Page page,
            PrintWriter out,
            Deque<AutoCloseable> parts)
            throws InterruptedException {
        Configuration configuration = configuration(stack, folder);
        Connections connections = new Connections(configuration);
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        DirectiveWriter directives = new DirectiveWriter(connections, PARTITIONS);
        parts.push(directives);
        directives.publish(policy, Instant.EPOCH);
        long begun = System.nanoTime();
        LiveMonitor monitor = stack.closeFirst(LiveMonitor.start(configuration, false, message -> page.text(message)));
        parts.push(monitor);
        URI address = URI.create("http://127.0.0.1:%d/".formatted(monitor.port()));
        page.text("The monitor runs exactly once, on %d partitions and %d threads; meters: %smetrics"
                .formatted(PARTITIONS, THREADS, address));
        page.text("Watch it count in a browser: %s".formatted(address));
        out.flush();
        onlooker.begins(monitor, configuration);
        Instant end = send(events, connections, directives);
        Settling settling = new Settling(monitor, configuration, PARTITIONS, directives);
        settling.at(end, LONGEST);
        Ledger story = Ledger.of(monitor.meters().tasks().values());
        page.text("All was sent as Avro and judged within %s: %s.".formatted(seconds(begun), story));
        out.flush();
        onlooker.ends(monitor);
        Policies policies = RuleBook.read(Yaml.versions(policy, "policy")).policies();
        BadRecords bad = BadRecords.send(connections, policies, PARTITIONS, end);
        settling.at(end.plusMillis(2), LONGEST);
        Ledger all = Ledger.of(monitor.meters().tasks().values());
        long dropped = dropped(monitor);
        try (OutcomeReader outcomes = new OutcomeReader(connections)) {
            Collection<Published> alerts =
                    outcomes.latest(connections.topics().alerts()).values();
            Collection<Published> figures =
                    outcomes.latest(connections.topics().figures()).values();
            boolean same = Comparison.with(offline).tell(figures, alerts, page);
            Map<String, Published> rejections =
                    outcomes.latest(connections.topics().rejected());
            page.title(BadRecords.TITLE);
            boolean asExpected = bad.tell(
                    new BadRecords.Found(rejections, alerts, figures, all.duplicate() - story.duplicate()),
                    all,
                    dropped,
                    page);
            boolean good = same && asExpected && all.read() == story.read() + bad.size();
            return new Told(good, address, folder.resolve(CONFIGURATION), () -> stop(parts));
        }
    }

    /** How many records Kafka Streams has dropped in silence, as the monitor's meters tell. */
    private static long dropped(LiveMonitor monitor) throws InterruptedException {
        try {
            return MeterPage.at(MeterPage.of(monitor.port())).sum(MeterNames.STREAMS_DROPPED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration of the story's monitor, as a file in {@code folder}, so that other verbs can be asked about the story. */
    private static Configuration configuration(LocalStack stack, Path folder) {
        Path key = folder.resolve("demo.key");
        String yaml =
                """
                kafka:
                  bootstrap.servers: "%s"
                registry:
                  url: "%s"
                key-file: "%s"
                state-dir: "%s"
                threads: %d
                topics:
                  replication: 1
                http:
                  port: 0
                """.formatted(stack.bootstrapServers(), stack.registryUrl(), key, folder.resolve("state"), THREADS);
        try {
            Files.write(key, "a key for a demo".getBytes(StandardCharsets.US_ASCII));
            Files.writeString(folder.resolve(CONFIGURATION), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Configuration.read(folder.resolve(CONFIGURATION), Map.of());
    }

    /** Sends the events in order with a tick before each new day; returns the time just behind the last. */
    private static Instant send(List<EventLine> events, Connections connections, DirectiveWriter directives) {
        Instant last = Instant.EPOCH;
        LocalDate day = LocalDate.EPOCH;
        try (EventWriter writer = new EventWriter(connections)) {
            for (EventLine event : events) {
                last = event.appendedAt().isAfter(last) ? event.appendedAt() : last;
                if (LocalDate.ofInstant(last, ZoneOffset.UTC).isAfter(day)) {
                    day = LocalDate.ofInstant(last, ZoneOffset.UTC);
                    directives.tick(last);
                }
                writer.send(event.event(), event.appendedAt());
            }
            writer.flush();
        }
        return last.plusMillis(1);
    }

    private static String seconds(long sinceNanos) {
        return "%.1f s".formatted((System.nanoTime() - sinceNanos) / 1e9);
    }

    /** Tells of the one download that the first run makes. */
    private static final class DownloadProgress implements Progress {
        private static final long MEBIBYTE = 1024 * 1024;

        private final boolean headless;
        private final PrintWriter out;
        private long toldPercent = -1;

        DownloadProgress(boolean headless, PrintWriter out) {
            this.headless = headless;
            this.out = out;
        }

        @Override
        public synchronized void at(long done, long total) {
            long percent = total <= 0 ? 0 : done * 100 / total;
            if (toldPercent < 0) {
                out.printf("   Fetching the schema registry, %d MB, once.%n", total / MEBIBYTE);
            }
            long step = headless ? 25 : 1;
            if (percent / step > toldPercent / step || toldPercent < 0) {
                toldPercent = percent;
                out.printf(headless ? "   %d%%%n" : "   %d%%\r", percent);
                out.flush();
            }
        }
    }
}
