package dev.rollcall.replay.disclosure;

import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Window;
import dev.rollcall.replay.disclosure.Nesting.Counted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds which figures of one policy's groups may count whom a group, or a body, of another policy counts: whoever writes a policy
 * puts bodies into groups as he likes, and of two groups that differ by one body he sees that body.
 *
 * <p>Groups that share a body on any of their days are held against one another, the greater count as the whole. On which days
 * it was in both is not looked into: it may have asked for nothing on the others.
 */
final class GroupOverlap {
    private final Groups groups;
    private final Groups otherGroups;
    private final LongPredicate few;

    /** Whom a figure counts, under all agreements. */
    private record Whom(
            @Nullable EntityKind kind,
            String entity,
            @Nullable String dataset) {
        boolean isGroup() {
            return kind == EntityKind.GROUP;
        }

        Set<String> bodies(Groups groups, @Nullable Window days) {
            return isGroup() ? groups.ever(entity, days) : Set.of(entity);
        }
    }

    /**
     * @param groups of the policy that counts the wholes
     * @param otherGroups of the one that counts what may be in them
     * @param few whether so many people are too few to be told
     */
    GroupOverlap(Groups groups, Groups otherGroups, LongPredicate few) {
        this.groups = groups;
        this.otherGroups = otherGroups;
        this.few = few;
    }

    /** What relates groups among {@code figures} with groups and bodies among {@code others}, all of one basis. */
    List<Relation> relations(boolean additive, List<Counted> figures, List<Counted> others) {
        Map<Whom, List<Counted>> wholes = byWhom(figures);
        Map<Whom, List<Counted>> parts = byWhom(others);
        Set<Cell> here = new HashSet<>();
        figures.forEach(figure -> here.add(figure.cell()));
        List<Relation> relations = new ArrayList<>();
        wholes.forEach((whole, windows) -> parts.forEach((part, otherWindows) -> {
            if (whole.isGroup()
                    && Objects.equals(whole.dataset(), part.dataset())
                    && !Collections.disjoint(whole.bodies(groups, null), part.bodies(otherGroups, null))) {
                // bodies that both policies count alike are held against the group among its own figures
                List<Counted> apart = otherWindows.stream()
                        .filter(other -> part.isGroup() || !here.contains(other.cell()))
                        .toList();
                for (Counted one : windows) {
                    for (Counted other : apart) {
                        if (one.cell() != other.cell()) {
                            relate(whole, one, part, other, wholes, additive, relations);
                        }
                    }
                }
            }
        }));
        return relations;
    }

    private void relate(
            Whom whole,
            Counted one,
            Whom part,
            Counted other,
            Map<Whom, List<Counted>> figures,
            boolean additive,
            List<Relation> relations) {
        boolean holds = Windows.isWithin(other.window(), one.window());
        boolean held = Windows.isWithin(one.window(), other.window());
        boolean nearly = few.test(Math.abs(one.cell().count - other.cell().count));
        if (!(holds && held) && !(nearly && (holds || held))) {
            return;
        }
        Set<String> rest = new TreeSet<>(whole.bodies(groups, one.window()));
        Set<String> shared = part.bodies(otherGroups, other.window());
        if (Collections.disjoint(rest, shared)) {
            return;
        }
        if (holds && held) {
            List<Cell> cells = new ArrayList<>(List.of(other.cell()));
            rest.removeAll(shared);
            for (String body : rest) {
                figures.getOrDefault(new Whom(EntityKind.BODY, body, whole.dataset()), List.of()).stream()
                        .filter(figure ->
                                figure.line().window().equals(one.line().window()))
                        .forEach(figure -> cells.add(figure.cell()));
            }
            Nesting.relateWherePossible(one.cell(), cells, additive, relations);
        } else {
            relations.add(Nesting.byCount(one.cell(), other.cell()));
        }
    }

    private static Map<Whom, List<Counted>> byWhom(List<Counted> figures) {
        Map<Whom, List<Counted>> byWhom = new LinkedHashMap<>();
        for (Counted figure : figures) {
            if (figure.window() != null && figure.line().agreementId() == null) {
                Whom whom = new Whom(
                        figure.line().entityKind(),
                        figure.line().entity(),
                        figure.line().dataset());
                byWhom.computeIfAbsent(whom, none -> new ArrayList<>()).add(figure);
            }
        }
        return byWhom;
    }
}
