package dev.rollcall.detect.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SequentialTestTest {

    @Test
    void addsUpEvidenceUntilItSuffices() {
        SequentialTest test = SequentialTest.withFalseAlarms(0.05);
        assertEquals(2.9957322735539909, test.threshold(), 1e-9); // ln 20, from a table
        test.add(-5);
        assertFalse(test.inDoubt());
        test.add(1.5);
        assertTrue(test.inDoubt());
        assertFalse(test.foundChange());
        test.add(-0.5);
        test.add(2.0);
        assertEquals(3.0, test.sum(), 1e-9);
        assertTrue(test.foundChange());
        test.restart();
        assertFalse(test.inDoubt());
    }

    @Test
    void whereNothingChangesItIsWrongNoMoreOftenThanAsked() {
        // Given counts of mean 3, by chance alone, and evidence of twice that
        Random random = new Random(20160329);
        CountDistribution counts = new CountDistribution(3, 3);
        SequentialTest test = SequentialTest.withFalseAlarms(0.01);
        int windows = 100_000;
        int found = 0;

        // When
        for (int window = 0; window < windows; window++) {
            test.add(counts.evidenceFor(2, poisson(random, 3)));
            if (test.foundChange()) {
                found++;
                test.restart();
            }
        }

        // Then
        assertTrue(found > 0 && found <= windows / 100, found + " times");
    }

    @Test
    void refusesARateThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> SequentialTest.withFalseAlarms(0));
        assertThrows(IllegalArgumentException.class, () -> SequentialTest.withFalseAlarms(1));
        assertThrows(IllegalArgumentException.class, () -> SequentialTest.withFalseAlarms(Double.NaN));
    }

    private static int poisson(Random random, double mean) {
        int count = 0;
        for (double left = random.nextDouble(); left > Math.exp(-mean); left *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
