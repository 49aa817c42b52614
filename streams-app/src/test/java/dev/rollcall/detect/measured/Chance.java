package dev.rollcall.detect.measured;

import java.util.Random;

/** Draws lots by a seed: the same seed, the same lots, on every machine. */
final class Chance {
    private final Random random;

    Chance(long seed) {
        random = new Random(seed);
    }

    double between(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    boolean inOneOf(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A Poisson count, by products of uniform numbers, at most 30 of the mean at a time. */
    long poisson(double mean) {
        long count = 0;
        for (double left = mean; left > 0; left -= 30) {
            double end = StrictMath.exp(-Math.min(30, left));
            for (double product = random.nextDouble(); product > end; product *= random.nextDouble()) {
                count++;
            }
        }
        return count;
    }

    long binomial(long trials, double share) {
        long count = 0;
        for (long trial = 0; trial < trials; trial++) {
            count += random.nextDouble() < share ? 1 : 0;
        }
        return count;
    }

    /**
     * A factor of mean 1 that scatters by {@code deviation}: gamma, drawn as G. Marsaglia and W. W. Tsang do, "A simple method for
     * generating gamma variables", ACM Transactions on Mathematical Software 26 (2000), 363–372.
     *
     * @param deviation the standard deviation, 0 to 1
     */
    double scatter(double deviation) {
        if (deviation < 0.01) {
            return 1;
        }
        double shape = 1 / (deviation * deviation);
        double d = shape - 1.0 / 3;
        while (true) {
            double normal = random.nextGaussian();
            double v = 1 + normal / StrictMath.sqrt(9 * d);
            v = v * v * v;
            if (v > 0
                    && StrictMath.log(random.nextDouble()) < normal * normal / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v / shape;
            }
        }
    }
}
