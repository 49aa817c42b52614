package dev.rollcall.detect.stats;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Learns from counts, window by window, what is usual, and finds where they leave it: all at once, or little by little.
 *
 * <p>The next count is taken to be negative binomial: Poisson, with a rate that is itself uncertain and scatters. Its mean is
 * that of the windows learnt from; its variance is at least what seasons and releases in batches bring to a quiet body, more
 * where the windows learnt from scattered more, and allows for how few they are. A count in its tail is a burst or a drop;
 * what adds up over windows is found by a {@link SequentialTest} of twice the mean, or of half of it. Each of them is given an
 * equal share of the false alarms.
 *
 * <p>A window that was found is not learnt from for a while. A level that lasts is learnt instead of the old one, so that it is
 * found once. Sources: A. Gelman and others, "Bayesian Data Analysis", 3rd edition, CRC Press 2013, section 2.6, for the
 * negative binomial as what is to be expected of Poisson counts of an uncertain rate; P. McCullagh and J. A. Nelder, "Generalized
 * Linear Models", 2nd edition, Chapman and Hall 1989, chapter 6, for scatter estimated by Pearson's statistic. The constants
 * are ours, chosen by simulation; what they do is told in docs/detectors.md.
 */
public final class Baseline {
    /** The variance of a quiet body by its mean: children come several at a time. */
    private static final double BATCH = 4;
    /** The variance of a quiet body by the square of its mean: the year has seasons. */
    private static final double SEASON = 0.15;
    /** How many windows' worth of scatter as expected is believed beforehand. */
    private static final double BELIEF = 4;
    /** How many windows after it a window that was found is not learnt from. */
    private static final int WHILE = 3;
    /** How many windows make a level that lasts. */
    private static final int LASTING = 3;
    /** A run of bursts is found anew where a count exceeds all before by this factor. */
    private static final int ESCALATION = 2;

    private final int reach;
    private final int warmUp;
    private final boolean bothWays;
    private final double tail;
    private final SequentialTest up;
    private final SequentialTest down;

    private final List<Finding> found = new ArrayList<>();
    /** Windows that were in a run of bursts or drops. */
    private final BitSet suspicious = new BitSet();

    private long[] counts = new long[0];
    private int start;
    private int needed;
    private int upSince = NONE;
    private int downSince = NONE;
    private int runSince = NONE;
    private boolean runUp;
    private long runHighest;

    private static final int NONE = -1;

    /** What may be found. */
    public enum Kind {
        /** A count far above what is usual. */
        BURST,
        /** Counts that have come to lie above what was usual. */
        DRIFT,
        /** A count far below what is usual. */
        DROP,
        /** Counts that have come to lie below what was usual. */
        DECLINE
    }

    /**
     * What was found in a window.
     *
     * @param window its place in the course of windows, from 0
     * @param usual the mean of the windows learnt from, rounded
     */
    public record Finding(int window, Kind kind, long usual) {}

    /**
     * @param windowsAYear how many windows a year has
     * @param reach how many windows back it learns from at most
     * @param warmUp how many windows are learnt from before any is judged, 1 to {@code reach}
     * @param falseAlarms how many findings a year are to be expected of a body that changes nothing, above 0 and at most 1
     * @param bothWays whether counts below what is usual are found as well
     */
    public Baseline(int windowsAYear, int reach, int warmUp, double falseAlarms, boolean bothWays) {
        this.reach = reach;
        this.warmUp = warmUp;
        this.bothWays = bothWays;
        // Two ways to be found, in one or two directions.
        this.tail = falseAlarms / ((bothWays ? 4 : 2) * windowsAYear);
        this.up = SequentialTest.withFalseAlarms(tail);
        this.down = SequentialTest.withFalseAlarms(tail);
    }

    /** What is found in consecutive windows, zeros included. */
    public List<Finding> judge(long[] course) {
        counts = course.clone();
        found.clear();
        startAnew(0, warmUp);
        for (int window = 0; window < counts.length; window++) {
            if (window - start >= needed) {
                judge(window);
            }
        }
        return List.copyOf(found);
    }

    private void judge(int window) {
        Usual usual = learnt(window);
        long count = counts[window];
        CountDistribution expected = usual.next();
        if (count > expected.mean() && expected.atLeast(count) < tail) {
            extreme(window, true, usual);
        } else if (bothWays && count < expected.mean() && expected.atMost(count) < tail) {
            extreme(window, false, usual);
        } else {
            endRun(window);
            addUp(window, usual);
        }
    }

    private Usual learnt(int window) {
        int n = 0;
        long sum = 0;
        for (int i = Math.max(start, window - reach); i < window; i++) {
            if (isLearntBy(window, i)) {
                n++;
                sum += counts[i];
            }
        }
        double mean = (sum + 0.5) / n;
        double squares = 0;
        for (int i = Math.max(start, window - reach); i < window; i++) {
            squares += isLearntBy(window, i) ? (counts[i] - mean) * (counts[i] - mean) : 0;
        }
        return new Usual(n, sum, mean, squares);
    }

    private boolean isLearntBy(int window, int earlier) {
        boolean inRun = runSince != NONE && earlier >= runSince;
        boolean suspect = suspicious.get(earlier) && window - earlier < WHILE;
        return !inRun && !suspect && !inDoubt(upSince, window, earlier) && !inDoubt(downSince, window, earlier);
    }

    /** Windows of a change that is in doubt, for as long as doubt may last. */
    private boolean inDoubt(int since, int window, int earlier) {
        return since != NONE && earlier >= since && window - earlier <= reach / 2;
    }

    /** What is usual, by {@code n} windows of a mean and a sum of squares about it. */
    private record Usual(int n, long sum, double mean, double squares) {

        CountDistribution next() {
            double quiet = BATCH * mean + SEASON * mean * mean;
            double scatter = Math.max(1, (BELIEF + squares / quiet) / (BELIEF + n - 1));
            return new CountDistribution(mean, scatter * quiet * (1 + 1.0 / n));
        }

        long rounded() {
            return (2 * sum + n) / (2L * n);
        }
    }

    private void extreme(int window, boolean above, Usual usual) {
        long count = counts[window];
        if (runSince == NONE || runUp != above) {
            endRun(window);
            runSince = window;
            runUp = above;
            runHighest = count;
            found.add(new Finding(window, above ? Kind.BURST : Kind.DROP, usual.rounded()));
        } else if (above && count > ESCALATION * runHighest) {
            found.add(new Finding(window, Kind.BURST, usual.rounded()));
        }
        runHighest = Math.max(runHighest, count);
        if (window - runSince + 1 >= LASTING) {
            startAnew(runSince, Math.min(LASTING, warmUp));
        }
    }

    private void endRun(int window) {
        if (runSince != NONE) {
            suspicious.set(runSince, window);
            runSince = NONE;
        }
    }

    private void addUp(int window, Usual usual) {
        CountDistribution expected = usual.next();
        up.add(expected.evidenceFor(2, counts[window]));
        upSince = since(up, upSince, window);
        if (bothWays) {
            down.add(expected.evidenceFor(0.5, counts[window]));
            downSince = since(down, downSince, window);
        }
        if (up.foundChange() || down.foundChange()) {
            found.add(new Finding(window, up.foundChange() ? Kind.DRIFT : Kind.DECLINE, usual.rounded()));
            startAnew(up.foundChange() ? upSince : downSince, Math.min(LASTING, warmUp));
        }
    }

    private static int since(SequentialTest test, int before, int window) {
        if (!test.inDoubt()) {
            return NONE;
        }
        return before == NONE ? window : before;
    }

    /** Learns from {@code window} on, and from nothing before. */
    private void startAnew(int window, int windowsNeeded) {
        start = window;
        needed = windowsNeeded;
        suspicious.clear();
        runSince = NONE;
        upSince = NONE;
        downSince = NONE;
        up.restart();
        down.restart();
    }
}
