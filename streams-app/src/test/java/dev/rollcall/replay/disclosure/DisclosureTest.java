package dev.rollcall.replay.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Basis;
import dev.rollcall.model.EntityKind;
import dev.rollcall.policy.Policies;
import dev.rollcall.replay.disclosure.World.Told;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DisclosureTest {
    private static final int WORLDS = 300;
    private static final Disclosure TEN = new Disclosure(10);

    private static FigureLine figure(
            EntityKind kind, String entity, String agreement, String basis, String window, long count) {
        return new FigureLine(kind, entity, agreement, basis, window, count, true, 0, null, false, 1, 1, null);
    }

    private static FigureLine one(String agreement, String basis, String window, long count) {
        return figure(EntityKind.BODY, "one", agreement, basis, window, count);
    }

    private static List<String> texts(FigureLine... lines) {
        return TEN.of(List.of(lines), World.POLICIES).figures().stream()
                .map(Shown::text)
                .toList();
    }

    @Test
    void hidesFewPeopleAndNoDocuments() {
        assertEquals(
                List.of("under 10", "10", "9", "3", "2,000"),
                texts(
                        one(null, "children", "2016-01", 9),
                        one(null, "children", "2016-07", 10),
                        one(null, "requests", "2016-01", 9),
                        one(null, "held", "2016-01", 3),
                        one(null, "records", "2016-01", 2000)));
    }

    @Test
    void hidesNothingFromAnOperator() {
        List<Shown> shown = Disclosure.NONE
                .of(List.of(one(null, "children", "2016-01", 1), one(null, "children", "2016-Q1", 2)), World.POLICIES)
                .figures();
        assertEquals(List.of("1", "2"), shown.stream().map(Shown::text).toList());
    }

    @Test
    void aTotalLessItsOnlyOtherPartTellsNothing() {
        assertEquals(
                List.of("120", "hidden", "under 10"),
                texts(
                        one(null, "asked", "2016-01", 120),
                        one("a", "asked", "2016-01", 113),
                        one("b", "asked", "2016-01", 7)));
        assertEquals(
                List.of("120", "hidden"),
                texts(one(null, "asked", "2016-01", 120), one("a", "asked", "2016-01", 113)),
                "nor where nothing is said of the rest");
        assertEquals(
                List.of("120", "hidden", "under 10"),
                texts(
                        one(null, "children", "2016-Q1", 120),
                        one(null, "children", "2016-01", 113),
                        one(null, "children", "2016-02", 9)),
                "nor of children, of whom seven came in another month");
    }

    @Test
    void whatIsAsGreatAsItsOnlyPartIsHiddenWithIt() {
        assertEquals(
                List.of("hidden", "under 10", "hidden", "122"),
                texts(
                        figure(EntityKind.BODY, "one", null, "asked", "2016-01", 115),
                        figure(EntityKind.BODY, "other", null, "asked", "2016-01", 7),
                        figure(EntityKind.BODY, "one", "a", "asked", "2016-01", 115),
                        figure(EntityKind.GROUP, "both", null, "asked", "2016-01", 122)));
    }

    @Test
    void hidesNothingWhereAllIsFarAbove() {
        List<FigureLine> lines = new ArrayList<>();
        for (int month = 1; month <= 6; month++) {
            for (String basis : List.of("children", "asked", "records")) {
                lines.add(one(null, basis, "2016-0" + month, 1000 + month));
                lines.add(one("a", basis, "2016-0" + month, 600));
                lines.add(one("b", basis, "2016-0" + month, 400 + month));
            }
        }
        lines.add(one(null, "asked", "2016-Q1", 3006));
        lines.add(one(null, "asked", "2016-Q2", 3015));
        assertTrue(TEN.of(lines, World.POLICIES).figures().stream().noneMatch(Shown::isHidden));
    }

    @Test
    void twoPoliciesThatCountAFewMoreTellNeither() {
        List<Output> both = TEN.of(
                List.of(one(null, "children", "2016-01", 100), one(null, "children", "2016-02", 100)),
                World.POLICIES,
                List.of(one(null, "children", "2016-01", 104), one(null, "children", "2016-02", 100)),
                World.POLICIES);
        for (Output side : both) {
            assertEquals(
                    List.of("hidden", "100"),
                    side.figures().stream().map(Shown::text).toList());
        }
    }

    private static Policies policies(String periods) {
        return RuleBook.read(Yaml.versions("""
                policy: p
                version: 1
                from: 2015-01-01
                zone: Europe/London
                bodies: { one: { name: One } }
                periods: { %s }
                """.formatted(periods), "policy")).policies();
    }

    @Test
    void periodsThatDivideAMonthTellNoneOfThemselves() {
        Policies tiled = policies("p1: { from: 2016-03-01, to: 2016-03-10 }, p2: { from: 2016-03-11, to: 2016-03-20 },"
                + " p3: { from: 2016-03-21, to: 2016-03-31 }");
        for (String basis : List.of("children", "asked")) {
            List<String> texts = TEN
                    .of(
                            List.of(
                                    one(null, basis, "2016-03", 43),
                                    one(null, basis, "p1", 20),
                                    one(null, basis, "p2", 20),
                                    one(null, basis, "p3", 3)),
                            tiled)
                    .figures()
                    .stream()
                    .map(Shown::text)
                    .toList();
            assertEquals("under 10", texts.get(3));
            assertTrue(texts.subList(0, 3).contains("hidden"), basis + ": " + texts);
        }
    }

    @Test
    void periodsOfTwoPoliciesThatDifferByADayTellNothingOfTheDay() {
        for (String name : List.of("q1", "q2")) {
            List<Output> both = TEN.of(
                    List.of(one(null, "children", "q1", 60)),
                    policies("q1: { from: 2016-03-01, to: 2016-03-30 }"),
                    List.of(one(null, "children", name, 59)),
                    policies(name + ": { from: 2016-03-01, to: 2016-03-29 }"));
            for (Output side : both) {
                assertEquals("hidden", side.figures().get(0).text(), name);
            }
        }
    }

    /** Of two sides, one whose alerts tell every number that they may: no number is few, nor is any difference. */
    @Test
    void alertsAndBothSidesGiveNoFewPeople() {
        int told = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed, seed % 3 == 0, Basis.ASKED);
            Random random = new Random(seed);
            List<FigureLine> before = new ArrayList<>(world.lines());
            before.removeIf(line -> random.nextInt(3) == 0);
            List<AlertLine> alerts = new ArrayList<>();
            for (FigureLine line : world.lines()) {
                long part = 1 + random.nextInt((int) line.count());
                alerts.add(OutputTest.alert(line, "limit", line.count()));
                alerts.add(OutputTest.alert(line, "fields", part));
            }
            for (Output side : TEN.of(before, World.POLICIES, world.lines(), World.POLICIES)) {
                for (AlertLine alert : side.alerts(alerts)) {
                    told++;
                    assertFalse(TEN.hides(alert.observed()), "seed " + seed + ": " + alert);
                    for (Shown shown : side.figures()) {
                        FigureLine line = shown.line();
                        boolean same = line.entityKind() == alert.entityKind()
                                && line.entity().equals(alert.entity())
                                && line.window().equals(alert.window())
                                && Objects.equals(line.agreementId(), alert.agreementId());
                        assertFalse(same && shown.isHidden(), "seed " + seed + ": " + alert);
                        assertFalse(same && TEN.hides(line.count() - alert.observed()), "seed " + seed + ": " + alert);
                    }
                }
            }
        }
        assertTrue(told > WORLDS, "only " + told + " were told");
    }

    @Test
    void noSumOrDifferenceGivesAHiddenAmount() {
        int hidden = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed, seed % 3 == 0, Basis.ASKED);
            List<Shown> shown = TEN.of(world.lines(), World.POLICIES).figures();
            Attacker attacker = new Attacker();
            for (int i = 0; i < shown.size(); i++) {
                if (!shown.get(i).isHidden()) {
                    attacker.sees(
                            world.figures.get(i).atoms(), shown.get(i).line().count());
                }
            }
            for (int i = 0; i < shown.size(); i++) {
                if (shown.get(i).isHidden()) {
                    hidden++;
                    assertNull(
                            attacker.derives(world.figures.get(i).atoms()),
                            "seed " + seed + ": " + shown.get(i).line());
                }
            }
            noDifferenceIsSmall(seed, world, shown, false);
        }
        assertTrue(hidden > 10 * WORLDS, "only " + hidden + " were hidden");
    }

    @Test
    void noDifferenceGivesAFewChildren() {
        for (long seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed, seed % 3 == 0, Basis.CHILDREN);
            List<Shown> shown = TEN.of(world.lines(), World.POLICIES).figures();
            noDifferenceIsSmall(seed, world, shown, true);
            for (int i = 0; i < shown.size(); i++) {
                if (shown.get(i).isHidden()) {
                    boundsLeaveMoreThanOne(seed, world, shown, i);
                }
            }
        }
    }

    /** Of two figures shown, one within the other, or one less all disjoint ones within it, no few people are left. */
    private static void noDifferenceIsSmall(long seed, World world, List<Shown> shown, boolean distinct) {
        for (int i = 0; i < shown.size(); i++) {
            Told whole = world.figures.get(i);
            assertFalse(!shown.get(i).isHidden() && TEN.hides(whole.line().count()), "seed " + seed);
            if (shown.get(i).isHidden()) {
                continue;
            }
            for (int j = 0; j < shown.size(); j++) {
                Told part = world.figures.get(j);
                if (!shown.get(j).isHidden() && whole.atoms().containsAll(part.atoms())) {
                    long rest = whole.line().count() - part.line().count();
                    assertFalse(TEN.hides(rest), "seed " + seed + ": " + whole.line() + " less " + part.line());
                }
            }
            if (!distinct) {
                Set<Integer> left = new HashSet<>(whole.atoms());
                long rest = whole.line().count();
                for (int j = 0; j < shown.size(); j++) {
                    Told part = world.figures.get(j);
                    if (i != j && !shown.get(j).isHidden() && left.containsAll(part.atoms())) {
                        left.removeAll(part.atoms());
                        rest -= part.line().count();
                    }
                }
                assertFalse(TEN.hides(rest), "seed " + seed + ": " + whole.line() + " less what is in it");
            }
        }
    }

    /** From what is around it: at least what a whole has more than its other parts, at most the least whole around it. */
    private static void boundsLeaveMoreThanOne(long seed, World world, List<Shown> shown, int hidden) {
        Told unknown = world.figures.get(hidden);
        boolean small = shown.get(hidden).under() > 0;
        long least = small ? 1 : 10;
        long most = small ? 9 : Long.MAX_VALUE;
        for (int i = 0; i < shown.size(); i++) {
            Told other = world.figures.get(i);
            if (shown.get(i).isHidden()) {
                continue;
            }
            if (other.atoms().containsAll(unknown.atoms())) {
                most = Math.min(most, other.line().count());
                Set<Integer> beside = new HashSet<>(other.atoms());
                beside.removeAll(unknown.atoms());
                for (int j = 0; j < shown.size(); j++) {
                    if (!shown.get(j).isHidden() && world.figures.get(j).atoms().containsAll(beside)) {
                        least = Math.max(
                                least,
                                other.line().count()
                                        - world.figures.get(j).line().count());
                    }
                }
            }
            if (unknown.atoms().containsAll(other.atoms())) {
                least = Math.max(least, other.line().count());
            }
        }
        assertTrue(least < most, "seed " + seed + ": " + unknown.line() + " is from " + least + " to " + most);
    }

    @Test
    void tenYearsOfManyBodiesTakeSeconds() {
        List<FigureLine> lines = new ArrayList<>();
        Random random = new Random(1);
        for (int body = 0; body < 60; body++) {
            for (int month = 0; month < 120; month++) {
                String window = "%d-%02d".formatted(2010 + month / 12, 1 + month % 12);
                for (String basis : List.of("children", "asked")) {
                    long here = 1 + random.nextInt(60);
                    long there = 1 + random.nextInt(200);
                    lines.add(figure(EntityKind.BODY, "body-" + body, "a", basis, window, here));
                    lines.add(figure(EntityKind.BODY, "body-" + body, "b", basis, window, there));
                    lines.add(figure(EntityKind.BODY, "body-" + body, null, basis, window, here + there));
                }
            }
        }
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertTrue(
                        TEN.of(lines, World.POLICIES).figures().stream().anyMatch(Shown::isHidden)));
    }

    @Test
    void theOrderOfFiguresMakesNoDifference() {
        for (long seed = 0; seed < 30; seed++) {
            List<FigureLine> lines = new ArrayList<>(new World(seed, true, Basis.ASKED).lines());
            Set<Shown> once = new HashSet<>(TEN.of(lines, World.POLICIES).figures());
            Collections.shuffle(lines, new Random(seed));
            assertEquals(once, new HashSet<>(TEN.of(lines, World.POLICIES).figures()), "seed " + seed);
        }
    }
}
