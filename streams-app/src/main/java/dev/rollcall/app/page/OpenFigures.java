package dev.rollcall.app.page;

import dev.rollcall.model.Entity;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures that a limit may still judge, of everybody and under every agreement: those of windows that are not over. What is
 * over is let go, so that there are never more than limits ask for; periods that a policy names, and lives of agreements, stay.
 */
final class OpenFigures {
    /** What is counted. */
    record Series(Entity entity, @Nullable String agreementId, String basis) {}

    private record Key(Series series, String window) {}

    private record RollingKey(Series series, int days) {}

    private final Map<Key, Counted> fixed = new HashMap<>();
    private final Map<RollingKey, TreeMap<LocalDate, Counted>> rolling = new HashMap<>();
    private LocalDate today = LocalDate.MIN;

    void put(Series series, WindowName window, Counted counted) {
        if (!window.isOpenFrom(today)) {
            return;
        }
        if (window.rolls()) {
            LocalDate lastDay = Objects.requireNonNull(window.day());
            RollingKey key = new RollingKey(series, window.rollingDays());
            TreeMap<LocalDate, Counted> days = rolling.computeIfAbsent(key, k -> new TreeMap<>());
            if (counted.count() > 0) {
                days.put(lastDay, counted);
            } else {
                days.remove(lastDay);
            }
            if (days.isEmpty()) {
                rolling.remove(key);
            }
        } else if (counted.tells()) {
            fixed.put(new Key(series, window.text()), counted);
        } else {
            fixed.remove(new Key(series, window.text()));
        }
    }

    /** Lets go what is over by {@code day}. */
    void turnTo(LocalDate day) {
        today = day;
        fixed.keySet().removeIf(key -> !WindowName.of(key.window()).isOpenFrom(day));
        rolling.forEach(
                (key, days) -> days.headMap(day.minusDays(key.days()), true).clear());
        rolling.values().removeIf(Map::isEmpty);
    }

    /** What is held of a window that does not roll; null where that is nothing. */
    @Nullable Counted of(Series series, String window) {
        return fixed.get(new Key(series, window));
    }

    /** A figure and the window that it is of. */
    record Newest(String window, Counted counted) {}

    /**
     * What stands in a rolling window: the newest that was published of those that end by {@code today}. One is published for
     * each day with an event, so from there on nothing came; and where none shares a day with the window of today, nothing was
     * counted in that.
     */
    Newest newest(Series series, Rolling per, LocalDate today) {
        TreeMap<LocalDate, Counted> days = rolling.get(new RollingKey(series, per.days()));
        Map.Entry<LocalDate, Counted> newest = days == null ? null : days.floorEntry(today);
        Window window = per.endingWith(newest == null ? today : newest.getKey());
        return new Newest(window.name(), newest == null ? Counted.NOTHING : newest.getValue());
    }
}
