package dev.rollcall.detect.measured;

import dev.rollcall.detect.stats.Baseline;
import dev.rollcall.detect.stats.ShareInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/** How often, and how soon, what really happened is found; of each case 200 courses are drawn. */
final class Power {
    static final int COURSES = 200;

    private static final Baseline MONTHS = new Baseline(12, 24, 6, 0.1, false);
    private static final Baseline DAYS = new Baseline(365, 91, 30, 0.1, false);

    private Power() {}

    /**
     * A case.
     *
     * @param found the share of courses in which it is found in time
     * @param after the median of windows until it is found, the first being 1; 0 where it mostly is not
     */
    record Measured(String happened, String inTime, double found, int after, String window) {
        String row() {
            String when = after == 0 ? "–" : window + " " + after;
            return String.format(Locale.ROOT, "| %s | %s | %.1f%% | %s |", happened, inTime, 100 * found, when);
        }
    }

    /** Counts, and the first window in which they are no longer usual. */
    private record Course(long[] counts, int since) {}

    static List<Measured> all() {
        List<Measured> all = new ArrayList<>();
        all.add(months(
                "Home Office: about 164 people asked about a month for a year, then 1,501",
                1,
                chance -> course(chance, 12, 1, 0.3, month -> month < 12 ? 164 : 1501)));
        all.add(months(
                "Home Office: about 35 children a month for half a year, then 1,501",
                1,
                chance -> course(chance, 6, 1, 0.3, month -> month < 6 ? 35 : 1501)));
        all.add(months(
                "Home Office, *near miss*: about 164 asked about a month, then 216 (January 2019)",
                1,
                chance -> course(chance, 12, 1, 0.3, month -> month < 12 ? 164 : 216)));
        all.add(months(
                "Learning records: 3 children a month for a year, then 45 a day",
                1,
                chance -> course(chance, 12, 3, 0.1, month -> month < 12 ? 3 : 1350)));
        all.add(months(
                "Learning records: known for a year and never heard of, then 45 a day (`since-known`)",
                1,
                chance -> course(chance, 12, 3, 0.1, month -> month < 12 ? 0 : 1350)));
        all.add(days(
                "Learning records: one child in ten days, then 45 a day (`per: day`)",
                11,
                chance -> course(chance, 120, 30, 0.1, day -> day < 120 ? 0.1 : 45)));
        all.add(days(
                "Learning records: 5 children on each working day, then 45 more every day (`per: day`)",
                11,
                chance -> course(chance, 120, 30, 0.1, day -> (day % 7 < 5 ? 5 : 0) + (day < 120 ? 0 : 45))));
        for (int rate : new int[] {20, 50, 100}) {
            for (int history : new int[] {6, 12}) {
                all.add(months(
                        "Drift: %d children a month for %d months, then 10%% more each month".formatted(rate, history),
                        12,
                        chance -> course(
                                chance,
                                history,
                                24,
                                0.2,
                                month -> month < history ? rate : rate * StrictMath.pow(1.1, month - history + 1))));
            }
        }
        for (int rate : new int[] {10, 20, 40, 100}) {
            all.add(months(
                    "Dormant: 20 children in two months, none for ten, then %d a month".formatted(rate),
                    3,
                    chance -> course(chance, 12, 6, 0.1, month -> month < 2 ? 10 : month < 12 ? 0 : rate)));
        }
        all.add(ratio("Match rate falls from 21.6% to 5% of about 164 a month (`at-least: 20%`)", 164, 0.05, 0.2));
        all.add(ratio("*Near miss*: the match rate stays at 21.6% (`at-least: 20%`)", 164, 0.216, 0.2));
        all.add(ratio("A panel refuses about 12 of 400 a year (`at-least: 10%`)", 400, 0.03, 0.1));
        return all;
    }

    private static Course course(Chance chance, int history, int more, double scatter, IntToDoubleFunction rates) {
        long[] counts = new long[history + more];
        for (int window = 0; window < counts.length; window++) {
            double rate = rates.applyAsDouble(window);
            // What is told as a number happened as that number.
            counts[window] =
                    window >= history && more == 1 ? Math.round(rate) : chance.poisson(rate * chance.scatter(scatter));
        }
        return new Course(counts, history);
    }

    private static Measured months(String happened, int inTime, Function<Chance, Course> courses) {
        return baseline(happened, MONTHS, "month", inTime, courses);
    }

    private static Measured days(String happened, int inTime, Function<Chance, Course> courses) {
        return baseline(happened, DAYS, "day", inTime, courses);
    }

    private static Measured baseline(
            String happened, Baseline baseline, String window, int inTime, Function<Chance, Course> courses) {
        Chance chance = new Chance(20190301);
        List<Integer> delays = new ArrayList<>();
        for (int i = 0; i < COURSES; i++) {
            Course course = courses.apply(chance);
            delays.add(baseline.judge(course.counts()).stream()
                    .map(finding -> finding.window() - course.since() + 1)
                    .filter(delay -> delay >= 1)
                    .findFirst()
                    .orElse(Integer.MAX_VALUE));
        }
        return measured(happened, window, inTime, delays);
    }

    private static Measured ratio(String happened, long asked, double share, double atLeast) {
        Chance chance = new Chance(20190301);
        List<Integer> delays = new ArrayList<>();
        for (int i = 0; i < COURSES; i++) {
            long matched = chance.binomial(asked, share);
            boolean found = ShareInterval.of(matched, asked, 0.999).upper() < atLeast;
            delays.add(found ? 1 : Integer.MAX_VALUE);
        }
        return measured(happened, "window", 1, delays);
    }

    private static Measured measured(String happened, String window, int inTime, List<Integer> delays) {
        long found = delays.stream().filter(delay -> delay <= inTime).count();
        int median = delays.stream().sorted().skip(COURSES / 2).findFirst().orElseThrow();
        return new Measured(
                happened,
                window + " " + inTime,
                (double) found / COURSES,
                median == Integer.MAX_VALUE ? 0 : median,
                window);
    }
}
