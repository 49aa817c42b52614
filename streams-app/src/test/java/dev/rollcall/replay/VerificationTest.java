package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.detect.EveryDetector;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Event;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stretch;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.monitor.RecordSet;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.policy.Policies;
import dev.rollcall.wire.AlertLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The records that an alert names lead to it again, and whatever was done to them is found out. */
class VerificationTest {
    private static final int HISTORIES = Integer.getInteger("rollcall.histories", 14);
    private static final int PARTITIONS = 2;
    private static final int SAMPLE = 30;

    @Test
    void everyAlertIsFoundAgainByTheRecordsThatItNames() {
        Map<String, Integer> named = new TreeMap<>();
        Map<String, Integer> unnamed = new TreeMap<>();
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = EveryDetector.in(Histories.random(seed));
            OracleHistory records = OracleHistory.of(history, PARTITIONS);
            verifyAll(recount(history, records), history, records, "seed " + seed, named, unnamed);
        }
        System.out.println("Alerts that name their records: " + named + "\nand that do not: " + unnamed);
        for (String detector : List.of(
                "agreement", "approval", "baseline", "feed", "fields", "limit", "novelty", "overdue", "ratio")) {
            assertTrue(named.containsKey(detector), detector + " in " + named);
        }
        assertEquals(
                List.of(),
                unnamed.keySet().stream()
                        .filter(kind -> !kind.startsWith("feed ") && !kind.equals("late") && !kind.equals("future"))
                        .toList());
    }

    /** With a tick before each record, as offline: alerts are revised often, and name what they rested on then. */
    @Test
    void soIsEveryAlertThatWasToldWhileTimePassed() {
        for (long seed = 100; seed < 100 + HISTORIES / 2; seed++) {
            History history = EveryDetector.in(Histories.random(seed));
            OfflineReplay replay =
                    new OfflineReplay(history.policyYaml(), "policy", Pseudonymiser.fixed(), problem -> {});
            replay.run(history.ndjsonLinesInArrivalOrder().iterator(), "events", history.asOf());
            List<Alert> standing = replay.replay().alerts().stream()
                    .filter(alert -> alert.state() != AlertState.RETRACTED)
                    .toList();
            verifyAll(
                    standing, history, OracleHistory.of(history, 1), "seed " + seed, new TreeMap<>(), new TreeMap<>());
        }
    }

    private static void verifyAll(
            Collection<Alert> alerts,
            History history,
            OracleHistory records,
            String what,
            Map<String, Integer> named,
            Map<String, Integer> unnamed) {
        Verification verification = verification(history, policies(history, records), records);
        for (Alert alert : sample(alerts, history.hashCode())) {
            AlertLine line = AlertLine.of(alert);
            assertTrue(line.restsOn().stretches().size() <= RecordSet.MOST);
            if (line.restsOn().stretches().isEmpty()) {
                unnamed.merge(
                        line.entityKind() == EntityKind.FEED ? "feed " + line.rule() : line.rule(), 1, Integer::sum);
                continue;
            }
            named.merge(line.detector(), 1, Integer::sum);
            Verification.Result result = verification.of(line);
            assertEquals(List.of(), result.changes(), () -> what + ": " + line);
            assertTrue(result.finds(line), () -> what + ": " + line + "\nbut found " + result.found());
            assertTrue(
                    result.stillFinds(line),
                    () -> what + ": " + line + "\nwith " + result.since() + " but found " + result.foundWithSince());
        }
    }

    @Test
    void namesTheRecordThatWasAlteredOrIsMissing() {
        int altered = 0;
        int missing = 0;
        for (long seed = 0; seed < HISTORIES / 2; seed++) {
            Random random = new Random(seed);
            History history = Histories.random(seed);
            OracleHistory records = OracleHistory.of(history, PARTITIONS);
            Policies policies = policies(history, records);
            for (Alert alert : sample(recount(history, records), seed)) {
                AlertLine line = AlertLine.of(alert);
                List<Stretch> stretches = line.restsOn().stretches();
                if (stretches.isEmpty()) {
                    continue;
                }
                Stretch stretch = stretches.get(random.nextInt(stretches.size()));
                Origin victim = within(stretch, records, random);
                if (victim != null) {
                    altered += named(
                            RecordChange.Kind.ALTERED,
                            victim,
                            verification(history, policies, records.with(all -> altered(all, victim)))
                                    .of(line));
                    missing += named(
                            RecordChange.Kind.MISSING,
                            victim,
                            verification(history, policies, records.with(all -> without(all, victim)))
                                    .of(line));
                }
            }
        }
        assertTrue(altered > 100 && missing > 100, altered + " altered, " + missing + " missing");
    }

    /** 1 where the victim belongs to the alert, and is named; 0 where it does not belong. */
    private static int named(RecordChange.Kind kind, Origin victim, Verification.Result result) {
        if (result.changes().isEmpty()) {
            return 0;
        }
        assertEquals(List.of(new RecordChange(kind, Evidence.of(victim))), result.changes());
        return 1;
    }

    /** A record between the ends of a stretch whose event was sent once; null where there is none. */
    private static @Nullable Origin within(Stretch stretch, OracleHistory records, Random random) {
        List<Origin> within = records.arrivals().stream()
                .filter(arrival -> arrival.event() != null
                        && records.arrivals().stream()
                                        .filter(other -> arrival.event().equals(other.event()))
                                        .count()
                                == 1)
                .map(Arrival::origin)
                .filter(origin -> isBy(stretch, origin)
                        && origin.offset() >= stretch.firstOffset()
                        && origin.offset() <= stretch.lastOffset())
                .toList();
        return within.isEmpty() ? null : within.get(random.nextInt(within.size()));
    }

    /** Leaves a record out while the alert is counted, and puts it back afterwards. */
    @Test
    void namesTheRecordThatWasAdded() {
        int added = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            History history = Histories.random(seed);
            OracleHistory records = OracleHistory.of(history, PARTITIONS);
            Policies policies = policies(history, records);
            Origin one = records.arrivals()
                    .get(records.arrivals().size() / 2 + random.nextInt(5))
                    .origin();
            OracleHistory others = records.with(all -> without(all, one));
            for (Alert alert : sample(recount(history, others), seed)) {
                AlertLine line = AlertLine.of(alert);
                if (line.restsOn().days() != null
                        && !verification(history, policies, records)
                                .of(line)
                                .changes()
                                .isEmpty()) {
                    added += named(
                            RecordChange.Kind.ADDED,
                            one,
                            verification(history, policies, records).of(line));
                }
            }
        }
        assertTrue(added > 20, added + " added");
    }

    /** What is taken back, or added, after the last record that was counted. */
    @Test
    void looksThroughWhatWasLoggedSince() {
        String line = """
                {"type":"extract","eventId":"e-%d","feed":"f","at":"2016-03-10T10:00:00Z","body":"a","extractId":"x-%d",\
                "records":1,"children":["c%d"]%s,"appendedAt":"2016-04-01T00:%02d:00Z"}""";
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            lines.add(line.formatted(i, i, i, "", i));
        }
        String policy = """
                policy: p
                version: 1
                from: 2016-01-01
                zone: UTC
                bodies: { a: { name: A } }
                limits: { a-month: { for: { bodies: [a] }, count: children, per: month, at-most: 10 } }
                """;
        Instant asOf = Instant.parse("2016-05-01T00:00:00Z");
        History then = new History(List.copyOf(lines), policy, asOf);
        OracleHistory records = OracleHistory.of(then, 1);
        AlertLine alert = recount(then, records).stream()
                .map(AlertLine::of)
                .filter(one -> one.rule().equals("a-month"))
                .findFirst()
                .orElseThrow();

        // the same again is nothing new
        Verification.Result repeated = since(lines, line.formatted(10, 10, 10, "", 20), policy, asOf, alert);
        assertEquals(List.of(), repeated.since());
        assertTrue(repeated.stillFinds(alert));

        Verification.Result more = since(lines, line.formatted(11, 11, 11, "", 20), policy, asOf, alert);
        assertEquals(List.of(11L), more.since().stream().map(Origin::offset).toList());
        assertEquals(List.of(), more.changes());
        assertTrue(more.finds(alert) && !more.stillFinds(alert));
        assertEquals(
                12,
                more.foundWithSince() == null
                        ? 0
                        : more.foundWithSince().finding().observed());

        Verification.Result fewer =
                since(lines, line.formatted(3, 3, 3, ",\"retracts\":true", 20), policy, asOf, alert);
        assertEquals(List.of(11L), fewer.since().stream().map(Origin::offset).toList());
        assertTrue(fewer.finds(alert), "as it was counted");
        assertEquals(null, fewer.foundWithSince(), "but no longer");
    }

    private static Verification.Result since(
            List<String> lines, String more, String policy, Instant asOf, AlertLine alert) {
        List<String> all = new ArrayList<>(lines);
        all.add(more);
        History now = new History(all, policy, asOf);
        OracleHistory records = OracleHistory.of(now, 1);
        return verification(now, policies(now, records), records).of(alert);
    }

    private static boolean isBy(Stretch stretch, Origin origin) {
        return stretch.topic().equals(origin.topic()) && stretch.partition() == origin.partition();
    }

    /** Some of them, since there are many of a kind. */
    private static List<Alert> sample(Collection<Alert> alerts, long seed) {
        List<Alert> sample = new ArrayList<>(alerts);
        Collections.shuffle(sample, new Random(seed));
        return sample.subList(0, Math.min(SAMPLE, sample.size()));
    }

    /** So many events that they cannot be named one by one, with and without an agreement, and others on the same days. */
    @Test
    void whatManyEventsShowRestsOnAllOfTheirDays() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.add("""
                    {"type":"extract","eventId":"e-%d","feed":"f","at":"2016-03-%02dT10:00:00Z","body":"a","extractId":"x-%d",\
                    "records":1,"children":["c%d"],"fields":["Nonsense"]%s,"appendedAt":"2016-04-01T00:00:00Z"}""".formatted(i, 1 + i / 10, i, i, i % 2 == 0 ? ",\"agreementId\":\"mou\"" : ""));
        }
        History history = new History(lines, """
                policy: p
                version: 1
                from: 2016-01-01
                zone: UTC
                bodies: { a: { name: A } }
                agreements: { mou: { name: M, body: a, from: 2016-01-01, purposes: [research], requires: [purpose] } }
                vocabulary: { purposes: [research] }
                """, Instant.parse("2016-05-01T00:00:00Z"));
        OracleHistory records = OracleHistory.of(history, 1);
        Map<String, Integer> named = new TreeMap<>();
        List<Alert> alerts = recount(history, records).stream()
                .filter(alert -> alert.restsOn().days() != null)
                .toList();
        verifyAll(alerts, history, records, "many events", named, new TreeMap<>());
        assertEquals(Map.of("agreement", 2, "feed", 1), named);
    }

    @Test
    void tellsAnotherKeyFromAlteredRecords() {
        History history = Histories.random(1);
        OracleHistory records = OracleHistory.of(history, PARTITIONS);
        Alert alert = recount(history, records).stream()
                .filter(one -> !one.restsOn().stretches().isEmpty())
                .findFirst()
                .orElseThrow();
        Verification other = new Verification(
                records,
                List.of(history.policyYaml()),
                policies(history, records),
                "policy",
                () -> new Pseudonymiser(new byte[16]),
                history.asOf());
        assertFalse(other.isOfOurKey(AlertLine.of(alert)));
        assertTrue(verification(history, policies(history, records), records).isOfOurKey(AlertLine.of(alert)));
    }

    @Test
    void judgesAllThereIsWhereNoRecordsAreNamed() {
        for (long seed = 0; seed < 6; seed++) {
            History history = Histories.random(seed);
            OracleHistory records = OracleHistory.of(history, PARTITIONS);
            Policies policies = policies(history, records);
            for (Alert alert : sample(recount(history, records), seed)) {
                AlertLine line = AlertLine.of(alert);
                if (line.restsOn().stretches().isEmpty()) {
                    Verification.Result result =
                            verification(history, policies, records).of(line);
                    assertFalse(result.complete());
                    assertTrue(result.finds(line), () -> line + "\nbut found " + result.found());
                }
            }
        }
    }

    private static List<Alert> recount(History history, OracleHistory records) {
        return finished(history, records).alerts();
    }

    private static Recount finished(History history, OracleHistory records) {
        HistoryReplay replay =
                new HistoryReplay(List.of(history.policyYaml()), "policy", records.partitions(), Pseudonymiser::fixed);
        records.read(Scope.ALL, replay);
        return replay.finish(history.asOf());
    }

    private static Policies policies(History history, OracleHistory records) {
        return finished(history, records.with(all -> List.of())).policies();
    }

    private static Verification verification(History history, Policies policies, OracleHistory records) {
        return new Verification(
                records, List.of(history.policyYaml()), policies, "policy", Pseudonymiser::fixed, history.asOf());
    }

    private static List<Arrival> without(List<Arrival> all, Origin origin) {
        all.removeIf(arrival -> arrival.origin().equals(origin));
        return all;
    }

    /** One more record was released, or asked about; all else is the same. */
    private static List<Arrival> altered(List<Arrival> all, Origin origin) {
        all.replaceAll(arrival -> arrival.origin().equals(origin) ? altered(arrival) : arrival);
        return all;
    }

    private static Arrival altered(Arrival arrival) {
        Event event = arrival.event();
        assertNotNull(event);
        Event other = new Event(
                event.type(),
                event.eventId(),
                event.feed(),
                event.at(),
                event.retracts(),
                event.stage(),
                event.body(),
                event.requestId(),
                event.extractId(),
                event.agreementId(),
                event.panel(),
                event.purpose(),
                event.lawfulBasis(),
                event.legalGateway(),
                event.caseReference(),
                event.recipient(),
                event.operator(),
                event.channel(),
                event.datasets(),
                event.fields(),
                event.asked() == null ? Long.valueOf(1) : Long.valueOf(event.asked() + 1),
                event.records() + 1,
                event.children(),
                event.childCount(),
                event.retainUntil());
        return new Arrival(
                arrival.origin(),
                arrival.size(),
                arrival.schemaId(),
                arrival.key(),
                arrival.homePartition(),
                other,
                null);
    }
}
