package dev.rollcall.stack.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.LiveComparison;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.app.cli.ExitCode;
import dev.rollcall.app.meters.MeterNames;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Reason;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.SameAsLive;
import dev.rollcall.replay.Scope;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.MeterPage;
import dev.rollcall.stack.Outages;
import dev.rollcall.stack.SharedStack;
import dev.rollcall.stack.crash.MonitorProcess.Moment;
import dev.rollcall.wire.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever befalls the monitor while events keep coming, what it has said in the end, read committed, is what it would have
 * said undisturbed: the same figures and standing alerts, each revision once, a ledger that balances, nothing dropped.
 *
 * <p>How fast it is back is printed, and judged by nobody here: it depends on the machine.
 */
@Timeout(1800)
@ExtendWith(SharedStack.class)
class CrashTest {
    /** How many kills; the build server asks for 50, and for all else that is not asked by default. */
    private static final int KILLS = Integer.getInteger("rollcall.crashes", 2);

    private static final String ASKED_FOR = "[1-9]\\d+";
    private static final long SEED = Long.getLong("rollcall.crashes.seed", System.nanoTime());
    private static final int EVENTS_A_SECOND = Integer.getInteger("rollcall.crashes.load", 60);
    private static final int MOST_ACKNOWLEDGED = 400;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration REGISTRY_AWAY = Duration.ofSeconds(Integer.getInteger("rollcall.crashes.away", 120));

    private static final String POLICY = """
            policy: crashes
            version: 1
            from: 2011-01-01
            zone: Europe/London
            lateness: 400 days
            bodies:
              home-office:  { name: Home Office, kind: law-enforcement, group: the-law }
              north-police: { name: North Police, kind: law-enforcement, group: the-law }
              daily-news:   { name: The Daily News, kind: press }
              uni-east:     { name: University of the East, kind: research }
              charity-7:    { name: Charity 7, kind: charity }
            agreements:
              mou-1:
                name: First memorandum
                body: home-office
                from: 2015-10-01
                categories: [name, address, postcode]
                limits:
                  first-children-month: { count: children, per: month, at-most: 20, warn-at: [50%, 80%] }
                  first-children-life:  { count: children, per: agreement, at-most: 300, warn-at: [80%] }
              mou-2:
                name: Second memorandum
                body: north-police
                from: 2015-06-01
                until: 2016-09-30
                limits:
                  second-asked-quarter: { count: asked, per: quarter, at-most: 100 }
            limits:
              press-children-30-days:
                { for: { kinds: [press, charity] }, count: children, per: 30 days, at-most: 40, warn-at: [80%] }
              law-children-month: { for: { groups: [the-law] }, count: children, per: month, at-most: 30 }
              records-day:  { for: { bodies: [uni-east, north-police] }, count: records, per: day, at-most: 25 }
              answers-year: { for: { kinds: [law-enforcement] }, count: answered, per: academic-year, at-most: 500 }
            field-rules:
              locates-a-child: { severity: high, all-of: [address, attendance-date] }
              names-to-press:  { severity: critical, any-of: [name, date-of-birth], released-to: [press] }
            periods:
              pq-1: { from: 2015-12-01, to: 2016-03-31 }
            detectors:
              new-combination: { type: novelty, severity: warning, after-events: 5 }
            """;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Speeds speeds = new Speeds();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** How a life of the monitor ended. */
    private enum End {
        KILLED("a kill"),
        HALTED("a kill between first send and commit"),
        STOPPED("a clean stop");

        private final String text;

        End(String text) {
            this.text = text;
        }
    }

    @BeforeEach
    void tellTheSeed(TestInfo test) {
        System.out.printf(
                "crashes: %s, seed %d%n", test.getTestMethod().orElseThrow().getName(), SEED);
    }

    @AfterEach
    void closeAll() throws Exception {
        System.out.print(speeds);
        Collections.reverse(toClose);
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closing(T each) {
        toClose.add(each);
        return each;
    }

    @Test
    void killedAtAnyMomentItSaysWhatAnUndisturbedRunSays(LocalStack stack) throws Exception {
        // Given
        Installation installation = closing(new Installation(stack, "killed-", folder, POLICY));
        EventFeed feed = feed(installation, stack);
        List<End> ends = new ArrayList<>(Collections.nCopies(KILLS, End.KILLED));
        Collections.fill(ends.subList(0, (KILLS * 3 + 9) / 10), End.HALTED);
        Collections.shuffle(ends, random);

        // When
        int betweenSendAndCommit = 0;
        End before = null;
        for (int life = 0; life < ends.size(); life++) {
            End end = ends.get(life);
            MonitorProcess monitor = closing(
                    end == End.HALTED
                            ? installation.start(
                                    "a", "-D" + SendWatch.HALT_AFTER + "=" + (1 + random.nextInt(MOST_ACKNOWLEDGED)))
                            : installation.start("a"));
            if (end == End.HALTED) {
                assertTrue(monitor.endsWithin(PATIENCE), monitor::lastWords);
                assertEquals(SendWatch.HALTED, monitor.exitCode(), monitor::lastWords);
                if (installation.openTransactions().isEmpty()) {
                    ends.add(End.HALTED); // it had not come to the broker: once more
                    assertTrue(ends.size() < 2 * KILLS + 5, "too few ended amid a transaction");
                } else {
                    betweenSendAndCommit++;
                }
            } else {
                letLiveAWhile(monitor);
                monitor.kill();
            }
            note(monitor, before);
            before = end;
        }
        MonitorProcess last = closing(installation.start("a"));
        last.await(Moment.FIRST_SEND, PATIENCE);
        note(last, before);
        List<String> lines = feed.stop();

        // Then
        System.out.printf(
                "crashes: %d lives ended by force, %d of them between first send and commit; %d events%n",
                ends.size(), betweenSendAndCommit, lines.size());
        OfflineReplay replay = replay(lines);
        OracleResult found = settle(installation, last, replay);
        OracleResult undisturbed = undisturbed(stack, lines, replay);
        assertEquals(List.of(), undisturbed.differences(found), "from the undisturbed run, seed " + SEED);
        assertEquals((KILLS * 3 + 9) / 10, betweenSendAndCommit);
    }

    /** Waits a while of random length: mostly amid processing, one time in four from the start of the program on. */
    private void letLiveAWhile(MonitorProcess monitor) throws InterruptedException, TimeoutException {
        long millis;
        if (random.nextInt(4) == 0) {
            millis = random.nextInt(3000);
        } else {
            monitor.await(Moment.FIRST_SEND, PATIENCE);
            millis = random.nextInt(1000);
        }
        assertFalse(monitor.endsWithin(Duration.ofMillis(millis)), monitor::lastWords);
    }

    @Test
    @EnabledIfSystemProperty(named = "rollcall.crashes", matches = ASKED_FOR)
    void stoppedAndStartedAgainItLeavesNothingOpen(LocalStack stack) throws Exception {
        // Given
        Installation installation = closing(new Installation(stack, "stopped-", folder, POLICY));
        EventFeed feed = feed(installation, stack);

        // When
        End before = null;
        for (int stop = 0; stop < 6; stop++) {
            MonitorProcess monitor = closing(installation.start("a"));
            monitor.await(Moment.FIRST_SEND, PATIENCE);
            // every other time at once: then some of its threads are still on their way
            int millis = stop % 2 == 0 ? 0 : random.nextInt(1500);
            assertFalse(monitor.endsWithin(Duration.ofMillis(millis)), monitor::lastWords);
            note(monitor, before);
            stopInOrder(monitor, installation);
            before = End.STOPPED;
        }
        MonitorProcess last = closing(installation.start("a"));
        last.await(Moment.FIRST_SEND, PATIENCE);
        note(last, before);

        // Then
        settle(installation, last, replay(feed.stop()));
    }

    @Test
    @EnabledIfSystemProperty(named = "rollcall.crashes", matches = ASKED_FOR)
    void aBrokerThatStopsAndStartsIsWaitedFor(LocalStack stack) throws Exception {
        // Given
        Installation installation = closing(new Installation(stack, "broker-", folder, POLICY));
        EventFeed feed = feed(installation, stack);
        MonitorProcess monitor = closing(installation.start("a"));
        monitor.await(Moment.FIRST_SEND, PATIENCE);

        // When
        for (int outage = 0; outage < 2; outage++) {
            assertFalse(monitor.endsWithin(Duration.ofMillis(1000 + random.nextInt(1000))), monitor::lastWords);
            Outages.stopBroker(stack);
            try {
                assertFalse(monitor.endsWithin(Duration.ofMillis(random.nextInt(5000))), monitor::lastWords);
            } finally {
                Outages.startBroker(stack);
            }
            noteUntilCaughtUp("from a broker's return until caught up", installation, monitor);
        }

        // Then
        settle(installation, monitor, replay(feed.stop()));
    }

    @Test
    @EnabledIfSystemProperty(named = "rollcall.crashes", matches = ASKED_FOR)
    void aRegistryThatIsAwayIsWaitedForAndNothingIsSkipped(LocalStack stack) throws Exception {
        // Given
        Installation installation = closing(new Installation(stack, "registry-", folder, POLICY));
        EventFeed feed = feed(installation, stack);
        MonitorProcess monitor = closing(installation.start("a"));
        monitor.await(Moment.FIRST_SEND, PATIENCE);
        Map<EventType, Integer> newer = feed.registerNewerSchemas(stack.registryUrl());

        // When
        Outages.stopRegistry(stack);
        try {
            installation.awaitAllProcessed(monitor, PATIENCE); // what is known needs no registry
            feed.sendUnder(newer);
            assertFalse(monitor.endsWithin(REGISTRY_AWAY), monitor::lastWords);
            long waiting = installation.unprocessed();
            assertTrue(
                    waiting > REGISTRY_AWAY.toSeconds() * EVENTS_A_SECOND / 2,
                    "only " + waiting + " events wait; the others were not waited for");
        } finally {
            Outages.startRegistry(stack);
        }
        noteUntilCaughtUp("from a registry's return until caught up", installation, monitor);

        // Then
        settle(installation, monitor, replay(feed.stop()));
    }

    @Test
    @EnabledIfSystemProperty(named = "rollcall.crashes", matches = ASKED_FOR)
    void twoInstancesTakeOverFromOneAnother(LocalStack stack) throws Exception {
        // Given
        Installation installation = closing(new Installation(stack, "two-", folder, POLICY));
        EventFeed feed = feed(installation, stack);
        MonitorProcess first = closing(installation.start("a"));
        first.await(Moment.FIRST_SEND, PATIENCE);

        // When
        MonitorProcess second = closing(installation.start("b"));
        second.await(Moment.FIRST_SEND, PATIENCE);
        assertFalse(second.endsWithin(Duration.ofMillis(random.nextInt(1000))), second::lastWords);
        first.kill();
        noteUntilCaughtUp("from a kill of one of two until the other caught up", installation, second);
        MonitorProcess back = closing(installation.start("a"));
        back.await(Moment.FIRST_SEND, PATIENCE);
        assertFalse(back.endsWithin(Duration.ofMillis(random.nextInt(1000))), back::lastWords);
        assertEquals(ExitCode.OK, second.stop(PATIENCE), second::lastWords);
        noteUntilCaughtUp("from a clean stop of one of two until the other caught up", installation, back);

        // Then
        settle(installation, back, replay(feed.stop()));
    }

    private EventFeed feed(Installation installation, LocalStack stack) {
        return closing(EventFeed.start(installation, stack.bootstrapServers(), SEED & 0xFFFF, EVENTS_A_SECOND));
    }

    /** Notes how long a life took to get going, by how the one before had ended: it was started at once. */
    private void note(MonitorProcess monitor, End before) {
        Optional<Long> firstSend = monitor.when(Moment.FIRST_SEND);
        Optional<Long> streams = monitor.when(Moment.STREAMS_STARTED);
        long started = monitor.when(Moment.PROGRAM_STARTED).orElseThrow();
        streams.ifPresent(then -> speeds.add("from the start of the program to that of Kafka Streams", started, then));
        if (before != null && firstSend.isPresent()) {
            speeds.add(
                    "after " + before.text + ", from the program's start to the first record",
                    started,
                    firstSend.get());
            speeds.add(
                    "after " + before.text + ", from Kafka Streams' start to the first record",
                    streams.orElseThrow(),
                    firstSend.get());
        }
    }

    private void noteUntilCaughtUp(String what, Installation installation, MonitorProcess monitor) throws Exception {
        long since = System.nanoTime();
        installation.awaitAllProcessed(monitor, PATIENCE);
        speeds.add(what, since, System.nanoTime());
    }

    /** Stops it as an operator does: it says that all is well and leaves no transaction open. */
    private void stopInOrder(MonitorProcess monitor, Installation installation) throws Exception {
        long asked = System.nanoTime();
        assertEquals(ExitCode.OK, monitor.stop(PATIENCE), monitor::lastWords);
        speeds.add("from a request to stop to the end of the program", asked, System.nanoTime());
        assertEquals(List.of(), installation.openTransactions(), monitor::lastWords);
    }

    /** What is to be said of {@code lines} by now. */
    private static OfflineReplay replay(List<String> lines) {
        return new OfflineReplay(POLICY, "policy", Pseudonymiser.fixed(), problem -> {})
                .run(lines.iterator(), "events", Instant.now());
    }

    /** Lets the monitor come to the end of its inputs, stops it, and holds what it said against a replay of them. */
    private OracleResult settle(Installation installation, MonitorProcess monitor, OfflineReplay replay)
            throws Exception {
        installation.awaitAllProcessed(monitor, PATIENCE);
        MeterPage page = monitor.page();
        stopInOrder(monitor, installation);

        checkLedger(installation, page, replay);
        OracleResult expected = OracleResult.read(replay.alerts(), replay.figures());
        OracleResult found = installation.result();
        assertTrue(expected.alerts().size() > 10 && expected.figures().size() > 100, "too little to compare");
        assertEquals(List.of(), expected.differences(found), "from the replay, seed " + SEED);
        holdAgainstTopics(installation);
        return found;
    }

    /** What was said must be found again in the topics themselves. */
    private static void holdAgainstTopics(Installation installation) {
        TopicHistory topics = new TopicHistory(installation.connections(), 2, TopicHistory.Progress.UNHEARD);
        HistoryReplay replay = new HistoryReplay(topics.policies(), "published policy", topics.partitions(), 2);
        Recount recount = replay.recount(topics, Scope.until(topics.lastTick()), topics.lastTick(), 2);
        SameAsLive beside = new LiveComparison(installation.connections()).with(recount);
        assertEquals(List.of(), beside.differences(), "from a replay of the topics, seed " + SEED);
    }

    private static void checkLedger(Installation installation, MeterPage page, OfflineReplay replay) throws Exception {
        for (MeterPage.Sample balance : page.of(MeterNames.BALANCE)) {
            assertEquals(0, balance.value(), () -> balance.toString());
        }
        assertEquals(0, page.sum(MeterNames.STREAMS_DROPPED));
        assertFalse(page.of(MeterNames.STREAMS_DROPPED).isEmpty());
        for (Topic<?> input : installation.topics().inputs()) {
            Map<Integer, Long> read = new TreeMap<>();
            page.of(MeterNames.READ).stream()
                    .filter(sample -> sample.labels().get("topic").equals(input.name()))
                    .forEach(sample ->
                            read.put(Integer.valueOf(sample.labels().get("partition")), Math.round(sample.value())));
            Map<Integer, Long> sent = new TreeMap<>();
            installation.ends(input.name()).forEach((partition, end) -> sent.put(partition.partition(), end));
            assertEquals(sent, read, input.name());
        }
        Collection<EventLedger.Line> ledger = replay.replay().ledger().values();
        assertEquals(ledger.stream().mapToLong(EventLedger.Line::applied).sum(), page.sum(MeterNames.APPLIED));
        assertEquals(ledger.stream().mapToLong(EventLedger.Line::duplicate).sum(), page.sum(MeterNames.DUPLICATE));
        for (Reason reason : Reason.values()) {
            assertEquals(
                    ledger.stream().mapToLong(line -> line.rejected(reason)).sum(),
                    page.of(MeterNames.REJECTED).stream()
                            .filter(sample -> sample.labels().get("reason").equals(reason.name()))
                            .mapToLong(sample -> Math.round(sample.value()))
                            .sum(),
                    reason.name());
        }
        assertEquals(page.sum(MeterNames.REJECTED), installation.rejected());
    }

    /** What a monitor says of the same events when nothing happens to it. */
    private OracleResult undisturbed(LocalStack stack, List<String> lines, OfflineReplay replay) throws Exception {
        Installation installation = closing(new Installation(stack, "undisturbed-", folder, POLICY));
        EventFeed.sendAll(installation, stack.bootstrapServers(), lines);
        MonitorProcess monitor = closing(installation.start("a"));
        return settle(installation, monitor, replay);
    }
}
