package dev.rollcall.replay.disclosure;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Policies;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Yaml;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A made-up half year of two bodies in a group, under two agreements and none, with every figure of it and what each adds up. */
final class World {
    static final Policies POLICIES = RuleBook.read(Yaml.versions("""
            policy: p
            version: 1
            from: 2015-01-01
            zone: Europe/London
            bodies: { one: { name: One, group: both }, other: { name: Other, group: both } }
            agreements:
              a: { name: A, body: one, from: 2015-02-01 }
              b: { name: B, body: one, from: 2015-02-01 }
            periods: { asked-for: { from: 2016-02-01, to: 2016-05-31 } }
            """, "policy")).policies();

    private static final LocalDate FIRST = LocalDate.of(2016, 1, 1);
    private static final LocalDate END = LocalDate.of(2016, 7, 1);

    /** One figure: its line, the atoms that it adds up, and the children that it counts. */
    record Told(FigureLine line, List<Integer> atoms, Set<Integer> children) {}

    private record Atom(String body, String agreement, LocalDate day) {}

    private final Random random;
    private final Map<Atom, Integer> numbers = new LinkedHashMap<>();
    private final Map<Atom, Integer> amounts = new LinkedHashMap<>();
    private final Map<Atom, Set<Integer>> children = new LinkedHashMap<>();
    final List<Told> figures = new ArrayList<>();

    /** @param byDay whether days and seven days in a row are counted besides */
    World(long seed, boolean byDay, Basis basis) {
        random = new Random(seed);
        int busy = 3 + random.nextInt(byDay ? 12 : 40);
        int most = random.nextBoolean() ? 15 : 120;
        LocalDate end = byDay ? LocalDate.of(2016, 3, 1) : END;
        for (int i = 0; i < busy; i++) {
            String body = random.nextInt(3) == 0 ? "other" : "one";
            String agreement = body.equals("other") ? "" : List.of("a", "b", "").get(random.nextInt(3));
            LocalDate day = FIRST.plusDays(random.nextInt((int) (end.toEpochDay() - FIRST.toEpochDay())));
            Atom atom = new Atom(body, agreement, day);
            numbers.putIfAbsent(atom, numbers.size());
            int amount = 1 + random.nextInt(most);
            amounts.merge(atom, amount, Integer::sum);
            for (int child = 0; child < amount; child++) {
                children.computeIfAbsent(atom, none -> new HashSet<>()).add(random.nextInt(3 * most));
            }
        }
        for (String body : List.of("one", "other")) {
            tell(EntityKind.BODY, body, Set.of(body), null, byDay, basis);
        }
        tell(EntityKind.GROUP, "both", Set.of("one", "other"), null, byDay, basis);
        for (String agreement : List.of("a", "b")) {
            tell(EntityKind.BODY, "one", Set.of("one"), agreement, byDay, basis);
        }
    }

    private void tell(
            EntityKind kind, String entity, Set<String> bodies, String agreement, boolean byDay, Basis basis) {
        Map<String, Window> windows = new TreeMap<>();
        for (Atom atom : numbers.keySet()) {
            if (bodies.contains(atom.body()) && (agreement == null || agreement.equals(atom.agreement()))) {
                List<Window> of = new ArrayList<>();
                for (Calendar per : List.of(Calendar.MONTH, Calendar.QUARTER, Calendar.YEAR, Calendar.ACADEMIC_YEAR)) {
                    of.add(per.windowOf(atom.day()));
                }
                of.add(new Window("asked-for", LocalDate.of(2016, 2, 1), LocalDate.of(2016, 6, 1)));
                if (byDay) {
                    of.add(Calendar.DAY.windowOf(atom.day()));
                    of.add(new Rolling(7).endingWith(atom.day()));
                }
                of.forEach(window -> windows.put(window.name(), window));
            }
        }
        for (Window window : windows.values()) {
            List<Integer> atoms = new ArrayList<>();
            Set<Integer> counted = new HashSet<>();
            long sum = 0;
            for (Atom atom : numbers.keySet()) {
                if (bodies.contains(atom.body())
                        && (agreement == null || agreement.equals(atom.agreement()))
                        && window.contains(atom.day())) {
                    atoms.add(numbers.get(atom));
                    sum += amounts.get(atom);
                    counted.addAll(children.get(atom));
                }
            }
            if (sum > 0) {
                figures.add(new Told(
                        new FigureLine(
                                kind,
                                entity,
                                agreement,
                                basis.text(),
                                window.name(),
                                basis.distinct() ? counted.size() : sum,
                                true,
                                0,
                                null,
                                false,
                                1,
                                1,
                                null),
                        atoms,
                        counted));
            }
        }
    }

    List<FigureLine> lines() {
        return figures.stream().map(Told::line).toList();
    }
}
