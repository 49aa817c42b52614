package dev.rollcall.detect.stats;

/**
 * Adds up evidence of a change, window by window, and begins anew where it speaks against one: the cumulative sum of log
 * likelihood ratios, which is Wald's sequential probability ratio test repeated.
 *
 * <p>With evidence e each, the sum after a window is max(0, sum + e). Where nothing has changed, a threshold h is reached once
 * in e^h windows on average, or more rarely: that is how a rate of false alarms becomes a threshold. Sources: E. S. Page,
 * "Continuous inspection schemes", Biometrika 41 (1954), 100–115; G. Lorden, "Procedures for reacting to a change in
 * distribution", Annals of Mathematical Statistics 42 (1971), 1897–1908, for the bound.
 */
public final class SequentialTest {
    private final double threshold;
    private double sum;

    private SequentialTest(double threshold) {
        this.threshold = threshold;
    }

    /** A test that finds a change where there is none in one of {@code 1 / falseAlarms} windows at most, on average. */
    public static SequentialTest withFalseAlarms(double falseAlarms) {
        if (!(falseAlarms > 0) || !(falseAlarms < 1)) {
            throw new IllegalArgumentException(
                    "Expected a rate of false alarms between 0 and 1, but was " + falseAlarms);
        }
        return new SequentialTest(Math.log(1 / falseAlarms));
    }

    /** Adds the evidence of one more window. */
    public void add(double evidence) {
        sum = Math.max(0, sum + evidence);
    }

    /** Whether the evidence added up speaks for a change at all. */
    public boolean inDoubt() {
        return sum > 0;
    }

    /** Whether it suffices. */
    public boolean foundChange() {
        return sum >= threshold;
    }

    /** The evidence added up since it last spoke against a change. */
    public double sum() {
        return sum;
    }

    /** What it takes to find a change. */
    public double threshold() {
        return threshold;
    }

    /** Forgets all evidence. */
    public void restart() {
        sum = 0;
    }
}
