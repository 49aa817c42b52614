package dev.rollcall.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Judges whether what was released had been approved, and as it was approved. */
record ApprovalFindings(CountedHistory history, Function<String, String> categoryOf) {
    private static final Set<String> OF_REQUESTS = Set.of("SUBMITTED", "APPROVED", "REFUSED", "WITHDRAWN");

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        Map<String, List<Counted>> byBody = new TreeMap<>();
        history.events()
                .forEach(event -> byBody.computeIfAbsent(event.body(), body -> new ArrayList<>())
                        .add(event));
        byBody.values().forEach(events -> {
            Map<String, List<Counted>> extracts =
                    grouped(events, event -> event.event().extractId());
            extracts.values().forEach(extract -> findings.addAll(ofExtract(extract, events)));
            Map<String, List<Counted>> requests =
                    grouped(events, event -> event.event().requestId());
            requests.values().forEach(request -> findings.addAll(ofRequest(request)));
        });
        return findings;
    }

    private static Map<String, List<Counted>> grouped(List<Counted> events, Function<Counted, String> by) {
        Map<String, List<Counted>> groups = new LinkedHashMap<>();
        for (Counted event : events) {
            if (by.apply(event) != null) {
                groups.computeIfAbsent(by.apply(event), id -> new ArrayList<>()).add(event);
            }
        }
        return groups;
    }

    private List<Finding> ofExtract(List<Counted> extract, List<Counted> events) {
        List<Counted> released = Cases.of(extract, "RELEASED");
        if (released.isEmpty()) {
            return List.of();
        }
        Counted release = Cases.earliest(released);
        Instant logged = Deadline.firstLogged(released);
        String requestId = Cases.requestId(extract);
        List<Counted> request = events.stream()
                .filter(event -> requestId != null
                        && requestId.equals(event.event().requestId())
                        && OF_REQUESTS.contains(event.event().stage()))
                .toList();
        List<Finding> findings = new ArrayList<>();
        Rules rules = new Rules(release);
        rules.each((name, settings) -> {
            Duration grace =
                    Duration.ofDays(settings.containsKey("grace") ? OraclePolicy.whole(settings.get("grace")) : 14);
            Deadline later = new Deadline(logged.plus(grace), history.now());
            Deadline atOnce = new Deadline(logged, history.now());
            String kind;
            String state;
            if (request.isEmpty()) {
                kind = "without-request";
                state = later.state(null);
            } else {
                kind = "without-request";
                state = later.state(Deadline.firstLogged(request));
                if (state != null) {
                    findings.add(rules.finding(
                            name,
                            settings,
                            kind,
                            state,
                            release.event().extractId(),
                            Cases.children(released).size(),
                            null));
                }
                kind = unapproved(request, release.event().at());
                state = null;
                if (kind != null && kind.equals("not-approved")) {
                    state = later.state(Deadline.firstLogged(Cases.of(request, "APPROVED")));
                } else if (kind != null) {
                    state = atOnce.state(null);
                }
            }
            if (state != null) {
                findings.add(rules.finding(
                        name,
                        settings,
                        kind,
                        state,
                        release.event().extractId(),
                        Cases.children(released).size(),
                        null));
            }
        });
        return findings;
    }

    /** Why a release at a time was not an approved one; null where it was. */
    private static String unapproved(List<Counted> request, Instant release) {
        List<Counted> approved = Cases.of(request, "APPROVED");
        List<Counted> refused = Cases.of(request, "REFUSED");
        List<Counted> withdrawn = Cases.of(request, "WITHDRAWN");
        Predicate<Counted> before = event -> !event.event().at().isAfter(release);
        Instant lastApproved = Cases.last(approved.stream().filter(before).toList());
        Instant lastRefused = Cases.last(refused.stream().filter(before).toList());
        boolean refusedLast = lastRefused != null && (lastApproved == null || !lastApproved.isAfter(lastRefused));
        boolean onlyEverRefused =
                lastRefused == null && lastApproved == null && approved.isEmpty() && !refused.isEmpty();
        if (refusedLast || onlyEverRefused) {
            return "refused";
        }
        Instant lastWithdrawn = Cases.last(withdrawn.stream().filter(before).toList());
        if (lastWithdrawn != null) {
            boolean again = request.stream()
                    .filter(event -> event.is("APPROVED") || event.is("SUBMITTED"))
                    .filter(before)
                    .anyMatch(event -> event.event().at().isAfter(lastWithdrawn));
            if (!again) {
                return "withdrawn";
            }
        }
        if (lastApproved == null && !approved.isEmpty()) {
            return "before-approval";
        }
        return refused.isEmpty() && withdrawn.isEmpty() ? "not-approved" : null;
    }

    private List<Finding> ofRequest(List<Counted> request) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(gatewayChanged(request));
        List<Counted> released = Cases.of(request, "RELEASED");
        if (released.isEmpty()) {
            return findings;
        }
        Counted lastRelease = Cases.latest(released);
        String requestId = lastRelease.event().requestId();
        List<Counted> approved = Cases.of(request, "APPROVED");
        List<Counted> submitted = Cases.of(request, "SUBMITTED");
        Rules rules = new Rules(lastRelease);
        rules.each((name, settings) -> {
            long children = Cases.children(released).size();
            Long mostChildren = said(approved, submitted, ApprovalFindings::children);
            if (mostChildren != null && children > mostChildren) {
                findings.add(
                        rules.finding(name, settings, "more-children", "RAISED", requestId, children, mostChildren));
            }
            if (isOutside(released, approved, submitted, event -> event.categories(categoryOf))) {
                findings.add(rules.finding(name, settings, "other-fields", "RAISED", requestId, children, null));
            }
            if (isOutside(released, approved, submitted, Counted::datasets)) {
                findings.add(rules.finding(name, settings, "other-datasets", "RAISED", requestId, children, null));
            }
            if (isOutside(released, approved, submitted, ApprovalFindings::recipients)) {
                findings.add(rules.finding(name, settings, "other-recipient", "RAISED", requestId, children, null));
            }
            long twice = sentTwice(released).size();
            if (twice > 0) {
                findings.add(rules.finding(name, settings, "sent-twice", "RAISED", requestId, twice, null));
            }
        });
        return findings;
    }

    private static Long children(Counted event) {
        if (event.event().childCount() != null) {
            return event.event().childCount();
        }
        return event.event().asked() != null && event.event().asked() > 0
                ? event.event().asked()
                : null;
    }

    private static Set<String> recipients(Counted event) {
        return event.recipient() == null ? Set.of() : Set.of(event.recipient());
    }

    private static boolean isOutside(
            List<Counted> released,
            List<Counted> approved,
            List<Counted> submitted,
            Function<Counted, Set<String>> what) {
        Set<String> allowed =
                said(approved, submitted, event -> what.apply(event).isEmpty() ? null : what.apply(event));
        return allowed != null && released.stream().anyMatch(event -> !allowed.containsAll(what.apply(event)));
    }

    /** What the last approval says; where it says nothing, what the last submission says. */
    private static <T> T said(List<Counted> approved, List<Counted> submitted, Function<Counted, T> what) {
        T said = approved.isEmpty() ? null : what.apply(Cases.latest(approved));
        return said != null || submitted.isEmpty() ? said : what.apply(Cases.latest(submitted));
    }

    /** The children that are in more than one extract of the same categories. */
    private Set<String> sentTwice(List<Counted> released) {
        Set<String> twice = new HashSet<>();
        List<List<Counted>> extracts = List.copyOf(
                grouped(released, event -> event.event().extractId()).values());
        for (int one = 0; one < extracts.size(); one++) {
            for (int other = one + 1; other < extracts.size(); other++) {
                if (categories(extracts.get(one)).equals(categories(extracts.get(other)))) {
                    Set<String> both = Cases.children(extracts.get(one));
                    both.retainAll(Cases.children(extracts.get(other)));
                    twice.addAll(both);
                }
            }
        }
        return twice;
    }

    private Set<String> categories(List<Counted> extract) {
        Set<String> categories = new TreeSet<>();
        extract.forEach(event -> categories.addAll(event.categories(categoryOf)));
        return categories;
    }

    private List<Finding> gatewayChanged(List<Counted> request) {
        List<Finding> findings = new ArrayList<>();
        List<Counted> submitted = Cases.of(request, "SUBMITTED");
        for (Counted again : submitted) {
            for (Counted refused : Cases.of(request, "REFUSED")) {
                List<Counted> before = submitted.stream()
                        .filter(one -> one.event().at().isBefore(refused.event().at()))
                        .toList();
                if (before.isEmpty()
                        || !again.event().at().isAfter(refused.event().at())) {
                    continue;
                }
                String gateway = Cases.latest(before).legalGateway();
                if (gateway != null && again.legalGateway() != null && !gateway.equals(again.legalGateway())) {
                    Rules rules = new Rules(again);
                    rules.each((name, settings) -> findings.add(rules.finding(
                            name,
                            settings,
                            "gateway-changed",
                            "RAISED",
                            again.event().requestId(),
                            1,
                            null)));
                }
            }
        }
        return findings;
    }

    /** The rules by which a case is judged: those in force when the event happened that gives it its month. */
    private record Rules(Counted event) {

        interface Judge {
            void judge(String name, Map<String, Object> settings);
        }

        void each(Judge judge) {
            event.version().detectors("approval").forEach((name, settings) -> {
                if (event.version().judges(settings, "body", event.body())) {
                    judge.judge(name, settings);
                }
            });
        }

        Finding finding(
                String name,
                Map<String, Object> settings,
                String kind,
                String state,
                String about,
                long observed,
                Long limit) {
            String severity = settings.containsKey("severity") ? OraclePolicy.text(settings.get("severity")) : "high";
            return Finding.of(
                            "approval",
                            name + "/" + kind,
                            new Account("body", event.body(), event.agreementId()),
                            OracleWindow.month(event.day()),
                            null,
                            about,
                            observed,
                            severity.toUpperCase(Locale.ROOT),
                            limit)
                    .in(state);
        }
    }
}
