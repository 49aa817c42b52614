package dev.rollcall.detect;

import dev.rollcall.count.Cell;
import dev.rollcall.count.Memory;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.LimitHistory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the closed windows in a row of which each comes near a limit, by the version in force when it closed. */
final class RunningWindows {
    private final List<Run> found = new ArrayList<>();

    /** The day after the last window of the run that goes on; null where none does. */
    private @Nullable LocalDate end;

    private int length;
    private long greatest;
    private boolean exact;
    private LimitHistory.@Nullable Version version;
    private @Nullable String window;

    private RunningWindows() {}

    /**
     * A run that is long enough.
     *
     * @param version in force when it became so
     * @param asked how long, and how near, that version asks for
     * @param window the one with which it became so
     * @param greatest of all its windows, those after that one too
     */
    record Run(LimitHistory.Version version, Limit.Running asked, String window, long greatest, boolean exact) {}

    /** The runs of an account through all windows that are closed {@code today}, in order. */
    static List<Run> of(LimitHistory limit, @Nullable String agreement, Memory memory, LocalDate today) {
        if (!(limit.per() instanceof Calendar per)
                || limit.versions().stream().allMatch(one -> one.limit().running() == null)) {
            return List.of();
        }
        RunningWindows windows = new RunningWindows();
        List<Cell> cells = new ArrayList<>(memory.cells(agreement, limit.count(), per));
        cells.sort(Comparator.comparing(cell -> cell.window().start()));
        for (Cell cell : cells) {
            Window one = cell.window();
            if (one.end().isAfter(today)) {
                break;
            }
            LimitHistory.Version then = limit.on(one.end().minusDays(1));
            if (then != null && then.limit().isNear(cell.count())) {
                windows.near(one, cell.count(), memory.exact(agreement, limit.count(), per, one), then);
            } else {
                windows.close();
            }
        }
        windows.close();
        return windows.found;
    }

    private void near(Window one, long count, boolean countIsExact, LimitHistory.Version then) {
        if (!one.start().equals(end)) {
            close();
            exact = true;
        }
        end = one.end();
        length++;
        greatest = Math.max(greatest, count);
        exact &= countIsExact;
        Limit.Running asked = Objects.requireNonNull(then.limit().running());
        if (version == null && length >= asked.windows()) {
            version = then;
            window = one.name();
        }
    }

    private void close() {
        if (version != null && window != null) {
            Limit.Running asked = Objects.requireNonNull(version.limit().running());
            found.add(new Run(version, asked, window, greatest, exact));
        }
        end = null;
        length = 0;
        greatest = 0;
        version = null;
        window = null;
    }
}
