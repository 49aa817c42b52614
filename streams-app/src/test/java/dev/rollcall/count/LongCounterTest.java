package dev.rollcall.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongCounterTest {

    @Test
    void behavesAsAMapFromKeysToCounts() {
        for (int seed = 0; seed < 20; seed++) {
            // Given
            Random random = new Random(seed);
            int keys = seed % 2 == 0 ? 12 : 3_000;
            LongCounter counter = new LongCounter();
            Map<Long, Integer> model = new HashMap<>();
            for (int step = 0; step < 10_000; step++) {
                long key = random.nextInt(keys) - 3L;
                int count = model.getOrDefault(key, 0);

                // When
                if (count == 0 || random.nextBoolean()) {
                    assertEquals(count + 1, counter.add(key));
                    model.put(key, count + 1);
                } else {
                    assertEquals(count - 1, counter.remove(key));
                    model.put(key, count - 1);
                }
                model.remove(key, 0);

                // Then
                assertEquals(model.getOrDefault(key, 0), counter.countOf(key));
                assertEquals(model.size(), counter.size());
            }
            model.forEach((key, count) -> assertEquals(count, counter.countOf(key)));
        }
    }

    @Test
    void refusesToTakeAwayWhatIsNotThere() {
        LongCounter counter = new LongCounter();
        assertThrows(IllegalStateException.class, () -> counter.remove(0));
        counter.add(0);
        counter.remove(0);
        assertThrows(IllegalStateException.class, () -> counter.remove(0));
    }
}
