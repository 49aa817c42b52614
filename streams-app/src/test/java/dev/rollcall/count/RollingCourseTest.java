package dev.rollcall.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Rolling;
import dev.rollcall.policy.Account;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RollingCourseTest {
    private static final Account ACCOUNT = new Account(Entity.body("home-office"), null);
    private static final int FIRST = (int) LocalDate.of(2015, 12, 1).toEpochDay();
    private static final int DAYS = 120;

    /** One key on one day. */
    private record Fact(long key, int day) {}

    @Test
    void countsTheKeysOfEveryWindowAsAScanDoes() {
        for (int length : new int[] {1, 2, 7, 30, 31, 90, 731}) {
            // Given
            Random random = new Random(length);
            DistinctFacts ledger = new DistinctFacts();
            RollingCourse course = new RollingCourse(ACCOUNT, Basis.CHILDREN, new Rolling(length), ledger);
            Set<Fact> facts = new HashSet<>();
            for (int step = 0; step < 600; step++) {
                // When
                Fact fact = new Fact(random.nextInt(6), FIRST + random.nextInt(DAYS));
                LocalDate day = LocalDate.ofEpochDay(fact.day());
                if (facts.add(fact)) {
                    boolean month = ledger.add(day, fact.key()) == DistinctFacts.Change.MONTH;
                    course.count(day, fact.key(), 1, month, new Touched());
                } else {
                    facts.remove(fact);
                    boolean month = ledger.remove(day, fact.key()) == DistinctFacts.Change.MONTH;
                    course.count(day, fact.key(), -1, month, new Touched());
                }

                // Then
                if (step % 25 == 0) {
                    assertEquals(scan(facts, length), counts(course, length), length + " days, step " + step);
                    RollingCourse recounted = new RollingCourse(ACCOUNT, Basis.CHILDREN, new Rolling(length), ledger);
                    ledger.forEach((on, key, amount, firstInMonth) ->
                            recounted.recount(on, key, amount, firstInMonth, new Touched()));
                    assertEquals(counts(course, length), counts(recounted, length), "counted from the facts");
                }
            }
        }
    }

    @Test
    void addsAmountsOverEveryWindow() {
        Amounts ledger = new Amounts();
        RollingCourse course = new RollingCourse(ACCOUNT, Basis.RECORDS, new Rolling(3), ledger);
        course.count(LocalDate.ofEpochDay(10), 0, 5, false, new Touched());
        course.count(LocalDate.ofEpochDay(12), 0, 2, false, new Touched());
        course.count(LocalDate.ofEpochDay(-200), 0, 1, false, new Touched());
        course.count(LocalDate.ofEpochDay(10), 0, -1, false, new Touched());
        assertEquals(List.of(0L, 4L, 4L, 6L, 2L, 2L, 0L), range(course, 9, 15));
        assertEquals(List.of(0L, 1L, 1L, 1L, 0L), range(course, -201, -197));
    }

    @Test
    void saysWhichDaysChangedUntilTheyAreTaken() {
        RollingCourse course = new RollingCourse(ACCOUNT, Basis.RECORDS, new Rolling(30), new Amounts());
        course.count(LocalDate.ofEpochDay(100), 0, 5, false, new Touched());

        // When taken on the third day, then on the fifth
        int[] first = course.takeDirty(102);
        int[] second = course.takeDirty(104);
        int[] third = course.takeDirty(200);
        int[] nothing = course.takeDirty(300);

        // Then
        assertEquals(List.of(100, 102), List.of(first[0], first[1]));
        assertEquals(List.of(103, 104), List.of(second[0], second[1]));
        assertEquals(List.of(105, 129), List.of(third[0], third[1]));
        assertEquals(true, nothing[0] > nothing[1]);
    }

    private static List<Long> scan(Set<Fact> facts, int length) {
        List<Long> counts = new ArrayList<>();
        for (int end = FIRST - 2; end < FIRST + DAYS + length + 2; end++) {
            int last = end;
            counts.add(facts.stream()
                    .filter(fact -> fact.day() <= last && fact.day() > last - length)
                    .mapToLong(Fact::key)
                    .distinct()
                    .count());
        }
        return counts;
    }

    private static List<Long> counts(RollingCourse course, int length) {
        return range(course, FIRST - 2, FIRST + DAYS + length + 1);
    }

    private static List<Long> range(RollingCourse course, int from, int to) {
        List<Long> counts = new ArrayList<>();
        for (int day = from; day <= to; day++) {
            counts.add(course.countOn(day));
        }
        return counts;
    }
}
