package dev.rollcall.count;

import java.util.ArrayList;
import java.util.List;

/** What one step changed, each thing once. */
public final class Touched {
    private final List<Cell> cells = new ArrayList<>();
    private final List<RollingCourse> rolling = new ArrayList<>();

    void add(Cell cell) {
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
