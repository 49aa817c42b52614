package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Agreement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Judges single events: what was released, under which agreement, and what the feed did wrong. */
record EventFindings(CountedHistory history, Sieve sieve, Function<String, String> categoryOf) {
    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (Counted event : history.events()) {
            findings.addAll(fields(event));
            findings.addAll(agreement(event));
            findings.addAll(feed(event));
        }
        findings.addAll(idReuse());
        findings.addAll(outOfTime("late", sieve.rejectedAs("LATE")));
        findings.addAll(outOfTime("future", sieve.rejectedAs("FUTURE")));
        return findings;
    }

    private List<Finding> fields(Counted event) {
        List<Finding> findings = new ArrayList<>();
        if (!event.is("RELEASED")) {
            return findings;
        }
        Set<String> categories = event.categories(categoryOf);
        Map<String, Object> rules = OraclePolicy.map(event.version().yaml().get("field-rules"));
        rules.forEach((name, value) -> {
            Map<String, Object> rule = OraclePolicy.map(value);
            List<String> allOf = OraclePolicy.texts(rule.get("all-of"));
            List<String> anyOf = OraclePolicy.texts(rule.get("any-of"));
            List<String> releasedTo = OraclePolicy.texts(rule.get("released-to"));
            Set<String> present = new TreeSet<>(anyOf);
            present.retainAll(categories);
            boolean matches = categories.containsAll(allOf)
                    && (anyOf.isEmpty() || !present.isEmpty())
                    && (releasedTo.isEmpty() || releasedTo.contains(event.kindOfReceiver()));
            if (matches) {
                Set<String> matched = new TreeSet<>(allOf);
                matched.addAll(present);
                findings.add(Finding.of(
                        "fields",
                        name,
                        new Account("body", event.body(), event.agreementId()),
                        month(event),
                        null,
                        String.join("+", matched),
                        observed(event),
                        OraclePolicy.text(rule.get("severity")).toUpperCase(Locale.ROOT),
                        null));
            }
        });
        return findings;
    }

    private List<Finding> agreement(Counted event) {
        List<Finding> findings = new ArrayList<>();
        boolean known = event.version().knows(event.body());
        boolean asksOrGets = event.is("SUBMITTED") || event.is("RELEASED");
        Agreement agreement = event.agreement();
        if (!known) {
            findings.add(plain("agreement", "unknown-body", event, null, null, observed(event), "CRITICAL"));
        }
        if (known && asksOrGets && agreement == null) {
            findings.add(plain("agreement", "no-agreement", event, null, null, observed(event), "HIGH"));
        }
        if (asksOrGets && agreement != null) {
            boolean suspended = agreement.suspended() != null && !event.day().isBefore(agreement.suspended());
            if (!agreement.lives(event.day()) || suspended) {
                findings.add(plain("agreement", "lapsed", event, agreement.id(), null, observed(event), "HIGH"));
            }
        }
        if (event.is("RELEASED") && agreement != null && agreement.categories() != null) {
            Set<String> outside = new TreeSet<>(event.categories(categoryOf));
            outside.removeAll(agreement.categories());
            if (!outside.isEmpty()) {
                findings.add(plain(
                        "agreement",
                        "category-outside",
                        event,
                        agreement.id(),
                        String.join("+", outside),
                        observed(event),
                        "HIGH"));
            }
        }
        return findings;
    }

    /** How many children were released, or how many people were asked about; nothing for the other stages. */
    private static long observed(Counted event) {
        if (event.is("RELEASED")) {
            return new HashSet<>(event.event().children()).size();
        }
        Long asked = event.event().asked();
        return event.is("SUBMITTED") && asked != null ? asked : 0;
    }

    private List<Finding> feed(Counted event) {
        List<Finding> findings = new ArrayList<>();
        if (event.is("RELEASED") && event.missing() > 0) {
            findings.add(
                    plain("feed", "tokens-missing", event, null, event.event().extractId(), event.missing(), "HIGH"));
        }
        long unknownFields = new HashSet<>(event.event().fields())
                .stream().filter(field -> categoryOf.apply(field) == null).count();
        if (unknownFields > 0) {
            findings.add(plain("feed", "unknown-fields", event, null, null, unknownFields, "WARNING"));
        }
        long malformedIds = 0;
        malformedIds += Sieve.isMalformed(event.event().agreementId()) ? 1 : 0;
        malformedIds += Sieve.isMalformed(event.event().feed()) ? 1 : 0;
        malformedIds += Sieve.isMalformed(event.event().panel()) ? 1 : 0;
        malformedIds += Sieve.isMalformed(event.event().recipient()) ? 1 : 0;
        if (malformedIds > 0) {
            findings.add(plain("feed", "malformed-ids", event, null, null, malformedIds, "WARNING"));
        }
        long identifying = new HashSet<>(event.event().children())
                .stream().filter(Sieve::isShapedLikePupilNumber).count();
        if (identifying > 0) {
            findings.add(plain("feed", "identifying-tokens", event, null, null, identifying, "HIGH"));
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
            findings.add(plain("feed", "id-reuse", event, null, null, ids, "WARNING"));
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

    private static Finding plain(
            String detector,
            String rule,
            Counted event,
            String agreementId,
            String about,
            long observed,
            String severity) {
        Account account = new Account("body", event.body(), agreementId);
        return Finding.of(detector, rule, account, month(event), null, about, observed, severity, null);
    }

    private static OracleWindow month(Counted event) {
        return OracleWindow.month(event.day());
    }
}
