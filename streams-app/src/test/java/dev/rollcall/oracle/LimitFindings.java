package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Limit;
import dev.rollcall.oracle.OraclePolicy.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges every limit on every account and window by the strictest version in force. */
record LimitFindings(CountedHistory history) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (Account account : history.accounts()) {
            Map<String, Limit> byName = new LinkedHashMap<>();
            for (Version version : history.policy().versions()) {
                version.limitsOn(account).forEach(limit -> byName.put(limit.name(), limit));
            }
            for (Limit limit : byName.values()) {
                if (CountedHistory.isRolling(limit.per())) {
                    findings.addAll(ofRuns(account, limit));
                } else {
                    for (OracleWindow window : history.windowsWithEvents(account, limit.per())) {
                        findings.addAll(ofWindow(account, limit, window));
                    }
                }
            }
        }
        return findings;
    }

    private List<Finding> ofWindow(Account account, Limit anyVersion, OracleWindow window) {
        List<Finding> findings = new ArrayList<>();
        Limit limit = strictest(account, anyVersion.name(), window);
        if (limit != null) {
            long count = history.count(account, limit.basis(), window);
            for (long band : limit.bandsPassed(count)) {
                findings.add(finding(account, limit.name(), window, band, count, limit.atMost()));
            }
        }
        return findings;
    }

    private List<Finding> ofRuns(Account account, Limit anyVersion) {
        int days = CountedHistory.rollingDays(anyVersion.per());
        LocalDate first = LocalDate.MAX;
        LocalDate lastEvent = LocalDate.MIN;
        for (Counted event : history.events()) {
            if (event.accounts().contains(account)) {
                first = event.day().isBefore(first) ? event.day() : first;
                lastEvent = event.day().isAfter(lastEvent) ? event.day() : lastEvent;
            }
        }
        LocalDate today = history.policy().day(history.now());
        LocalDate lastWithAnything = lastEvent.plusDays(days);
        LocalDate last = today.isBefore(lastWithAnything) ? today : lastWithAnything;

        record EndDay(OracleWindow window, Limit limit, long count) {}
        List<EndDay> endDays = new ArrayList<>();
        Set<Long> bands = new HashSet<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            OracleWindow window = OracleWindow.rolling(days, day);
            Limit limit = strictest(account, anyVersion.name(), window);
            long count = limit == null ? 0 : history.count(account, limit.basis(), window);
            endDays.add(new EndDay(window, limit, count));
            if (limit != null) {
                bands.addAll(limit.bandsPassed(count));
            }
        }

        List<Finding> findings = new ArrayList<>();
        for (long band : bands) {
            List<EndDay> run = new ArrayList<>();
            for (int i = 0; i <= endDays.size(); i++) {
                EndDay day = i < endDays.size() ? endDays.get(i) : null;
                boolean passed = day != null
                        && day.limit() != null
                        && day.limit().bandsPassed(day.count()).contains(band);
                if (passed) {
                    run.add(day);
                } else if (!run.isEmpty()) {
                    EndDay highest = run.get(0);
                    for (EndDay one : run) {
                        highest = one.count() > highest.count() ? one : highest;
                    }
                    findings.add(finding(
                            account,
                            anyVersion.name(),
                            run.get(0).window(),
                            band,
                            highest.count(),
                            highest.limit().atMost()));
                    run.clear();
                }
            }
        }
        return findings;
    }

    private Limit strictest(Account account, String name, OracleWindow window) {
        OraclePolicy policy = history.policy();
        Instant start = policy.startOf(window.first());
        Instant end =
                window.last() == null ? null : policy.startOf(window.last().plusDays(1));
        Limit strictest = null;
        for (Version version : policy.inForceWithin(start, end, history.now())) {
            for (Limit limit : version.limitsOn(account)) {
                boolean sameLife = !window.life() || window.first().equals(limit.agreementFrom());
                if (limit.name().equals(name)
                        && sameLife
                        && (strictest == null || limit.isStricterThanEarlier(strictest))) {
                    strictest = limit;
                }
            }
        }
        return strictest;
    }

    private static Finding finding(
            Account account, String rule, OracleWindow window, long band, long observed, long atMost) {
        String severity = band < 100 ? "WARNING" : band == 100 ? "HIGH" : "CRITICAL";
        return Finding.of("limit", rule, account, window, Long.toString(band), null, observed, severity, atMost);
    }
}
