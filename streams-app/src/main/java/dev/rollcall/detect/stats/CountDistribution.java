package dev.rollcall.detect.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;

/**
 * How counts of a mean and a variance scatter: Poisson where the two are equal, negative binomial where the variance is
 * greater.
 *
 * <p>The negative binomial of mean m and variance v has size r = m² / (v − m), a real number, and P(X = j) = Γ(j + r) / (Γ(r)
 * j!) · (r / (r + m))^r · (m / (r + m))^j. Its tails are incomplete beta functions, those of Poisson incomplete gamma
 * functions. Source: N. L. Johnson, A. W. Kemp and S. Kotz, "Univariate Discrete Distributions", 3rd edition, Wiley 2005,
 * chapters 4 and 5.
 */
public record CountDistribution(double mean, double variance) {

    public CountDistribution {
        if (!(mean > 0) || !(variance >= mean) || variance == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "Expected a mean above 0 and a variance not below it, but was %s and %s".formatted(mean, variance));
        }
    }

    /** The size of the negative binomial: the smaller, the heavier the tail; infinite for Poisson. */
    public double size() {
        return mean * mean / (variance - mean);
    }

    /** The probability of {@code count} or more. */
    public double atLeast(long count) {
        if (count <= 0) {
            return 1;
        }
        return variance == mean
                ? GammaDistribution.of((double) count, 1).cumulativeProbability(mean)
                : BetaDistribution.of((double) count, size()).cumulativeProbability(mean / (mean + size()));
    }

    /** The probability of {@code count} or fewer. */
    public double atMost(long count) {
        if (count < 0) {
            return 0;
        }
        return variance == mean
                ? GammaDistribution.of(count + 1.0, 1).survivalProbability(mean)
                : BetaDistribution.of(size(), count + 1.0).cumulativeProbability(size() / (mean + size()));
    }

    /**
     * The logarithm of how much likelier {@code count} is where the mean is {@code factor} times as great, of the same size.
     */
    public double evidenceFor(double factor, long count) {
        double size = size();
        return variance == mean
                ? count * Math.log(factor) - mean * (factor - 1)
                : count * Math.log(factor) - (count + size) * Math.log((size + factor * mean) / (size + mean));
    }
}
