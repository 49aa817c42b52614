package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Agreement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Judges whether single events keep to the agreement under which data is asked for and released. */
record AgreementFindings(CountedHistory history, Function<String, String> categoryOf) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (Counted event : history.events()) {
            if (!event.version().knows(event.body())) {
                findings.add(finding(event, "unknown-body", "CRITICAL", null, null));
            } else if (event.is("SUBMITTED") || event.is("RELEASED")) {
                String ended = event.agreement() == null ? "no-agreement" : whyNothingMayFlow(event);
                if (ended != null) {
                    findings.add(finding(event, ended, "HIGH", event.agreementId(), null));
                } else {
                    findings.addAll(underAgreement(event));
                }
                findings.addAll(ofDatasets(event));
            }
        }
        return findings;
    }

    private static String whyNothingMayFlow(Counted event) {
        Agreement agreement = event.agreement();
        LocalDate day = event.day();
        if (agreement.withdrawn() != null && !day.isBefore(agreement.withdrawn())) {
            return "withdrawn";
        }
        if (agreement.suspended() != null && !day.isBefore(agreement.suspended())) {
            return "suspended";
        }
        if (day.isBefore(agreement.from())) {
            return "not-yet";
        }
        return agreement.lives(day) ? null : "lapsed";
    }

    private List<Finding> underAgreement(Counted event) {
        List<Finding> findings = new ArrayList<>();
        Agreement agreement = event.agreement();
        String id = agreement.id();
        if (event.is("RELEASED") && agreement.categories() != null) {
            Set<String> outside = new TreeSet<>(event.categories(categoryOf));
            outside.removeAll(agreement.categories());
            if (!outside.isEmpty()) {
                findings.add(finding(event, "category-outside", "HIGH", id, String.join("+", outside)));
            }
        }
        List<String> purposes = OraclePolicy.texts(agreement.yaml().get("purposes"));
        if (!purposes.isEmpty() && event.purpose() != null && !purposes.contains(event.purpose())) {
            findings.add(finding(event, "other-purpose", "HIGH", id, event.purpose()));
        }
        Set<String> missing = new TreeSet<>();
        for (String item : OraclePolicy.texts(agreement.yaml().get("requires"))) {
            if (isMissing(event, item)) {
                missing.add(item);
            }
        }
        if (!missing.isEmpty()) {
            findings.add(finding(event, "missing-item", "HIGH", id, String.join("+", missing)));
        }
        if (event.is("RELEASED")) {
            for (String said : List.of("published", "notified")) {
                String day = OraclePolicy.text(agreement.yaml().get(said));
                boolean notYet = "no".equals(day) || "false".equals(day);
                if (day != null && (notYet || event.day().isBefore(LocalDate.parse(day)))) {
                    findings.add(Finding.of(
                            "agreement",
                            "un" + said,
                            new Account("body", event.body(), id),
                            OracleWindow.life(agreement.from(), agreement.until()),
                            null,
                            null,
                            event.people(),
                            "WARNING",
                            null));
                }
            }
        }
        return findings;
    }

    private static boolean isMissing(Counted event, String item) {
        boolean released = event.is("RELEASED");
        return switch (item) {
            case "case-reference" -> event.event().caseReference() == null;
            case "legal-gateway" -> event.event().legalGateway() == null;
            case "lawful-basis" -> event.event().lawfulBasis() == null;
            case "purpose" -> event.event().purpose() == null;
            case "operator" -> released && event.event().operator() == null;
            case "recipient" -> released && event.recipient() == null;
            case "panel-approval" ->
                released
                        && (event.event().panel() == null
                                || Sieve.isMalformed(event.event().panel()));
            case "destruction-date" -> released && event.event().retainUntil() == null;
            default -> throw new IllegalArgumentException("Expected an item that may be required, but found " + item);
        };
    }

    private static List<Finding> ofDatasets(Counted event) {
        List<Finding> findings = new ArrayList<>();
        for (String dataset : event.datasets()) {
            List<String> purposes = OraclePolicy.texts(
                    OraclePolicy.map(event.version().datasets().get(dataset)).get("collected-for"));
            if (!purposes.isEmpty() && event.purpose() != null && !purposes.contains(event.purpose())) {
                findings.add(finding(event, "collected-for", "HIGH", event.agreementId(), dataset));
            }
        }
        for (String dataset : event.unreleased()) {
            findings.add(finding(event, "not-released", "HIGH", event.agreementId(), dataset));
        }
        return findings;
    }

    private static Finding finding(Counted event, String rule, String severity, String agreementId, String about) {
        return Finding.of(
                "agreement",
                rule,
                new Account("body", event.body(), agreementId),
                OracleWindow.month(event.day()),
                null,
                about,
                event.people(),
                severity,
                null);
    }
}
