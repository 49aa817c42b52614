package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges what a body or group did in each closed window beside what it used to do, window after window from its first. */
record BaselineFindings(CountedHistory history) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (Account account : history.accounts()) {
            boolean judged = account.agreementId() == null
                    && (account.entityKind().equals("body")
                            || account.entityKind().equals("group"));
            for (Version version : judged ? history.policy().versions() : List.<Version>of()) {
                version.detectors("baseline").forEach((name, settings) -> {
                    if (version.judges(settings, account.entityKind(), account.entity())) {
                        findings.addAll(new Rule(name, settings, version).judge(account));
                    }
                });
            }
        }
        return findings;
    }

    /** The windows that a rule judges, the first one first. */
    private List<OracleWindow> windows(Account account, String per, boolean sinceKnown) {
        LocalDate first = LocalDate.MAX;
        for (Counted event : history.of(account)) {
            first = event.day().isBefore(first) ? event.day() : first;
        }
        for (Version version : sinceKnown ? history.policy().versions() : List.<Version>of()) {
            boolean known = account.entityKind().equals("body")
                    ? version.knows(account.entity())
                    : version.groups().contains(account.entity());
            first = known && version.from().isBefore(first) ? version.from() : first;
        }
        List<OracleWindow> windows = new ArrayList<>();
        OracleWindow window = OracleWindow.ofCalendar(per, first);
        while (history.isClosed(window)) {
            windows.add(window);
            window = OracleWindow.ofCalendar(per, window.firstDayAfter());
        }
        return windows;
    }

    /** A rule as one version has it. */
    private final class Rule {
        private final String name;
        private final Map<String, Object> settings;
        private final Version version;
        private final List<Finding> findings = new ArrayList<>();
        private Account account;
        private List<OracleWindow> windows;
        private long[] counts;

        Rule(String name, Map<String, Object> settings, Version version) {
            this.name = name;
            this.settings = settings;
            this.version = version;
        }

        private String setting(String key, String otherwise) {
            return settings.containsKey(key) ? OraclePolicy.text(settings.get(key)) : otherwise;
        }

        List<Finding> judge(Account one) {
            account = one;
            String per = setting("per", "month");
            windows = windows(account, per, Boolean.parseBoolean(setting("since-known", "false")));
            counts = new long[windows.size()];
            for (int t = 0; t < counts.length; t++) {
                counts[t] = CountedHistory.count(history.of(account), setting("count", "children"), windows.get(t));
            }
            int aYear = Map.of("day", 365, "month", 12, "quarter", 4).getOrDefault(per, 1);
            int most = per.equals("day") ? 91 : 24;
            boolean both = setting("direction", "up").equals("both");
            double tail = Double.parseDouble(setting("false-alarms", "0.1")) / (2 * (both ? 2 : 1) * aYear);
            walk(Integer.parseInt(setting("warm-up", "6")), most, most / 2, both, tail);
            return findings;
        }

        /** What is remembered from window to window; -1 where there is no such window. */
        private void walk(int warmUp, int most, int recent, boolean both, double tail) {
            double enough = Math.log(1 / tail);
            int begin = 0;
            int need = warmUp;
            Set<Integer> flagged = new HashSet<>();
            double rise = 0;
            int risingSince = -1;
            double fall = 0;
            int fallingSince = -1;
            int run = -1;
            boolean runIsUp = false;
            long greatest = 0;
            for (int t = 0; t < counts.length; t++) {
                if (t - begin < need) {
                    continue;
                }
                List<Long> reference = new ArrayList<>();
                for (int s = Math.max(begin, t - most); s < t; s++) {
                    boolean left = (run >= 0 && s >= run)
                            || (flagged.contains(s) && t - s < 3)
                            || (risingSince >= 0 && s >= risingSince && t - s <= recent)
                            || (fallingSince >= 0 && s >= fallingSince && t - s <= recent);
                    if (!left) {
                        reference.add(counts[s]);
                    }
                }
                int n = reference.size();
                long sum = reference.stream().mapToLong(Long::longValue).sum();
                double mean = (sum + 0.5) / n;
                double size = size(reference, mean);
                long x = counts[t];
                boolean up = x > mean && atLeast(x, mean, size) < tail;
                boolean down = both && x < mean && atMost(x, mean, size) < tail;
                if (up || down) {
                    if (run < 0 || runIsUp != up) {
                        for (int s = run; run >= 0 && s < t; s++) {
                            flagged.add(s);
                        }
                        run = t;
                        runIsUp = up;
                        greatest = x;
                        find(up ? "burst" : "drop", t, sum, n);
                    } else if (up && x > 2 * greatest) {
                        greatest = x;
                        find("burst", t, sum, n);
                    } else {
                        greatest = Math.max(greatest, x);
                    }
                    if (t - run + 1 >= 3) {
                        begin = run;
                        run = -1;
                        rise = 0;
                        fall = 0;
                        risingSince = -1;
                        fallingSince = -1;
                        flagged.clear();
                        need = Math.min(3, warmUp);
                    }
                    continue;
                }
                for (int s = run; run >= 0 && s < t; s++) {
                    flagged.add(s);
                }
                run = -1;
                rise = Math.max(0, rise + x * Math.log(2) - (x + size) * Math.log((size + 2 * mean) / (size + mean)));
                risingSince = rise == 0 ? -1 : risingSince < 0 ? t : risingSince;
                if (both) {
                    fall = Math.max(
                            0, fall - x * Math.log(2) - (x + size) * Math.log((size + mean / 2) / (size + mean)));
                    fallingSince = fall == 0 ? -1 : fallingSince < 0 ? t : fallingSince;
                }
                if (rise >= enough || fall >= enough) {
                    find(rise >= enough ? "drift" : "decline", t, sum, n);
                    begin = rise >= enough ? risingSince : fallingSince;
                    rise = 0;
                    fall = 0;
                    risingSince = -1;
                    fallingSince = -1;
                    flagged.clear();
                    need = Math.min(3, warmUp);
                }
            }
        }

        private void find(String kind, int t, long sum, int n) {
            if (history.versionAtTheEndOf(windows.get(t)) != version) {
                return;
            }
            findings.add(Finding.of(
                    "baseline",
                    name + "/" + kind,
                    account,
                    windows.get(t),
                    null,
                    null,
                    counts[t],
                    setting("severity", "warning").toUpperCase(Locale.ROOT),
                    (2 * sum + n) / (2L * n)));
        }
    }

    /** The size of the negative binomial of a mean that the next count is taken to follow. */
    private static double size(List<Long> reference, double mean) {
        int n = reference.size();
        double usual = 4 * mean + 0.15 * mean * mean;
        double squares = 0;
        for (long count : reference) {
            squares += (count - mean) * (count - mean) / usual;
        }
        double wider = Math.max(1, (4 + squares) / (4 + n - 1));
        double variance = wider * usual * (1 + 1.0 / n);
        return mean * mean / (variance - mean);
    }

    private static double atLeast(long x, double mean, double size) {
        double term = exactly(x, mean, size);
        double sum = 0;
        for (long j = x; term > sum * 1e-18; j++) {
            sum += term;
            term *= (j + size) / (j + 1) * mean / (size + mean);
        }
        return sum;
    }

    private static double atMost(long x, double mean, double size) {
        double sum = 0;
        for (long j = 0; j <= x; j++) {
            sum += exactly(j, mean, size);
        }
        return sum;
    }

    private static double exactly(long x, double mean, double size) {
        double log = size * Math.log(size / (size + mean)) + x * Math.log(mean / (size + mean));
        for (long i = 0; i < x; i++) {
            log += Math.log(i + size) - Math.log(i + 1.0);
        }
        return Math.exp(log);
    }
}
