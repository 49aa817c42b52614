package dev.rollcall.detect.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: mpmath 1.3 at 40 digits, the probabilities of single counts added up term by term. */
class CountDistributionTest {

    @ParameterizedTest
    @CsvSource({
        "0.05, 1, 0.048770575499285991, 0.99879089572574971",
        "3, 10, 0.0011024881301154797, 0.99970766304935266",
        "164, 200, 0.0035434107262047404, 0.99716061079838958",
        "45, 20, 0.99998976295355892, 2.3878918525892437e-5"
    })
    void poissonTailsAgreeWithSums(double mean, long count, double atLeast, double atMost) {
        CountDistribution poisson = new CountDistribution(mean, mean);
        assertSame(atLeast, poisson.atLeast(count));
        assertSame(atMost, poisson.atMost(count));
    }

    @ParameterizedTest
    @CsvSource({
        "0.125, 0.5, 3, 0.015107711816025878, 0.99077325962478566",
        "3, 15, 10, 0.068085624027143609, 0.94651435412183941",
        "164, 5000, 216, 0.210945789812639, 0.79243825480919135",
        "164, 5000, 1501, 1.8229179395979704e-16, 0.99999999999999982",
        "45, 46, 20, 0.99998788856287408, 2.7908232269482847e-5",
        "0.0625, 0.25, 45, 4.4334294884130257e-9, 0.9999999967419345"
    })
    void negativeBinomialTailsAgreeWithSums(double mean, double variance, long count, double atLeast, double atMost) {
        CountDistribution counts = new CountDistribution(mean, variance);
        assertSame(atLeast, counts.atLeast(count));
        assertSame(atMost, counts.atMost(count));
    }

    @ParameterizedTest
    @CsvSource({
        "0.125, 0.5, 3, 0.37727685337625859, -0.64984716939072362",
        "3, 15, 10, 0.61276515790167376, -1.4400963501150532",
        "164, 5000, 216, -0.19128601687252736, -3.2955603601336097",
        "164, 5000, 1501, 21.057433685655396, -44.767085667263574",
        "45, 46, 20, -30.117246065671628, 8.4870056271301929",
        "0.0625, 0.25, 45, 5.9972540058548634, -10.031668066863486"
    })
    void evidenceIsTheLogarithmOfTheRatioOfProbabilities(
            double mean, double variance, long count, double ofDouble, double ofHalf) {
        CountDistribution counts = new CountDistribution(mean, variance);
        assertEquals(ofDouble, counts.evidenceFor(2, count), 1e-9);
        assertEquals(ofHalf, counts.evidenceFor(0.5, count), 1e-9);
    }

    @Test
    void evidenceOfPoissonToo() {
        assertEquals(1.8520302639196172, new CountDistribution(3, 3).evidenceFor(2, 7), 1e-9);
    }

    @Test
    void everyCountIsAtLeastNothing() {
        assertEquals(1, new CountDistribution(3, 15).atLeast(0));
        assertEquals(1, new CountDistribution(3, 3).atLeast(0));
        assertEquals(0, new CountDistribution(3, 15).atMost(-1));
    }

    @Test
    void refusesWhatIsNoDistributionOfCounts() {
        assertThrows(IllegalArgumentException.class, () -> new CountDistribution(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new CountDistribution(3, 2.9));
        assertThrows(IllegalArgumentException.class, () -> new CountDistribution(Double.NaN, 1));
    }

    /** To nine digits, however small: a small tail is what is judged by. */
    private static void assertSame(double expected, double actual) {
        assertEquals(expected, actual, 1e-9 * expected);
    }
}
