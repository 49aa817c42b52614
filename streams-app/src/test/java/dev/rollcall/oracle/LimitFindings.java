package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Bound;
import dev.rollcall.oracle.OraclePolicy.Limit;
import dev.rollcall.oracle.OraclePolicy.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Judges every limit on every account and window by the strictest version in force. */
record LimitFindings(CountedHistory history) {

    /** Of what a limit judges the count by itself: all of an account, one operator's part of it, one dataset's. */
    private record Part(Account account, String rule, String dataset, String about, List<Counted> events) {}

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (Account account : history.accounts()) {
            Map<String, Limit> byName = new LinkedHashMap<>();
            history.limitsOn(account).forEach(limit -> byName.put(limit.name(), limit));
            for (Limit limit : byName.values()) {
                for (Part part : parts(account, limit)) {
                    findings.addAll(ofPart(part, limit));
                }
                if ("declared".equals(limit.shareOf())) {
                    findings.addAll(undeclared(account, limit));
                }
                findings.addAll(new RunningFindings(history, account, limit.name(), limit.per()).all());
            }
        }
        return findings;
    }

    private List<Part> parts(Account account, Limit limit) {
        List<Part> parts = new ArrayList<>();
        List<Counted> events = history.of(account);
        Set<String> operators = new TreeSet<>();
        Set<String> datasets = new TreeSet<>();
        events.forEach(event -> datasets.addAll(event.datasets()));
        if (limit.eachOperator()) {
            for (Counted event : events) {
                if (event.event().operator() != null) {
                    operators.add(event.event().operator());
                }
            }
        }
        boolean ofDatasets = "dataset".equals(limit.shareOf());
        for (String operator : limit.eachOperator() ? operators : Set.of("")) {
            for (String dataset : ofDatasets ? datasets : Set.of("")) {
                List<String> about = new ArrayList<>();
                if (limit.eachOperator()) {
                    about.add("one operator");
                }
                if (ofDatasets) {
                    about.add(dataset);
                }
                parts.add(new Part(
                        account,
                        limit.name(),
                        ofDatasets ? dataset : null,
                        about.isEmpty() ? null : String.join(", ", about),
                        events.stream()
                                .filter(event -> operator.isEmpty()
                                        || operator.equals(event.event().operator()))
                                .filter(event ->
                                        dataset.isEmpty() || event.datasets().contains(dataset))
                                .toList()));
            }
        }
        return parts;
    }

    private List<Finding> ofPart(Part part, Limit limit) {
        List<Finding> findings = new ArrayList<>();
        if (CountedHistory.isRolling(limit.per())) {
            return ofRuns(part, limit);
        }
        for (OracleWindow window : history.windowsWithEvents(part.account(), limit.per())) {
            Bound bound = strictest(part, window);
            if (bound != null) {
                long count = count(limit, part.events(), window);
                for (long band : bound.bandsPassed(count)) {
                    findings.add(finding(part, window, band, count, bound.atMost()));
                }
            }
        }
        return findings;
    }

    private static long count(Limit limit, List<Counted> events, OracleWindow window) {
        return limit.basis().equals("repeats")
                ? CountedHistory.repeats(events, limit.monthsOfRepeats(), window)
                        .size()
                : CountedHistory.count(events, limit.basis(), window);
    }

    /** The end days of the rolling windows that an account's events can be in, up to today. */
    private List<OracleWindow> endDays(Account account, String per) {
        int days = CountedHistory.rollingDays(per);
        LocalDate first = LocalDate.MAX;
        LocalDate lastEvent = LocalDate.MIN;
        for (Counted event : history.of(account)) {
            first = event.day().isBefore(first) ? event.day() : first;
            lastEvent = event.day().isAfter(lastEvent) ? event.day() : lastEvent;
        }
        LocalDate today = history.policy().day(history.now());
        LocalDate lastWithAnything = lastEvent.plusDays(days);
        LocalDate last = today.isBefore(lastWithAnything) ? today : lastWithAnything;
        List<OracleWindow> endDays = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            endDays.add(OracleWindow.rolling(days, day));
        }
        return endDays;
    }

    private List<Finding> ofRuns(Part part, Limit limit) {
        record EndDay(OracleWindow window, long count, long atMost) {}
        List<Finding> findings = new ArrayList<>();
        Map<Long, List<EndDay>> runs = new HashMap<>();
        List<OracleWindow> windows = endDays(part.account(), limit.per());
        for (int i = 0; i <= windows.size(); i++) {
            OracleWindow window = i < windows.size() ? windows.get(i) : null;
            Bound bound = window == null ? null : strictest(part, window);
            long count = bound == null ? 0 : count(limit, part.events(), window);
            List<Long> passed = bound == null ? List.of() : bound.bandsPassed(count);
            for (long band : List.copyOf(runs.keySet())) {
                if (!passed.contains(band)) {
                    List<EndDay> run = runs.remove(band);
                    EndDay highest = run.get(0);
                    for (EndDay one : run) {
                        highest = one.count() > highest.count() ? one : highest;
                    }
                    findings.add(finding(part, run.get(0).window(), band, highest.count(), highest.atMost()));
                }
            }
            for (long band : passed) {
                runs.computeIfAbsent(band, one -> new ArrayList<>()).add(new EndDay(window, count, bound.atMost()));
            }
        }
        return findings;
    }

    /** Where a limit is a share of what the body declared, but it declared nothing. */
    private List<Finding> undeclared(Account account, Limit limit) {
        List<Finding> findings = new ArrayList<>();
        List<Counted> events = history.of(account);
        Part part = new Part(account, limit.name(), null, "undeclared", events);
        boolean rolling = CountedHistory.isRolling(limit.per());
        OracleWindow runStart = null;
        for (OracleWindow window : rolling
                ? endDays(account, limit.per())
                : List.copyOf(history.windowsWithEvents(account, limit.per()))) {
            long count = count(limit, events, window);
            boolean stands = count >= 1 && !versions(part, window).isEmpty() && strictest(part, window) == null;
            runStart = stands && rolling && runStart != null ? runStart : window;
            if (stands) {
                findings.add(Finding.of(
                        "limit", limit.name(), account, runStart, null, "undeclared", count, "WARNING", null));
            } else {
                runStart = null;
            }
        }
        return findings;
    }

    /** The limit in the versions in force in a window that have it for the account. */
    private List<Limit> versions(Part part, OracleWindow window) {
        OraclePolicy policy = history.policy();
        Instant start = policy.startOf(window.first());
        Instant end = window.last() == null ? null : policy.startOf(window.firstDayAfter());
        List<Limit> limits = new ArrayList<>();
        for (Version version : policy.inForceWithin(start, end, history.now())) {
            for (Limit limit : version.limitsOn(part.account())) {
                boolean sameLife = !window.life() || window.first().equals(limit.agreementFrom());
                if (limit.name().equals(part.rule()) && sameLife) {
                    limits.add(limit);
                }
            }
        }
        return limits;
    }

    private Bound strictest(Part part, OracleWindow window) {
        Bound strictest = null;
        for (Limit limit : versions(part, window)) {
            Bound bound = limit.bound(part.dataset());
            if (bound != null && (strictest == null || bound.isStricterThanEarlier(strictest))) {
                strictest = bound;
            }
        }
        return strictest;
    }

    private static Finding finding(Part part, OracleWindow window, long band, long observed, long atMost) {
        String severity = band < 100 ? "WARNING" : band == 100 ? "HIGH" : "CRITICAL";
        String name = Long.toString(band);
        return Finding.of("limit", part.rule(), part.account(), window, name, part.about(), observed, severity, atMost);
    }
}
