package dev.rollcall.replay.disclosure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hides as many more cells as it takes that no hidden one can be reckoned from those shown.
 *
 * <p>Three things are asked until nothing changes. Does a whole less its parts leave a small number? Do the bounds that all
 * sums give, one after the other, leave a hidden cell one value only? Do several sums together, added and subtracted, give a
 * hidden cell alone? Whatever does is spoilt by hiding the smallest cell that it takes.
 */
final class Suppression {
    private static final Comparator<Cell> SMALLEST =
            Comparator.comparingLong((Cell cell) -> cell.count).thenComparing(cell -> cell.key);
    /** Sums are solved modulo this prime: what they give alone in whole numbers, they give alone here. */
    private static final long PRIME = 2_147_483_647L;
    /** Systems of more sums than this are not solved: all that they hold is hidden. */
    private static final int MOST_SUMS = 2000;

    private static final int MOST_ROUNDS = 100;

    private final int threshold;
    private final Collection<Cell> cells;
    private final List<Relation> relations;

    Suppression(int threshold, Collection<Cell> cells, List<Relation> relations) {
        this.threshold = threshold;
        this.cells = cells;
        this.relations = relations;
        for (Relation relation : relations) {
            relation.whole().relations.add(relation);
            relation.parts().forEach(part -> part.relations.add(relation));
        }
    }

    void run() {
        boolean changed = true;
        while (changed) {
            changed = settleRests();
            changed |= settleBounds();
            changed |= !changed && settleSums();
        }
    }

    /** Whether a part had to be hidden, since what lies outside the parts shown was few people. */
    private boolean settleRests() {
        boolean changed = false;
        for (Relation relation : relations) {
            while (!relation.whole().hidden && isSmall(relation.rest())) {
                changed |= hideSmallest(relation.parts());
            }
        }
        return changed;
    }

    private boolean isSmall(long count) {
        return count > 0 && count < threshold;
    }

    private static boolean hideSmallest(Collection<Cell> among) {
        return hideOneOf(Stream.of(smallestShown(among)));
    }

    private static Optional<Cell> smallestShown(Collection<Cell> among) {
        return among.stream().filter(cell -> !cell.hidden).min(SMALLEST);
    }

    private boolean settleBounds() {
        for (Cell cell : cells) {
            cell.least = !cell.hidden ? cell.count : cell.small ? 1 : threshold;
            cell.most = !cell.hidden ? cell.count : cell.small ? threshold - 1 : Long.MAX_VALUE / 4;
        }
        List<Relation> open = relations.stream().filter(Relation::hasHidden).toList();
        boolean narrowed = true;
        for (int round = 0; narrowed && round < MOST_ROUNDS; round++) {
            narrowed = false;
            for (Relation relation : open) {
                narrowed |= narrow(relation);
            }
        }
        return hideOneOf(cells.stream()
                .filter(cell -> cell.hidden && cell.least >= cell.most)
                .map(Suppression::smallestBeside));
    }

    /** Whether a relation tells more of a hidden cell than was known before. */
    private static boolean narrow(Relation relation) {
        Cell whole = relation.whole();
        boolean complete = relation.isComplete();
        long leastSum = 0;
        long mostSum = 0;
        long greatest = 0;
        for (Cell part : relation.parts()) {
            leastSum += part.least;
            mostSum = Math.min(Long.MAX_VALUE / 4, mostSum + part.most);
            greatest = Math.max(greatest, part.least);
        }
        boolean narrowed = raise(whole, relation.additive() ? leastSum : greatest);
        if (complete) {
            narrowed |= lower(whole, mostSum);
        }
        for (Cell part : relation.parts()) {
            narrowed |= lower(part, relation.additive() ? whole.most - (leastSum - part.least) : whole.most);
            if (complete && mostSum < Long.MAX_VALUE / 4) {
                narrowed |= raise(part, whole.least - (mostSum - part.most));
            }
        }
        return narrowed;
    }

    private static boolean raise(Cell cell, long least) {
        if (!cell.hidden || least <= cell.least || least > cell.most) {
            return false;
        }
        cell.least = least;
        return true;
    }

    private static boolean lower(Cell cell, long most) {
        if (!cell.hidden || most >= cell.most || most < cell.least) {
            return false;
        }
        cell.most = most;
        return true;
    }

    /** Hides the smallest of {@code candidates}, and only that: it may be enough for all. */
    private static boolean hideOneOf(Stream<Optional<Cell>> candidates) {
        Optional<Cell> smallest = candidates.flatMap(Optional::stream).min(SMALLEST);
        smallest.ifPresent(cell -> cell.hidden = true);
        return smallest.isPresent();
    }

    /** The smallest shown cell of those that tell of {@code cell}, the nearest first; none where all are hidden. */
    private static Optional<Cell> smallestBeside(Cell cell) {
        Set<Relation> seen = new HashSet<>();
        Deque<Cell> next = new ArrayDeque<>(List.of(cell));
        Set<Cell> met = new HashSet<>(next);
        while (!next.isEmpty()) {
            Cell here = next.remove();
            List<Cell> beside = new ArrayList<>();
            for (Relation relation : here.relations) {
                if (seen.add(relation)) {
                    beside.addAll(relation.parts());
                    beside.add(relation.whole());
                }
            }
            Optional<Cell> smallest = smallestShown(beside);
            if (smallest.isPresent()) {
                return smallest;
            }
            beside.stream().filter(met::add).forEach(next::add);
        }
        return Optional.empty();
    }

    /** Whether a cell had to be hidden, since sums together gave a hidden one alone. */
    private boolean settleSums() {
        boolean changed = false;
        for (List<Relation> system : systems()) {
            if (system.size() > MOST_SUMS) {
                for (Relation relation : system) {
                    changed |= hideSmallest(relation.parts());
                    changed |= hideSmallest(List.of(relation.whole()));
                }
            } else {
                changed |= hideOneOf(givenAlone(system).stream().map(Suppression::smallestBeside));
            }
        }
        return changed;
    }

    /** The sums that hold hidden cells, those that share one together. */
    private List<List<Relation>> systems() {
        List<List<Relation>> systems = new ArrayList<>();
        Set<Relation> taken = new HashSet<>();
        for (Relation first : relations) {
            if (!isSum(first) || !taken.add(first)) {
                continue;
            }
            List<Relation> system = new ArrayList<>();
            Deque<Relation> next = new ArrayDeque<>(List.of(first));
            while (!next.isEmpty()) {
                Relation relation = next.remove();
                system.add(relation);
                for (Cell cell : hiddenOf(relation)) {
                    for (Relation other : cell.relations) {
                        if (isSum(other) && taken.add(other)) {
                            next.add(other);
                        }
                    }
                }
            }
            systems.add(system);
        }
        return systems;
    }

    private static boolean isSum(Relation relation) {
        return relation.additive() && relation.hasHidden() && relation.isComplete();
    }

    private static List<Cell> hiddenOf(Relation relation) {
        List<Cell> hidden = new ArrayList<>();
        if (relation.whole().hidden) {
            hidden.add(relation.whole());
        }
        relation.parts().stream().filter(part -> part.hidden).forEach(hidden::add);
        return hidden;
    }

    /** The hidden cells that Gauss' elimination leaves alone in a row. */
    private static List<Cell> givenAlone(List<Relation> system) {
        List<Cell> unknown = new ArrayList<>();
        Map<Cell, Integer> columns = new HashMap<>();
        for (Relation relation : system) {
            for (Cell cell : hiddenOf(relation)) {
                if (columns.putIfAbsent(cell, unknown.size()) == null) {
                    unknown.add(cell);
                }
            }
        }
        long[][] rows = new long[system.size()][unknown.size()];
        for (int i = 0; i < rows.length; i++) {
            Relation relation = system.get(i);
            for (Cell cell : hiddenOf(relation)) {
                int column = columns.getOrDefault(cell, 0);
                rows[i][column] = cell == relation.whole() ? PRIME - 1 : 1;
            }
        }
        int rank = 0;
        for (int column = 0; column < unknown.size() && rank < rows.length; column++) {
            rank += eliminate(rows, rank, column) ? 1 : 0;
        }
        List<Cell> alone = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int found = -1;
            int nonZero = 0;
            for (int column = 0; column < unknown.size(); column++) {
                if (rows[i][column] != 0) {
                    nonZero++;
                    found = column;
                }
            }
            if (nonZero == 1) {
                alone.add(unknown.get(found));
            }
        }
        return alone;
    }

    /** Makes {@code column} 0 in all rows but that of {@code rank}; false where it is 0 from there on anyway. */
    private static boolean eliminate(long[][] rows, int rank, int column) {
        int pivot = rank;
        while (pivot < rows.length && rows[pivot][column] == 0) {
            pivot++;
        }
        if (pivot == rows.length) {
            return false;
        }
        long[] row = rows[pivot];
        rows[pivot] = rows[rank];
        rows[rank] = row;
        long inverse = power(row[column], PRIME - 2);
        for (int i = 0; i < row.length; i++) {
            row[i] = row[i] * inverse % PRIME;
        }
        for (long[] other : rows) {
            long factor = other[column];
            if (other != row && factor != 0) {
                for (int i = 0; i < row.length; i++) {
                    other[i] = (other[i] + (PRIME - factor) * row[i]) % PRIME;
                }
            }
        }
        return true;
    }

    private static long power(long base, long exponent) {
        long result = 1;
        long square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            result = (left & 1) == 1 ? result * square % PRIME : result;
            square = square * square % PRIME;
        }
        return result;
    }
}
