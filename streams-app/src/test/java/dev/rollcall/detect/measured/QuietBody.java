package dev.rollcall.detect.measured;

/**
 * A body that changes nothing: a rate of 0 to 200 children a month, a season, scatter from month to month, and in every
 * second body batches.
 *
 * @param rate children a month, on average; one body in ten has none, small rates are more frequent than large ones
 * @param season by how much of the rate the year goes up and down, 0 to 0.6
 * @param peak the month at the top of the season
 * @param closedInAugust whether August has a fifth of what it would have, as in three bodies of ten
 * @param scatter the standard deviation of a month's rate, by its mean, 0 to 0.4
 * @param batches how many batches a month the children come in, 0.25 to 4, of sizes that scatter by half; 0 where they come
 *     one by one
 */
record QuietBody(double rate, double season, int peak, boolean closedInAugust, double scatter, double batches) {

    /** In a month. */
    private static final double WORKING_DAYS = 21.7;

    static QuietBody draw(Chance chance) {
        double part = chance.between(0, 1);
        return new QuietBody(
                chance.inOneOf(10) ? 0 : 200 * part * part,
                chance.between(0, 0.6),
                chance.below(12),
                chance.below(10) < 3,
                chance.between(0, 0.4),
                chance.inOneOf(2) ? StrictMath.exp(chance.between(StrictMath.log(0.25), StrictMath.log(4))) : 0);
    }

    /** Its counts, day by day: on working days, those of a batch on one of them. */
    long[] countsByDay(int days, Chance chance) {
        long[] counts = new long[days];
        double factor = 1;
        for (int day = 0; day < days; day++) {
            int month = day * 12 / 365 % 12;
            if (day % 30 == 0) {
                factor = (1 + season * StrictMath.cos(2 * Math.PI * (month - peak) / 12))
                        * (closedInAugust && month == 7 ? 0.2 : 1)
                        * chance.scatter(scatter);
            }
            if (day % 7 >= 5) {
                continue;
            }
            if (batches == 0) {
                counts[day] = chance.poisson(rate * factor / WORKING_DAYS);
            } else {
                for (long batch = chance.poisson(batches * factor / WORKING_DAYS); batch > 0; batch--) {
                    counts[day] += chance.poisson(rate / batches * chance.scatter(0.5));
                }
            }
        }
        return counts;
    }

    /** Its counts, month by month from January on. */
    long[] counts(int months, Chance chance) {
        long[] counts = new long[months];
        for (int month = 0; month < months; month++) {
            double factor = (1 + season * StrictMath.cos(2 * Math.PI * (month - peak) / 12))
                    * (closedInAugust && month % 12 == 7 ? 0.2 : 1)
                    * chance.scatter(scatter);
            if (batches == 0) {
                counts[month] = chance.poisson(rate * factor);
            } else {
                for (long batch = chance.poisson(batches * factor); batch > 0; batch--) {
                    counts[month] += chance.poisson(rate / batches * chance.scatter(0.5));
                }
            }
        }
        return counts;
    }
}
