package dev.rollcall.policy;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Life;
import dev.rollcall.model.Per;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Zone;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a policy as written into records, and says everything that is wrong with it at once. */
public final class PolicyReader {
    private final Section top;
    private final Map<String, Body> bodies = new LinkedHashMap<>();
    private final Map<String, Period> periods = new LinkedHashMap<>();
    private final Map<String, Place> limitNames = new LinkedHashMap<>();

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
            Limit limit = limit(id, section, totals(section));
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
        Long days = days(text);
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
        if (perOfCalendar(id) != null || id.equals("agreement") || days(id) != null || id.matches("\\d{4}.*|.*@.*")) {
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
            Limit limit = limit(limitName, limitSection, new Limit.UnderAgreement(id, body));
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

    private Limit.Totals totals(Section limit) {
        Section of = limit.section("for");
        if (of == null) {
            return new Limit.Totals(Set.of(), Set.of(), Set.of());
        }
        Set<String> named = known(of, "bodies", bodies.keySet());
        Set<String> groups = known(of, "groups", attributes(Body::group));
        Set<String> kinds = known(of, "kinds", attributes(Body::kind));
        of.refuseOthers();
        if (named.isEmpty() && groups.isEmpty() && kinds.isEmpty()) {
            of.problem("", "Expected 'for' to name bodies, groups or kinds, but it names none");
        }
        return new Limit.Totals(named, groups, kinds);
    }

    private Set<String> attributes(Function<Body, @Nullable String> attribute) {
        Set<String> all = new TreeSet<>();
        for (Body body : bodies.values()) {
            String value = attribute.apply(body);
            if (value != null) {
                all.add(value);
            }
        }
        return all;
    }

    private static Set<String> known(Section section, String key, Set<String> known) {
        Set<String> listed = new TreeSet<>(section.list(key));
        for (String item : listed) {
            if (!known.contains(item)) {
                section.problem(
                        key,
                        "Expected '%s' to list some of %s, but it lists '%s'"
                                .formatted(key, new TreeSet<>(known), item));
            }
        }
        return listed;
    }

    private @Nullable Limit limit(String name, Section section, Limit.Scope scope) {
        Place first = limitNames.putIfAbsent(name, section.place());
        if (first != null) {
            section.problem(
                    "",
                    "Expected limits with different names, but '%s' is also at line %d".formatted(name, first.line()));
        }
        Basis count = basis(section);
        Per per = per(section, scope);
        long atMost = section.whole("at-most", 1, Limit.GREATEST, 1);
        List<Integer> warnAt = warnAt(section);
        section.refuseOthers();
        return per == null || count == null ? null : new Limit(name, scope, count, per, atMost, warnAt);
    }

    private static @Nullable Basis basis(Section section) {
        String text = section.text("count");
        for (Basis basis : Basis.allPublished()) {
            if (basis.text().equals(text)) {
                return basis;
            }
        }
        if (text.isEmpty()) {
            return null;
        }
        section.problem(
                "count",
                "Expected 'count' to be one of %s, but was '%s'"
                        .formatted(
                                String.join(
                                        ", ",
                                        Basis.allPublished().stream()
                                                .map(Basis::text)
                                                .toList()),
                                text));
        return null;
    }

    private @Nullable Per per(Section section, Limit.Scope scope) {
        String text = section.text("per");
        Calendar calendar = perOfCalendar(text);
        if (calendar != null) {
            return calendar;
        }
        if (text.equals(Life.AGREEMENT.text()) && scope instanceof Limit.UnderAgreement) {
            return Life.AGREEMENT;
        }
        Long days = days(text);
        if (days != null && days >= 1 && days <= Rolling.LONGEST) {
            return new Rolling(days.intValue());
        }
        Period period = periods.get(text);
        if (period != null) {
            return period;
        }
        if (!text.isEmpty()) {
            section.problem(
                    "per",
                    "Expected 'per' to be day, month, quarter, academic-year, 1 to %d days%s or a period, but was '%s'"
                            .formatted(
                                    Rolling.LONGEST, scope instanceof Limit.UnderAgreement ? ", agreement" : "", text));
        }
        return null;
    }

    private static @Nullable Calendar perOfCalendar(String text) {
        for (Calendar calendar : Calendar.values()) {
            if (calendar.text().equals(text)) {
                return calendar;
            }
        }
        return null;
    }

    /** The number in {@code 30 days}; null where it is not written so. */
    private static @Nullable Long days(String text) {
        return text.matches("\\d{1,6} days?") ? Long.valueOf(text.substring(0, text.indexOf(' '))) : null;
    }

    private static List<Integer> warnAt(Section section) {
        Set<Integer> percents = new TreeSet<>();
        for (String text : section.list("warn-at")) {
            if (!text.matches("[1-9]\\d?%?")) {
                section.problem("warn-at", "Expected 'warn-at' to list 1%% to 99%%, but it lists '%s'".formatted(text));
            } else if (!percents.add(Integer.valueOf(text.replace("%", "")))) {
                section.problem(
                        "warn-at",
                        "Expected 'warn-at' to list each share once, but '%s' is there twice".formatted(text));
            }
        }
        if (percents.size() >= Band.MOST) {
            section.problem(
                    "warn-at",
                    "Expected 'warn-at' to list at most %d shares, but it lists %d"
                            .formatted(Band.MOST - 1, percents.size()));
            return List.of();
        }
        return List.copyOf(percents);
    }

    private FieldRule fieldRule(String id, Section section) {
        Categories allOf = section.categories("all-of");
        Categories anyOf = section.categories("any-of");
        if (allOf.isEmpty() && anyOf.isEmpty()) {
            section.problem("", "Expected 'all-of' or 'any-of' with categories, but there is neither");
        }
        FieldRule rule = new FieldRule(
                id, section.severity("severity"), allOf, anyOf, known(section, "released-to", attributes(Body::kind)));
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
