package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.wire.Yaml;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitTest {

    @Test
    void aLimitIsPassedWhenTheCountIsGreaterAndAWarningReached() {
        Limit limit = limit(1500, List.of(50, 80, 95));
        assertEquals(List.of(), bandsOf(limit, 749));
        assertEquals(List.of(50), bandsOf(limit, 750));
        assertEquals(List.of(50, 80), bandsOf(limit, 1200));
        assertEquals(List.of(50, 80, 95), bandsOf(limit, 1425));
        assertEquals(List.of(50, 80, 95), bandsOf(limit, 1500));
        assertEquals(List.of(50, 80, 95, 100), bandsOf(limit, 1501));
        assertEquals(List.of(50, 80, 95, 100), bandsOf(limit, 3000));
        assertEquals(List.of(50, 80, 95, 100, 200), bandsOf(limit, 3001));
        assertEquals(List.of(50, 80, 95, 100, 200, 400), bandsOf(limit, 6001));
    }

    @Test
    void thereAreTwelveBandsTheWarningBandsIncluded() {
        assertEquals(
                List.of(100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 102400, 204800),
                percents(limit(1, List.of())));
        assertEquals(
                List.of(50, 80, 95, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600),
                percents(limit(1, List.of(50, 80, 95))));
        List<Integer> eleven = IntStream.rangeClosed(1, 11).boxed().toList();
        assertEquals(12, percents(limit(1, eleven)).size());
        assertTrue(percents(limit(1, eleven)).contains(100));
    }

    @Test
    void theLowestCountInAnyBandIsTheOneThatTheBandsSay() {
        for (int atMost = 1; atMost <= 300; atMost++) {
            for (int percent = 1; percent <= 100; percent++) {
                Limit limit = limit(atMost, percent == 100 ? List.of() : List.of(percent));
                long lowest = limit.lowestReached();
                assertFalse(bandsOf(limit, lowest).isEmpty(), limit.toString());
                assertTrue(bandsOf(limit, lowest - 1).isEmpty(), limit.toString());
            }
        }
    }

    @Test
    void bandsAreExactForTheGreatestNumbers() {
        for (int percent : new int[] {1, 33, 99, 100, 200, 204_800}) {
            Band band = new Band(percent);
            for (long limit : new long[] {1, 3, 999_999_999_999L, Limit.GREATEST}) {
                BigInteger edge = BigInteger.valueOf(limit).multiply(BigInteger.valueOf(percent));
                long around = edge.divide(BigInteger.valueOf(100)).longValueExact();
                for (long count = Math.max(0, around - 2); count <= around + 2; count++) {
                    int comparison = BigInteger.valueOf(count)
                            .multiply(BigInteger.valueOf(100))
                            .compareTo(edge);
                    assertEquals(percent < 100 ? comparison >= 0 : comparison > 0, band.holds(count, limit));
                }
                assertTrue(band.holds(Long.MAX_VALUE, limit));
            }
        }
    }

    @Test
    void tighteningBitesAtOnceAndLooseningWithTheNextWindow() {
        LimitHistory limit = history("from: 2016-01-01", 10, "from: 2016-03-15", 5, "from: 2016-04-15", 20);

        // Tightened on 15 March: the old limit until then, the new one from that day for all of March
        assertEquals(10, atMost(limit, "2016-03-01", "2016-03-14"));
        assertEquals(5, atMost(limit, "2016-03-01", "2016-03-15"));
        assertEquals(5, atMost(limit, "2016-03-01", "2016-12-31"));

        // Loosened on 15 April: not before May
        assertEquals(5, atMost(limit, "2016-04-01", "2016-04-30"));
        assertEquals(20, atMost(limit, "2016-05-01", "2016-05-01"));

        // What was before the first version is judged by the first, what is to come by what holds at its start
        assertEquals(10, atMost(limit, "2015-06-01", "2016-05-01"));
        assertEquals(20, atMost(limit, "2017-01-01", "2016-01-01"));
    }

    @Test
    void aVersionThatBeginsWithTheNextWindowDoesNotJudgeThisOne() {
        LimitHistory limit = history("from: 2016-01-01", 10, "from: 2016-04-01", 5);
        assertEquals(10, atMost(limit, "2016-03-01", "2016-12-31"));
        assertEquals(5, atMost(limit, "2016-04-01", "2016-04-01"));
        Window lastOld = new Rolling(30).endingWith(LocalDate.of(2016, 3, 31));
        Window firstNew = new Rolling(30).endingWith(LocalDate.of(2016, 4, 1));
        LocalDate today = LocalDate.of(2016, 6, 1);
        assertEquals(10, allowed(limit.inForce(lastOld, today)));
        assertEquals(5, allowed(limit.inForce(firstNew, today)));
    }

    @Test
    void aLimitThatAVersionLeavesOutJudgesNoWindowOfThatVersionAlone() {
        LimitHistory limit = history("from: 2016-01-01", 10, "from: 2016-03-15", 0, "from: 2016-05-15", 7);
        assertEquals(10, atMost(limit, "2016-03-01", "2016-06-30"));
        assertNull(limit.inForce(Window.month(LocalDate.of(2016, 4, 1)), LocalDate.of(2016, 6, 30)));
        assertNull(limit.inForce(Window.month(LocalDate.of(2016, 5, 1)), LocalDate.of(2016, 5, 14)));
        assertEquals(7, atMost(limit, "2016-05-01", "2016-05-15"));
    }

    @Test
    void ofTwoEqualLimitsTheOneThatWarnsEarlierIsStricterThenTheLater() {
        assertTrue(limit(10, List.of(50)).stricterThan(limit(10, List.of(80))));
        assertTrue(limit(10, List.of(99)).stricterThan(limit(10, List.of())));
        assertTrue(limit(9, List.of()).stricterThan(limit(10, List.of(1))));
        assertFalse(limit(10, List.of(50)).stricterThan(limit(10, List.of(50, 60))));
        LimitHistory same = history("from: 2016-01-01", 10, "from: 2016-03-15", 10);
        assertEquals(
                2,
                Objects.requireNonNull(same.inForce(Window.month(LocalDate.of(2016, 3, 1)), LocalDate.of(2016, 4, 1)))
                        .policy()
                        .version());
    }

    private static long allowed(LimitHistory.Version version) {
        assertNotNull(version);
        return version.limit().atMost();
    }

    private static long atMost(LimitHistory limit, String month, String today) {
        return allowed(limit.inForce(Window.month(LocalDate.parse(month)), LocalDate.parse(today)));
    }

    /** A limit through versions: when each comes into force, and what it allows, 0 where it leaves the limit out. */
    private static LimitHistory history(Object... fromAndAtMost) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < fromAndAtMost.length; i += 2) {
            yaml.append(
                    "---\npolicy: npd\nversion: " + (1 + i / 2) + "\n" + fromAndAtMost[i] + "\nzone: Europe/London\n");
            yaml.append("bodies: { home-office: {} }\n");
            if (!fromAndAtMost[i + 1].equals(0)) {
                yaml.append("limits: { l: { for: { bodies: [home-office] }, count: children, per: month, at-most: "
                        + fromAndAtMost[i + 1] + " } }\n");
            }
        }
        List<Problem> problems = new ArrayList<>();
        List<Policy> versions = PolicyReader.read(Yaml.documents(yaml.toString(), "policy.yaml"), problems);
        assertEquals(List.of(), problems);
        return new Policies(versions)
                .limitsOn(new Account(Entity.body("home-office"), null))
                .get(0);
    }

    private static Limit limit(long atMost, List<Integer> warnAt) {
        Limit.Totals everyone = new Limit.Totals(Set.of(), Set.of(), Set.of());
        return new Limit("limit", everyone, Basis.CHILDREN, Calendar.MONTH, atMost, warnAt);
    }

    private static List<Integer> bandsOf(Limit limit, long count) {
        return limit.bands().stream()
                .filter(band -> band.holds(count, limit.atMost()))
                .map(Band::percent)
                .toList();
    }

    private static List<Integer> percents(Limit limit) {
        return limit.bands().stream().map(Band::percent).toList();
    }
}
