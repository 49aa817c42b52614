package dev.rollcall.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DayTableTest {

    @Test
    void behavesAsAMapFromKeysToDays() {
        for (int seed = 0; seed < 20; seed++) {
            // Given few keys that come and go often, or many that stay
            Random random = new Random(seed);
            int keys = seed % 2 == 0 ? 12 : 3_000;
            DayTable table = new DayTable();
            Map<Long, Integer> model = new HashMap<>();
            for (int step = 0; step < 10_000; step++) {
                long key = random.nextInt(keys) * (seed % 3 == 0 ? 1L : 0x1_0000_0000L);
                int day = 1 + random.nextInt(31);
                int days = model.getOrDefault(key, 0);

                // When
                if ((days & DayTable.bit(day)) == 0) {
                    assertEquals(days == 0, table.add(key, day));
                    model.put(key, days | DayTable.bit(day));
                } else {
                    int rest = days & ~DayTable.bit(day);
                    assertEquals(rest == 0, table.remove(key, day));
                    model.put(key, rest);
                }
                model.remove(key, 0);

                // Then
                assertEquals(model.getOrDefault(key, 0), table.daysOf(key));
                assertEquals(model.size(), table.size());
            }
            Map<Long, Integer> visited = new HashMap<>();
            table.forEach((key, days) -> assertEquals(null, visited.put(key, days)));
            assertEquals(model, visited);
        }
    }

    @Test
    void theLastDayOfALongMonthIsADayAsAnyOther() {
        DayTable table = new DayTable();
        table.add(0, 31);
        assertEquals(1 << 30, table.daysOf(0));
        table.remove(0, 31);
        assertEquals(0, table.daysOf(0));
        assertEquals(0, table.size());
    }
}
