package dev.rollcall.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Judges whether what was released had been approved, and as it was approved. */
record ApprovalFindings(CountedHistory history, Function<String, String> categoryOf) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (RequestCase one : RequestCase.all(history.events())) {
            one.extracts().values().forEach(extract -> findings.addAll(ofExtract(one, extract)));
            findings.addAll(ofReleases(one));
            findings.addAll(gatewayChanged(one));
        }
        return findings;
    }

    private List<Finding> ofExtract(RequestCase one, List<Counted> extract) {
        List<Counted> released = RequestCase.of(extract, "RELEASED");
        if (released.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Counted release = RequestCase.earliest(released);
        Instant logged = Deadline.firstLogged(released);
        long children = RequestCase.children(released).size();
        String extractId = release.event().extractId();
        Rules rules = new Rules(history, release);
        rules.each((name, settings) -> {
            Deadline later = new Deadline(logged.plus(grace(settings)), history.now());
            String known = later.state(Deadline.firstLogged(one.request()));
            if (known != null) {
                findings.add(rules.finding(name, settings, "without-request", known, extractId, children, null));
            }
            if (one.request().isEmpty()) {
                return;
            }
            String approved = approvedInTime(one.request(), release.event().at(), later);
            if (approved != null) {
                findings.add(rules.finding(name, settings, "not-approved", approved, extractId, children, null));
            }
            String kind = unapproved(one.request(), release.event().at());
            if (kind != null) {
                findings.add(rules.finding(name, settings, kind, "RAISED", extractId, children, null));
            }
        });
        return findings;
    }

    private static Duration grace(Map<String, Object> settings) {
        String days = settings.containsKey("grace") ? OraclePolicy.text(settings.get("grace")) : "14 days";
        return Duration.ofDays(Long.parseLong(days.split(" ")[0]));
    }

    /** The state of the alert that a release had not been approved by a deadline; null where there is none. */
    private static String approvedInTime(List<Counted> request, Instant release, Deadline deadline) {
        List<Counted> before = RequestCase.of(request, "APPROVED").stream()
                .filter(event -> !event.event().at().isAfter(release))
                .toList();
        if (!before.isEmpty()) {
            return deadline.state(Deadline.firstLogged(before));
        }
        boolean undecided = RequestCase.of(request, "APPROVED").isEmpty()
                && RequestCase.of(request, "REFUSED").isEmpty()
                && !"withdrawn".equals(unapproved(request, release));
        return undecided ? deadline.state(null) : null;
    }

    /** What else was wrong with a release at a time, whenever that was logged; null where nothing was. */
    private static String unapproved(List<Counted> request, Instant release) {
        List<Counted> approved = RequestCase.of(request, "APPROVED");
        List<Counted> refused = RequestCase.of(request, "REFUSED");
        List<Counted> withdrawn = RequestCase.of(request, "WITHDRAWN");
        Predicate<Counted> before = event -> !event.event().at().isAfter(release);
        Instant lastApproved = RequestCase.last(approved.stream().filter(before).toList());
        Instant lastRefused = RequestCase.last(refused.stream().filter(before).toList());
        boolean refusedLast = lastRefused != null && (lastApproved == null || !lastApproved.isAfter(lastRefused));
        boolean onlyEverRefused =
                lastRefused == null && lastApproved == null && approved.isEmpty() && !refused.isEmpty();
        if (refusedLast || onlyEverRefused) {
            return "refused";
        }
        Instant lastWithdrawn =
                RequestCase.last(withdrawn.stream().filter(before).toList());
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
        return null;
    }

    private List<Finding> ofReleases(RequestCase one) {
        List<Counted> released = one.released();
        if (released.isEmpty() || one.requestId() == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        String requestId = one.requestId();
        List<Counted> approved = RequestCase.of(one.request(), "APPROVED");
        List<Counted> submitted = RequestCase.of(one.request(), "SUBMITTED");
        Rules rules = new Rules(history, RequestCase.latest(released));
        rules.each((name, settings) -> {
            long children = RequestCase.children(released).size();
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
        T said = approved.isEmpty() ? null : what.apply(RequestCase.latest(approved));
        return said != null || submitted.isEmpty() ? said : what.apply(RequestCase.latest(submitted));
    }

    /** The children that are in more than one extract of the same categories. */
    private Set<String> sentTwice(List<Counted> released) {
        Set<String> twice = new HashSet<>();
        List<List<Counted>> extracts = List.copyOf(
                RequestCase.by(released, event -> event.event().extractId()).values());
        for (int one = 0; one < extracts.size(); one++) {
            for (int other = one + 1; other < extracts.size(); other++) {
                if (categories(extracts.get(one)).equals(categories(extracts.get(other)))) {
                    Set<String> both = RequestCase.children(extracts.get(one));
                    both.retainAll(RequestCase.children(extracts.get(other)));
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

    private List<Finding> gatewayChanged(RequestCase one) {
        List<Finding> findings = new ArrayList<>();
        List<Counted> submitted = RequestCase.of(one.request(), "SUBMITTED");
        for (Counted again : submitted) {
            for (Counted refused : RequestCase.of(one.request(), "REFUSED")) {
                List<Counted> before = submitted.stream()
                        .filter(earlier ->
                                !earlier.event().at().isAfter(refused.event().at()))
                        .toList();
                if (before.isEmpty()
                        || !again.event().at().isAfter(refused.event().at())) {
                    continue;
                }
                String gateway = RequestCase.latest(before).legalGateway();
                if (gateway != null && again.legalGateway() != null && !gateway.equals(again.legalGateway())) {
                    Rules rules = new Rules(history, again);
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

    /** The rules by which a case is judged: those in force at the end of the month that an event of it gives it. */
    private record Rules(CountedHistory history, Counted event) {

        interface Judge {
            void judge(String name, Map<String, Object> settings);
        }

        void each(Judge judge) {
            OraclePolicy.Version version = history.versionAtTheEndOf(OracleWindow.month(event.day()));
            version.detectors("approval").forEach((name, settings) -> {
                if (version.judges(settings, "body", event.body())) {
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
