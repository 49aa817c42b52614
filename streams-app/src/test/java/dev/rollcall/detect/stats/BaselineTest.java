package dev.rollcall.detect.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.detect.stats.Baseline.Finding;
import dev.rollcall.detect.stats.Baseline.Kind;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {
    private static final Baseline UP = new Baseline(12, 24, 6, 0.1, false);
    private static final Baseline BOTH = new Baseline(12, 24, 6, 0.1, true);

    @Test
    void leavesAloneWhatIsSteady() {
        assertEquals(List.of(), BOTH.judge(new long[60]));
        assertEquals(List.of(), BOTH.judge(repeated(60, 35)));
        assertEquals(List.of(), UP.judge(repeated(24, 30, 35, 50, 40, 20, 10)));
    }

    @Test
    void judgesNothingUntilItHasLearnt() {
        assertEquals(List.of(), UP.judge(new long[] {3, 2, 4, 3, 1, 1350}));
        assertEquals(
                List.of(new Finding(6, Kind.BURST, 3)),
                UP.judge(new long[] {3, 2, 4, 3, 1, 5, 1350}),
                "18 in 6 windows are usual");
    }

    @Test
    void findsABodyThatWakes() {
        assertEquals(
                List.of(new Finding(12, Kind.BURST, 1)), UP.judge(new long[] {9, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40}));
    }

    @Test
    void findsALastingLevelOnce() {
        long[] counts = new long[36];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = i < 12 ? 30 : 300;
        }
        assertEquals(List.of(new Finding(12, Kind.BURST, 30)), UP.judge(counts));
    }

    @Test
    void learnsALevelThatLastsInsteadOfTheOldOne() {
        long[] counts = {30, 30, 30, 30, 30, 30, 30, 30, 300, 300, 300, 300, 1500};
        assertEquals(List.of(new Finding(8, Kind.BURST, 30), new Finding(12, Kind.BURST, 300)), UP.judge(counts));
    }

    @Test
    void learnsALevelThatCreptUpAtOnceFromWhereItBegan() {
        // Given 95 a month after 50, which adds up in the sixth month, and then far more
        long[] counts = new long[19];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = i < 12 ? 50 : i < 18 ? 95 : 2000;
        }
        assertEquals(List.of(new Finding(17, Kind.DRIFT, 50), new Finding(18, Kind.BURST, 95)), UP.judge(counts));
    }

    /** The least counts found, by a copy of the formula in Python with SciPy 1.17's incomplete beta function. */
    @ParameterizedTest
    @CsvSource({"30 30 30 30 30 30, 95", "0 0 0 0 0 0, 6", "10 80 0 200 5 60 0 0, 352", "164 150 171 120 216 160, 423"})
    void findsABurstFromJustThatCountOn(String history, long least) {
        long[] counts = LongStream.concat(
                        Stream.of(history.split(" ")).mapToLong(Long::parseLong), LongStream.of(least))
                .toArray();
        assertEquals(List.of(counts.length - 1), windows(UP.judge(counts)));
        counts[counts.length - 1]--;
        assertEquals(List.of(), windows(UP.judge(counts)));
    }

    @Test
    void findsABurstAnewThatIsFarGreater() {
        long[] counts = {30, 30, 30, 30, 30, 30, 300, 590, 1300};
        assertEquals(
                List.of(new Finding(6, Kind.BURST, 30), new Finding(8, Kind.BURST, 30)),
                UP.judge(counts),
                "590 < 2 * 300");
    }

    @Test
    void doesNotLearnFromABurstForAWhileAndThenDoes() {
        // Given a burst of 300, and another one, two or three windows later
        long[] soon = {30, 30, 30, 30, 30, 30, 300, 30, 300};
        long[] later = {30, 30, 30, 30, 30, 30, 300, 30, 30, 300};

        // Then
        assertEquals(List.of(6, 8), windows(UP.judge(soon)));
        assertEquals(List.of(6), windows(UP.judge(later)));
    }

    @Test
    void findsASlowDriftUpAndDown() {
        long[] up = LongStream.range(0, 30)
                .map(i -> i < 12 ? 50 : Math.round(50 * Math.pow(1.1, i - 11)))
                .toArray();
        long[] down = LongStream.range(0, 30)
                .map(i -> i < 12 ? 50 : Math.round(50 * Math.pow(0.85, i - 11)))
                .toArray();
        assertEquals(Kind.DRIFT, UP.judge(up).get(0).kind());
        assertTrue(UP.judge(up).get(0).window() < 24);
        assertEquals(List.of(), UP.judge(down));
        assertEquals(Kind.DECLINE, BOTH.judge(down).get(0).kind());
    }

    @Test
    void findsWhatCeases() {
        assertEquals(
                List.of(new Finding(12, Kind.DROP, 100)),
                BOTH.judge(new long[] {100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 0, 0, 0, 0, 0}));
    }

    @Test
    void oneBatchNowAndThenIsFoundAtFirstOnly() {
        assertEquals(List.of(7), windows(UP.judge(repeated(6, 0, 0, 0, 0, 0, 0, 0, 80))));
    }

    @Test
    void longDoubtDoesNotKeepItFromLearning() {
        // Given hardly anything for so long that one child stays in doubt, then 45 a day
        long[] counts = new long[150];
        for (int i = 10; i < 120; i += 9) {
            counts[i] = 1;
        }
        for (int i = 120; i < 150; i++) {
            counts[i] = 45;
        }
        assertEquals(List.of(120), windows(new Baseline(365, 91, 28, 0.1, false).judge(counts)));
    }

    private static List<Integer> windows(List<Finding> found) {
        return found.stream().map(Finding::window).toList();
    }

    private static long[] repeated(int times, long... counts) {
        long[] all = new long[times * counts.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = counts[i % counts.length];
        }
        return all;
    }
}
