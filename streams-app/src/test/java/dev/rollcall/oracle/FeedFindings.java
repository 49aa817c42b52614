package dev.rollcall.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/** Judges what feeds did wrong: in single events, with the ids of events, and with their clocks. */
record FeedFindings(CountedHistory history, Sieve sieve, Function<String, String> categoryOf) {
    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (Counted event : history.events()) {
            findings.addAll(feed(event));
        }
        findings.addAll(idReuse());
        findings.addAll(outOfTime("late", sieve.rejectedAs("LATE")));
        findings.addAll(outOfTime("future", sieve.rejectedAs("FUTURE")));
        return findings;
    }

    private List<Finding> feed(Counted event) {
        List<Finding> findings = new ArrayList<>();
        if (event.is("RELEASED") && event.missing() > 0) {
            findings.add(plain("tokens-missing", event, event.event().extractId(), event.missing(), "HIGH"));
        }
        long unknownFields = new HashSet<>(event.event().fields())
                .stream().filter(field -> categoryOf.apply(field) == null).count();
        if (unknownFields > 0) {
            findings.add(plain("unknown-fields", event, null, unknownFields, "WARNING"));
        }
        if (event.unknownDatasets() > 0) {
            findings.add(plain("unknown-datasets", event, null, event.unknownDatasets(), "WARNING"));
        }
        long malformedIds = 0;
        malformedIds += Sieve.isMalformed(event.event().agreementId()) ? 1 : 0;
        malformedIds += Sieve.isMalformed(event.event().feed()) ? 1 : 0;
        malformedIds += Sieve.isMalformed(event.event().panel()) ? 1 : 0;
        malformedIds += Sieve.isMalformed(event.event().recipient()) ? 1 : 0;
        if (malformedIds > 0) {
            findings.add(plain("malformed-ids", event, null, malformedIds, "WARNING"));
        }
        long identifying = new HashSet<>(event.event().children())
                .stream().filter(Sieve::isShapedLikePupilNumber).count();
        if (identifying > 0) {
            findings.add(plain("identifying-tokens", event, null, identifying, "HIGH"));
        }
        return findings;
    }

    /** The events that count have one identity each: two of the same event id are a re-used id. */
    private List<Finding> idReuse() {
        List<Counted> reused = history.events().stream()
                .filter(one -> history.events().stream().anyMatch(other -> other != one && sameEventId(one, other)))
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (Counted event : reused) {
            long ids = reused.stream()
                    .filter(one -> one.body().equals(event.body()) && month(one).equals(month(event)))
                    .map(one -> one.event().feed() + " " + one.event().eventId())
                    .distinct()
                    .count();
            findings.add(plain("id-reuse", event, null, ids, "WARNING"));
        }
        return findings;
    }

    private static boolean sameEventId(Counted one, Counted other) {
        return other.event().eventId().equals(one.event().eventId())
                && other.body().equals(one.body())
                && other.event().feed().equals(one.event().feed());
    }

    private List<Finding> outOfTime(String rule, List<OracleEvent> rejected) {
        List<Finding> findings = new ArrayList<>();
        for (OracleEvent event : rejected) {
            OracleWindow month = OracleWindow.month(history.policy().day(event.appendedAt()));
            long count = rejected.stream()
                    .filter(other -> other.body().equals(event.body())
                            && month.holds(history.policy().day(other.appendedAt())))
                    .count();
            Account body = new Account("body", event.body(), null);
            findings.add(Finding.of("feed", rule, body, month, null, null, count, "WARNING", null));
        }
        return findings;
    }

    private static Finding plain(String rule, Counted event, String about, long observed, String severity) {
        Account account = new Account("body", event.body(), null);
        return Finding.of("feed", rule, account, month(event), null, about, observed, severity, null);
    }

    private static OracleWindow month(Counted event) {
        return OracleWindow.month(event.day());
    }
}
