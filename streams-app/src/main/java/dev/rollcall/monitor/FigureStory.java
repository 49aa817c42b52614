package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a figure came to be: every event behind it in the order in which they were logged, and what each changed. */
public final class FigureStory {
    private static final Comparator<Origin> PLACES = Comparator.comparing(Origin::appendedAt)
            .thenComparing(Origin::topic)
            .thenComparing(Origin::partition)
            .thenComparing(Origin::offset);

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

    /** What is told of an event: nothing of the children, so that many can be kept. */
    public record Told(
            Origin origin,
            Digest identity,
            boolean retracts,
            Instant at,
            Stage stage,
            String body,
            @Nullable String requestId,
            @Nullable String extractId) {

        /** The order in which events were logged. */
        public static final Comparator<Told> BY_LOG = Comparator.comparing(Told::origin, PLACES);

        /** Of {@code event}, with the name of its {@code body} as kept once for all its events. */
        public static Told of(Observation event, String body) {
            return new Told(
                    event.origin(),
                    event.identity(),
                    event.retracts(),
                    event.at(),
                    event.stage(),
                    body,
                    event.requestId(),
                    event.extractId());
        }

        /** The extract or the request that it is of: what is told of that again may correct it. */
        public String about() {
            return body + " " + (extractId == null ? "request " + requestId : "extract " + extractId);
        }
    }

    /**
     * One event of the story.
     *
     * @param sign 1 where it counted from then on, -1 where it took back one that had, 0 where it changed nothing
     * @param restated why it changed a figure whose window had closed; null where it did not
     */
    public record Step(Told event, int sign, @Nullable Cause restated) {}

    /**
     * The story of {@code events}, which are all of one account and one stretch of days, none twice.
     *
     * @param closed when that stretch had ended
     */
    public static List<Step> of(List<Told> events, Instant closed) {
        List<Told> logged = new ArrayList<>(events);
        logged.sort(Told.BY_LOG);
        Set<Digest> retracted = new HashSet<>();
        for (Told event : logged) {
            if (event.retracts()) {
                retracted.add(event.identity());
            }
        }
        Set<Digest> counting = new HashSet<>();
        Set<Digest> cancelled = new HashSet<>();
        List<Step> steps = new ArrayList<>(logged.size());
        for (Told event : logged) {
            int sign;
            if (event.retracts()) {
                sign = counting.remove(event.identity()) ? -1 : 0;
                cancelled.add(event.identity());
            } else {
                sign = cancelled.contains(event.identity()) ? 0 : 1;
                if (sign > 0 && retracted.contains(event.identity())) {
                    counting.add(event.identity());
                }
            }
            boolean late = sign != 0 && !event.origin().appendedAt().isBefore(closed);
            Cause cause = !late ? null : sign > 0 ? Cause.LATE_EVENT : Cause.RETRACTION;
            steps.add(new Step(event, sign, cause));
        }
        correct(steps);
        return steps;
    }

    /** Which of {@code steps}, which are a story, tells of {@code event}; negative where none does. */
    public static int numberOf(Observation event, List<Step> steps) {
        int first = 0;
        int last = steps.size() - 1;
        while (first <= last) {
            int middle = (first + last) >>> 1;
            int order = PLACES.compare(steps.get(middle).event().origin(), event.origin());
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                first = middle + 1;
            } else {
                last = middle - 1;
            }
        }
        return -1;
    }

    /** What was taken back and came again in another event of the same extract or request was corrected. */
    private static void correct(List<Step> steps) {
        Set<String> taken = new HashSet<>();
        for (Step step : steps) {
            if (step.restated() == Cause.RETRACTION) {
                taken.add(step.event().about());
            }
        }
        Set<String> corrected = new HashSet<>();
        for (Step step : steps) {
            if (step.restated() == Cause.LATE_EVENT
                    && taken.contains(step.event().about())) {
                corrected.add(step.event().about());
            }
        }
        if (!corrected.isEmpty()) {
            steps.replaceAll(step ->
                    step.restated() != null && corrected.contains(step.event().about())
                            ? new Step(step.event(), step.sign(), Cause.CORRECTION)
                            : step);
        }
    }
}
