package dev.rollcall.detect.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The shares, 0 to 1, that a count out of a total agrees with: the exact interval of Clopper and Pearson.
 *
 * <p>Exact means that it is never too narrow, however small the counts: at a confidence of 0.999 the true share lies outside
 * it at most once in 1,000 times. Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits
 * illustrated in the case of the binomial", Biometrika 26 (1934), 404–413; its bounds as quantiles of the beta distribution:
 * L. D. Brown, T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001),
 * 101–133.
 */
public record ShareInterval(double lower, double upper) {

    /**
     * The interval that leaves half of what {@code confidence} lacks to 1 on each side.
     *
     * @param count of the total, 0 to {@code total}
     * @param total 1 or more
     * @param confidence between 0 and 1
     */
    public static ShareInterval of(long count, long total, double confidence) {
        if (total < 1 || count < 0 || count > total) {
            throw new IllegalArgumentException(
                    "Expected a count out of a total of 1 or more, but was %d of %d".formatted(count, total));
        }
        double tail = (1 - confidence) / 2;
        double rest = (double) total - count;
        double lower =
                count == 0 ? 0 : BetaDistribution.of((double) count, rest + 1).inverseCumulativeProbability(tail);
        double upper = rest == 0 ? 1 : BetaDistribution.of(count + 1.0, rest).inverseSurvivalProbability(tail);
        return new ShareInterval(lower, upper);
    }
}
