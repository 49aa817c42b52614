package dev.rollcall.policy;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Period;
import dev.rollcall.model.Zone;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a policy as written into records, and says everything that is wrong with it at once. */
public final class PolicyReader {
    private final Section top;
    private final Map<String, Body> bodies = new LinkedHashMap<>();
    private final Map<String, Period> periods = new LinkedHashMap<>();
    private final LimitReader limitReader = new LimitReader(bodies, periods);

    private PolicyReader(Section top) {
        this.top = top;
    }

    /**
     * Reads the versions of a policy, one a document, in order.
     *
     * @param problems takes everything that is wrong; what is returned is only to be used where it stays empty
     */
    public static List<Policy> read(List<Node> documents, List<Problem> problems) {
        List<Policy> versions = new ArrayList<>();
        for (Node document : documents) {
            Section top = Section.top(document, problems);
            Policy version = new PolicyReader(top).read();
            if (!versions.isEmpty()) {
                VersionOrder.check(versions, version, top);
            }
            versions.add(version);
        }
        if (documents.isEmpty()) {
            problems.add(new Problem("Expected a policy, but there is nothing", "", new Place("policy", 1)));
        }
        return versions;
    }

    private Policy read() {
        String name = top.text("policy");
        int version = (int) top.whole("version", 1, Integer.MAX_VALUE, 1);
        LocalDate from = top.date("from");
        String because = top.optionalText("because");
        Zone zone = top.zone("zone");
        Duration lateness = lateness();
        Catalogue catalogue = catalogue();
        top.each("bodies").forEach((id, section) -> bodies.put(id, body(id, section)));
        top.each("periods").forEach((id, section) -> periods.put(id, period(id, section)));
        Map<String, Agreement> agreements = new LinkedHashMap<>();
        top.each("agreements").forEach((id, section) -> agreements.put(id, agreement(id, section)));
        Map<String, Limit> limits = new LinkedHashMap<>();
        top.each("limits").forEach((id, section) -> {
            Limit limit = limitReader.read(id, section, limitReader.totals(section));
            if (limit != null) {
                limits.put(id, limit);
            }
        });
        Map<String, FieldRule> fieldRules = new LinkedHashMap<>();
        top.each("field-rules").forEach((id, section) -> fieldRules.put(id, fieldRule(id, section)));
        Map<String, DetectorSettings> detectors = new LinkedHashMap<>();
        top.each("detectors").forEach((id, section) -> {
            detectors.put(id, new DetectorSettings(id, section.text("type"), section.mapping()));
        });
        Vocabulary vocabulary = vocabulary();
        top.refuseOthers();
        return new Policy(
                name,
                version,
                from,
                because,
                zone,
                lateness,
                bodies,
                agreements,
                limits,
                fieldRules,
                periods,
                detectors,
                vocabulary,
                catalogue);
    }

    private Duration lateness() {
        String text = top.optionalText("lateness");
        if (text == null) {
            return Policy.DEFAULT_LATENESS;
        }
        Long days = LimitReader.days(text);
        if (days == null || days > 36_500) {
            top.problem("lateness", "Expected 'lateness' to be days, as '1100 days', but was '%s'".formatted(text));
            return Policy.DEFAULT_LATENESS;
        }
        return Duration.ofDays(days);
    }

    private Catalogue catalogue() {
        Map<String, String> fields = top.words("catalogue");
        try {
            return fields.isEmpty() ? Catalogue.shipped() : Catalogue.shipped().with(fields);
        } catch (IllegalArgumentException e) {
            top.problem("catalogue", String.valueOf(e.getMessage()));
            return Catalogue.shipped();
        }
    }

    private Body body(String id, Section section) {
        if (!Ids.wellFormed(id)) {
            section.problem(
                    "",
                    "Expected a body's id of the form %s, not like a pupil number, but was '%s'"
                            .formatted(Ids.FORM, id));
        }
        String name = section.optionalText("name");
        Body body = new Body(
                id,
                name == null ? id : name,
                section.optionalText("kind"),
                section.optionalText("group"),
                section.optionalWhole("declared-per-year", 0, Limit.GREATEST));
        section.refuseOthers();
        return body;
    }

    private Period period(String id, Section section) {
        LocalDate from = section.date("from");
        LocalDate to = section.date("to");
        section.refuseOthers();
        if (to.isBefore(from)) {
            if (!to.equals(Section.NO_DATE)) {
                section.problem("to", "Expected 'to' not to be before 'from' %s, but was %s".formatted(from, to));
            }
            to = from;
        }
        if (LimitReader.perOfCalendar(id) != null
                || id.equals("agreement")
                || LimitReader.days(id) != null
                || id.matches("\\d{4}.*|.*@.*")) {
            section.problem("", "Expected a period's name unlike those of other windows, but was '%s'".formatted(id));
        }
        return new Period(id, from, to);
    }

    private Agreement agreement(String id, Section section) {
        if (!Ids.wellFormed(id)) {
            section.problem(
                    "",
                    "Expected an agreement's id of the form %s, not like a pupil number, but was '%s'"
                            .formatted(Ids.FORM, id));
        }
        String name = section.optionalText("name");
        String body = section.text("body");
        if (!body.isEmpty() && !bodies.containsKey(body)) {
            section.problem("body", "Expected 'body' to be one of the policy's bodies, but was '%s'".formatted(body));
        }
        LocalDate from = section.date("from");
        LocalDate until = section.optionalDate("until");
        if (until != null && until.isBefore(from)) {
            section.problem("until", "Expected 'until' not to be before 'from' %s, but was %s".formatted(from, until));
            until = null;
        }
        Map<String, Limit> limits = new LinkedHashMap<>();
        section.each("limits").forEach((limitName, limitSection) -> {
            Limit limit = limitReader.read(limitName, limitSection, new Limit.UnderAgreement(id, body));
            if (limit != null) {
                limits.put(limitName, limit);
            }
        });
        Agreement agreement = new Agreement(
                id,
                name == null ? "agreement " + id : name,
                body,
                section.optionalText("owner"),
                from,
                until,
                section.optionalDate("suspended"),
                section.optionalDate("published"),
                section.list("purposes"),
                section.has("categories") ? section.categories("categories") : null,
                limits);
        section.refuseOthers();
        return agreement;
    }

    private FieldRule fieldRule(String id, Section section) {
        Categories allOf = section.categories("all-of");
        Categories anyOf = section.categories("any-of");
        if (allOf.isEmpty() && anyOf.isEmpty()) {
            section.problem("", "Expected 'all-of' or 'any-of' with categories, but there is neither");
        }
        FieldRule rule = new FieldRule(
                id, section.severity("severity"), allOf, anyOf, limitReader.kinds(section, "released-to"));
        section.refuseOthers();
        return rule;
    }

    private Vocabulary vocabulary() {
        Section section = top.has("vocabulary") ? top.section("vocabulary") : null;
        if (section == null) {
            return new Vocabulary(Set.of(), Set.of(), Set.of(), Set.of());
        }
        Vocabulary vocabulary = new Vocabulary(
                Set.copyOf(section.list("purposes")),
                Set.copyOf(section.list("legal-gateways")),
                Set.copyOf(section.list("lawful-bases")),
                Set.copyOf(section.list("channels")));
        section.refuseOthers();
        return vocabulary;
    }
}
