package dev.rollcall.monitor;

import dev.rollcall.count.StretchCounts;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a figure came to be: every event behind it in the order in which they were logged, and how it stood after each. */
public final class FigureStory {
    private static final Comparator<Observation> BY_LOG = Comparator.comparing(
            Observation::origin,
            Comparator.comparing(Origin::appendedAt)
                    .thenComparing(Origin::topic)
                    .thenComparing(Origin::partition)
                    .thenComparing(Origin::offset));

    private FigureStory() {}

    /** Why a figure is another after its window had closed. */
    public enum Cause {
        /** An event was logged only then. */
        LATE_EVENT,
        /** An event was taken back. */
        RETRACTION,
        /** An event was taken back, and another came in its place; told of both. */
        CORRECTION
    }

    /**
     * One event of the story.
     *
     * @param sign 1 where it counted from then on, -1 where it took back one that had, 0 where it changed nothing
     * @param count of the figure after it
     * @param restated why it changed a figure whose window had closed; null where it did not
     */
    public record Step(
            Observation event,
            int sign,
            long count,
            @Nullable Cause restated) {}

    /**
     * The story of {@code events}, which are all of one account and one stretch of days.
     *
     * @param closed when that stretch had ended
     */
    public static List<Step> of(List<Observation> events, Basis basis, Instant closed) {
        List<Observation> logged = new ArrayList<>(events);
        logged.sort(BY_LOG);
        Map<String, Identities> bodies = new HashMap<>();
        StretchCounts counts = new StretchCounts();
        List<Step> steps = new ArrayList<>();
        for (Observation event : logged) {
            Identities.Change change = bodies.computeIfAbsent(event.body(), body -> new Identities())
                    .accept(event);
            if (change.sign() != 0) {
                counts.count(event, change.sign());
            }
            boolean late = change.sign() != 0 && !event.origin().appendedAt().isBefore(closed);
            Cause cause = !late ? null : change.sign() > 0 ? Cause.LATE_EVENT : Cause.RETRACTION;
            steps.add(new Step(event, change.sign(), counts.of(basis), cause));
        }
        return corrected(steps);
    }

    /** What was taken back and came again in another event of the same extract or request was corrected. */
    private static List<Step> corrected(List<Step> steps) {
        Set<String> taken = about(steps, Cause.RETRACTION);
        Set<String> come = about(steps, Cause.LATE_EVENT);
        taken.retainAll(come);
        return steps.stream()
                .map(step -> step.restated() != null && taken.contains(about(step.event()))
                        ? new Step(step.event(), step.sign(), step.count(), Cause.CORRECTION)
                        : step)
                .toList();
    }

    private static Set<String> about(List<Step> steps, Cause cause) {
        Set<String> about = new HashSet<>();
        for (Step step : steps) {
            if (step.restated() == cause) {
                about.add(about(step.event()));
            }
        }
        return about;
    }

    private static String about(Observation event) {
        String extract = event.extractId();
        return event.body() + " " + (extract == null ? "request " + event.requestId() : "extract " + extract);
    }
}
