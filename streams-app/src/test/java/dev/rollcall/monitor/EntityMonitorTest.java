package dev.rollcall.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Datasets;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Terms;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EntityMonitorTest {
    private static final Instant AT = Instant.parse("2016-03-10T12:00:00Z");
    private static final LocalDate MONTH = LocalDate.of(2016, 3, 1);
    private static final Entity GROUP = Entity.group("immigration");
    private static final Entity PANEL = Entity.panel("dmap");
    private static final Entity FEED = Entity.feed("portal");
    private static final Relay POLICY = new Relay.Adopted("""
            policy: p
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              home-office: { name: Home Office, group: immigration }
              border-force: { name: Border Force, group: immigration }
            limits:
              month: { for: { groups: [immigration] }, count: children, per: month, at-most: 4, warn-at: [80%] }
            """);
    private static final Digest KEY = new Digest(1, 2);

    private final EntityMonitor monitor = new EntityMonitor(yaml -> Yaml.documents(yaml, "policy.yaml"), KEY);
    private final Map<String, Alert> alerts = new TreeMap<>();
    private final Map<FigureKey, Figure> figures = new TreeMap<>();

    @Test
    void aChildInTwoBodiesOfAGroupCountsOnce() {
        take(POLICY);
        take(new Relay.Observed(GROUP, released("home-office", 1, 2, 3), 1, KEY));
        take(new Relay.Observed(GROUP, released("border-force", 2, 3, 4), 1, KEY));
        tick();
        assertEquals(4, count(GROUP, Basis.CHILDREN));
        assertEquals(2, count(GROUP, Basis.ANSWERED));
        assertEquals(List.of("80"), standingBands());

        take(new Relay.Observed(GROUP, released("border-force", 5), 1, KEY));
        assertEquals(List.of("100", "80"), standingBands());
        take(new Relay.Observed(GROUP, released("border-force", 5), -1, KEY));
        assertEquals(List.of("80"), standingBands());
    }

    @Test
    void observationsThatOvertakeThePolicyAreKeptAndJudgedWhenItComes() {
        take(new Relay.Observed(GROUP, released("home-office", 1, 2, 3), 1, KEY));
        take(new Relay.Ticked(AT.minusSeconds(1)));
        take(new Relay.Observed(GROUP, released("border-force", 4, 5, 6), 1, KEY));
        take(new Relay.Tallied(tally(Basis.LATE, 0, 7), origin()));
        assertTrue(alerts.isEmpty() && figures.isEmpty(), "nothing to judge by");
        assertEquals(0, monitor.overview(9).policyVersion());

        take(POLICY);
        tick();
        assertEquals(6, count(GROUP, Basis.CHILDREN));
        assertEquals(7, count(FEED, Basis.LATE));
        assertEquals(List.of("100", "80"), standingBands());
        assertEquals(1, monitor.overview(9).policyVersion());
    }

    @Test
    void aPanelDecidesAndRefusesRequestsOfAllBodies() {
        take(POLICY);
        take(new Relay.Observed(PANEL, observation(Stage.APPROVED, "home-office", "r-1"), 1, KEY));
        take(new Relay.Observed(PANEL, observation(Stage.REFUSED, "border-force", "r-1"), 1, KEY));
        tick();
        assertEquals(2, count(PANEL, Basis.DECIDED));
        assertEquals(1, count(PANEL, Basis.REFUSED));
    }

    @Test
    void refusesPseudonymsOfAnotherKey() {
        take(POLICY);
        Relay foreign = new Relay.Observed(GROUP, released("border-force", 1), 1, new Digest(3, 4));
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> monitor.take(foreign));
        assertEquals(
                "Expected all instances to have the same key for pseudonyms, but what was relayed has another"
                        + " than this one: every child would be counted twice",
                refusal.getMessage());
    }

    @Test
    void whatPartitionsTellOfAFeedIsAddedUpAndTellingItAgainChangesNothing() {
        take(POLICY);
        take(new Relay.Tallied(tally(Basis.EVENTS, 0, 3), origin()));
        take(new Relay.Tallied(tally(Basis.EVENTS, 1, 4), origin()));
        take(new Relay.Tallied(tally(Basis.EVENTS, 0, 5), origin()));
        assertEquals(
                List.of(),
                monitor.take(new Relay.Tallied(tally(Basis.EVENTS, 0, 5), origin()))
                        .deltas());
        tick();
        assertEquals(9, count(FEED, Basis.EVENTS));
        assertEquals(List.of(), standingBands());
    }

    @Test
    void eventsRejectedStandOnTheirFeedByReason() {
        take(POLICY);
        take(new Relay.Tallied(tally(Basis.WRONG_PARTITION, 2, 1), origin()));
        take(new Relay.Tallied(tally(Basis.WRONG_PARTITION, 2, 12), origin()));
        tick();
        Alert alert = alerts.values().iterator().next();
        assertEquals(1, alerts.size());
        assertEquals(12, alert.finding().observed());
        assertEquals(
                "The feed portal: 12 events not counted in March 2016, in a wrong partition;"
                        + " producers need partitioner=murmur2_random.",
                alert.explanation());
    }

    @Test
    void anExtractTooLargeForOneRecordIsRelayedInParts() {
        take(POLICY);
        Observation large = released("home-office", LongStream.range(0, 120_001).toArray());
        List<Relay.Observed> parts = Relay.Observed.of(GROUP, large, 1, KEY);
        assertEquals(3, parts.size());
        parts.forEach(this::take);
        tick();
        assertEquals(120_001, count(GROUP, Basis.CHILDREN));
        assertEquals(120_001, count(GROUP, Basis.RECORDS));
        assertEquals(1, count(GROUP, Basis.ANSWERED));

        Relay.Observed.of(GROUP, large, -1, KEY).forEach(this::take);
        tick();
        assertEquals(0, count(GROUP, Basis.CHILDREN));
        assertEquals(0, count(GROUP, Basis.RECORDS));
        assertEquals(0, count(GROUP, Basis.ANSWERED));
        assertEquals(List.of(), standingBands());
    }

    private void take(Relay relay) {
        monitor.take(relay).outcomes().forEach(outcome -> {
            if (outcome instanceof Alert alert) {
                alerts.put(alert.id(), alert);
            } else if (outcome instanceof Figure figure) {
                figures.put(figure.key(), figure);
            }
        });
    }

    private void tick() {
        take(new Relay.Ticked(AT));
    }

    private long count(Entity entity, Basis basis) {
        Figure figure = figures.get(new FigureKey(entity, null, basis, "2016-03"));
        return figure == null ? 0 : figure.count();
    }

    private List<String> standingBands() {
        return alerts.values().stream()
                .filter(alert -> alert.state() == AlertState.RAISED)
                .filter(alert -> alert.finding().entity().equals(GROUP))
                .map(alert -> alert.finding().key().band())
                .sorted()
                .toList();
    }

    private static Tally tally(Basis basis, int partition, long amount) {
        return new Tally(new Tally.Key(FEED, basis, MONTH, partition), amount);
    }

    private static Origin origin() {
        return new Origin("extracts", 0, 0, AT);
    }

    private static Observation released(String body, long... children) {
        return observation(Stage.RELEASED, body, "r-1").part(children, true);
    }

    private static Observation observation(Stage stage, String body, String requestId) {
        return new Observation(
                new Digest(1, 2),
                3,
                origin(),
                "portal",
                AT,
                (int) LocalDate.of(2016, 3, 10).toEpochDay(),
                false,
                stage,
                body,
                requestId,
                "x-1",
                null,
                false,
                "immigration",
                "dmap",
                null,
                Categories.none(),
                0,
                0,
                0,
                0,
                120_001,
                new long[0],
                0,
                null,
                null,
                Terms.NONE,
                Datasets.NONE);
    }
}
