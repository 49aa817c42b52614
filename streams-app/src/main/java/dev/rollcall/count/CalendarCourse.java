package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Per;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Account;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A course of windows of which a day is in one at most: days, months, quarters, years, a period, a life. */
final class CalendarCourse implements Course {
    private final Account account;
    private final Basis basis;
    private final Per per;
    private final Function<LocalDate, @Nullable Window> windowOf;
    private final Map<String, Cell> cells = new HashMap<>();

    private @Nullable LocalDate hotDay;
    private @Nullable Cell hot;

    CalendarCourse(Account account, Basis basis, Per per, Function<LocalDate, @Nullable Window> windowOf) {
        this.account = account;
        this.basis = basis;
        this.per = per;
        this.windowOf = windowOf;
    }

    @Override
    public void count(LocalDate day, long key, long amount, boolean monthChanged, Touched touched) {
        Cell cell = cellOn(day);
        if (cell == null) {
            return;
        }
        if (!basis.distinct() || per == Calendar.DAY) {
            cell.add(amount);
        } else if (per != Calendar.MONTH) {
            cell.see(key, amount);
        } else if (monthChanged) {
            cell.add(amount);
        }
        touched.add(cell);
    }

    @Override
    public void touch(LocalDate day, Touched touched) {
        Cell cell = cellOn(day);
        if (cell != null) {
            touched.add(cell);
        }
    }

    /** The count in the window named; 0 where nothing was counted. */
    long countIn(String window) {
        Cell cell = cells.get(window);
        return cell == null ? 0 : cell.count();
    }

    @Nullable Cell cell(String window) {
        return cells.get(window);
    }

    /** Says that the figure of the window named is to be judged anew, if there is one. */
    void touch(String window, Touched touched) {
        Cell cell = cells.get(window);
        if (cell != null) {
            touched.add(cell);
        }
    }

    Collection<Cell> cells() {
        return cells.values();
    }

    private @Nullable Cell cellOn(LocalDate day) {
        if (!day.equals(hotDay)) {
            Window window = windowOf.apply(day);
            hot = window == null ? null : cells.computeIfAbsent(window.name(), name -> newCell(window));
            hotDay = day;
        }
        return hot;
    }

    private Cell newCell(Window window) {
        FigureKey key = new FigureKey(account.entity(), account.agreementId(), basis, window.name(), account.dataset());
        boolean needsSet = basis.distinct() && per != Calendar.DAY && per != Calendar.MONTH;
        return new Cell(key, per, window, needsSet ? new LongCounter() : null);
    }
}
