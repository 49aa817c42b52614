package dev.rollcall.app.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.AlertState;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Origin;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Severity;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Effects;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Overview;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Json;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BulletinTest {
    private static final Set<String> CHILDREN = Set.of("children");
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              home-office: { name: "The <b>Home</b> Office", kind: law, group: immigration }
              police:      { name: The police, kind: law }
            agreements:
              mou:
                name: memorandum
                body: home-office
                owner: an owner
                from: 2015-06-01
                purposes: [p]
                categories: [name]
                limits:
                  a-month:   { count: children, per: month, at-most: 10, warn-at: [50%, 80%] }
                  some-days: { count: children, per: 30 days, at-most: 20 }
                  a-life:    { count: children, per: agreement, at-most: 1000 }
                  asked-then: { count: children, per: asked, at-most: 9 }
                  each-one:  { count: children, per: month, each: operator, at-most: 5 }
            limits:
              in-all:   { for: { kinds: [law] }, count: records, per: academic-year, at-most: 100 }
              together: { for: { groups: [immigration] }, count: children, per: quarter, at-most: 50 }
            periods:
              asked: { from: 2016-01-01, to: 2016-03-31 }
            """;

    private final Bulletin bulletin = new Bulletin(1, 6, 3);

    BulletinTest() {
        bulletin.hear(new Directive.PolicyPublished(Instant.EPOCH, POLICY));
    }

    private void tick(String at) {
        bulletin.hear(new Directive.Tick(Instant.parse(at)));
    }

    private static FigureLine figure(
            @Nullable String agreementId, String basis, String window, long count, boolean restated) {
        return figure(EntityKind.BODY, "home-office", agreementId, basis, window, count, restated);
    }

    private static FigureLine figure(
            EntityKind kind,
            String id,
            @Nullable String agreementId,
            String basis,
            String window,
            long count,
            boolean restated) {
        return new FigureLine(kind, id, agreementId, basis, window, count, true, 0, null, restated, 1, 1, null);
    }

    private static AlertLine alert(String id, AlertState state, Severity severity, String body, String loggedAt) {
        return new AlertLine(
                id,
                1,
                state,
                "limit",
                "a-month",
                EntityKind.BODY,
                body,
                "mou",
                "2016-03",
                "100",
                null,
                severity,
                "children",
                11,
                10L,
                1.1,
                true,
                "Eleven, where ten are allowed.",
                null,
                "an owner",
                1,
                Instant.parse(loggedAt),
                null,
                RestsOn.UNNAMED);
    }

    private List<String> limits() {
        return bulletin.limits(null, 100).limits().stream()
                .map(limit -> "%s %s %s %d/%d"
                        .formatted(limit.entity().id(), limit.name(), limit.window(), limit.count(), limit.limit()))
                .toList();
    }

    @Test
    void namesEveryLimitOnAWindowThatIsOpenAlsoWhereNothingWasCounted() {
        // When
        tick("2016-03-10T12:00:00Z");
        // Then
        assertEquals(
                List.of(
                        "home-office a-life life@2015-06-01 0/1000",
                        "home-office a-month 2016-03 0/10",
                        "home-office asked-then asked 0/9",
                        "home-office in-all 2015/16 0/100",
                        "home-office some-days 30d@2016-03-10 0/20",
                        "immigration together 2016-Q1 0/50",
                        "police in-all 2015/16 0/100"),
                limits());
        assertEquals(1, bulletin.limits(null, 100).ofParts(), "each-one speaks through alerts");
    }

    @Test
    void setsFiguresAgainstLimitsTheNearestFirstInWordsAndByName() {
        // Given
        tick("2016-03-10T12:00:00Z");
        // When
        bulletin.hear(figure("mou", "children", "2016-03", 8, false));
        bulletin.hear(figure(null, "children", "2016-03", 99, false));
        bulletin.hear(figure("mou", "children", "life@2015-06-01", 600, false));
        bulletin.hear(figure(EntityKind.GROUP, "immigration", null, "children", "2016-Q1", 51, false));
        // Then
        List<Answers.LimitLine> found = bulletin.limits(null, 3).limits();
        assertEquals(
                List.of("together", "a-month", "a-life"),
                found.stream().map(Answers.LimitLine::name).toList());
        assertEquals(4, bulletin.limits(null, 3).leftOut());
        Answers.LimitLine month = found.get(1);
        assertEquals(new Answers.Whom("body", "home-office", "The <b>Home</b> Office"), month.entity());
        assertEquals(new Answers.Under("mou", "memorandum", "an owner"), month.agreement());
        assertEquals("March 2016", month.windowInWords());
        assertEquals("different children", month.unit());
        assertEquals(0.8, month.ratio());
        assertEquals(List.of(50, 80), month.warnAt());
        assertEquals("The group immigration", found.get(0).entity().name());
        assertEquals("quarter 1 of 2016", found.get(0).windowInWords());
        assertEquals("since 1 June 2015", found.get(2).windowInWords());
    }

    @Test
    void takesTheNewestRollingFigureThatSharesADayWithTheWindowOfToday() {
        // Given
        tick("2016-03-10T12:00:00Z");
        bulletin.hear(figure("mou", "children", "30d@2016-03-01", 7, false));
        bulletin.hear(figure("mou", "children", "30d@2016-03-05", 9, false));
        bulletin.hear(figure("mou", "children", "30d@2016-03-11", 2, false));
        // Then
        assertTrue(limits().contains("home-office some-days 30d@2016-03-05 9/20"), limits().toString());
        // When the newest is gone
        bulletin.hear(figure("mou", "children", "30d@2016-03-05", 0, true));
        assertTrue(limits().contains("home-office some-days 30d@2016-03-01 7/20"), limits().toString());
        // And time passes
        tick("2016-03-30T12:00:00Z");
        bulletin.hear(figure("mou", "children", "30d@2016-03-11", 0, true));
        assertTrue(limits().contains("home-office some-days 30d@2016-03-01 7/20"), limits().toString());
        tick("2016-03-31T12:00:00Z");
        assertTrue(limits().contains("home-office some-days 30d@2016-03-31 0/20"), limits().toString());
    }

    @Test
    void turnsToTheNextWindowWithTheTick() {
        // Given
        tick("2016-03-31T22:59:59Z");
        bulletin.hear(figure("mou", "children", "2016-03", 8, false));
        assertTrue(limits().contains("home-office a-month 2016-03 8/10"));
        long revision = bulletin.revision();
        // When it is April in London
        tick("2016-03-31T23:00:00Z");
        tick("2016-03-31T22:00:00Z");
        // Then
        assertTrue(limits().contains("home-office a-month 2016-04 0/10"), limits().toString());
        assertFalse(limits().toString().contains("asked-then"), "the period is over");
        assertNotEquals(revision, bulletin.revision());
        revision = bulletin.revision();
        tick("2016-04-01T09:00:00Z");
        assertEquals(revision, bulletin.revision(), "nothing but the time of day has changed");
    }

    @Test
    void judgesByThePolicyInForceAndPassesOverWhatTheWatchRefuses() {
        tick("2016-03-10T12:00:00Z");
        String stricter = POLICY.replace("version: 1", "version: 2")
                .replaceFirst("from: 2016-01-01", "from: 2016-03-20")
                .replace("at-most: 10,", "at-most: 6,");
        bulletin.hear(new Directive.PolicyPublished(Instant.parse("2016-03-10T13:00:00Z"), stricter));
        bulletin.hear(new Directive.PolicyPublished(Instant.parse("2016-03-10T13:00:00Z"), stricter));
        bulletin.hear(new Directive.PolicyPublished(Instant.parse("2016-03-10T13:00:00Z"), "policy: broken"));
        bulletin.hear(new Directive.PolicyPublished(
                Instant.parse("2016-03-10T13:00:00Z"),
                stricter.replace("version: 2", "version: 3").replace("2016-03-20", "2016-03-01")));

        assertTrue(limits().contains("home-office a-month 2016-03 0/10"), limits().toString());
        tick("2016-03-20T12:00:00Z");
        assertTrue(limits().contains("home-office a-month 2016-03 0/6"), limits().toString());
        assertEquals(2, bulletin.limits(null, 0).policyVersion());
    }

    @Test
    void tellsTheCourseOfMonthsTheSilentOnesIncludedAndWhichWereRestated() {
        bulletin.hear(figure(null, "children", "2016-01", 5, true));
        bulletin.hear(figure(null, "children", "2016-03", 4, false));
        bulletin.hear(figure(null, "records", "2016-04", 4, false));
        bulletin.hear(figure(null, "children", "2016-04", 0, true));
        bulletin.hear(figure("mou", "children", "2016-02", 4, false));
        bulletin.hear(figure(null, "children", "asked", 9, false));

        Answers.Course course = bulletin.course(Entity.body("home-office"), CHILDREN);
        assertEquals(
                List.of(
                        "January 2016 {children=Counted[count=5, exact=true, restated=true]}",
                        "February 2016 {}",
                        "March 2016 {children=Counted[count=4, exact=true, restated=false]}",
                        "April 2016 {children=Counted[count=0, exact=true, restated=true]}"),
                course.months().stream()
                        .map(month -> month.windowInWords() + " " + month.figures())
                        .toList());
        assertEquals("1 January 2016 to 31 March 2016", course.periods().get(0).windowInWords());
        assertEquals(9, course.periods().get(0).figures().get("children").count());
        assertEquals(List.of(), bulletin.course(Entity.body("police"), CHILDREN).months());
    }

    @Test
    void letsTheOldestMonthsGoWhereThereAreTooMany() {
        for (int month = 1; month <= 8; month++) {
            bulletin.hear(figure(null, "children", "2016-0" + month, month, false));
        }
        bulletin.hear(figure(null, "children", "2016-02", 99, true));

        Answers.Course course = bulletin.course(Entity.body("home-office"), CHILDREN);
        assertEquals("2016-03", course.notBefore());
        assertEquals(6, course.months().size());
        assertEquals("2016-03", course.months().get(0).window());
    }

    @Test
    void setsEverybodySideBySideInOneWindow() {
        tick("2016-03-10T12:00:00Z");
        bulletin.hear(figure(null, "children", "2016-02", 5, false));
        bulletin.hear(figure(EntityKind.BODY, "unheard-of", null, "children", "2016-02", 6, false));
        bulletin.hear(figure(EntityKind.FEED, "a-feed", null, "events", "2016-02", 6, false));
        bulletin.hear(figure(null, "children", "2016-01", 7, false));

        Answers.Figures figures = bulletin.figures(null, CHILDREN, 3);
        assertEquals(new Answers.Named("2016-02", "February 2016"), figures.window());
        assertEquals(
                List.of("unheard-of", "home-office", "police"),
                figures.entities().stream().map(one -> one.entity().id()).toList());
        assertEquals(1, figures.leftOut(), "the group");
        assertEquals(
                List.of("2016-02", "2016-01", "asked"),
                figures.windows().stream().map(Answers.Named::window).toList());
        assertEquals(
                "home-office",
                bulletin.figures("2016-01", CHILDREN, 9)
                        .entities()
                        .get(0)
                        .entity()
                        .id());
    }

    @Test
    void tellsAlertsThatStandTheWorstFirstAndSaysWhatIsLeftOut() {
        tick("2016-04-10T12:00:00Z");
        bulletin.hear(alert("a", AlertState.RAISED, Severity.WARNING, "home-office", "2016-03-03T00:00:00Z"));
        bulletin.hear(alert("b", AlertState.RAISED, Severity.HIGH, "police", "2016-03-01T00:00:00Z"));
        bulletin.hear(alert("c", AlertState.RESOLVED, Severity.CRITICAL, "police", "2016-03-01T00:00:00Z"));
        bulletin.hear(alert("d", AlertState.RAISED, Severity.HIGH, "home-office", "2016-03-02T00:00:00Z"));

        assertEquals(List.of("d", "b", "a"), ids(bulletin.alerts(null, 9, null)));
        assertEquals(List.of("d", "a"), ids(bulletin.alerts(null, 1, "a")), "that which is asked for is there");
        assertEquals(1, bulletin.alerts(null, 1, "a").leftOut());
        assertEquals(
                Map.of("HIGH", 2, "WARNING", 1), bulletin.alerts(null, 0, null).bySeverity());
        assertEquals(List.of("b"), ids(bulletin.alerts(Entity.body("police"), 9, null)));

        bulletin.hear(alert("e", AlertState.RAISED, null, "home-office", "2016-03-01T00:00:00Z"));
        assertEquals(List.of("e", "d", "b"), ids(bulletin.alerts(null, 9, null)), "only three are held");
        assertEquals(1, bulletin.alerts(null, 9, null).notHeld());
        bulletin.hear(alert("d", AlertState.RETRACTED, Severity.HIGH, "home-office", "2016-03-05T00:00:00Z"));
        bulletin.hear(alert("a", AlertState.RAISED, Severity.WARNING, "home-office", "2016-03-06T00:00:00Z"));
        assertEquals(List.of("e", "b", "a"), ids(bulletin.alerts(null, 9, null)));
        assertEquals(0, bulletin.alerts(null, 9, null).notHeld());
    }

    private static List<String> ids(Answers.Alerts alerts) {
        return alerts.alerts().stream().map(Answers.AlertEntry::alertId).toList();
    }

    /** The page and the meters must not contradict each other: the same limits, windows and counts, at each step of the demo. */
    @Test
    void saysWhatTheWatchSaysOfEveryLimitAllThroughTheDemo() throws IOException {
        Path files = Path.of("..", "policies", "demo");
        Monitor monitor = new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy.yaml"));
        Bulletin told = new Bulletin(1);
        String policy = Files.readString(files.resolve("policy.yaml"));
        monitor.adopt(policy, Instant.EPOCH);
        told.hear(new Directive.PolicyPublished(Instant.EPOCH, policy));
        int compared = 0;
        int number = 0;
        for (String line : Files.readAllLines(files.resolve("events.ndjson"))) {
            EventLine event = Ndjson.readEvent(line, "events.ndjson", ++number);
            Origin origin = new Origin("extracts", 0, number, event.appendedAt());
            tick(event.appendedAt(), monitor, told);
            hear(monitor.arrive(new Arrival(origin, 0, null, event.event().body(), 0, event.event(), null)), told);
            tick(event.appendedAt().plusMillis(1), monitor, told);
            Map<String, Answers.LimitLine> shown = new HashMap<>();
            told.limits(null, 1000)
                    .limits()
                    .forEach(limit -> shown.put(limit.entity().id() + " " + limit.name(), limit));
            for (Overview.Reading reading : monitor.overview(1000).nearest()) {
                Answers.LimitLine limit =
                        shown.get(reading.figure().key().entity().id() + " " + reading.rule());
                assertEquals(reading.atMost(), limit.limit(), line);
                if (limit.window().equals(reading.figure().key().window())) {
                    assertEquals(reading.figure().count(), limit.count(), limit.name() + " after " + line);
                    compared++;
                } else {
                    assertEquals("30 days", limit.per(), line);
                    assertTrue(reading.figure().count() <= limit.count(), limit.name() + " after " + line);
                }
            }
        }
        assertTrue(compared > 200, compared + " readings");
    }

    private static void tick(Instant at, Monitor monitor, Bulletin told) {
        hear(monitor.tick(at), told);
        told.hear(new Directive.Tick(at));
    }

    private static void hear(Effects effects, Bulletin told) {
        effects.outcomes().forEach(outcome -> told.hear(Published.of(outcome)));
    }

    @Test
    void theOrderOfRecordsWithDifferentKeysMakesNoDifference() {
        List<Published> records = new ArrayList<>();
        for (int month = 1; month <= 6; month++) {
            records.add(figure(null, "children", "2016-0" + month, month, month == 2));
            records.add(figure("mou", "children", "2016-0" + month, month, false));
            records.add(figure("mou", "children", "30d@2016-0" + month + "-10", month, false));
        }
        records.add(alert("a", AlertState.RAISED, Severity.WARNING, "home-office", "2016-03-03T00:00:00Z"));
        records.add(alert("b", AlertState.RAISED, Severity.HIGH, "police", "2016-03-01T00:00:00Z"));
        records.add(alert("c", AlertState.RETRACTED, Severity.HIGH, "police", "2016-03-01T00:00:00Z"));
        List<String> told = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(records, new Random(seed));
            Bulletin one = new Bulletin(1, 6, 3);
            one.hear(new Directive.PolicyPublished(Instant.EPOCH, POLICY));
            records.subList(0, 9).forEach(one::hear);
            one.hear(new Directive.Tick(Instant.parse("2016-05-15T12:00:00Z")));
            records.subList(9, records.size()).forEach(one::hear);
            told.add(json(one.limits(null, 99))
                    + json(one.alerts(null, 99, null))
                    + json(one.figures(null, CHILDREN, 9))
                    + json(one.course(Entity.body("home-office"), CHILDREN)));
        }
        assertEquals(Collections.nCopies(5, told.get(0)), told);
        assertTrue(told.get(0).contains("\"count\":5,\"limit\":10"), told.get(0));
    }

    private static String json(Record answer) {
        return new String(Json.bytes(answer), StandardCharsets.UTF_8);
    }

    @Test
    void beforeAnythingWasReadItSaysNothing() {
        Bulletin empty = new Bulletin(1);
        assertEquals(
                "{\"limits\":[],\"leftOut\":0,\"ofParts\":0}"
                        + "{\"alerts\":[],\"standing\":0,\"bySeverity\":{},\"leftOut\":0,\"notHeld\":0}"
                        + "{\"windows\":[],\"entities\":[],\"leftOut\":0}",
                json(empty.limits(null, 9))
                        + json(empty.alerts(null, 9, null))
                        + json(empty.figures(null, CHILDREN, 9)));
    }
}
