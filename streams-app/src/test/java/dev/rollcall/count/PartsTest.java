package dev.rollcall.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Per;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Window;
import dev.rollcall.policy.LimitHistory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies: { home-office: { group: immigration } }
            datasets:
              School Census: { population: 1000 }
              Exclusions: { population: 1000 }
            agreements:
              mou:
                body: home-office
                from: 2016-01-15
                limits:
                  m-dataset: { count: children, per: month, at-most: 1%% of dataset }
                  m-operator: { count: asked, per: day, at-most: 5, each: operator }
                  m-life: { count: requests, per: agreement, at-most: 5, each: operator }
            limits:
              t-dataset: { for: { %s }, count: children, per: quarter, at-most: 1%% of dataset }
              t-dataset-days: { for: { %s }, count: children, per: 9 days, at-most: 1%% of dataset }
            """;

    private static final String OF_OPERATORS = """
              t-operator: { for: { bodies: [home-office] }, count: children, per: month, at-most: 5, each: operator }
              t-answered: { for: { bodies: [home-office] }, count: answered, per: year, at-most: 5, each: operator }
              t-operator-days: { for: { bodies: [home-office] }, count: records, per: 5 days, at-most: 5, each: operator }
              t-both: { for: { bodies: [home-office] }, count: children, per: month, at-most: 1% of dataset, each: operator }
            """;

    private static final String BODY = "bodies: [home-office]";
    private static final String GROUP = "groups: [immigration]";

    @Test
    void countsAsARecountFromAllEventsDoes() {
        for (int seed = 0; seed < 40; seed++) {
            recounted(seed, Entity.body("home-office"), POLICY.formatted(BODY, BODY) + OF_OPERATORS, null, "mou");
        }
    }

    @Test
    void countsOfGroupsToo() {
        for (int seed = 0; seed < 20; seed++) {
            recounted(seed, Entity.group("immigration"), POLICY.formatted(GROUP, GROUP), (String) null);
        }
    }

    private static void recounted(int seed, Entity entity, String policy, String... accounts) {
        // Given events of four months, a third of them taken back again, and a policy that comes some time
        Random random = new Random(seed);
        Memory memory = new Memory(entity);
        List<Observation> counted = new ArrayList<>();
        int adoptedAfter = random.nextInt(200);
        // When
        for (int i = 0; i < 200; i++) {
            if (i == adoptedAfter) {
                memory.adopt(MemoryTest.policies(policy), Set.of());
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
        int found = 0;
        for (String agreement : accounts) {
            for (LimitHistory limit : memory.limitsOn(agreement)) {
                for (LocalDate day = LocalDate.of(2016, 1, 1);
                        day.isBefore(LocalDate.of(2016, 5, 1));
                        day = day.plusDays(1)) {
                    Window window = windowOf(limit.per(), day);
                    long expected = recount(counted, agreement, limit, window);
                    assertEquals(
                            expected,
                            count(memory, agreement, limit, window),
                            "seed " + seed + " " + limit.name() + " " + window);
                    found += expected > 0 ? 1 : 0;
                }
            }
        }
        assertTrue(found > 200, "found " + found);
    }

    private static Window windowOf(Per per, LocalDate day) {
        if (per instanceof Calendar calendar) {
            return calendar.windowOf(day);
        }
        return per instanceof Rolling rolling
                ? rolling.endingWith(day)
                : new Window("life@2016-01-15", LocalDate.of(2016, 1, 15), Window.OPEN);
    }

    private static long count(Memory memory, String agreement, LimitHistory limit, Window window) {
        if (limit.per() instanceof Rolling rolling) {
            int day = (int) window.end().minusDays(1).toEpochDay();
            return memory.rollingOfPart(agreement, limit, rolling).stream()
                    .mapToLong(course -> course.countOn(day))
                    .max()
                    .orElse(0);
        }
        return memory.countOfPart(agreement, limit, window.name());
    }

    /** Of the operator who has most, where each is judged by itself. */
    private static long recount(List<Observation> events, String agreement, LimitHistory limit, Window window) {
        List<Observation> within = events.stream()
                .filter(event -> window.contains(LocalDate.ofEpochDay(event.day())))
                .filter(event -> agreement == null || event.agreementKnown())
                .filter(event -> limit.part().dataset() == null
                        || event.datasets().names().contains(limit.part().dataset()))
                .toList();
        if (!limit.part().eachOperator()) {
            return count(within, limit.count());
        }
        long most = 0;
        for (Long operator : new HashSet<>(within.stream()
                .map(Observation::operator)
                .filter(Objects::nonNull)
                .toList())) {
            most = Math.max(
                    most,
                    count(
                            within.stream()
                                    .filter(event -> operator.equals(event.operator()))
                                    .toList(),
                            limit.count()));
        }
        return most;
    }

    private static long count(List<Observation> events, Basis basis) {
        List<Observation> of = events.stream()
                .filter(event -> event.stage()
                        == (basis == Basis.REQUESTS || basis == Basis.ASKED ? Stage.SUBMITTED : Stage.RELEASED))
                .toList();
        return switch (basis) {
            case ASKED -> of.stream().mapToLong(Observation::asked).sum();
            case RECORDS -> of.stream().mapToLong(Observation::records).sum();
            case REQUESTS, ANSWERED ->
                of.stream()
                        .map(Observation::requestId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .count();
            default -> {
                Set<Long> children = new HashSet<>();
                of.forEach(event -> Arrays.stream(event.children()).forEach(children::add));
                yield children.size();
            }
        };
    }
}
