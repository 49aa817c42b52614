package dev.rollcall.policy;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Period;
import dev.rollcall.model.Zone;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a policy as written into records, and says everything that is wrong with it at once. */
public final class PolicyReader {
    private static final int MOST_OF_A_NAME = 128;
    private static final int MOST_DAYS = 3_660;

    private final Section top;
    private final Map<String, Body> bodies = new LinkedHashMap<>();
    private final Map<String, Period> periods = new LinkedHashMap<>();
    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private final LimitReader limitReader = new LimitReader(bodies, periods, datasets);

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
        Map<String, Section> bodySections = top.each("bodies");
        bodySections.forEach((id, section) -> bodies.put(id, body(id, section)));
        joinFormerNames(bodySections);
        top.each("periods").forEach((id, section) -> periods.put(id, period(id, section)));
        top.each("datasets").forEach((id, section) -> {
            String same = sameDataset(id, datasets.keySet());
            if (same != null) {
                section.problem(
                        "", "Expected datasets with different names, but '%s' spells '%s' too".formatted(id, same));
            }
            datasets.put(id, dataset(id, section));
        });
        Map<String, Agreement> agreements = new LinkedHashMap<>();
        top.each("agreements").forEach((id, section) -> agreements.put(id, agreement(id, section)));
        Map<String, ExpectedFeed> feeds = new LinkedHashMap<>();
        top.each("feeds").forEach((id, section) -> feeds.put(id, feed(id, section, from)));
        Map<String, Profile> profiles = new LinkedHashMap<>();
        top.each("profiles").forEach((id, section) -> profiles.put(id, profile(id, section)));
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
            Limit.Totals scope = section.has("for") ? limitReader.totals(section) : null;
            detectors.put(id, new DetectorSettings(id, section.text("type"), scope, section.without("for")));
        });
        Vocabulary vocabulary = vocabulary(agreements.values(), datasets.values());
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
                datasets,
                feeds,
                profiles,
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
                section.list("formerly"),
                section.optionalWhole("declared-per-year", 0, Limit.GREATEST));
        section.refuseOthers();
        return body;
    }

    /** A body and those that it was before are one group: its own, else that of one of them, else one with its name. */
    private void joinFormerNames(Map<String, Section> sections) {
        for (Body body : List.copyOf(bodies.values())) {
            Set<String> ids = new LinkedHashSet<>(List.of(body.id()));
            for (String former : body.formerly()) {
                if (!bodies.containsKey(former) || !ids.add(former)) {
                    Objects.requireNonNull(sections.get(body.id()))
                            .problem(
                                    "formerly",
                                    "Expected 'formerly' to list other bodies of the policy, each once, but it lists '%s'"
                                            .formatted(former));
                }
            }
            Set<String> groups = ids.stream()
                    .map(id -> Objects.requireNonNull(bodies.get(id)).group())
                    .filter(Objects::nonNull)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (groups.size() > 1) {
                Objects.requireNonNull(sections.get(body.id()))
                        .problem(
                                "formerly",
                                "Expected a body and its former names to be of one group, but they are of %s"
                                        .formatted(groups));
            } else if (ids.size() > 1) {
                String group = groups.isEmpty() ? body.id() : groups.iterator().next();
                ids.forEach(id -> bodies.computeIfPresent(id, (same, one) -> one.in(group)));
            }
        }
    }

    private static @Nullable String sameDataset(String name, Set<String> others) {
        return others.stream()
                .filter(other -> FieldName.ofDataset(other).equals(FieldName.ofDataset(name)))
                .findFirst()
                .orElse(null);
    }

    private Dataset dataset(String name, Section section) {
        if (name.length() > MOST_OF_A_NAME) {
            section.problem(
                    "",
                    "Expected a dataset's name of at most %d characters, but it is longer".formatted(MOST_OF_A_NAME));
        }
        Map<Term, Month> appears = new EnumMap<>(Term.class);
        section.words("appears").forEach((termName, monthName) -> {
            Term term = constant(Term.values(), termName);
            Month month = constant(Month.values(), monthName);
            if (term == null || month == null) {
                section.problem(
                        "appears",
                        "Expected 'appears' to give spring, summer or autumn a month, as 'autumn: January', but was '%s: %s'"
                                .formatted(termName, monthName));
            } else {
                appears.put(term, month);
            }
        });
        Dataset dataset = new Dataset(
                name,
                Set.copyOf(section.list("collected-for")),
                section.optionalWhole("population", 1, Limit.GREATEST),
                section.optionalDate("released"),
                appears);
        section.refuseOthers();
        return dataset;
    }

    private static <E extends Enum<E>> @Nullable E constant(E[] constants, String text) {
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        return null;
    }

    private ExpectedFeed feed(String id, Section section, LocalDate versionFrom) {
        if (!Ids.wellFormed(id)) {
            section.problem(
                    "",
                    "Expected a feed's id of the form %s, not like a pupil number, but was '%s'"
                            .formatted(Ids.FORM, id));
        }
        String text = section.text("every");
        Long every = LimitReader.days(text);
        if (every == null || every < 1 || every > MOST_DAYS) {
            if (!text.isEmpty()) {
                section.problem(
                        "every",
                        "Expected 'every' to be 1 to %d days, as '35 days', but was '%s'".formatted(MOST_DAYS, text));
            }
            every = 1L;
        }
        LocalDate from = section.optionalDate("from");
        section.refuseOthers();
        return new ExpectedFeed(id, every.intValue(), from == null ? versionFrom : from);
    }

    private Profile profile(String id, Section section) {
        long extracts = section.whole("extracts", 1, Limit.GREATEST, Limit.GREATEST);
        Map<Categories, Long> pairs = new LinkedHashMap<>();
        Section written = section.has("pairs") ? section.section("pairs") : null;
        if (written != null) {
            for (Node.Entry entry : written.mapping().entries()) {
                Categories pair = Categories.none();
                for (String name : entry.key().split("\\+")) {
                    Category category = Category.of(name);
                    pair = category == null ? pair : pair.plus(category);
                }
                Long count = written.optionalWhole(entry.key(), 0, extracts);
                if (pair.size() != 2 || entry.key().split("\\+").length != 2) {
                    written.problem(
                            entry.key(),
                            "Expected two categories, as 'address+name', but was '%s'".formatted(entry.key()));
                } else if (count != null && pairs.put(pair, count) != null) {
                    written.problem(
                            entry.key(), "Expected each pair once, but '%s' is there twice".formatted(entry.key()));
                }
            }
        }
        section.refuseOthers();
        return new Profile(id, extracts, pairs);
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
                section.optionalDate("withdrawn"),
                dateOrNever(section, "published"),
                dateOrNever(section, "notified"),
                deIdentified(section),
                requires(section),
                section.list("purposes"),
                section.has("categories") ? section.categories("categories") : null,
                limits);
        section.refuseOthers();
        return agreement;
    }

    /** A day, or {@link Agreement#NEVER} for {@code no}; null where it is not said. */
    private static @Nullable LocalDate dateOrNever(Section section, String key) {
        String text = section.optionalText(key);
        if (text == null) {
            return null;
        }
        return text.equals("no") ? Agreement.NEVER : section.optionalDate(key, "a date as 2016-10-07, or no");
    }

    private static boolean deIdentified(Section section) {
        String declared = section.has("declared") ? section.optionalText("declared") : null;
        if (declared != null && !declared.equals("de-identified")) {
            section.problem("declared", "Expected 'declared' to be de-identified, but was '%s'".formatted(declared));
        }
        return declared != null;
    }

    private static Set<Requirement> requires(Section section) {
        Set<Requirement> requires = EnumSet.noneOf(Requirement.class);
        for (String item : section.list("requires")) {
            Requirement requirement = constant(Requirement.values(), item.contains("_") ? "" : item.replace('-', '_'));
            if (requirement == null) {
                section.problem(
                        "requires",
                        "Expected 'requires' to list some of %s, but it lists '%s'"
                                .formatted(
                                        Arrays.stream(Requirement.values())
                                                .map(Requirement::text)
                                                .toList(),
                                        item));
            } else {
                requires.add(requirement);
            }
        }
        return requires;
    }

    private FieldRule fieldRule(String id, Section section) {
        Categories allOf = section.categories("all-of");
        Categories anyOf = section.categories("any-of");
        String share = section.has("at-least") ? section.optionalText("at-least") : null;
        boolean ofDataset = false;
        int least = 0;
        Categories of = Categories.none();
        if (share != null && share.endsWith("%")) {
            ofDataset = true;
            least = LimitReader.percent(section, "at-least", share);
            if (!"dataset".equals(section.optionalText("of"))) {
                section.problem("of", "Expected 'of: dataset' beside a share in 'at-least'");
            }
        } else if (share != null) {
            of = section.categories("of");
            if (!section.has("of")) {
                section.problem("of", "Expected categories in 'of' beside 'at-least', but it is missing");
            }
            int most = section.has("of") ? Math.max(1, section.list("of").size()) : Integer.MAX_VALUE;
            Long number = section.optionalWhole("at-least", 1, most);
            least = number == null ? 1 : number.intValue();
        } else if (section.has("of")) {
            section.problem("of", "Expected 'at-least' beside 'of', but there is none");
        }
        if (allOf.isEmpty() && anyOf.isEmpty() && least == 0 && !section.has("of")) {
            section.problem("", "Expected 'all-of', 'any-of' or 'at-least' with categories, but there is none");
        }
        FieldRule rule = new FieldRule(
                id,
                section.severity("severity"),
                allOf,
                anyOf,
                ofDataset ? 0 : least,
                of,
                ofDataset ? least : 0,
                limitReader.kinds(section, "released-to"),
                deIdentified(section));
        section.refuseOthers();
        return rule;
    }

    private Vocabulary vocabulary(Collection<Agreement> agreements, Collection<Dataset> datasets) {
        Set<String> purposes = new TreeSet<>();
        agreements.forEach(agreement -> purposes.addAll(agreement.purposes()));
        datasets.forEach(dataset -> purposes.addAll(dataset.collectedFor()));
        Section section = top.has("vocabulary") ? top.section("vocabulary") : null;
        if (section == null) {
            return new Vocabulary(purposes, Set.of(), Set.of(), Set.of());
        }
        purposes.addAll(section.list("purposes"));
        Vocabulary vocabulary = new Vocabulary(
                purposes,
                Set.copyOf(section.list("legal-gateways")),
                Set.copyOf(section.list("lawful-bases")),
                Set.copyOf(section.list("channels")));
        section.refuseOthers();
        return vocabulary;
    }
}
