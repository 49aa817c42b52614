package dev.rollcall.count;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one step changed, each thing once. */
public final class Touched {
    private final List<Cell> cells = new ArrayList<>();
    private final List<RollingCourse> rolling = new ArrayList<>();
    private @Nullable LocalDate loggedOn;

    /** Says when what is counted from now on was logged; null where the windows it changes are judged at once. */
    public void loggedOn(@Nullable LocalDate day) {
        loggedOn = day;
    }

    void add(Cell cell) {
        if (loggedOn != null && !cell.changedLate && !cell.window().end().isAfter(loggedOn)) {
            cell.changedLate = true;
        }
        if (!cell.touched) {
            cell.touched = true;
            cells.add(cell);
        }
    }

    void add(RollingCourse course) {
        if (!course.touched) {
            course.touched = true;
            rolling.add(course);
        }
    }

    /** The calendar figures that changed since the last call; they are forgotten here. */
    public List<Cell> takeCells() {
        List<Cell> taken = List.copyOf(cells);
        cells.forEach(cell -> cell.touched = false);
        cells.clear();
        return taken;
    }

    /** The rolling courses that changed since the last call; they are forgotten here. */
    public List<RollingCourse> takeRolling() {
        List<RollingCourse> taken = List.copyOf(rolling);
        rolling.forEach(course -> course.touched = false);
        rolling.clear();
        return taken;
    }
}
