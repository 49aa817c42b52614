package dev.rollcall.app.page;

import dev.rollcall.model.Entity;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures of months in total over all agreements, of everybody; where there are too many, the oldest months go first. */
final class MonthTable {
    /** About 25 MB: ten years of 200 bodies that do everything in every month. */
    static final int MOST = 200_000;

    private final int most;
    private final NavigableMap<YearMonth, Map<Cell, Counted>> months = new TreeMap<>();
    private int held;
    private @Nullable YearMonth lastLetGo;

    private record Cell(Entity entity, String basis) {}

    MonthTable(int most) {
        this.most = most;
    }

    void put(YearMonth month, Entity entity, String basis, Counted counted) {
        if (lastLetGo != null && !month.isAfter(lastLetGo)) {
            return;
        }
        Cell cell = new Cell(entity, basis);
        Map<Cell, Counted> cells = months.computeIfAbsent(month, m -> new HashMap<>());
        if (counted.tells()) {
            held += cells.put(cell, counted) == null ? 1 : 0;
        } else {
            held -= cells.remove(cell) == null ? 0 : 1;
        }
        if (cells.isEmpty()) {
            months.remove(month);
        }
        while (held > most) {
            Map.Entry<YearMonth, Map<Cell, Counted>> oldest = months.pollFirstEntry();
            held -= oldest.getValue().size();
            lastLetGo = oldest.getKey();
        }
    }

    /** The months of which anything is held, of everybody. */
    NavigableSet<YearMonth> months() {
        return months.navigableKeySet();
    }

    /** The newest month that was let go, null where none was. */
    @Nullable YearMonth lastLetGo() {
        return lastLetGo;
    }

    /** By basis, of those asked for that tell anything. */
    Map<String, Counted> figures(YearMonth month, Entity entity, Set<String> bases) {
        Map<Cell, Counted> cells = months.getOrDefault(month, Map.of());
        Map<String, Counted> found = new HashMap<>();
        for (String basis : bases) {
            Counted counted = cells.get(new Cell(entity, basis));
            if (counted != null) {
                found.put(basis, counted);
            }
        }
        return found;
    }
}
