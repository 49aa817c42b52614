package dev.rollcall.replay.disclosure;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.wire.FigureLine;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds which figures of an output count people that another one counts too. */
final class Nesting {
    private static final Comparator<Placed> BY_START = Comparator.comparing(Placed::start)
            .thenComparing(Placed::end, Comparator.reverseOrder())
            .thenComparing(placed -> placed.cell().key);
    /** So that as many as possible follow one another. */
    private static final Comparator<Placed> BY_END = Comparator.comparing(Placed::end)
            .thenComparing(Placed::start, Comparator.reverseOrder())
            .thenComparing(placed -> placed.cell().key);
    /** In a whole with more parts than this, beside the calendar's, not each is tried as a part of a chain. */
    private static final int MOST_CHAINS = 40;

    private final Groups groups;

    Nesting(Groups groups) {
        this.groups = groups;
    }

    /** A figure's cell, and the days that it counts, where they are known. */
    record Counted(FigureLine line, Cell cell, @Nullable Window window) {}

    /** A cell and the days that it counts; {@code per} is null but for the calendar's windows, {@code rolling} is 0 but for rolling ones. */
    private record Placed(
            Cell cell,
            LocalDate start,
            LocalDate end,
            @Nullable Calendar per,
            int rolling) {
        boolean tellsOfItsLastDay() {
            return rolling > 0 || per == Calendar.DAY;
        }

        boolean holds(Placed other) {
            return !other.equals(this) && !other.start.isBefore(start) && !other.end.isAfter(end);
        }
    }

    /** Whom and what a figure counts, but for the window. */
    private record Account(
            @Nullable EntityKind kind,
            String entity,
            @Nullable String agreement,
            @Nullable String dataset) {}

    /** All relations among figures of one basis, which has none with another. */
    List<Relation> relations(Basis basis, List<Counted> figures) {
        boolean additive = !basis.distinct();
        List<Relation> relations = new ArrayList<>();
        Map<Account, Map<String, Counted>> accounts = new LinkedHashMap<>();
        for (Counted figure : figures) {
            FigureLine line = figure.line();
            accounts.computeIfAbsent(
                            new Account(line.entityKind(), line.entity(), line.agreementId(), line.dataset()),
                            account -> new TreeMap<>())
                    .put(line.window(), figure);
        }
        ofParts(accounts, additive, relations);
        for (Map<String, Counted> windows : accounts.values()) {
            List<Placed> placed = new ArrayList<>();
            for (Counted figure : windows.values()) {
                Placed one = place(figure);
                if (one != null) {
                    placed.add(one);
                }
            }
            ofWindows(placed, additive, relations);
        }
        return relations;
    }

    /** Agreements in totals, datasets in all datasets, bodies in groups; window by window. */
    private void ofParts(Map<Account, Map<String, Counted>> accounts, boolean additive, List<Relation> relations) {
        Map<Account, List<Account>> parts = new LinkedHashMap<>();
        for (Account account : accounts.keySet()) {
            if (account.agreement() != null) {
                parts.computeIfAbsent(
                                new Account(account.kind(), account.entity(), null, account.dataset()),
                                whole -> new ArrayList<>())
                        .add(account);
            }
        }
        parts.forEach((whole, of) -> accounts.getOrDefault(whole, Map.of())
                .forEach((window, figure) -> relate(figure.cell(), cells(accounts, of, window), additive, relations)));
        accounts.forEach((group, windows) -> {
            if (group.kind() == EntityKind.GROUP && group.agreement() == null) {
                windows.forEach((window, figure) -> {
                    // who joined or left within the window may have been there whenever it asked, or not
                    Set<Set<String>> memberships = new LinkedHashSet<>();
                    memberships.add(groups.throughout(group.entity(), figure.window()));
                    memberships.add(groups.ever(group.entity(), figure.window()));
                    for (Set<String> members : memberships) {
                        List<Account> bodies = members.stream()
                                .map(body -> new Account(EntityKind.BODY, body, null, group.dataset()))
                                .toList();
                        relateWherePossible(figure.cell(), cells(accounts, bodies, window), additive, relations);
                    }
                });
            }
        });
    }

    private static List<Cell> cells(Map<Account, Map<String, Counted>> accounts, List<Account> of, String window) {
        List<Cell> cells = new ArrayList<>();
        for (Account account : of) {
            Counted counted = accounts.getOrDefault(account, Map.of()).get(window);
            if (counted != null) {
                cells.add(counted.cell());
            }
        }
        return cells;
    }

    /** Relates those that may be parts, all together where their counts allow it; else each by itself, the greater as the whole. */
    static void relateWherePossible(Cell whole, List<Cell> parts, boolean additive, List<Relation> relations) {
        long sum = parts.stream().mapToLong(part -> part.count).sum();
        if (parts.stream().allMatch(part -> part.count <= whole.count) && (!additive || sum <= whole.count)) {
            relate(whole, parts, additive, relations);
        } else {
            parts.forEach(part -> relations.add(byCount(whole, part)));
        }
    }

    /** Of two that count some of the same people, the greater as the whole: a few more are told by both together. */
    static Relation byCount(Cell one, Cell other) {
        return one.count < other.count
                ? new Relation(other, List.of(one), false)
                : new Relation(one, List.of(other), false);
    }

    /** Different people of two parts may be the same, so each part is also held against the whole alone. */
    private static void relate(Cell whole, List<Cell> parts, boolean additive, List<Relation> relations) {
        if (parts.isEmpty()) {
            return;
        }
        relations.add(new Relation(whole, parts, additive));
        if (!additive && parts.size() > 1) {
            parts.forEach(part -> relations.add(new Relation(whole, List.of(part), false)));
        }
    }

    private static void ofWindows(List<Placed> whole, boolean additive, List<Relation> relations) {
        List<Placed> all = new ArrayList<>();
        TreeMap<LocalDate, List<Placed>> byStart = new TreeMap<>();
        shortened(whole).stream().sorted(BY_START).forEach(one -> {
            all.add(one);
            byStart.computeIfAbsent(one.start(), start -> new ArrayList<>()).add(one);
        });
        all.forEach(one -> within(one, byStart, additive, relations));
    }

    /**
     * The windows from the first to the last day on which something happened, as far as the figures tell: there is one for each
     * month, and where days or days in a row are counted for each day, in which something did.
     */
    private static List<Placed> shortened(List<Placed> all) {
        TreeMap<LocalDate, LocalDate> busy = new TreeMap<>();
        boolean byDay = all.stream().anyMatch(Placed::tellsOfItsLastDay);
        for (Placed one : all) {
            if (byDay && one.tellsOfItsLastDay()) {
                busy.put(one.end().minusDays(1), one.end());
            } else if (!byDay && one.per() == Calendar.MONTH) {
                busy.put(one.start(), one.end());
            }
        }
        List<Placed> shortened = new ArrayList<>();
        for (Placed one : all) {
            Map.Entry<LocalDate, LocalDate> before = busy.floorEntry(one.start());
            LocalDate first = before != null && before.getValue().isAfter(one.start())
                    ? one.start()
                    : busy.ceilingKey(one.start());
            Map.Entry<LocalDate, LocalDate> last = busy.lowerEntry(one.end());
            if (first == null
                    || last == null
                    || !first.isBefore(one.end())
                    || !last.getValue().isAfter(first)) {
                shortened.add(one);
            } else {
                LocalDate end = last.getValue().isBefore(one.end()) ? last.getValue() : one.end();
                shortened.add(new Placed(one.cell(), first, end, one.per(), one.rolling()));
            }
        }
        return shortened;
    }

    private static void within(
            Placed whole, NavigableMap<LocalDate, List<Placed>> byStart, boolean additive, List<Relation> relations) {
        Map<Calendar, List<Cell>> dividing = new EnumMap<>(Calendar.class);
        List<Placed> inside = new ArrayList<>();
        for (List<Placed> starting : byStart.subMap(whole.start(), whole.end()).values()) {
            for (Placed part : starting) {
                if (!whole.holds(part)) {
                    continue;
                }
                inside.add(part);
                if (part.per() == null) {
                    relate(whole.cell(), List.of(part.cell()), additive, relations);
                } else {
                    dividing.computeIfAbsent(part.per(), per -> new ArrayList<>())
                            .add(part.cell());
                }
            }
        }
        dividing.values().forEach(parts -> relate(whole.cell(), parts, additive, relations));
        Set<List<Cell>> chains = new LinkedHashSet<>();
        List<Placed> others = inside.stream().filter(part -> part.per() == null).toList();
        chains.add(chain(inside, BY_START));
        if (!others.isEmpty()) {
            chains.add(chain(inside, BY_END));
            chains.add(chain(others, BY_START));
            chains.add(chain(others, BY_END));
            for (Placed first : others.subList(0, Math.min(MOST_CHAINS, others.size()))) {
                // each of them among whatever lies before and after it
                chains.add(chain(
                        inside.stream()
                                .filter(part -> part.equals(first)
                                        || !part.end().isAfter(first.start())
                                        || !part.start().isBefore(first.end()))
                                .toList(),
                        BY_START));
            }
        }
        chains.stream()
                .filter(chain -> chain.size() > 1 && !dividing.containsValue(chain))
                .forEach(chain -> relations.add(new Relation(whole.cell(), chain, additive)));
    }

    /** Windows of which none overlaps another, each the first in {@code order} that may follow. */
    private static List<Cell> chain(List<Placed> parts, Comparator<Placed> order) {
        List<Cell> chain = new ArrayList<>();
        LocalDate covered = LocalDate.MIN;
        for (Placed part : parts.stream().sorted(order).toList()) {
            if (!part.start().isBefore(covered)) {
                chain.add(part.cell());
                covered = part.end();
            }
        }
        return chain;
    }

    private static @Nullable Placed place(Counted figure) {
        Window window = figure.window();
        if (window == null) {
            return null;
        }
        for (Calendar per : Calendar.values()) {
            if (per.windowOf(window.start()).equals(window)) {
                return new Placed(figure.cell(), window.start(), window.end(), per, 0);
            }
        }
        boolean rolling = Rolling.named(window.name()) != null;
        int days = rolling ? (int) ChronoUnit.DAYS.between(window.start(), window.end()) : 0;
        return new Placed(figure.cell(), window.start(), window.end(), null, days);
    }
}
