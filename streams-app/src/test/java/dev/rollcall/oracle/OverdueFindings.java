package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Judges whether what must follow an event of a request or an extract was logged in time. */
record OverdueFindings(CountedHistory history) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (RequestCase one : RequestCase.all(history.events())) {
            List<Counted> events = new ArrayList<>(one.request());
            events.addAll(one.released());
            findings.addAll(ofCase(events, "approved", "released", "APPROVED"));
            findings.addAll(ofCase(events, "submitted", "decided", "SUBMITTED"));
        }
        for (List<Counted> extract : RequestCase.extracts(history.events())) {
            findings.addAll(ofCase(extract, "released", "published", "RELEASED"));
            findings.addAll(ofCase(extract, "released", "retain-until", "RELEASED"));
            findings.addAll(kept(extract));
        }
        return findings;
    }

    private List<Finding> ofCase(List<Counted> events, String after, String expected, String stage) {
        List<Counted> starts = RequestCase.of(events, stage);
        if (starts.isEmpty()) {
            return List.of();
        }
        boolean ofRequest = after.equals("approved") || after.equals("submitted");
        Counted start = ofRequest ? RequestCase.latest(starts) : RequestCase.earliest(starts);
        List<Counted> answers = events.stream()
                .filter(event -> !ofRequest
                        || event.is("RELEASED")
                        || !event.event().at().isBefore(start.event().at()))
                .toList();
        return judged(answers, after, expected, start.day(), start);
    }

    /** The end of what may be kept is no event, but a day that one states: of several the last event, of one time the last day. */
    private List<Finding> kept(List<Counted> extract) {
        List<Counted> released = RequestCase.of(extract, "RELEASED");
        Counted last = extract.stream()
                .filter(event -> event.event().retainUntil() != null)
                .max(Comparator.comparing((Counted event) -> event.event().at())
                        .thenComparing(event -> OraclePolicy.date(event.event().retainUntil())))
                .orElse(null);
        if (released.isEmpty() || last == null) {
            return List.of();
        }
        LocalDate until = OraclePolicy.date(last.event().retainUntil());
        return judged(extract, "retain-until", "destroyed", until, RequestCase.earliest(released));
    }

    private List<Finding> judged(List<Counted> events, String after, String expected, LocalDate day, Counted first) {
        List<Finding> findings = new ArrayList<>();
        OracleWindow month = OracleWindow.month(day);
        Version version = history.versionAtTheEndOf(month);
        version.detectors("overdue").forEach((name, settings) -> {
            if (!after.equals(settings.get("after"))
                    || !expected.equals(settings.get("expect"))
                    || !version.judges(settings, "body", first.body())) {
                return;
            }
            int within =
                    Integer.parseInt(OraclePolicy.text(settings.get("within")).split(" ")[0]);
            Instant due = first.event().at().plus(Duration.ofDays(within));
            if ("quarter".equals(settings.get("of"))) {
                due = history.policy()
                        .startOf(OracleWindow.quarter(day).firstDayAfter().plusDays(within));
            } else if (after.equals("retain-until")) {
                due = history.policy().startOf(day.plusDays(1L + within));
            }
            Instant met = Deadline.firstLogged(
                    events.stream().filter(event -> meets(event, expected)).toList());
            String state = new Deadline(due, history.now()).state(met);
            if (state != null) {
                boolean ofRequest = after.equals("approved") || after.equals("submitted");
                String severity =
                        settings.containsKey("severity") ? OraclePolicy.text(settings.get("severity")) : "warning";
                Long asked = first.event().asked();
                long observed = ofRequest
                        ? (asked == null ? 0 : asked)
                        : RequestCase.children(events).size();
                findings.add(Finding.of(
                                "overdue",
                                name,
                                new Account("body", first.body(), first.agreementId()),
                                month,
                                null,
                                ofRequest
                                        ? first.event().requestId()
                                        : first.event().extractId(),
                                observed,
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
}
