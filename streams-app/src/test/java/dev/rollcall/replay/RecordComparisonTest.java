package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Stretch;
import dev.rollcall.monitor.RecordSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two sums over any number of records name the one of them that differs, and never another. */
class RecordComparisonTest {
    private static final Digest KEY = new Digest(0x0123456789abcdefL, 0);
    private static final int DAY = 17_000;

    @Test
    void sameRecordsDoNotDiffer() {
        for (int seed = 0; seed < 300; seed++) {
            Map<Long, Long> records = records(new Random(seed));
            assertEquals(List.of(), RecordComparison.between(set(records).stretches(), set(records)));
        }
    }

    @Test
    void theOneThatDiffersIsNamed() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            Map<Long, Long> before = records(random);
            Map<Long, Long> after = new TreeMap<>(before);
            List<Long> offsets = List.copyOf(before.keySet());
            long victim = offsets.get(1 + random.nextInt(offsets.size() - 2));
            RecordChange.Kind kind = RecordChange.Kind.values()[random.nextInt(RecordChange.Kind.SEVERAL.ordinal())];
            switch (kind) {
                case ALTERED -> after.put(victim, tag(random));
                case MISSING -> after.remove(victim);
                default -> before.remove(victim);
            }
            assertEquals(
                    List.of(new RecordChange(kind, new Evidence("extracts", 3, victim, victim))),
                    RecordComparison.between(set(before).stretches(), set(after)),
                    "seed " + seed);
        }
    }

    @Test
    void ofSeveralTheStretchIsNamed() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            Map<Long, Long> before = records(random, 100 + random.nextInt(200));
            Map<Long, Long> after = new TreeMap<>(before);
            List<Long> offsets = List.copyOf(before.keySet());
            int many = 2 + random.nextInt(4);
            int at = 1 + random.nextInt(offsets.size() - many - 2);
            for (int i = 0; i < many; i++) {
                long victim = offsets.get(at + i);
                switch (random.nextInt(3)) {
                    case 0 -> after.put(victim, tag(random));
                    case 1 -> after.remove(victim);
                    default -> before.remove(victim);
                }
            }
            List<Stretch> counted = set(before).stretches();
            assertEquals(
                    List.of(new RecordChange(
                            RecordChange.Kind.SEVERAL,
                            new Evidence("extracts", 3, offsets.get(0), offsets.get(offsets.size() - 1)))),
                    RecordComparison.between(counted, set(after)),
                    "seed " + seed);
        }
    }

    @Test
    void twoThatHaveChangedPlacesAreFound() {
        Map<Long, Long> before = records(new Random(1), 200);
        Map<Long, Long> after = new TreeMap<>(before);
        List<Long> offsets = List.copyOf(before.keySet());
        after.put(offsets.get(4), before.get(offsets.get(9)));
        after.put(offsets.get(9), before.get(offsets.get(4)));
        assertEquals(
                List.of(RecordChange.Kind.SEVERAL),
                RecordComparison.between(set(before).stretches(), set(after)).stream()
                        .map(RecordChange::kind)
                        .toList());
    }

    @Test
    void whatIsNamedStaysSmall() {
        assertEquals(64, set(records(new Random(1), 64)).stretches().size());
        assertEquals(1, set(records(new Random(1), 65)).stretches().size());
        String text = set(records(new Random(1), 65)).stretches().get(0).digest();
        assertTrue(text.matches("01234567-[0-9a-f]{16}-[0-9a-f]{16}"), text);
    }

    private static Map<Long, Long> records(Random random) {
        return records(random, random.nextBoolean() ? 5 + random.nextInt(50) : 70 + random.nextInt(500));
    }

    private static Map<Long, Long> records(Random random, int many) {
        Map<Long, Long> records = new TreeMap<>();
        long offset = random.nextInt(10) == 0 ? 0 : random.nextLong(1L << 40);
        for (int i = 0; i < many; i++) {
            records.put(offset, tag(random));
            offset += 1 + random.nextInt(1000);
        }
        return records;
    }

    private static long tag(Random random) {
        return 1 + random.nextLong((1L << 61) - 2);
    }

    private static RecordSet set(Map<Long, Long> records) {
        RecordSet set = new RecordSet(KEY);
        List<Long> offsets = new ArrayList<>(records.keySet());
        offsets.forEach(offset -> set.add("extracts", 3, offset, DAY, records.get(offset)));
        return set;
    }
}
