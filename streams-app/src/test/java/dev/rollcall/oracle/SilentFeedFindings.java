package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges, day by day, for how long nothing was heard of a feed that the policy expects to hear of. */
record SilentFeedFindings(CountedHistory history, Sieve sieve) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        Map<String, Version> firstToExpect = new TreeMap<>();
        for (Version version : history.policy().versions()) {
            OraclePolicy.map(version.yaml().get("feeds"))
                    .keySet()
                    .forEach(feed -> firstToExpect.putIfAbsent(feed, version));
        }
        firstToExpect.forEach((feed, version) -> findings.addAll(ofFeed(feed, version)));
        return findings;
    }

    private List<Finding> ofFeed(String feed, Version version) {
        Map<String, Object> expected =
                OraclePolicy.map(OraclePolicy.map(version.yaml().get("feeds")).get(feed));
        int every = Integer.parseInt(OraclePolicy.text(expected.get("every")).split(" ")[0]);
        LocalDate from = expected.containsKey("from") ? OraclePolicy.date(expected.get("from")) : version.from();
        TreeSet<LocalDate> heard = new TreeSet<>();
        for (OracleEvent event : sieve.heard()) {
            LocalDate day = history.policy().day(event.appendedAt());
            if (Sieve.feed(event).equals(feed) && !day.isBefore(from)) {
                heard.add(day);
            }
        }
        heard.add(from.minusDays(1));
        List<Finding> findings = new ArrayList<>();
        for (LocalDate day : heard) {
            LocalDate next = heard.higher(day);
            LocalDate due = day.plusDays(every + 1L);
            boolean silent =
                    !history.policy().startOf(due).isAfter(history.now()) && (next == null || !next.isBefore(due));
            if (silent) {
                findings.addAll(silent(feed, due, every, next == null ? "RAISED" : "RESOLVED"));
            }
        }
        return findings;
    }

    private List<Finding> silent(String feed, LocalDate due, int every, String state) {
        List<Finding> findings = new ArrayList<>();
        Version version = history.versionAtTheEndOf(OracleWindow.month(due));
        version.detectors("overdue").forEach((name, settings) -> {
            if ("event".equals(settings.get("expect")) && !settings.containsKey("for")) {
                String severity =
                        settings.containsKey("severity") ? OraclePolicy.text(settings.get("severity")) : "warning";
                findings.add(Finding.of(
                                "overdue",
                                name,
                                new Account("feed", feed, null),
                                OracleWindow.month(due),
                                null,
                                due.toString(),
                                every,
                                severity.toUpperCase(Locale.ROOT),
                                null)
                        .in(state));
            }
        });
        return findings;
    }
}
