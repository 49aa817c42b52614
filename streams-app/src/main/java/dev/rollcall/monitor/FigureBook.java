package dev.rollcall.monitor;

import dev.rollcall.count.Cell;
import dev.rollcall.count.Memory;
import dev.rollcall.count.RollingCourse;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Rolling;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which figures of one entity have been published, and which are to be published on the next tick. */
final class FigureBook {
    private static final BitSet NONE = new BitSet();
    /** No event is of an earlier day. */
    private static final int FIRST_DAY = (int) LocalDate.of(1899, 12, 31).toEpochDay();

    private final Memory memory;
    private final PublishedFigures published = new PublishedFigures();
    /** Whether the window was closed when the figure changed. */
    private final Map<Cell, Boolean> dirty = new LinkedHashMap<>();
    /** The end days of rolling windows that had closed when a record of theirs was logged; not told yet. */
    private final Map<RollingCourse, BitSet> restated = new HashMap<>();
    /** The days of which the first event was logged later: rolling figures that end there were not shown before. */
    private final BitSet shownLate = new BitSet();
    /** Whether all was counted anew from the facts since the last tick. */
    private boolean countedAnew;
    /** Whether that was because a policy came; otherwise what differs from what was said is due to events. */
    private boolean adopted;

    FigureBook(Memory memory) {
        this.memory = memory;
    }

    void changed(Cell cell, boolean closed) {
        if (cell.key().basis().isPublishedOf(memory.entity().kind())) {
            dirty.merge(cell, closed, Boolean::logicalOr);
        }
    }

    /** Says that a record of {@code day} was logged on {@code loggedOn}, both in days from 1970-01-01. */
    void restated(RollingCourse course, int day, int loggedOn) {
        int end = Math.min(loggedOn, day + course.per().days());
        if (course.basis().isPublishedOf(memory.entity().kind())) {
            restated.computeIfAbsent(course, none -> new BitSet()).set(day - FIRST_DAY, end - FIRST_DAY);
        }
    }

    /** Says that the first event of {@code day}, in days from 1970-01-01, was logged on a later one. */
    void shownLate(int day) {
        shownLate.set(day - FIRST_DAY);
    }

    /** Forgets what is to be published: the cells are no longer those that count, unless all was {@code restored}. */
    void forgetChanges(boolean restored) {
        dirty.clear();
        countedAnew = true;
        adopted = !restored;
    }

    /** Takes over what was published before a restart. */
    void restore(Figure figure) {
        published.put(figure);
    }

    /** @param changedOn the day of the last tick before the changes */
    void publish(Policies policies, LocalDate today, LocalDate changedOn, Effects effects) {
        dirty.forEach((cell, closed) -> {
            int version = Judging.version(policies, cell.window(), today).version();
            publish(memory.figure(cell, version), closed || cell.changedLate(), today, effects);
        });
        dirty.clear();
        for (RollingCourse course : memory.allRolling()) {
            if (course.basis().isPublishedOf(memory.entity().kind())) {
                publish(course, policies, today, changedOn, effects);
            }
        }
        if (countedAnew) {
            publishVanished(policies, today, changedOn, effects);
        }
        restated.clear();
        shownLate.clear();
        countedAnew = false;
        adopted = false;
    }

    /** Figures told of which no fact is left: counted anew, they have no cell and no day. */
    private void publishVanished(Policies policies, LocalDate today, LocalDate changedOn, Effects effects) {
        List<Figure> told = new ArrayList<>();
        published.forEach(figure -> {
            if (figure.count() != 0) {
                told.add(figure);
            }
        });
        told.sort(Comparator.comparing(Figure::key));
        for (Figure figure : told) {
            FigureKey key = figure.key();
            LocalDate lastDay = figure.window().end().minusDays(1);
            boolean shown = !(figure.per() instanceof Rolling) || memory.hasEventOn((int) lastDay.toEpochDay());
            if (!shown || memory.count(key, figure.per(), figure.window()) == 0) {
                boolean closed = !adopted && lastDay.isBefore(changedOn);
                Policy version = Judging.version(policies, figure.window(), today);
                publish(nothing(figure, version.version()), closed, today, effects);
            }
        }
    }

    private Figure nothing(Figure figure, int policyVersion) {
        FigureKey key = figure.key();
        boolean exact = memory.exact(key.agreementId(), key.basis(), figure.per(), figure.window());
        return new Figure(key, figure.per(), figure.window(), 0, exact, null, false, 0, policyVersion);
    }

    /** Rolling figures are published only for end days on which the entity has an event. */
    private void publish(
            RollingCourse course, Policies policies, LocalDate today, LocalDate changedOn, Effects effects) {
        int[] range = course.takeDirty((int) today.toEpochDay());
        BitSet late = restated.getOrDefault(course, NONE);
        for (int day = range[0]; day <= range[1]; day++) {
            boolean shown = memory.hasEventOn(day);
            if (shown || published.hasRolling(course.keyOn(day))) {
                int version =
                        Judging.version(policies, course.windowOn(day), today).version();
                Figure figure = memory.figure(course, day, version);
                boolean closed = (!adopted && LocalDate.ofEpochDay(day).isBefore(changedOn))
                        || late.get(day - FIRST_DAY)
                        || shownLate.get(day - FIRST_DAY);
                publish(shown ? figure : nothing(figure, version), closed, today, effects);
            }
        }
    }

    private void publish(Figure counted, boolean closed, LocalDate today, Effects effects) {
        Figure before = published.get(counted);
        if (before == null && counted.count() == 0) {
            return;
        }
        Long limit = lowestLimit(counted, today);
        boolean recounted = before == null || before.count() != counted.count() || before.exact() != counted.exact();
        if (before != null && !recounted && Objects.equals(before.limit(), limit)) {
            return;
        }
        Figure figure = new Figure(
                counted.key(),
                counted.per(),
                counted.window(),
                counted.count(),
                counted.exact(),
                limit,
                (before != null && before.restated()) || (closed && recounted),
                before == null ? 1 : before.revision() + 1,
                counted.policyVersion());
        published.put(figure);
        effects.say(figure);
    }

    void collectMonths(Foremost<Figure> into) {
        published.collectMonths(into);
    }

    private @Nullable Long lowestLimit(Figure figure, LocalDate today) {
        Long lowest = null;
        if (figure.key().dataset() != null) {
            return null;
        }
        for (LimitHistory limit : memory.limitsOn(figure.key().agreementId())) {
            if (limit.part().isWhole()
                    && limit.count() == figure.key().basis()
                    && limit.per().equals(figure.per())) {
                LimitHistory.Version version = limit.inForce(figure.window(), today);
                if (version != null
                        && version.limit().isBounded()
                        && (lowest == null || version.limit().atMost() < lowest)) {
                    lowest = version.limit().atMost();
                }
            }
        }
        return lowest;
    }
}
