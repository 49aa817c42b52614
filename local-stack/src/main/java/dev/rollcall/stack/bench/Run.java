package dev.rollcall.stack.bench;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.EventWriter;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.model.AlertState;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.TemporaryFolder;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.SchemaSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** One run of the benchmark, from the making of the events to the report. */
final class Run {
    private static final int PARTITIONS = 4;
    private static final int THREADS = 2;
    private static final int TICKS = 4;
    private static final String MAIN = "bench.";
    private static final String FIRST_ONLY = "bench-first.";
    private static final String LATENCY = "bench-latency.";
    /** One in so many events is for the naive aggregate: what it gets through within some ten seconds. */
    private static final long NAIVE_SHARE = 22;

    private final LocalStack stack;
    private final TemporaryFolder folder;
    private final Workload workload;
    private final int rounds;
    private final AlertLatency latency;
    private final Set<Part> parts;
    private final @Nullable Path recording;
    private final Report report;
    /** More would not fit into a candidate's heap beside what is remembered of them. */
    private static final long MOST_JUDGED = 200_000;

    private final CandidateJvms jvms;
    private final Path key;

    /**
     * @param parts what to measure besides throughput
     * @param recording where to keep the flight recording; null where it is not wanted
     */
    Run(
            LocalStack stack,
            TemporaryFolder folder,
            Workload workload,
            int rounds,
            AlertLatency latency,
            Set<Part> parts,
            @Nullable Path recording,
            Report report) {
        this.stack = stack;
        this.folder = folder;
        this.workload = workload;
        this.rounds = rounds;
        this.latency = latency;
        this.parts = parts;
        this.recording = recording;
        this.report = report;
        this.jvms = new CandidateJvms(folder.folder("candidates"));
        this.key = folder.path().resolve("bench.key");
    }

    /**
     * Measures and tells everything.
     *
     * @throws WrongAnswerException where a candidate counted wrong
     */
    void all() throws InterruptedException {
        writeKey();
        report.machine(rounds);
        Truth truth = prepare(naiveEvents());
        report.workload(workload, truth);
        report.naive(naiveEvents());

        Map<String, String> last = Map.of();
        for (int round = 1; round <= rounds; round++) {
            report.round(Candidate.PLAIN, plain(truth));
            report.round(Candidate.NAIVE, naive(truth, round));
            last = settings(MAIN, "monitor-" + round);
            report.round(Candidate.MONITOR, monitor(truth, last));
            if (parts.contains(Part.REPLAY)) {
                report.round(Candidate.REPLAY, replay(Candidate.REPLAY, truth));
            }
        }
        report.medians();
        if (parts.contains(Part.RESTORE)) {
            report.restored(restored(last), truth.children());
        }
        if (parts.contains(Part.MEMORY)) {
            report.memory(jvms.run(Candidate.MEMORY, 0, Map.of()));
        }
        if (parts.contains(Part.JUDGING)) {
            report.judging(jvms.run(Candidate.JUDGING, Math.min(workload.events(), MOST_JUDGED), Map.of()));
        }
        if (parts.contains(Part.LATENCY)) {
            report.latency(latency());
        }
        if (parts.contains(Part.PROFILE)) {
            report.profile(profile(truth));
        }
    }

    /**
     * Measures and tells a replay of all events, read in as many passes as its heap asks for.
     *
     * @throws WrongAnswerException where it counted wrong
     */
    void wholeHistory() throws InterruptedException {
        writeKey();
        report.machine(1);
        Truth truth = prepare(0);
        report.workload(workload, truth);
        report.history(replay(Candidate.HISTORY, truth));
    }

    private void writeKey() {
        try {
            Files.write(key, "the benchmark's key of 32 bytes.".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long naiveEvents() {
        return Math.max(workload.events() / NAIVE_SHARE, Math.min(workload.events(), 1000));
    }

    private Map<String, String> settings(String prefix, String application) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", stack.bootstrapServers());
        settings.put("registry.url", stack.registryUrl());
        settings.put("key-file", key.toString());
        settings.put("state-dir", folder.path().resolve("state-" + application).toString());
        settings.put("instance-id", "bench");
        settings.put("application-id", application);
        settings.put("threads", String.valueOf(THREADS));
        settings.put("topics.prefix", prefix);
        settings.put("topics.replication", "1");
        settings.put("http.port", "0");
        settings.put(WholeMonitor.PARTITIONS, String.valueOf(PARTITIONS));
        settings.put(WholeMonitor.LAST_TICK, String.valueOf(Workload.END.toEpochMilli()));
        return settings;
    }

    private Connections connections(String prefix) {
        return new Connections(Configuration.of(settings(prefix, "writer")));
    }

    /** Writes all events, with a tick at each quarter, and the first {@code naive} of them once more for the naive aggregate. */
    private Truth prepare(long naive) {
        Connections all = ready(MAIN);
        Connections first = ready(FIRST_ONLY);
        try (DirectiveWriter directives = new DirectiveWriter(all, PARTITIONS);
                EventWriter writer = new EventWriter(all);
                EventWriter ofFirst = new EventWriter(first)) {
            directives.publish(
                    BenchPolicy.yaml(IntStream.range(0, workload.bodies())
                            .mapToObj(Workload::body)
                            .toList()),
                    Instant.EPOCH);
            Truth truth = workload.tell(naive, (number, event) -> {
                if (number % Math.max(1, workload.events() / TICKS) == 0) {
                    directives.tick(event.at());
                }
                writer.send(event, event.at());
                if (number < naive) {
                    ofFirst.send(event, event.at());
                }
            });
            writer.flush();
            ofFirst.flush();
            directives.tick(workload.end());
            return truth;
        }
    }

    /** The connections to topics of their own, which are there then. */
    private Connections ready(String prefix) {
        Connections connections = connections(prefix);
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        return connections;
    }

    private Measured plain(Truth truth) throws InterruptedException {
        Measured measured = jvms.run(Candidate.PLAIN, workload.events(), settings(MAIN, "plain"));
        Truth.check("the tokens that the plain consumer reads", truth.named(), (long) measured.get(Measured.NAMED));
        return measured;
    }

    private Measured naive(Truth truth, int round) throws InterruptedException {
        Measured measured = jvms.run(Candidate.NAIVE, naiveEvents(), settings(FIRST_ONLY, "naive-" + round));
        Truth.check("the naive aggregate", truth.ofFirst(), measured.counts("children "));
        return measured;
    }

    private Measured monitor(Truth truth, Map<String, String> settings, String... options) throws InterruptedException {
        forgetOutcomes();
        Measured measured = jvms.run(Candidate.MONITOR, workload.events(), settings, options);
        Truth.check("the events that the monitor read", workload.events(), (long) measured.get("read"));
        Truth.check("the events that the monitor applied", workload.events(), (long) measured.get("applied"));
        Connections connections = connections(MAIN);
        try (OutcomeReader outcomes = new OutcomeReader(connections)) {
            Truth.check(
                    "the monitor",
                    truth.ofAll(),
                    children(outcomes.latest(connections.topics().figures())));
            Truth.check(
                    "the alerts of months above the limit",
                    truth.above(BenchPolicy.MOST_CHILDREN),
                    breaches(outcomes.latest(connections.topics().alerts())));
        }
        return measured;
    }

    private Measured replay(Candidate candidate, Truth truth) throws InterruptedException {
        Measured measured = jvms.run(candidate, workload.events(), settings(MAIN, "replay"));
        Truth.check("the events that the replay applied", workload.events(), (long) measured.get("applied"));
        Truth.check("the replay", truth.ofAll(), measured.counts("children "));
        return measured;
    }

    private static Map<String, Long> children(Map<String, Published> figures) {
        Map<String, Long> counts = new TreeMap<>();
        for (Published published : figures.values()) {
            if (published instanceof FigureLine figure
                    && figure.basis().equals("children")
                    && figure.agreementId() == null
                    && Workload.MONTHS.contains(figure.window())) {
                counts.put(Truth.key(figure.entity(), figure.window()), figure.count());
            }
        }
        return counts;
    }

    private static long breaches(Map<String, Published> alerts) {
        return alerts.values().stream()
                .filter(published -> published instanceof AlertLine alert
                        && alert.state() == AlertState.RAISED
                        && alert.rule().startsWith(BenchPolicy.MONTHLY)
                        && "100".equals(alert.band()))
                .count();
    }

    /** Makes what the monitor publishes into anew, so that what is found there is of this round. */
    private void forgetOutcomes() throws InterruptedException {
        Connections connections = connections(MAIN);
        List<String> outcomes = List.of(
                connections.topics().alerts().name(),
                connections.topics().figures().name(),
                connections.topics().rejected().name());
        try (Admin admin = connections.admin()) {
            admin.deleteTopics(outcomes).all().get();
            while (admin.listTopics().names().get().stream().anyMatch(outcomes::contains)) {
                Thread.sleep(5);
            }
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Expected the topics of outcomes to be made anew, but they were not", e);
        }
    }

    private Measured restored(Map<String, String> lastMonitor) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(lastMonitor);
        settings.put("state-dir", folder.path().resolve("state-restored").toString());
        Measured measured = jvms.run(Candidate.RESTORE, workload.events(), settings);
        Truth.check("the events that memory holds after a restart", workload.events(), (long) measured.get("applied"));
        return measured;
    }

    private AlertLatency.Result latency() throws InterruptedException {
        ready(LATENCY);
        Map<String, String> monitors = settings(LATENCY, "watch");
        Map<String, String> senders = new HashMap<>(monitors);
        senders.put("kafka.linger.ms", "0");
        return latency.measure(Configuration.of(senders), PARTITIONS, jvms, monitors);
    }

    /** One more run of the monitor, which is recorded and not among the rounds. */
    private Profile profile(Truth truth) throws InterruptedException {
        Path file = recording == null ? folder.path().resolve("monitor.jfr") : recording.toAbsolutePath();
        Measured unused = monitor(
                truth,
                settings(MAIN, "profiled"),
                "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file,
                "-Xlog:jfr*=off");
        return Profile.of(file);
    }
}
