package dev.rollcall.replay.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Basis;
import dev.rollcall.model.EntityKind;
import dev.rollcall.policy.Policies;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Yaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two policies that put the same bodies into other groups. */
class GroupOverlapTest {
    private static final Disclosure TEN = new Disclosure(10);
    private static final List<String> BODIES = List.of("a", "b", "c", "d", "e", "f");

    private static Policies policies(String... versions) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < versions.length; i++) {
            texts.add("""
                    policy: p
                    version: %d
                    from: %s
                    zone: Europe/London
                    bodies: { %s }
                    """.formatted(i + 1, i == 0 ? "2015-01-01" : "2016-0%d-02".formatted(i), versions[i]));
        }
        return RuleBook.read(Yaml.versions(String.join("---\n", texts), "policy"))
                .policies();
    }

    /** As {@code "a=g b=g c="}: c is in none. */
    private static String grouped(String bodies) {
        return Arrays.stream(bodies.split(" "))
                .map(one -> one.split("=", -1))
                .map(one -> one[0] + ": { name: " + one[0] + (one[1].isEmpty() ? "" : ", group: " + one[1]) + " }")
                .collect(Collectors.joining(", "));
    }

    private static FigureLine figure(EntityKind kind, String entity, Basis basis, String window, long count) {
        return new FigureLine(kind, entity, null, basis.text(), window, count, true, 0, null, false, 1, 1, null);
    }

    private static FigureLine group(String entity, Basis basis, String window, long count) {
        return figure(EntityKind.GROUP, entity, basis, window, count);
    }

    private static FigureLine body(String entity, Basis basis, String window, long count) {
        return figure(EntityKind.BODY, entity, basis, window, count);
    }

    private static boolean bothShown(Policies by, FigureLine one, Policies byOther, FigureLine other) {
        List<Output> both = TEN.of(List.of(one), by, List.of(other), byOther);
        return both.stream().allMatch(side -> side.figures().stream().noneMatch(Shown::isHidden));
    }

    @Test
    void twoGroupsThatDifferByAFewPeopleAreNotBothTold() {
        Policies three = policies(grouped("a=g-all b=g-all c=g-all"));
        Policies two = policies(grouped("a=g-two b=g-two c="));
        for (Basis basis : List.of(Basis.CHILDREN, Basis.ASKED, Basis.RECORDS, Basis.REPEATS)) {
            FigureLine all = group("g-all", basis, "2016-03", 103);
            assertFalse(bothShown(three, all, two, group("g-two", basis, "2016-03", 100)), basis.text());
            assertFalse(bothShown(two, group("g-two", basis, "2016-03", 100), three, all), basis.text());
            assertTrue(bothShown(three, all, two, group("g-two", basis, "2016-03", 90)), basis.text());
            assertFalse(bothShown(
                    three, group("g-all", basis, "2016-Q1", 103), two, group("g-two", basis, "2016-03", 100)));
            assertTrue(bothShown(three, all, two, group("g-two", basis, "2016-04", 100)), "other days");
        }
    }

    @Test
    void nobodyIsToldByWhatTwoGroupsHoldBesideTheSameBodies() {
        Policies four = policies(grouped("a=g b=g c=g d=g"));
        Policies two = policies(grouped("a=h b=h c= d="));
        List<FigureLine> bodies = List.of(
                body("b", Basis.CHILDREN, "2016-03", 80),
                body("c", Basis.CHILDREN, "2016-03", 150),
                body("d", Basis.CHILDREN, "2016-03", 3));
        List<FigureLine> before = new ArrayList<>(bodies);
        before.add(group("g", Basis.CHILDREN, "2016-03", 253));
        List<FigureLine> after = new ArrayList<>(bodies);
        after.add(group("h", Basis.CHILDREN, "2016-03", 100));
        List<Output> both = TEN.of(before, four, after, two);
        boolean all = !both.get(0).figures().get(1).isHidden()
                && !both.get(0).figures().get(3).isHidden()
                && !both.get(1).figures().get(3).isHidden();
        assertFalse(all, "g less h less c is d");
    }

    @Test
    void aGroupBesideABodyOfTheOtherPolicyTellsNoThird() {
        Policies grouped = policies(grouped("a=g c=g"));
        Policies alone = policies(grouped("a= c="));
        assertFalse(bothShown(
                grouped, group("g", Basis.CHILDREN, "2016-03", 53), alone, body("a", Basis.CHILDREN, "2016-03", 50)));
    }

    @Test
    void aBodyThatJoinsLaterIsTakenAsOneOfTheGroup() {
        Policies joining = policies(grouped("a= b= c="), grouped("a=g-all b=g-all c=g-all"));
        Policies two = policies(grouped("a=g-two b=g-two c="));
        assertFalse(bothShown(
                joining,
                group("g-all", Basis.CHILDREN, "2016", 103),
                two,
                group("g-two", Basis.CHILDREN, "2016", 100)));
        List<Shown> shown = TEN.of(
                        List.of(
                                group("g-all", Basis.CHILDREN, "2016", 103),
                                body("a", Basis.CHILDREN, "2016", 50),
                                body("b", Basis.CHILDREN, "2016", 50)),
                        joining)
                .figures();
        assertTrue(shown.stream().anyMatch(Shown::isHidden), "in one output alone, too");
    }

    @Test
    void membersByTheOtherPolicyHideNoDifference() {
        // Given g of a and b here, of a and c there: were all three taken as its parts, they would be more than it
        Policies here = policies(grouped("a=g b=g c="));
        Policies there = policies(grouped("a=g b= c=g"));
        List<FigureLine> bodies = List.of(
                body("a", Basis.ASKED, "2016-03", 100),
                body("b", Basis.ASKED, "2016-03", 3),
                body("c", Basis.ASKED, "2016-03", 50));
        List<FigureLine> before = new ArrayList<>(bodies);
        before.add(group("g", Basis.ASKED, "2016-03", 103));
        List<FigureLine> after = new ArrayList<>(bodies);
        after.add(group("g", Basis.ASKED, "2016-03", 150));
        Output output = TEN.of(before, here, after, there).get(0);
        assertTrue(
                output.figures().get(0).isHidden() || output.figures().get(3).isHidden(),
                () -> output.figures().toString());
    }

    /** Bodies thrown into groups, once by each policy: whoever solves all sums finds no hidden number. */
    @Test
    void noGroupingsGiveAHiddenAmount() {
        int hidden = 0;
        int shown = 0;
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            Map<String, Long> amounts = new TreeMap<>();
            int most = random.nextBoolean() ? 15 : 200;
            BODIES.forEach(body -> amounts.put(body, (long) (1 + random.nextInt(random.nextInt(3) == 0 ? 9 : most))));
            List<Policies> policies = new ArrayList<>();
            List<List<FigureLine>> lines = new ArrayList<>();
            List<List<List<Integer>>> atoms = new ArrayList<>();
            for (int side = 0; side < 2; side++) {
                Map<String, List<String>> groups = new TreeMap<>();
                BODIES.forEach(body -> groups.computeIfAbsent(
                                List.of("", "g", "h").get(random.nextInt(3)), none -> new ArrayList<>())
                        .add(body));
                List<String> members = new ArrayList<>();
                groups.forEach((group, of) -> of.forEach(body -> members.add(body + "=" + group)));
                policies.add(policies(grouped(String.join(" ", members))));
                groups.remove("");
                List<FigureLine> here = new ArrayList<>();
                List<List<Integer>> atomsHere = new ArrayList<>();
                amounts.forEach((body, amount) -> {
                    here.add(body(body, Basis.ASKED, "2016-03", amount));
                    atomsHere.add(List.of(BODIES.indexOf(body)));
                });
                groups.forEach((group, of) -> {
                    here.add(group(
                            group,
                            Basis.ASKED,
                            "2016-03",
                            of.stream().mapToLong(amounts::get).sum()));
                    atomsHere.add(of.stream().map(BODIES::indexOf).toList());
                });
                lines.add(here);
                atoms.add(atomsHere);
            }
            List<Output> both = TEN.of(lines.get(0), policies.get(0), lines.get(1), policies.get(1));
            Attacker attacker = new Attacker();
            for (int side = 0; side < 2; side++) {
                for (int i = 0; i < lines.get(side).size(); i++) {
                    if (!both.get(side).figures().get(i).isHidden()) {
                        attacker.sees(
                                atoms.get(side).get(i), lines.get(side).get(i).count());
                    }
                }
            }
            for (int side = 0; side < 2; side++) {
                for (int i = 0; i < lines.get(side).size(); i++) {
                    if (both.get(side).figures().get(i).isHidden()) {
                        hidden++;
                        assertNull(
                                attacker.derives(atoms.get(side).get(i)),
                                "seed " + seed + ": " + lines.get(side).get(i));
                    } else {
                        shown++;
                    }
                }
            }
            noneLessAnotherIsFew(seed, shownOf(both, lines, atoms));
        }
        assertEquals(
                List.of(true, true), List.of(hidden > 2000, shown > 2000), hidden + " hidden, " + shown + " shown");
    }

    /** The counts that are shown, by what they add up. */
    private static Map<List<Integer>, Long> shownOf(
            List<Output> both, List<List<FigureLine>> lines, List<List<List<Integer>>> atoms) {
        Map<List<Integer>, Long> shown = new HashMap<>();
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < lines.get(side).size(); i++) {
                if (!both.get(side).figures().get(i).isHidden()) {
                    shown.put(atoms.get(side).get(i), lines.get(side).get(i).count());
                }
            }
        }
        return shown;
    }

    private static void noneLessAnotherIsFew(long seed, Map<List<Integer>, Long> shown) {
        shown.forEach((whole, count) -> shown.forEach((part, of) -> assertFalse(
                new HashSet<>(whole).containsAll(part) && TEN.hides(count - of),
                () -> "seed " + seed + ": " + whole + " less " + part)));
    }
}
