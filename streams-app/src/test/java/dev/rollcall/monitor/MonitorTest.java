package dev.rollcall.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rejection;
import dev.rollcall.model.Stage;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.replay.OfflineReplay;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorTest {
    private static final Instant LOGGED = Instant.parse("2016-03-29T09:30:00Z");
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            lateness: 30 days
            bodies:
              home-office: { name: Home Office, group: immigration }
            limits:
              m: { for: { bodies: [home-office] }, count: children, per: month, at-most: 5 }
            """;
    private static final String SECOND =
            POLICY.replace("version: 1", "version: 2").replace("from: 2016-01-01", "from: 2016-05-01");

    private final Monitor monitor = monitor();
    private long offset;

    MonitorTest() {
        monitor.adopt(POLICY, Instant.EPOCH);
    }

    @Test
    void everyRecordReadIsAppliedADuplicateOrRejected() {
        for (long seed = 0; seed < 30; seed++) {
            // Given
            History history = Histories.random(seed);
            OfflineReplay offline =
                    new OfflineReplay(history.policyYaml(), "policy.yaml", Pseudonymiser.fixed(), problem -> {});

            // When
            offline.run(history.ndjsonLinesInArrivalOrder().iterator(), "events.ndjson", history.asOf());

            // Then
            long read = 0;
            long rejected = 0;
            for (EventLedger.Line line : offline.replay().ledger().values()) {
                read += line.read();
                for (Reason reason : Reason.values()) {
                    rejected += line.rejected(reason);
                }
            }
            assertEquals(history.ndjsonLinesInArrivalOrder().size() - offline.afterAsOf(), read);
            assertEquals(rejected, offline.replay().rejections().size());
        }
    }

    @Test
    void aRetractionAndTheEventItCancelsAreApplied() {
        Event event = event("e-1", LOGGED, false);
        arrive(event);
        arrive(event("e-1", LOGGED, true));
        arrive(event("e-1", LOGGED, true));
        arrive(event);
        EventLedger.Line line = monitor.ledger().line("extracts");
        assertEquals(List.of(2L, 2L, 4L), List.of(line.applied(), line.duplicate(), line.read()));
    }

    @Test
    void checksAreMadeInOrder() {
        // Given an event that is wrong in every way; when each fault is mended, the next is found
        Instant late = LOGGED.minusSeconds(31 * 24 * 3600);
        Event wrong = with(event("e-1", late, false), "jane doe", null);
        Event ofKnownStage = with(event("e-1", late, false), "jane doe", Stage.RELEASED);
        assertEquals(Reason.UNDECODABLE, reason(arrive(null, "other", 1)));
        assertEquals(Reason.UNKNOWN_STAGE, reason(arrive(wrong, "other", 1)));
        assertEquals(Reason.WRONG_KEY, reason(arrive(ofKnownStage, "other", 1)));
        assertEquals(Reason.WRONG_KEY, reason(arrive(ofKnownStage, null, 0)));
        assertEquals(Reason.WRONG_PARTITION, reason(arrive(ofKnownStage, "jane doe", 1)));
        assertEquals(Reason.BAD_ID, reason(arrive(ofKnownStage, "jane doe", 0)));
        assertEquals(Reason.LATE, reason(arrive(event("e-1", late, false), "home-office", 0)));
        assertEquals(null, reason(arrive(event("e-1", LOGGED, false), "home-office", 0)));
        assertEquals(8, monitor.ledger().line("extracts").read());
    }

    @ParameterizedTest
    @CsvSource({
        "2016-03-29T09:35:00Z, ",
        "2016-03-29T09:35:00.001Z, FUTURE",
        "2016-02-28T09:30:00Z, ",
        "2016-02-28T09:29:59.999Z, LATE"
    })
    void tooEarlyAndTooLateAreJudgedToTheMillisecond(Instant at, @Nullable Reason expected) {
        // Thirty days of 24 hours, although the clocks went forward within them
        assertEquals(expected, reason(arrive(event("e-1", at, false))));
    }

    @Test
    void aRejectedEventLeavesNoTraceInIdentityMemory() {
        // Given an event that comes too late, and a retraction of it that does
        Instant at = LOGGED.minusSeconds(31 * 24 * 3600);
        assertEquals(Reason.LATE, reason(arrive(event("e-1", at, false))));
        assertEquals(Reason.LATE, reason(arrive(event("e-1", at, true))));

        // When it is logged in time
        Origin inTime = new Origin("extracts", 0, 7, at);
        Effects effects = monitor.arrive(new Arrival(inTime, 0, null, "home-office", 0, event("e-1", at, false), null));

        // Then it counts
        assertEquals(null, reason(effects));
        assertEquals(1, monitor.ledger().line("extracts").applied());
        assertEquals(List.of("group|immigration 1"), observed(effects));
    }

    @Test
    void theSamePublicationAgainChangesNothing() {
        Effects again = monitor.adopt(POLICY, LOGGED);
        assertEquals(List.of(), again.deltas());
        assertEquals(List.of(), again.outcomes());
        assertEquals(1, monitor.rules().policies().versions().size());
    }

    @Test
    void aLaterVersionComesWithTenMinutesNotice() {
        // Given a version in force from 2016-05-01 in London, where the clocks are an hour ahead
        Instant inForce = Instant.parse("2016-04-30T23:00:00Z");

        // When it is published a millisecond too late
        PolicyException refusal = assertThrows(
                PolicyException.class,
                () -> monitor.adopt(SECOND, inForce.minusSeconds(600).plusMillis(1)));

        // Then
        assertTrue(
                refusal.getMessage()
                        .startsWith(
                                "Expected version 2 to come into force at least 10 minutes after its publication at"
                                        + " 2016-04-30T22:50:00.001Z, on 2016-05-02 or later, but was 2016-05-01 (from, policy.yaml line 1)"),
                refusal.getMessage());
        assertEquals(1, monitor.rules().policies().versions().size());

        // When it is published in time
        Effects effects = monitor.adopt(SECOND, inForce.minusSeconds(600));
        assertEquals(2, monitor.rules().policies().versions().size());
        assertEquals(List.of(new Delta.Adopted(1, SECOND, Pseudonymiser.fixed().keyCheck())), effects.deltas());
    }

    @Test
    void theFirstPublicationMayHoldPastVersions() {
        Monitor fresh = monitor();
        assertFalse(fresh.ready());
        fresh.adopt(POLICY + "---\n" + SECOND, Instant.parse("2026-01-01T00:00:00Z"));
        assertTrue(fresh.ready());
        assertEquals(2, fresh.rules().policies().versions().size());
    }

    @Test
    void aPolicyThatIsWrongChangesNothing() {
        assertThrows(PolicyException.class, () -> monitor.adopt("version: [", Instant.EPOCH));
        assertThrows(PolicyException.class, () -> monitor.adopt(SECOND.replace("npd", "other"), Instant.EPOCH));
        assertEquals(1, monitor.rules().policies().versions().size());
        monitor.adopt(SECOND, Instant.EPOCH);
        assertEquals(2, monitor.rules().policies().versions().size());
    }

    @Test
    void anObservationIsRelayedToItsGroup() {
        assertEquals(List.of("group|immigration 1"), observed(arrive(event("e-1", LOGGED, false))));
        assertEquals(List.of("group|immigration -1"), observed(arrive(event("e-1", LOGGED, true))));
    }

    @Test
    void aTickOfThePastIsNoTime() {
        monitor.tick(LOGGED);
        Effects past = monitor.tick(LOGGED.minusSeconds(1));
        assertEquals(List.of(), past.deltas());
        assertEquals(LOGGED, monitor.overview(1).now());
    }

    @Test
    void nothingOfAnEventIsSaidButWhatMayBe() {
        // Given an event in which everything that is free text is a canary
        String canary = "CANARY Jane";
        for (Instant at : new Instant[] {LOGGED, LOGGED.plusSeconds(3600), LOGGED.minusSeconds(99 * 24 * 3600)}) {
            Event event = new Event(
                    EventType.EXTRACT,
                    canary,
                    canary,
                    at,
                    false,
                    Stage.RELEASED,
                    "home-office",
                    "r-1",
                    "x-1",
                    canary,
                    canary,
                    canary,
                    canary,
                    canary,
                    canary,
                    canary,
                    canary,
                    canary,
                    List.of(canary),
                    List.of(canary, "Surname"),
                    null,
                    6,
                    List.of(canary, canary + " a", "CANARY, B", ", CANARY"),
                    9L,
                    null);

            // When
            Arrival arrival = new Arrival(
                    new Origin("extracts", 0, offset++, LOGGED), 10, 3, "home-office", 0, event, "x.Exception");
            Effects effects = monitor.arrive(arrival);
            Effects ticked = monitor.tick(LOGGED.plusSeconds(offset));

            // Then
            List<Object> said = new ArrayList<>(List.of(event, arrival));
            said.addAll(effects.deltas());
            said.addAll(ticked.deltas());
            said.addAll(effects.relays());
            assertFalse(said.toString().contains("CANARY"), said.toString());
            for (Outcome outcome : effects.outcomes()) {
                String line = line(outcome);
                assertFalse(line.contains("CANARY"), line);
                if (outcome instanceof Rejection) {
                    assertFalse(line.contains("home-office"), line);
                }
            }
        }
    }

    @Test
    void aRejectionCarriesAReferenceAndNothingElse() {
        Event event = with(event("e-1", LOGGED, false), "jane doe", Stage.RELEASED);
        Origin origin = new Origin("extracts", 0, 62, LOGGED);
        Effects effects = monitor.arrive(new Arrival(origin, 512, 7, "jane doe", 0, event, null));
        assertEquals(List.of(new Rejection(origin, 512, 7, Reason.BAD_ID, null)), effects.outcomes());
        Tally tally = new Tally(new Tally.Key(Entity.feed(event.feed()), Basis.BAD_ID, LocalDate.of(2016, 3, 1), 0), 1);
        assertTrue(effects.deltas().get(0) instanceof Delta.Counted);
        assertEquals(new Delta.Tallied(tally), effects.deltas().get(1));
        assertEquals(2, effects.deltas().size());
        assertEquals(List.of(new Relay.Tallied(tally, origin)), effects.relays());
    }

    @Test
    void lateAndFutureEventsAreToldOfTheirBodyInTheMonthOfTheLog() {
        Effects late = arrive(event("e-1", LOGGED.minusSeconds(99 * 24 * 3600), false));
        Effects future = arrive(event("e-2", LOGGED.plusSeconds(3600), false));
        assertEquals(List.of("feed late body|home-office 2016-03 1"), alerts(late));
        assertEquals(List.of("feed future body|home-office 2016-03 1"), alerts(future));
    }

    private static String line(Outcome outcome) {
        if (outcome instanceof Alert alert) {
            return Ndjson.alert(alert);
        }
        return outcome instanceof Rejection rejection ? Ndjson.rejection(rejection) : outcome.toString();
    }

    private static List<String> observed(Effects effects) {
        return effects.relays().stream()
                .filter(Relay.Observed.class::isInstance)
                .map(Relay.Observed.class::cast)
                .map(relay -> relay.entity() + " " + relay.sign())
                .toList();
    }

    private static List<String> alerts(Effects effects) {
        return effects.outcomes().stream()
                .filter(Alert.class::isInstance)
                .map(outcome -> ((Alert) outcome).finding())
                .map(finding -> finding.detector() + " " + finding.rule() + " " + finding.entity() + " "
                        + finding.window() + " " + finding.observed())
                .collect(Collectors.toList());
    }

    private static Monitor monitor() {
        return new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy.yaml"));
    }

    private Effects arrive(Event event) {
        return arrive(event, "home-office", 0);
    }

    private Effects arrive(@Nullable Event event, @Nullable String key, int home) {
        return monitor.arrive(
                new Arrival(new Origin("extracts", 0, offset++, LOGGED), 0, null, key, home, event, null));
    }

    private static @Nullable Reason reason(Effects effects) {
        for (Outcome outcome : effects.outcomes()) {
            if (outcome instanceof Rejection rejection) {
                return rejection.reason();
            }
        }
        return null;
    }

    private static Event event(String eventId, Instant at, boolean retracts) {
        return event(eventId, at, retracts, "home-office", Stage.RELEASED);
    }

    private static Event with(Event event, String body, @Nullable Stage stage) {
        return event(event.eventId(), event.at(), event.retracts(), body, stage);
    }

    private static Event event(String eventId, Instant at, boolean retracts, String body, @Nullable Stage stage) {
        return new Event(
                EventType.EXTRACT,
                eventId,
                "portal",
                at,
                retracts,
                stage,
                body,
                "r-1",
                "x-1",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                1,
                List.of("t-1"),
                1L,
                null);
    }

    @Test
    void takesNothingBackThatStillStandsWhenARecordComesBeforeTheFirstTickAfterARestart() {
        // Given an extract without a request, told of as such
        String policy = "{policy: p, version: 1, from: 2016-01-01, zone: UTC, bodies: {home-office: {}},"
                + " detectors: {ok: {type: approval, grace: 1 day}}}";
        Monitor first = monitor();
        List<Delta> deltas = new ArrayList<>(first.adopt(policy, Instant.EPOCH).deltas());
        Arrival arrival = new Arrival(
                new Origin("extracts", 0, 0, LOGGED), 0, null, "home-office", 0, event("e-1", LOGGED, false), null);
        deltas.addAll(first.arrive(arrival).deltas());
        Effects told = first.tick(LOGGED.plus(Duration.ofDays(2)));
        deltas.addAll(told.deltas());
        assertTrue(
                alertsOf(told).contains("ok/without-request RAISED"),
                alertsOf(told).toString());

        // When another life goes on with an event, before any tick
        Monitor second = monitor();
        deltas.forEach(second::restore);
        second.resume();
        Instant next = LOGGED.plus(Duration.ofDays(2)).plusSeconds(1);
        Arrival other = new Arrival(
                new Origin("extracts", 0, 1, next), 0, null, "home-office", 0, event("e-2", next, false), null);
        Effects effects = second.arrive(other);

        // Then
        assertFalse(
                alertsOf(effects).toString().contains("RETRACTED"),
                alertsOf(effects).toString());
    }

    private static List<String> alertsOf(Effects effects) {
        List<String> alerts = new ArrayList<>();
        for (Outcome outcome : effects.outcomes()) {
            if (outcome instanceof Alert alert) {
                alerts.add(alert.finding().rule() + " " + alert.state());
            }
        }
        return alerts;
    }

    @Test
    void refusesTheMemoryOfAnotherKey() {
        // Given
        Monitor first = monitor();
        List<Delta> deltas = first.adopt("{policy: p, version: 1, from: 2016-01-01, zone: UTC}", Instant.EPOCH)
                .deltas();
        Monitor same = monitor();
        Monitor other =
                new Monitor(new Intake(new Pseudonymiser(new byte[16])), yaml -> Yaml.documents(yaml, "policy.yaml"));

        // When, Then
        deltas.forEach(same::restore);
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> deltas.forEach(other::restore));
        assertEquals(
                "Expected the key of the pseudonyms that this memory was begun with, but it is another:"
                        + " every child would be counted anew",
                refusal.getMessage());
    }
}
