package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Judges whether what must follow an event of a request or an extract was logged in time. */
record OverdueFindings(CountedHistory history) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        cases(event -> event.event().requestId()).forEach(request -> {
            findings.addAll(ofCase(request, "approved", "released", "APPROVED"));
            findings.addAll(ofCase(request, "submitted", "decided", "SUBMITTED"));
        });
        cases(event -> event.event().extractId()).forEach(extract -> {
            findings.addAll(ofCase(extract, "released", "published", "RELEASED"));
            findings.addAll(ofCase(extract, "released", "retain-until", "RELEASED"));
            findings.addAll(kept(extract));
        });
        return findings;
    }

    private List<List<Counted>> cases(Function<Counted, String> id) {
        Map<String, List<Counted>> cases = new TreeMap<>();
        for (Counted event : history.events()) {
            if (id.apply(event) != null) {
                cases.computeIfAbsent(event.body() + " " + id.apply(event), key -> new ArrayList<>())
                        .add(event);
            }
        }
        return List.copyOf(cases.values());
    }

    private List<Finding> ofCase(List<Counted> events, String after, String expected, String stage) {
        List<Counted> starts = RequestCase.of(events, stage);
        if (starts.isEmpty()) {
            return List.of();
        }
        Counted start = RequestCase.earliest(starts);
        return judged(
                events,
                after,
                expected,
                start.version(),
                start.day(),
                start,
                start.event().at());
    }

    /** The end of what may be kept is no event, but the day after the last one that any event of the extract states. */
    private List<Finding> kept(List<Counted> extract) {
        List<Counted> released = RequestCase.of(extract, "RELEASED");
        LocalDate until = null;
        for (Counted event : extract) {
            LocalDate stated = OraclePolicy.date(event.event().retainUntil());
            until = stated != null && (until == null || stated.isAfter(until)) ? stated : until;
        }
        if (released.isEmpty() || until == null) {
            return List.of();
        }
        Version version = history.policy().inForce(history.policy().startOf(until));
        Instant end = history.policy().startOf(until.plusDays(1));
        return judged(extract, "retain-until", "destroyed", version, until, RequestCase.earliest(released), end);
    }

    private List<Finding> judged(
            List<Counted> events,
            String after,
            String expected,
            Version version,
            LocalDate day,
            Counted first,
            Instant from) {
        List<Finding> findings = new ArrayList<>();
        version.detectors("overdue").forEach((name, settings) -> {
            if (!after.equals(settings.get("after"))
                    || !expected.equals(settings.get("expect"))
                    || !version.judges(settings, "body", first.body())) {
                return;
            }
            Instant counted = "quarter".equals(settings.get("of"))
                    ? history.policy().startOf(OracleWindow.quarter(day).firstDayAfter())
                    : from;
            Instant due = counted.plus(Duration.ofDays(OraclePolicy.whole(settings.get("within"))));
            Instant met = Deadline.firstLogged(
                    events.stream().filter(event -> meets(event, expected)).toList());
            String state = new Deadline(due, history.now()).state(met);
            if (state != null) {
                boolean request = Set.of("approved", "submitted").contains(after);
                String severity =
                        settings.containsKey("severity") ? OraclePolicy.text(settings.get("severity")) : "warning";
                findings.add(Finding.of(
                                "overdue",
                                name,
                                new Account("body", first.body(), first.agreementId()),
                                OracleWindow.month(day),
                                null,
                                request
                                        ? first.event().requestId()
                                        : first.event().extractId(),
                                request ? asked(events) : RequestCase.children(events).size(),
                                severity.toUpperCase(Locale.ROOT),
                                null)
                        .in(state));
            }
        });
        return findings;
    }

    private static boolean meets(Counted event, String expected) {
        return switch (expected) {
            case "released" -> event.is("RELEASED") || event.is("REFUSED") || event.is("WITHDRAWN");
            case "decided" -> event.is("APPROVED") || event.is("REFUSED") || event.is("WITHDRAWN");
            case "published" -> event.is("PUBLISHED");
            case "destroyed" -> event.is("DESTROYED");
            case "retain-until" -> event.event().retainUntil() != null;
            default -> throw new IllegalArgumentException("Expected what may be overdue, but found " + expected);
        };
    }

    private static long asked(List<Counted> request) {
        long most = 0;
        for (Counted event : RequestCase.of(request, "SUBMITTED")) {
            most = event.event().asked() == null
                    ? most
                    : Math.max(most, event.event().asked());
        }
        return most;
    }
}
