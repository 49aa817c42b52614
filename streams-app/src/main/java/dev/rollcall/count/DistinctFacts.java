package dev.rollcall.count;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which keys were present on which days, with how often, so that retractions can be taken back exactly. */
final class DistinctFacts implements Facts {
    private final TreeMap<Integer, DayTable> months = new TreeMap<>();
    /** How often beyond the first a key came on a day; most come once. */
    private final Map<KeyOnDay, Integer> repeats = new HashMap<>();

    private int hotMonth = Integer.MIN_VALUE;
    private @Nullable DayTable hot;

    private record KeyOnDay(long key, long epochDay) {}

    /** What adding or removing a key changed. */
    enum Change {
        /** Others still keep it there, or already did. */
        NONE,
        /** It appeared on, or vanished from, the day, but not the month. */
        DAY,
        /** It appeared in, or vanished from, the month. */
        MONTH
    }

    Change add(LocalDate day, long key) {
        DayTable table = table(Facts.month(day));
        if ((table.daysOf(key) & DayTable.bit(day.getDayOfMonth())) != 0) {
            repeats.merge(new KeyOnDay(key, day.toEpochDay()), 1, Integer::sum);
            return Change.NONE;
        }
        return table.add(key, day.getDayOfMonth()) ? Change.MONTH : Change.DAY;
    }

    Change remove(LocalDate day, long key) {
        DayTable table = table(Facts.month(day));
        if ((table.daysOf(key) & DayTable.bit(day.getDayOfMonth())) == 0) {
            throw new IllegalStateException("Expected the key to be present on " + day + ", but it is not");
        }
        if (!repeats.isEmpty()) {
            KeyOnDay repeated = new KeyOnDay(key, day.toEpochDay());
            Integer more = repeats.get(repeated);
            if (more != null) {
                if (more == 1) {
                    repeats.remove(repeated);
                } else {
                    repeats.put(repeated, more - 1);
                }
                return Change.NONE;
            }
        }
        return table.remove(key, day.getDayOfMonth()) ? Change.MONTH : Change.DAY;
    }

    /** The last day before {@code day}, at most {@code reach} days earlier, with {@code key}; else {@code none}. */
    long dayBefore(long key, LocalDate day, int reach, long none) {
        int earliest = Facts.month(day.minusDays(reach));
        for (int month = Facts.month(day); month >= earliest; month--) {
            int days = daysOf(month, key);
            if (month == Facts.month(day)) {
                days &= DayTable.bit(day.getDayOfMonth()) - 1;
            }
            if (days != 0) {
                int last = 31 - Integer.numberOfLeadingZeros(days);
                return Facts.firstDayOf(month).toEpochDay() + last;
            }
        }
        return none;
    }

    /** The first day after {@code day}, at most {@code reach} days later, with {@code key}; else {@code none}. */
    long dayAfter(long key, LocalDate day, int reach, long none) {
        int latest = Facts.month(day.plusDays(reach));
        for (int month = Facts.month(day); month <= latest; month++) {
            int days = daysOf(month, key);
            if (month == Facts.month(day)) {
                days &= -(DayTable.bit(day.getDayOfMonth()) << 1);
            }
            if (days != 0) {
                return Facts.firstDayOf(month).toEpochDay() + Integer.numberOfTrailingZeros(days);
            }
        }
        return none;
    }

    @Override
    public void forEach(Visitor visitor) {
        months.forEach((month, table) -> {
            LocalDate first = Facts.firstDayOf(month);
            table.forEach((key, days) -> {
                boolean firstInMonth = true;
                for (int rest = days; rest != 0; rest &= rest - 1) {
                    visitor.fact(first.plusDays(Integer.numberOfTrailingZeros(rest)), key, 1, firstInMonth);
                    firstInMonth = false;
                }
            });
        });
    }

    /** How many different keys each month before {@code month} has, added up. */
    long countBefore(int month) {
        return months.headMap(month).values().stream().mapToLong(DayTable::size).sum();
    }

    /** Whether {@code key} is present on any day of {@code month}. */
    boolean isIn(int month, long key) {
        return daysOf(month, key) != 0;
    }

    private int daysOf(int month, long key) {
        DayTable table = month == hotMonth ? hot : months.get(month);
        return table == null ? 0 : table.daysOf(key);
    }

    private DayTable table(int month) {
        DayTable table = hot;
        if (table == null || month != hotMonth) {
            table = months.computeIfAbsent(month, m -> new DayTable());
            hot = table;
            hotMonth = month;
        }
        return table;
    }
}
