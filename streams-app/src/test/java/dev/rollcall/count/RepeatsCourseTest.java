package dev.rollcall.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Window;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RepeatsCourseTest {

    @Test
    void countsAsARecountFromAllEventsDoes() {
        int found = 0;
        for (int seed = 0; seed < 60; seed++) {
            // Given events of four months, a third of them taken back again, and a policy that comes some time
            Random random = new Random(seed);
            int in = 2 + seed % 2;
            Memory memory = new Memory(Entity.body("home-office"));
            List<Observation> counted = new ArrayList<>();
            int adoptedAfter = random.nextInt(300);
            // When
            for (int i = 0; i < 300; i++) {
                if (i == adoptedAfter) {
                    memory.adopt(MemoryTest.policies(policy(in)), Set.of());
                }
                Observation event = MemoryTest.observation(random);
                memory.count(event, 1);
                counted.add(event);
                if (random.nextInt(3) == 0) {
                    Collections.shuffle(counted, random);
                    memory.count(counted.remove(0), -1);
                }
            }
            // Then
            for (String agreement : new String[] {null, "mou"}) {
                Map<String, String> expected = recount(counted, agreement, in);
                assertEquals(expected, figures(memory, agreement), "seed " + seed);
                found += expected.size();
            }
        }
        assertTrue(found > 200, "found " + found);
    }

    /** The figures and whether they are exact, by month. */
    private static Map<String, String> figures(Memory memory, String agreement) {
        Map<String, String> figures = new TreeMap<>();
        for (Cell cell : memory.allCells()) {
            if (cell.key().basis() == Basis.REPEATS
                    && String.valueOf(cell.key().agreementId()).equals(String.valueOf(agreement))
                    && cell.count() != 0) {
                boolean exact = memory.exact(agreement, Basis.REPEATS, Calendar.MONTH, cell.window());
                figures.put(cell.window().name(), cell.count() + " " + exact);
            }
        }
        return figures;
    }

    private static Map<String, String> recount(List<Observation> events, String agreement, int in) {
        Map<LocalDate, Set<Long>> children = new TreeMap<>();
        Set<LocalDate> inexact = new HashSet<>();
        for (Observation event : events) {
            LocalDate month = LocalDate.ofEpochDay(event.day()).withDayOfMonth(1);
            if (event.stage() == Stage.RELEASED && (agreement == null || event.agreementKnown())) {
                for (long child : event.children()) {
                    children.computeIfAbsent(month, m -> new HashSet<>()).add(child);
                }
                if (event.missing() > 0) {
                    inexact.add(month);
                }
            }
        }
        Map<String, String> figures = new TreeMap<>();
        for (LocalDate month : children.keySet()) {
            Set<Long> repeated = new HashSet<>(children.get(month));
            boolean exact = !inexact.contains(month);
            for (int back = 1; back < in; back++) {
                repeated.retainAll(children.getOrDefault(month.minusMonths(back), Set.of()));
                exact &= !inexact.contains(month.minusMonths(back));
            }
            if (!repeated.isEmpty()) {
                figures.put(Window.month(month).name(), repeated.size() + " " + exact);
            }
        }
        return figures;
    }

    private static String policy(int in) {
        return """
                policy: npd
                version: 1
                from: 2016-01-01
                zone: Europe/London
                bodies: { home-office: {} }
                agreements:
                  mou:
                    body: home-office
                    from: 2016-01-15
                    limits: { under: { count: repeats, in: %d, per: month, at-most: 5 } }
                limits:
                  in-all: { for: { bodies: [home-office] }, count: repeats, in: %d, per: month, at-most: 5 }
                """.formatted(in, in);
    }
}
