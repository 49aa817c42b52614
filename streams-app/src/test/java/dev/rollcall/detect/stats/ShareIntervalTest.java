package dev.rollcall.detect.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareIntervalTest {

    /**
     * Expected values: mpmath 1.3 at 40 digits, by halving the stretch in which the sum of the binomial probabilities, term by
     * term, passes (1 − confidence) / 2.
     */
    @ParameterizedTest
    @CsvSource({
        "35, 164, 0.999, 0.12005930750432339, 0.33357722921814247",
        "531, 2461, 0.999, 0.18918366818328816, 0.24410833069793424",
        "0, 30, 0.99, 0, 0.16189390280673969",
        "12, 400, 0.999, 0.0094017364197003064, 0.069089444898318028",
        "30, 30, 0.95, 0.88429669177797219, 1",
        "1, 2, 0.95, 0.012579117093425049, 0.98742088290657495"
    })
    void agreesWithSumsOfTheBinomial(long count, long total, double confidence, double lower, double upper) {
        ShareInterval interval = ShareInterval.of(count, total, confidence);
        assertEquals(lower, interval.lower(), 1e-9);
        assertEquals(upper, interval.upper(), 1e-9);
    }

    @Test
    void standsUpToCountsThatNobodyHas() {
        ShareInterval interval = ShareInterval.of(3_000_000_000_000_000L, 9_000_000_000_000_000L, 0.999);
        assertEquals(1 / 3.0, interval.lower(), 1e-6);
        assertEquals(1 / 3.0, interval.upper(), 1e-6);
        assertTrue(interval.lower() < 1 / 3.0 && 1 / 3.0 < interval.upper());
    }

    @Test
    void refusesACountThatIsNotOutOfTheTotal() {
        assertThrows(IllegalArgumentException.class, () -> ShareInterval.of(3, 2, 0.99));
        assertThrows(IllegalArgumentException.class, () -> ShareInterval.of(0, 0, 0.99));
    }
}
