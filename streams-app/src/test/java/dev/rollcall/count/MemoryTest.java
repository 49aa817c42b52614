package dev.rollcall.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Datasets;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Terms;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.PolicyReader;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              home-office: { kind: law-enforcement }
            agreements:
              mou:
                body: home-office
                from: 2016-01-15
                until: 2016-03-15
                limits:
                  a-life: { count: children, per: agreement, at-most: 5 }
                  a-week: { count: children, per: 7 days, at-most: 5 }
                  a-day: { count: answered, per: day, at-most: 5 }
            limits:
              t-year: { for: { kinds: [law-enforcement] }, count: children, per: academic-year, at-most: 5 }
              t-quarter: { for: { bodies: [home-office] }, count: requests, per: quarter, at-most: 5 }
              t-days: { for: { bodies: [home-office] }, count: records, per: 3 days, at-most: 5 }
            periods:
              pq-1: { from: 2016-02-10, to: 2016-02-20 }
            """;

    @Test
    void factsBeforeThePolicyCountAsThoseAfterIt() {
        for (int seed = 0; seed < 20; seed++) {
            // Given
            Random random = new Random(seed);
            List<Observation> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sent.add(observation(random));
            }
            int adoptedAfter = random.nextInt(sent.size());

            // When
            Memory policyFirst = new Memory(Entity.body("home-office"));
            policyFirst.adopt(policies(POLICY), Set.of());
            Memory factsFirst = new Memory(Entity.body("home-office"));
            for (int i = 0; i < sent.size(); i++) {
                if (i == adoptedAfter) {
                    factsFirst.adopt(policies(POLICY), Set.of());
                }
                count(policyFirst, sent.get(i), i);
                count(factsFirst, sent.get(i), i);
            }

            // Then
            assertFalse(figures(policyFirst).isEmpty());
            assertEquals(figures(policyFirst), figures(factsFirst));
            assertEquals(policyFirst.combinations(), factsFirst.combinations());
        }
    }

    @Test
    void whatIsTakenBackLeavesNoTrace() {
        Random random = new Random(62);
        Memory memory = new Memory(Entity.body("home-office"));
        memory.adopt(policies(POLICY), Set.of());
        List<Observation> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.add(observation(random));
        }
        sent.forEach(event -> memory.count(event, 1));
        Collections.shuffle(sent, random);
        sent.forEach(event -> memory.count(event, -1));
        assertEquals(Map.of(), figures(memory));
        assertEquals(Map.of(), memory.combinations());
        assertTrue(IntStream.range(0, 40_000).noneMatch(memory::hasEventOn));
    }

    /** Every seventh event is taken back again. */
    private static void count(Memory memory, Observation event, int number) {
        memory.count(event, 1);
        if (number % 7 == 0) {
            memory.count(event, -1);
        }
    }

    /** Every figure that is not 0, by its key as text. */
    private static Map<String, Long> figures(Memory memory) {
        Map<String, Long> figures = new TreeMap<>();
        for (Cell cell : memory.allCells()) {
            figures.merge(cell.key().toString(), cell.count(), Long::sum);
        }
        for (RollingCourse course : memory.allRolling()) {
            for (int day = course.firstDay(); day <= course.lastDay(); day++) {
                figures.merge(course.keyOn(day).toString(), course.countOn(day), Long::sum);
            }
        }
        figures.values().removeIf(count -> count == 0);
        return figures;
    }

    static Policies policies(String yaml) {
        return new Policies(PolicyReader.read(Yaml.documents(yaml, "policy.yaml"), new ArrayList<>()));
    }

    /** An event of no agreement or of {@code mou}, about few children, by few operators, naming up to two datasets. */
    static Observation observation(Random random) {
        Stage stage = Stage.values()[random.nextInt(Stage.values().length)];
        boolean known = random.nextInt(3) > 0;
        long[] children =
                random.longs(random.nextInt(6), 0, 12).distinct().sorted().toArray();
        LocalDate day = LocalDate.of(2016, 1, 1).plusDays(random.nextInt(100));
        return new Observation(
                new Digest(random.nextLong(), 0),
                random.nextLong(),
                new Origin("extracts", 0, 0, Instant.EPOCH),
                "portal",
                Instant.EPOCH,
                (int) day.toEpochDay(),
                false,
                stage,
                "home-office",
                random.nextBoolean() ? "r-" + random.nextInt(9) : null,
                "x-" + random.nextInt(9),
                known ? "mou" : null,
                known,
                null,
                null,
                null,
                random.nextBoolean() ? Categories.of(Category.NAME) : Categories.none(),
                0,
                0,
                0,
                random.nextInt(5),
                random.nextInt(5),
                stage == Stage.RELEASED ? children : Arrays.copyOf(children, 0),
                random.nextInt(9) == 0 ? 1 : 0,
                null,
                random.nextBoolean() ? (long) random.nextInt(3) : null,
                Terms.NONE,
                datasets(random));
    }

    private static Datasets datasets(Random random) {
        Set<String> names = new TreeSet<>();
        for (String name : List.of("School Census", "Exclusions")) {
            if (random.nextBoolean()) {
                names.add(name);
            }
        }
        return names.isEmpty() ? Datasets.NONE : new Datasets(names, 0, Set.of(), null);
    }
}
