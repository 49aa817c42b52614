package dev.rollcall.replay.disclosure;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Policies;
import dev.rollcall.wire.FigureLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which counts of people an output may tell: none under the threshold, and none from which, with the others of the same
 * output, one under the threshold can be reckoned.
 *
 * <ul>
 *   <li>Protected are children, people asked about, records, and children released again. What counts documents (requests,
 *       answers, decisions, extracts held) or a feed's events tells of no child and is shown.
 *   <li>Taken into account: agreements in totals, bodies in groups, windows within windows, rolling windows between whose
 *       beginnings nothing happened, the same figure under two policies, and groups of the one that share bodies with groups of the
 *       other.
 *   <li>Not protected: what several outputs, one after the other, tell together; the audit shows who asked for them. Nor the
 *       difference of rolling windows that overlap in part.
 * </ul>
 *
 * @param threshold counts from 1 to one less are hidden; 1 hides nothing
 */
public record Disclosure(int threshold) {
    /** Hides nothing. */
    public static final Disclosure NONE = new Disclosure(1);

    private static final Set<Basis> OF_PEOPLE = EnumSet.of(Basis.CHILDREN, Basis.ASKED, Basis.RECORDS, Basis.REPEATS);

    public Disclosure {
        if (threshold < 1) {
            throw new IllegalArgumentException("Expected a threshold from 1 up, but was " + threshold);
        }
    }

    /** Whether figures of that basis count people, or their records. */
    public static boolean isOfPeople(@Nullable String basis) {
        return OF_PEOPLE.stream().anyMatch(one -> one.text().equals(basis));
    }

    /** Whether there are counts that it hides. */
    public boolean hidesAny() {
        return threshold > 1;
    }

    /** Whether {@code count}, of people, is too small to be told. */
    public boolean hides(long count) {
        return count > 0 && count < threshold;
    }

    /** One output of these figures, judged by {@code policies}. */
    public Output of(Collection<FigureLine> figures, Policies policies) {
        return outputs(List.of(List.copyOf(figures)), List.of(policies)).get(0);
    }

    /** One output of figures by one policy beside figures by another. */
    public List<Output> of(Collection<FigureLine> before, Policies by, Collection<FigureLine> after, Policies byOther) {
        return outputs(List.of(List.copyOf(before), List.copyOf(after)), List.of(by, byOther));
    }

    private List<Output> outputs(List<List<FigureLine>> sides, List<Policies> policies) {
        List<Windows> windows = policies.stream().map(Windows::new).toList();
        List<List<Shown>> shown = shown(sides, policies, windows);
        List<Output> outputs = new ArrayList<>();
        for (int side = 0; side < shown.size(); side++) {
            outputs.add(new Output(this, shown.get(side), shown, windows.get(side)));
        }
        return outputs;
    }

    private List<List<Shown>> shown(List<List<FigureLine>> sides, List<Policies> policies, List<Windows> windows) {
        Map<String, Cell> cells = new HashMap<>();
        List<Map<String, Cell>> bySide = new ArrayList<>();
        for (int side = 0; side < sides.size(); side++) {
            Windows named = windows.get(side);
            Map<String, Cell> here = new HashMap<>();
            bySide.add(here);
            for (FigureLine line : sides.get(side)) {
                if (hidesAny() && isOfPeople(line.basis()) && line.count() > 0) {
                    // the same count under both policies is one cell: hidden here, it is hidden there
                    here.put(
                            line.key(),
                            cells.computeIfAbsent(
                                    line.key() + "=" + line.count() + days(named, line),
                                    key -> new Cell(key, line.count(), hides(line.count()))));
                }
            }
        }
        hideNearlyEqual(bySide);
        hideNearlyNested(sides, bySide, windows);
        List<Groups> groups = policies.stream().map(Groups::new).toList();
        for (Basis basis : OF_PEOPLE) {
            Set<Cell> ofBasis = new LinkedHashSet<>();
            List<Relation> relations = new ArrayList<>();
            List<List<Nesting.Counted>> all = new ArrayList<>();
            for (int side = 0; side < sides.size(); side++) {
                List<Nesting.Counted> counted = new ArrayList<>();
                for (FigureLine line : sides.get(side)) {
                    Cell cell = bySide.get(side).get(line.key());
                    if (cell != null && line.basis().equals(basis.text())) {
                        counted.add(new Nesting.Counted(
                                line, cell, windows.get(side).named(line.agreementId(), line.window())));
                        ofBasis.add(cell);
                    }
                }
                relations.addAll(new Nesting(groups.get(side)).relations(basis, counted));
                all.add(counted);
            }
            if (all.size() == 2) {
                for (int side = 0; side < 2; side++) {
                    relations.addAll(new GroupOverlap(groups.get(side), groups.get(1 - side), this::hides)
                            .relations(!basis.distinct(), all.get(side), all.get(1 - side)));
                }
            }
            new Suppression(threshold, ofBasis, relations).run();
        }
        List<List<Shown>> shown = new ArrayList<>();
        for (int side = 0; side < sides.size(); side++) {
            Map<String, Cell> here = bySide.get(side);
            shown.add(sides.get(side).stream()
                    .map(line -> shown(line, here.get(line.key())))
                    .toList());
        }
        return shown;
    }

    private static String days(Windows windows, FigureLine line) {
        Window window = windows.named(line.agreementId(), line.window());
        return window == null ? "" : "@" + window.start() + ".." + window.end();
    }

    /** Where two policies count a few people more or less, whoever sees both counts sees those few. */
    private void hideNearlyEqual(List<Map<String, Cell>> sides) {
        if (sides.size() == 2) {
            sides.get(0).forEach((key, one) -> {
                Cell other = sides.get(1).get(key);
                if (other != null && hides(Math.abs(one.count - other.count))) {
                    one.hidden = true;
                    other.hidden = true;
                }
            });
        }
    }

    /** The same where days of one policy's window lie within another's: by days, since each may name its own. */
    private void hideNearlyNested(List<List<FigureLine>> sides, List<Map<String, Cell>> cells, List<Windows> windows) {
        if (sides.size() != 2) {
            return;
        }
        Map<String, List<Nesting.Counted>> others = new HashMap<>();
        for (Nesting.Counted other : placed(sides.get(1), cells.get(1), windows.get(1))) {
            others.computeIfAbsent(account(other.line()), account -> new ArrayList<>())
                    .add(other);
        }
        for (Nesting.Counted one : placed(sides.get(0), cells.get(0), windows.get(0))) {
            for (Nesting.Counted other : others.getOrDefault(account(one.line()), List.of())) {
                if (hides(Math.abs(one.cell().count - other.cell().count))
                        && (Windows.isWithin(one.window(), other.window())
                                || Windows.isWithin(other.window(), one.window()))) {
                    one.cell().hidden = true;
                    other.cell().hidden = true;
                }
            }
        }
    }

    private static List<Nesting.Counted> placed(List<FigureLine> lines, Map<String, Cell> cells, Windows windows) {
        List<Nesting.Counted> placed = new ArrayList<>();
        for (FigureLine line : lines) {
            Cell cell = cells.get(line.key());
            Window window = windows.named(line.agreementId(), line.window());
            if (cell != null && window != null) {
                placed.add(new Nesting.Counted(line, cell, window));
            }
        }
        return placed;
    }

    private static String account(FigureLine line) {
        return String.join(
                "|",
                String.valueOf(line.entityKind()),
                line.entity(),
                String.valueOf(line.agreementId()),
                line.basis(),
                String.valueOf(line.dataset()));
    }

    private Shown shown(FigureLine line, @Nullable Cell cell) {
        if (cell == null || !cell.hidden) {
            return new Shown(line, line.count(), 0);
        }
        return new Shown(line, null, cell.small ? threshold : 0);
    }
}
