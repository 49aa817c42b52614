package dev.rollcall.detect;

import dev.rollcall.count.CaseFile;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One way of judging.
 *
 * <ul>
 *   <li>A detector is a record whose components are its settings; it has a public constructor without parameters for its
 *       defaults, and its canonical constructor refuses nonsense with {@link IllegalArgumentException}.
 *   <li>Methods are pure: what they return depends on their arguments alone.
 *   <li>A scope is judged whole: asked about one event, one figure or one entity's history, a detector returns everything
 *       that stands there. The watch compares that with what stood before and raises, revises or retracts alerts, so that
 *       retraction and restatement need no code here.
 *   <li>Found by {@link java.util.ServiceLoader}: one file and one test, no other file touched.
 * </ul>
 */
public interface Detector {

    /** What the policy calls it under {@code type:}, and alerts under {@code detector}. */
    default String type() {
        return TypeNames.OF.get(getClass());
    }

    /** Whether it judges always, without being named in the policy's {@code detectors}. */
    default boolean always() {
        return false;
    }

    /** What stands because of one counted event; asked of bodies. */
    default List<Finding> onEvent(Observation event, Situation situation) {
        return List.of();
    }

    /**
     * What stands because of one figure. A rolling figure stands for its whole course: all runs of end days are to be
     * returned, whichever of them {@code changed}.
     */
    default List<Finding> onFigure(Figure changed, Situation situation) {
        return List.of();
    }

    /**
     * What stands in the closed windows of an entity, judged in window order; "first" and "before" mean event time.
     *
     * <p>The window of each finding is one of the calendar, by its name ({@code 2016-03}): of what the versions of the policy
     * find, the watch keeps for each window what the version finds that was in force when it closed.
     */
    default List<Finding> onHistory(Entity entity, Situation situation) {
        return List.of();
    }

    /** Whether what {@link #onHistory} finds depends on windows after that of the finding, too. */
    default boolean looksPastWindow() {
        return false;
    }

    /**
     * What stands because of one case, from when on; asked of bodies. It depends on the case alone and not on the clock: what
     * is due later is returned as well.
     */
    default List<Due> onCase(CaseFile file, Situation situation) {
        return List.of();
    }

    /** Whether {@link #onFigure} is to be asked about the figure of {@code judged} too when that of {@code changed} changes. */
    default boolean judgesBeside(Basis judged, Basis changed) {
        return false;
    }

    /** The figures of whole entities of {@code kind} that it judges by. Those of months are kept always and need no naming. */
    default Set<FigureKind> figuresOf(EntityKind kind) {
        return Set.of();
    }

    /**
     * What is wrong with its settings beside the rest of {@code policy}, by setting: a name that the policy does not have. What
     * is wrong with them by themselves, the constructor refuses.
     */
    default Map<String, String> problemsBeside(Policy policy) {
        return Map.of();
    }

    /** One sentence of at most 30 words: full names, number, unit, window, limit. */
    String explain(Finding finding, Situation situation);
}
