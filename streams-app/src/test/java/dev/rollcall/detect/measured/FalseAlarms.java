package dev.rollcall.detect.measured;

import dev.rollcall.detect.stats.Baseline;
import dev.rollcall.detect.stats.ShareInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How often detectors find something in 1,000 years of bodies that change nothing: 250 bodies, four years each. */
final class FalseAlarms {
    static final int BODIES = 250;
    static final int YEARS = 4;

    private FalseAlarms() {}

    /** A setting, and how many alerts a body and year it gave in all, in the first year, and in the worst one. */
    record Measured(String setting, double asked, double found, double inFirstYear, double inWorstYear) {
        String row() {
            return String.format(
                    Locale.ROOT, "| %s | %s | %.3f | %.3f | %.3f |", setting, asked, found, inFirstYear, inWorstYear);
        }
    }

    static List<Measured> all() {
        List<Measured> all = new ArrayList<>();
        for (double asked : new double[] {0.02, 0.1, 0.5}) {
            all.add(ofBaseline(asked, false));
        }
        all.add(ofBaseline(0.1, true));
        all.add(ofDays(false));
        all.add(ofDays(true));
        all.add(ofRatio());
        return all;
    }

    static Measured ofBaseline(double asked, boolean bothWays) {
        Chance chance = new Chance(2018);
        Baseline baseline = new Baseline(12, 24, 6, asked, bothWays);
        int[] byYear = new int[YEARS];
        for (int i = 0; i < BODIES; i++) {
            long[] counts = QuietBody.draw(chance).counts(12 * YEARS, chance);
            baseline.judge(counts).forEach(finding -> byYear[finding.window() / 12]++);
        }
        return measured("`baseline`, `direction: %s`".formatted(bothWays ? "both" : "up"), asked, byYear);
    }

    /** Of those bodies alone whose children come in batches, or of those alone whose children do not. */
    private static Measured ofDays(boolean inBatches) {
        Chance chance = new Chance(2019);
        Baseline baseline = new Baseline(365, 91, 30, 0.1, false);
        int[] byYear = new int[YEARS];
        for (int i = 0; i < BODIES; i++) {
            QuietBody body = QuietBody.draw(chance);
            while (body.batches() > 0 != inBatches) {
                body = QuietBody.draw(chance);
            }
            long[] counts = body.countsByDay(365 * YEARS, chance);
            baseline.judge(counts).forEach(finding -> byYear[finding.window() / 365]++);
        }
        return measured("`baseline`, `per: day`, %s".formatted(inBatches ? "batches" : "no batches"), 0.1, byYear);
    }

    /** Of about 164 people asked about a month 21.6% are pupils, and exactly that is the least expected. */
    private static Measured ofRatio() {
        Chance chance = new Chance(2016);
        int[] byYear = new int[YEARS];
        for (int i = 0; i < BODIES; i++) {
            for (int month = 0; month < 12 * YEARS; month++) {
                long asked = chance.poisson(164);
                long matched = chance.binomial(asked, 0.216);
                if (ShareInterval.of(matched, asked, 0.999).upper() < 0.216) {
                    byYear[month / 12]++;
                }
            }
        }
        return measured("`ratio`, `confidence: 0.999`", 12 * 0.0005, byYear);
    }

    private static Measured measured(String setting, double asked, int[] byYear) {
        int sum = 0;
        int worst = 0;
        for (int found : byYear) {
            sum += found;
            worst = Math.max(worst, found);
        }
        return new Measured(
                setting, asked, (double) sum / (BODIES * YEARS), (double) byYear[0] / BODIES, (double) worst / BODIES);
    }
}
