package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges the share that one count is of another, against the range expected of it.
 *
 * <p>Its ends are found by halving: the exact interval of Clopper and Pearson (Biometrika 26, 1934) reaches down to the share
 * under which so many or more are too unlikely, and up to that under which so many or fewer are.
 */
record RatioFindings(CountedHistory history) {
    private static final int HALVINGS = 60;

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        Map<String, Set<String>> pers = new TreeMap<>();
        for (Version version : history.policy().versions()) {
            version.detectors("ratio")
                    .forEach((name, settings) -> pers.computeIfAbsent(name, rule -> new LinkedHashSet<>())
                            .add(per(settings)));
        }
        for (Account account : history.accounts()) {
            if (account.agreementId() == null) {
                pers.forEach((name, choices) -> choices.forEach(per -> history.windowsWithEvents(account, per)
                        .forEach(window -> findings.addAll(ofWindow(name, per, account, window)))));
            }
        }
        return findings;
    }

    private static String per(Map<String, Object> settings) {
        return settings.containsKey("per") ? OraclePolicy.text(settings.get("per")) : "month";
    }

    private List<Finding> ofWindow(String name, String per, Account account, OracleWindow window) {
        boolean closed = history.isClosed(window);
        Version version =
                closed ? history.versionAtTheEndOf(window) : history.policy().inForce(history.now());
        Map<String, Object> settings = version.detectors("ratio").get(name);
        if (settings == null
                || !per(settings).equals(per)
                || !version.judges(settings, account.entityKind(), account.entity())
                || !(closed || Boolean.parseBoolean(OraclePolicy.text(settings.get("open"))))) {
            return List.of();
        }
        String of = OraclePolicy.text(settings.get("of"));
        String to = OraclePolicy.text(settings.get("to"));
        long part = count(account, of, window);
        long whole = count(account, to, window);
        if (whole < number(settings, "sample", 30)) {
            return List.of();
        }
        long hits = Math.min(part, whole);
        double eachSide = (1 - number(settings, "confidence", 0.999)) / 2;
        boolean below = settings.containsKey("at-least")
                && upper(hits, whole, eachSide) * 100 < number(settings, "at-least", 0);
        boolean above =
                settings.containsKey("at-most") && lower(hits, whole, eachSide) * 100 > number(settings, "at-most", 0);
        if (!below && !above) {
            return List.of();
        }
        String severity = settings.containsKey("severity") ? OraclePolicy.text(settings.get("severity")) : "warning";
        return List.of(
                Finding.of("ratio", name, account, window, null, null, part, severity.toUpperCase(Locale.ROOT), whole));
    }

    private long count(Account account, String basis, OracleWindow window) {
        boolean unkept = account.entityKind().equals("panel")
                && !Set.of("decided", "refused").contains(basis);
        return unkept ? 0 : CountedHistory.count(history.of(account), basis, window);
    }

    private static double number(Map<String, Object> settings, String key, double otherwise) {
        return settings.containsKey(key)
                ? Double.parseDouble(OraclePolicy.text(settings.get(key)).replace("%", ""))
                : otherwise;
    }

    /** The share under which {@code hits} or fewer of {@code of} have just the probability {@code tail}. */
    static double upper(long hits, long of, double tail) {
        if (hits == of) {
            return 1;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (atMost(hits, of, middle) > tail) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The share under which {@code hits} or more of {@code of} have just the probability {@code tail}. */
    static double lower(long hits, long of, double tail) {
        return 1 - upper(of - hits, of, tail);
    }

    /** The probability of {@code hits} or fewer of {@code of}, each with the given probability: all terms, added up. */
    private static double atMost(long hits, long of, double each) {
        double sum = 0;
        double logOfWays = 0;
        for (long i = 0; i <= hits; i++) {
            sum += Math.exp(logOfWays + i * Math.log(each) + (of - i) * Math.log1p(-each));
            logOfWays += Math.log(of - i) - Math.log(i + 1.0);
        }
        return sum;
    }
}
