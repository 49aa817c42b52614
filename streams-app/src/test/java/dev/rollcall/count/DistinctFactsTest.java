package dev.rollcall.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DistinctFactsTest {
    private static final LocalDate LEAP_DAY = LocalDate.of(2016, 2, 29);

    /** How often each key came on each day. */
    private final Map<Long, TreeMap<LocalDate, Integer>> model = new HashMap<>();

    private final DistinctFacts ledger = new DistinctFacts();

    @Test
    void behavesAsAMapOfDays() {
        Random random = new Random(16);
        for (int step = 0; step < 20_000; step++) {
            // Given days around the ends of months and of a year
            LocalDate day = LocalDate.of(2015, 12, 20).plusDays(random.nextInt(80));
            long key = random.nextInt(30);
            TreeMap<LocalDate, Integer> days = model.computeIfAbsent(key, k -> new TreeMap<>());
            int before = days.getOrDefault(day, 0);
            boolean inMonth = inMonth(days, day);

            // When
            if (before == 0 || random.nextInt(100) < 45) {
                days.put(day, before + 1);
                assertEquals(
                        before > 0
                                ? DistinctFacts.Change.NONE
                                : inMonth ? DistinctFacts.Change.DAY : DistinctFacts.Change.MONTH,
                        ledger.add(day, key));
            } else {
                days.put(day, before - 1);
                days.remove(day, 0);
                assertEquals(
                        before > 1
                                ? DistinctFacts.Change.NONE
                                : inMonth(days, day) ? DistinctFacts.Change.DAY : DistinctFacts.Change.MONTH,
                        ledger.remove(day, key));
            }

            // Then
            int reach = 1 + random.nextInt(60);
            LocalDate from = LocalDate.of(2015, 12, 20).plusDays(random.nextInt(80));
            LocalDate lower = days.lowerKey(from);
            LocalDate higher = days.higherKey(from);
            if (lower != null && !lower.isBefore(from.minusDays(reach))) {
                assertEquals(lower.toEpochDay(), ledger.dayBefore(key, from, reach, -1));
            } else {
                assertNotWithin(ledger.dayBefore(key, from, reach, -1), from.minusDays(reach), from);
            }
            if (higher != null && !higher.isAfter(from.plusDays(reach))) {
                assertEquals(higher.toEpochDay(), ledger.dayAfter(key, from, reach, -1));
            } else {
                assertNotWithin(ledger.dayAfter(key, from, reach, -1), from, from.plusDays(reach));
            }
        }
        assertEquals(countBefore(YearMonth.of(2016, 2)), ledger.countBefore(Facts.month(LEAP_DAY)));
        assertFactsAreThoseOfTheModel();
    }

    @Test
    void refusesToTakeAwayWhatIsNotThere() {
        ledger.add(LEAP_DAY, 0);
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> ledger.remove(LEAP_DAY.minusDays(1), 0));
        assertEquals("Expected the key to be present on 2016-02-28, but it is not", refusal.getMessage());
        assertEquals(DistinctFacts.Change.MONTH, ledger.remove(LEAP_DAY, 0));
    }

    private void assertFactsAreThoseOfTheModel() {
        Map<Long, Set<LocalDate>> facts = new HashMap<>();
        Map<Long, Set<YearMonth>> months = new HashMap<>();
        ledger.forEach((day, key, amount, firstInMonth) -> {
            assertEquals(1, amount);
            facts.computeIfAbsent(key, k -> new HashSet<>()).add(day);
            assertEquals(months.computeIfAbsent(key, k -> new HashSet<>()).add(YearMonth.from(day)), firstInMonth);
        });
        model.values().removeIf(Map::isEmpty);
        Map<Long, Set<LocalDate>> expected = new HashMap<>();
        model.forEach((key, days) -> expected.put(key, days.keySet()));
        assertEquals(expected, facts);
    }

    private long countBefore(YearMonth month) {
        return model.values().stream()
                .mapToLong(days -> days.keySet().stream()
                        .map(YearMonth::from)
                        .filter(other -> other.isBefore(month))
                        .distinct()
                        .count())
                .sum();
    }

    private static boolean inMonth(TreeMap<LocalDate, Integer> days, LocalDate day) {
        return days.keySet().stream().anyMatch(other -> YearMonth.from(other).equals(YearMonth.from(day)));
    }

    private static void assertNotWithin(long found, LocalDate from, LocalDate to) {
        boolean within = found != -1 && found >= from.toEpochDay() && found <= to.toEpochDay();
        assertEquals(List.of(), within ? List.of(LocalDate.ofEpochDay(found)) : List.of());
    }
}
