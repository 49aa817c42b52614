package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Stage;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How alerts and figures are told again when they change. */
class RevisionTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              home-office: { name: Home Office }
            agreements:
              mou:
                name: DfE–Home Office memorandum
                body: home-office
                from: 2015-06-01
                limits:
                  month: { count: children, per: month, at-most: 2 }
            limits:
              days: { for: { bodies: [home-office] }, count: records, per: 7 days, at-most: 1000 }
            """;

    private final Monitor monitor =
            new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy.yaml"));
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private long offset;

    RevisionTest() {
        note(monitor.adopt(POLICY, Instant.EPOCH));
    }

    @Test
    void anAlertIsRaisedRevisedOnATickRetractedAndRaisedAgain() {
        // Given
        release("a", 3, "2016-03-10T09:00:00Z", false);
        assertEquals(List.of("1 RAISED 3"), revisions());

        // When more come, nothing is said until the tick
        release("b", 5, "2016-03-11T09:00:00Z", false);
        release("c", 4, "2016-03-11T10:00:00Z", false);
        assertEquals(1, alerts.size());
        note(monitor.tick(Instant.parse("2016-03-11T10:00:15Z")));
        note(monitor.tick(Instant.parse("2016-03-11T10:00:30Z")));
        assertEquals(List.of("1 RAISED 3", "2 RAISED 5"), revisions());

        // When all are taken back, it is retracted at once, with what was said last
        release("a", 3, "2016-03-10T09:00:00Z", true);
        release("b", 5, "2016-03-11T09:00:00Z", true);
        release("c", 4, "2016-03-11T10:00:00Z", true);
        assertEquals(List.of("1 RAISED 3", "2 RAISED 5", "3 RETRACTED 5"), revisions());

        // When another comes
        release("d", 3, "2016-03-12T09:00:00Z", false);
        note(monitor.tick(Instant.parse("2016-03-12T09:00:15Z")));

        // Then
        assertEquals(List.of("1 RAISED 3", "2 RAISED 5", "3 RETRACTED 5", "4 RAISED 3"), revisions());
        assertEquals(1, alerts.stream().map(Alert::id).distinct().count());
        assertEquals(
                List.of(
                        "Home Office received the records of 3 different children in March 2016; its memorandum allows 2.",
                        "Home Office received the records of 5 different children in March 2016; its memorandum allows 2.",
                        "Home Office received the records of 5 different children in March 2016; its memorandum allows 2.",
                        "Home Office received the records of 3 different children in March 2016; its memorandum allows 2."),
                alerts.stream().map(Alert::explanation).toList());
        assertEquals(
                List.of(0L, 0L, 0L, 0L),
                alerts.stream().map(a -> a.evidence().firstOffset()).toList());
        assertEquals(
                List.of(0L, 1L, 5L, 6L),
                alerts.stream().map(a -> a.evidence().lastOffset()).toList());
        assertEquals(
                List.of(
                        Instant.parse("2016-03-10T09:00:00Z"),
                        Instant.parse("2016-03-11T10:00:15Z"),
                        Instant.parse("2016-03-11T10:00:00Z"),
                        Instant.parse("2016-03-12T09:00:00Z")),
                alerts.stream().map(Alert::loggedAt).toList());
    }

    @Test
    void aFigureIsRestatedWhenItChangedAfterItsWindowHadClosed() {
        // Given a figure of March, told first when April has begun
        note(monitor.tick(Instant.parse("2016-03-31T22:00:00Z")));
        release("a", 1, "2016-03-31T22:00:00Z", false);
        note(monitor.tick(Instant.parse("2016-04-01T12:00:00Z")));
        assertEquals(List.of("1 1 false"), told(Basis.CHILDREN, "2016-03"));

        // When a late event and one of April arrive
        release("b", 2, "2016-03-30T09:00:00Z", "2016-04-02T09:00:00Z", false);
        release("c", 2, "2016-04-02T09:00:00Z", false);
        note(monitor.tick(Instant.parse("2016-04-02T09:00:15Z")));

        // Then
        assertEquals(List.of("1 1 false", "2 2 true"), told(Basis.CHILDREN, "2016-03"));
        assertEquals(List.of("1 2 false"), told(Basis.CHILDREN, "2016-04"));

        // When it falls to 0
        release("b", 2, "2016-03-30T09:00:00Z", "2016-04-03T09:00:00Z", true);
        release("a", 1, "2016-03-31T22:00:00Z", "2016-04-03T09:00:00Z", true);
        note(monitor.tick(Instant.parse("2016-04-03T09:00:15Z")));
        assertEquals(List.of("1 1 false", "2 2 true", "3 0 true"), told(Basis.CHILDREN, "2016-03"));
    }

    @Test
    void aRollingFigureIsRestatedWhenItChangedAfterItsLastDay() {
        // Given an event whose figure is told only on a later day
        note(monitor.tick(Instant.parse("2016-03-10T09:00:00Z")));
        release("a", 1, "2016-03-10T09:00:00Z", false);
        note(monitor.tick(Instant.parse("2016-03-12T09:00:00Z")));
        assertEquals(List.of("1 1 false"), told(Basis.RECORDS, "7d@2016-03-10"));

        // When a late event changes it, and with it the figure of a day that is still open
        release("b", 1, "2016-03-12T09:00:00Z", false);
        release("c", 1, "2016-03-09T09:00:00Z", "2016-03-12T10:00:00Z", false);
        note(monitor.tick(Instant.parse("2016-03-13T00:00:00Z")));

        // Then
        assertEquals(List.of("1 1 true"), told(Basis.RECORDS, "7d@2016-03-09"));
        assertEquals(List.of("1 1 false", "2 2 true"), told(Basis.RECORDS, "7d@2016-03-10"));
        assertEquals(List.of("1 3 false"), told(Basis.RECORDS, "7d@2016-03-12"));
    }

    @Test
    void aPolicyThatAsksForMoreWindowsRestatesNothing() {
        // Given
        release("a", 1, "2016-03-10T09:00:00Z", false);
        note(monitor.tick(Instant.parse("2016-06-01T00:00:00Z")));
        figures.clear();

        // When
        note(monitor.adopt(
                POLICY.replace("version: 1", "version: 2").replace("from: 2016-01-01", "from: 2016-07-01")
                        + "  more: { for: { bodies: [home-office] }, count: records, per: 3 days, at-most: 9 }\n"
                        + "  day: { for: { bodies: [home-office] }, count: records, per: day, at-most: 9 }\n",
                Instant.parse("2016-06-01T00:00:00Z")));
        note(monitor.tick(Instant.parse("2016-06-01T00:00:15Z")));

        // Then
        assertEquals(
                List.of("2016-03-10 1 false", "3d@2016-03-10 1 false"),
                figures.stream()
                        .map(figure -> figure.key().window() + " " + figure.count() + " " + figure.restated())
                        .sorted()
                        .toList());
    }

    @Test
    void whatAFirstEventSaysOfDaysThatAreOverIsRestated() {
        // Given
        note(monitor.tick(Instant.parse("2016-03-20T00:00:00Z")));

        // When
        release("a", 3, "2016-03-10T09:00:00Z", "2016-03-20T09:00:00Z", false);
        note(monitor.tick(Instant.parse("2016-03-20T10:00:00Z")));

        // Then
        assertEquals(List.of("1 1 true"), told(Basis.RECORDS, "7d@2016-03-10"));
    }

    @Test
    void aFigureOfNothingIsNotWritten() {
        OfflineReplay replay = new OfflineReplay(POLICY, "policy.yaml", Pseudonymiser.fixed(), problem -> {});
        List<String> lines = List.of(
                Ndjson.event(event("a", 3, "2016-03-10T09:00:00Z", false), Instant.parse("2016-03-10T09:00:00Z")),
                Ndjson.event(event("a", 3, "2016-03-10T09:00:00Z", true), Instant.parse("2016-03-11T09:00:00Z")));
        replay.run(lines.iterator(), "events.ndjson", null);
        assertEquals(List.of(), replay.figures());
        assertEquals(1, replay.alerts().size());
        assertEquals(true, replay.alerts().get(0).contains("\"state\":\"RETRACTED\""));
    }

    @Test
    void whatIsCountedUnderTheKeyThatEverybodyHasNamesNoRecords() {
        OfflineReplay replay = new OfflineReplay(POLICY, "policy.yaml", Pseudonymiser.fixed(), problem -> {});
        replay.run(
                List.of(Ndjson.event(
                                event("a", 3, "2016-03-10T09:00:00Z", false), Instant.parse("2016-03-10T09:00:00Z")))
                        .iterator(),
                "events.ndjson",
                null);
        assertEquals(1, replay.alerts().size());
        String line = replay.alerts().get(0);
        assertEquals(true, line.endsWith("\"restsOn\":[]}"), line);
    }

    private List<String> revisions() {
        return alerts.stream()
                .map(alert -> alert.revision() + " " + alert.state() + " "
                        + alert.finding().observed())
                .toList();
    }

    /** What was said of the total figure of {@code basis} in {@code window}: revision, count, restated. */
    private List<String> told(Basis basis, String window) {
        return figures.stream()
                .filter(figure -> figure.key().agreementId() == null
                        && figure.key().basis() == basis
                        && figure.key().window().equals(window))
                .map(figure -> figure.revision() + " " + figure.count() + " " + figure.restated())
                .toList();
    }

    private void release(String name, int children, String at, boolean retracts) {
        release(name, children, at, at, retracts);
    }

    private void release(String name, int children, String at, String appendedAt, boolean retracts) {
        Instant logged = Instant.parse(appendedAt);
        Origin origin = new Origin("extracts", 0, offset++, logged);
        Event event = event(name, children, at, retracts);
        note(monitor.arrive(new Arrival(origin, 0, null, "home-office", 0, event, null)));
    }

    private static Event event(String name, int children, String at, boolean retracts) {
        List<String> tokens =
                IntStream.range(0, children).mapToObj(i -> "t-" + i).toList();
        return new Event(
                EventType.EXTRACT,
                "e-" + name,
                "portal",
                Instant.parse(at),
                retracts,
                Stage.RELEASED,
                "home-office",
                null,
                "x-" + name,
                "mou",
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
                tokens,
                (long) children,
                null);
    }

    private void note(Effects effects) {
        for (Outcome outcome : effects.outcomes()) {
            if (outcome instanceof Alert alert
                    && alert.finding().detector().equals("limit")
                    && "100".equals(alert.finding().band())) {
                alerts.add(alert);
            } else if (outcome instanceof Figure figure) {
                figures.add(figure);
            }
        }
    }
}
