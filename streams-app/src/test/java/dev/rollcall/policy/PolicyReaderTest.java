package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.detect.Detector;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Zone;
import dev.rollcall.wire.Yaml;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyReaderTest {
    private static final String SAMPLE = """
            policy: national-pupil-database
            version: 3
            from: 2016-10-07                       # in force from; a date is midnight in the zone
            because: Memorandum 2.1 narrows what may be returned
            zone: Europe/London
            lateness: 1100 days
            bodies:
              home-office:  { name: Home Office, kind: law-enforcement, group: immigration, declared-per-year: 18000 }
              daily-news:   { name: The Daily News, kind: press }
            agreements:
              dfe-ho-mou:
                name: DfE–Home Office memorandum
                body: home-office
                owner: data-sharing@department.example     # a label on its alerts
                from: 2015-06-01                           # until, suspended: optional dates
                published: 2016-12-15
                purposes: [immigration-enforcement, safeguarding]
                categories: [name, address, school, attendance-date]
                limits:
                  ho-children-month:   { count: children, per: month,   at-most: 1500, warn-at: [50%, 80%, 95%] }
                  ho-asked-month:      { count: asked,    per: month,   at-most: 1500, warn-at: [80%] }
                  ho-children-30-days: { count: children, per: 30 days, at-most: 1500 }
                  ho-batches-month:    { count: requests, per: month,   at-most: 1 }
            limits:
              immigration-children-month: { for: { groups: [immigration] }, count: children, per: month, at-most: 2000 }
            field-rules:
              locates-a-child:  { severity: high, all-of: [address, attendance-date] }
              name-with-reason: { severity: high, all-of: [name], any-of: [placement-reason, exclusion-reason, child-in-need] }
              names-to-press:   { severity: critical, any-of: [name, date-of-birth], released-to: [press] }
            periods:
              pq-48634: { from: 2012-04-01, to: 2016-10-31 }
            detectors:
              new-combination: { type: novelty, severity: warning, after-events: 20 }
            """;

    /** A policy that is right; each broken one differs from it in one place. */
    private static final String RIGHT = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies: { home-office: { kind: law-enforcement, group: immigration } }
            agreements:
              mou:
                body: home-office
                from: 2015-06-01
                limits: { m: { count: children, per: month, at-most: 5 } }
            limits: { t: { for: { bodies: [home-office] }, count: asked, per: 7 days, at-most: 5, warn-at: [50%] } }
            field-rules: { f: { severity: high, all-of: [name] } }
            periods: { pq: { from: 2016-01-01, to: 2016-01-31 } }
            detectors: { n: { type: novelty, after-events: 3 } }
            """;

    @Test
    void readsTheSampleAsItIsWritten() {
        RuleBook book = RuleBook.read(Yaml.documents(SAMPLE, "policy.yaml"));
        Policy policy = book.policies().latest();
        LocalDate from = LocalDate.of(2015, 6, 1);
        Limit.Scope mou = new Limit.UnderAgreement("dfe-ho-mou", "home-office");

        assertEquals("national-pupil-database", policy.name());
        assertEquals(3, policy.version());
        assertEquals(LocalDate.of(2016, 10, 7), policy.from());
        assertEquals("Memorandum 2.1 narrows what may be returned", policy.because());
        assertEquals(new Zone(ZoneId.of("Europe/London")), policy.zone());
        assertEquals(Duration.ofDays(1100), policy.lateness());
        assertEquals(
                Map.of(
                        "home-office",
                        new Body("home-office", "Home Office", "law-enforcement", "immigration", List.of(), 18_000L),
                        "daily-news",
                        new Body("daily-news", "The Daily News", "press", null, List.of(), null)),
                policy.bodies());
        assertEquals(
                Map.of(
                        "dfe-ho-mou",
                        new Agreement(
                                "dfe-ho-mou",
                                "DfE–Home Office memorandum",
                                "home-office",
                                "data-sharing@department.example",
                                from,
                                null,
                                null,
                                null,
                                LocalDate.of(2016, 12, 15),
                                null,
                                false,
                                Set.of(),
                                List.of("immigration-enforcement", "safeguarding"),
                                Categories.of(
                                        Category.NAME, Category.ADDRESS, Category.SCHOOL, Category.ATTENDANCE_DATE),
                                Map.of(
                                        "ho-children-month",
                                        new Limit(
                                                "ho-children-month",
                                                mou,
                                                Basis.CHILDREN,
                                                Calendar.MONTH,
                                                1500,
                                                List.of(50, 80, 95)),
                                        "ho-asked-month",
                                        new Limit(
                                                "ho-asked-month", mou, Basis.ASKED, Calendar.MONTH, 1500, List.of(80)),
                                        "ho-children-30-days",
                                        new Limit(
                                                "ho-children-30-days",
                                                mou,
                                                Basis.CHILDREN,
                                                new Rolling(30),
                                                1500,
                                                List.of()),
                                        "ho-batches-month",
                                        new Limit(
                                                "ho-batches-month",
                                                mou,
                                                Basis.REQUESTS,
                                                Calendar.MONTH,
                                                1,
                                                List.of())))),
                policy.agreements());
        assertEquals(
                Map.of(
                        "immigration-children-month",
                        new Limit(
                                "immigration-children-month",
                                new Limit.Totals(Set.of(), Set.of("immigration"), Set.of()),
                                Basis.CHILDREN,
                                Calendar.MONTH,
                                2000,
                                List.of())),
                policy.limits());
        assertEquals(
                Map.of(
                        "locates-a-child",
                        new FieldRule(
                                "locates-a-child",
                                Severity.HIGH,
                                Categories.of(Category.ADDRESS, Category.ATTENDANCE_DATE),
                                Categories.none(),
                                0,
                                Categories.none(),
                                0,
                                Set.of(),
                                false),
                        "name-with-reason",
                        new FieldRule(
                                "name-with-reason",
                                Severity.HIGH,
                                Categories.of(Category.NAME),
                                Categories.of(
                                        Category.PLACEMENT_REASON, Category.EXCLUSION_REASON, Category.CHILD_IN_NEED),
                                0,
                                Categories.none(),
                                0,
                                Set.of(),
                                false),
                        "names-to-press",
                        new FieldRule(
                                "names-to-press",
                                Severity.CRITICAL,
                                Categories.none(),
                                Categories.of(Category.NAME, Category.DATE_OF_BIRTH),
                                0,
                                Categories.none(),
                                0,
                                Set.of("press"),
                                false)),
                policy.fieldRules());
        assertEquals(
                Map.of("pq-48634", new Period("pq-48634", LocalDate.of(2012, 4, 1), LocalDate.of(2016, 10, 31))),
                policy.periods());
        assertEquals(
                List.of("NoveltyDetector[severity=WARNING, afterEvents=20, bits=0.0, profile=]"),
                book.rulesOf(policy).stream()
                        .filter(rule -> rule.name().equals("new-combination"))
                        .map(rule -> rule.detector().toString())
                        .toList());
    }

    @Test
    void fourKeysAreEnough() {
        Policy policy = RuleBook.read(
                        Yaml.documents("{ policy: npd, version: 1, from: 2016-01-01, zone: UTC }", "policy.json"))
                .policies()
                .latest();
        assertEquals(Policy.DEFAULT_LATENESS, policy.lateness());
        assertEquals(Map.of(), policy.bodies());
        assertEquals(Map.of(), policy.detectors());
        assertEquals(Catalogue.shipped().fields(), policy.catalogue().fields());
    }

    @Test
    void whatNamesLeaveOutIsTheirId() {
        Policy policy =
                RuleBook.read(Yaml.documents(RIGHT, "policy.yaml")).policies().latest();
        assertEquals("home-office", policy.nameOf("home-office"));
        assertEquals("agreement mou", policy.agreements().get("mou").name());
    }

    @Test
    void aPolicyExtendsTheCatalogue() {
        String yaml = RIGHT + "catalogue: { FavouriteColour: name, ShoeSize_AUT16: special-needs }\n";
        Policy policy =
                RuleBook.read(Yaml.documents(yaml, "policy.yaml")).policies().latest();
        assertEquals(Category.NAME, policy.catalogue().categoryOf("FavouriteColour_SPR17"));
        assertEquals(Category.SPECIAL_NEEDS, policy.catalogue().categoryOf("ShoeSize"));
    }

    @Test
    void anOrdinaryChangeIsNoProblem() {
        String second = RIGHT.replace("version: 1", "version: 2")
                .replace("from: 2016-01-01\nzone", "from: 2016-02-01\nzone")
                .replace("at-most: 5", "at-most: 6")
                .replace("from: 2015-06-01", "from: 2016-06-01")
                .replace("immigration }", "borders }")
                .replace("after-events: 3", "after-events: 4");
        assertEquals(List.of(), problems(RIGHT + "---\n" + second));
        assertEquals(
                2,
                RuleBook.read(Yaml.documents(RIGHT + "---\n" + second, "policy.yaml"))
                        .policies()
                        .latest()
                        .version());
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        String yaml = RIGHT.replace("version: 1", "version: one")
                .replace("Europe/London", "Europe/Londn")
                .replace("count: children", "count: pupils")
                .replace("at-most: 5 }", "at-most: -1 }")
                .replace("after-events: 3", "after-events: -3");
        assertEquals(
                List.of(
                        "Expected 'version' to be a positive whole number, but was one (version, policy.yaml line 2)",
                        "Expected 'zone' to be a time zone as Europe/London, but was 'Europe/Londn'"
                                + " (zone, policy.yaml line 4)",
                        "Expected 'count' to be one of requests, asked, answered, records, children, decided, refused, repeats,"
                                + " but was 'pupils' (agreements.mou.limits.m.count, policy.yaml line 10)",
                        "Expected 'at-most' to be a positive whole number, but was -1"
                                + " (agreements.mou.limits.m.at-most, policy.yaml line 10)",
                        "Expected 'after-events' to be 0 or more, but was -3 (detectors.n.after-events, policy.yaml line 14)"),
                problems(yaml));
    }

    @ParameterizedTest
    @MethodSource("brokenPolicies")
    void saysWhatWasExpectedWhatWasFoundAndWhere(String right, String wrong, String[] problems) {
        assertEquals(1, RIGHT.split(Pattern.quote(right), -1).length - 1, right);
        assertEquals(
                Arrays.stream(problems).collect(Collectors.joining("\n")),
                String.join("\n", problems(RIGHT.replace(right, wrong))));
    }

    private static String nameable() {
        return RuleBook.known().stream()
                .filter(detector -> !detector.always())
                .map(Detector::type)
                .collect(Collectors.joining(", "));
    }

    static Stream<Arguments> brokenPolicies() {
        return Stream.of(
                // The top
                broken(
                        "policy: npd",
                        "polcy: npd",
                        "Expected 'policy', but it is missing (policy, policy.yaml line 1)",
                        "Expected one of [agreements, because, bodies, catalogue, datasets, detectors, feeds, field-rules, from, lateness,"
                                + " limits, periods, policy, profiles, version, vocabulary, zone], but found 'polcy'"
                                + " (polcy, policy.yaml line 1)"),
                broken(
                        "policy: npd",
                        "policy: [npd]",
                        "Expected 'policy' to be a text, but was a list (policy, policy.yaml line 1)"),
                broken(
                        "policy: npd",
                        "policy:",
                        "Expected 'policy' to be a text, but was nothing (policy, policy.yaml line 1)"),
                broken(
                        "policy: npd",
                        "policy: npd\npolicy: npd",
                        "Expected 'policy' once, but it is also at line 1 (policy, policy.yaml line 2)"),
                broken(
                        "version: 1",
                        "version: 0",
                        "Expected 'version' to be a positive whole number, but was 0 (version, policy.yaml line 2)"),
                broken(
                        "version: 1",
                        "version: 1.0",
                        "Expected 'version' to be a positive whole number, but was 1.0 (version, policy.yaml line 2)"),
                broken(
                        "version: 1",
                        "version: 9999999999",
                        "Expected 'version' to be at most 2147483647, but was 9999999999 (version, policy.yaml line 2)"),
                broken(
                        "version: 1",
                        "because: of it",
                        "Expected 'version', but it is missing (version, policy.yaml line 1)"),
                broken(
                        "from: 2016-01-01\nzone",
                        "from: 2016-02-30\nzone",
                        "Expected 'from' to be a date as 2016-10-07, but was '2016-02-30' (from, policy.yaml line 3)"),
                broken(
                        "from: 2016-01-01\nzone",
                        "from: 01/01/2016\nzone",
                        "Expected 'from' to be a date as 2016-10-07, but was '01/01/2016' (from, policy.yaml line 3)"),
                broken(
                        "from: 2016-01-01\nzone",
                        "from: 20160-01-01\nzone",
                        "Expected 'from' to be a date as 2016-10-07, but was '20160-01-01' (from, policy.yaml line 3)"),
                broken(
                        "from: 2016-01-01\nzone",
                        "from: 2200-01-01\nzone",
                        "Expected 'from' to be a date as 2016-10-07, but was '2200-01-01' (from, policy.yaml line 3)"),
                broken(
                        "zone: Europe/London",
                        "zone: London",
                        "Expected 'zone' to be a time zone as Europe/London, but was 'London' (zone, policy.yaml line 4)"),
                broken(
                        "zone: Europe/London",
                        "because: of it",
                        "Expected 'zone', but it is missing (zone, policy.yaml line 1)"),
                broken(
                        "zone:",
                        "lateness: 3 weeks\nzone:",
                        "Expected 'lateness' to be days, as '1100 days', but was '3 weeks' (lateness, policy.yaml line 4)"),
                broken(
                        "zone:",
                        "lateness: 99999 days\nzone:",
                        "Expected 'lateness' to be days, as '1100 days', but was '99999 days' (lateness, policy.yaml line 4)"),
                broken(
                        "zone:",
                        "catalogue: { Colour: colour }\nzone:",
                        "Expected 'Colour' to belong to a known category, but was 'colour' (catalogue, policy.yaml line 4)"),
                broken(
                        "zone:",
                        "vocabulary: { purpose: [x] }\nzone:",
                        "Expected one of [channels, lawful-bases, legal-gateways, purposes], but found 'purpose' (vocabulary.purpose, policy.yaml line 4)"),

                // Bodies
                broken(
                        "{ home-office: {",
                        "{ home-office: { nmae: x,",
                        "Expected one of [declared-per-year, formerly, group, kind, name], but found 'nmae' (bodies.home-office.nmae, policy.yaml line 5)"),
                broken(
                        "{ home-office: {",
                        "{ jane doe: {}, home-office: {",
                        "Expected a body's id of the form [A-Za-z0-9][A-Za-z0-9._:/-]{0,63}, not like a pupil number, but was 'jane doe' (bodies.jane doe, policy.yaml line 5)"),
                broken(
                        "{ home-office: {",
                        "{ '1234567890': {}, home-office: {",
                        "Expected a body's id of the form [A-Za-z0-9][A-Za-z0-9._:/-]{0,63}, not like a pupil number, but was '1234567890' (bodies.1234567890, policy.yaml line 5)"),
                broken(
                        "{ home-office: {",
                        "{ home-office: {}, home-office: {",
                        "Expected 'home-office' once, but it is also at line 5 (bodies.home-office, policy.yaml line 5)"),
                broken(
                        "kind: law-enforcement",
                        "declared-per-year: -1",
                        "Expected 'declared-per-year' to be a whole number from 0 to 1000000000000, but was -1 (bodies.home-office.declared-per-year, policy.yaml line 5)"),

                // Agreements
                broken(
                        "    body: home-office",
                        "    body: home-ofice",
                        "Expected 'body' to be one of the policy's bodies, but was 'home-ofice' (agreements.mou.body, policy.yaml line 8)"),
                broken(
                        "    body: home-office",
                        "    owner: me",
                        "Expected 'body', but it is missing (agreements.mou.body, policy.yaml line 7)"),
                broken(
                        "from: 2015-06-01",
                        "from: soon",
                        "Expected 'from' to be a date as 2016-10-07, but was 'soon' (agreements.mou.from, policy.yaml line 9)"),
                broken(
                        "from: 2015-06-01",
                        "from: 2015-06-01\n    until: 2015-05-31",
                        "Expected 'until' not to be before 'from' 2015-06-01, but was 2015-05-31 (agreements.mou.until, policy.yaml line 10)"),
                broken(
                        "from: 2015-06-01",
                        "from: 2015-06-01\n    categories: name",
                        "Expected 'categories' to be a list, as [a, b], but was 'name' (agreements.mou.categories, policy.yaml line 10)"),
                broken(
                        "from: 2015-06-01",
                        "from: 2015-06-01\n    categories: [name, colour]",
                        "Expected 'categories' to list categories of the catalogue, but 'colour' is none (agreements.mou.categories, policy.yaml line 10)"),
                broken(
                        "from: 2015-06-01",
                        "from: 2015-06-01\n    purposes: [{ a: b }]",
                        "Expected 'purposes' to list texts, but it lists a mapping (agreements.mou.purposes, policy.yaml line 10)"),
                broken(
                        "from: 2015-06-01",
                        "from: 2015-06-01\n    limit: {}",
                        "Expected one of [body, categories, declared, from, limits, name, notified, owner, published, purposes, requires, suspended, until, withdrawn], but found 'limit' (agreements.mou.limit, policy.yaml line 10)"),
                broken(
                        "  mou:\n",
                        "  m o u:\n",
                        "Expected an agreement's id of the form [A-Za-z0-9][A-Za-z0-9._:/-]{0,63}, not like a pupil number, but was 'm o u' (agreements.m o u, policy.yaml line 7)"),

                // Limits
                broken(
                        "count: children, ",
                        "",
                        "Expected 'count', but it is missing (agreements.mou.limits.m.count, policy.yaml line 10)"),
                broken(
                        "count: children",
                        "count: extracts",
                        "Expected 'count' to be one of requests, asked, answered, records, children, decided, refused, repeats, but was 'extracts' (agreements.mou.limits.m.count, policy.yaml line 10)"),
                broken(
                        " per: month,",
                        "",
                        "Expected 'per', but it is missing (agreements.mou.limits.m.per, policy.yaml line 10)"),
                broken(
                        "per: month",
                        "per: fortnight",
                        "Expected 'per' to be day, month, quarter, year, academic-year, 1 to 731 days, agreement or a period, but was 'fortnight' (agreements.mou.limits.m.per, policy.yaml line 10)"),
                broken(
                        "per: 7 days",
                        "per: agreement",
                        "Expected 'per' to be day, month, quarter, year, academic-year, 1 to 731 days or a period, but was 'agreement' (limits.t.per, policy.yaml line 11)"),
                broken(
                        "per: 7 days",
                        "per: 0 days",
                        "Expected 'per' to be day, month, quarter, year, academic-year, 1 to 731 days or a period, but was '0 days' (limits.t.per, policy.yaml line 11)"),
                broken(
                        "per: 7 days",
                        "per: 732 days",
                        "Expected 'per' to be day, month, quarter, year, academic-year, 1 to 731 days or a period, but was '732 days' (limits.t.per, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 0,",
                        "Expected 'at-most' to be a positive whole number, but was 0 (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: many,",
                        "Expected 'at-most' to be a positive whole number, but was many (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 1_000_000_000_001,",
                        "Expected 'at-most' to be at most 1000000000000, but was 1_000_000_000_001 (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 50%,",
                        "Expected 'at-most' to be a number, '1% to 999% of declared' or '1% to 100% of dataset', but was '50%' (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 0% of declared,",
                        "Expected 'at-most' to be a number, '1% to 999% of declared' or '1% to 100% of dataset', but was '0% of declared' (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 1000% of declared,",
                        "Expected 'at-most' to be a number, '1% to 999% of declared' or '1% to 100% of dataset', but was '1000% of declared' (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 101% of dataset,",
                        "Expected 'at-most' to be a number, '1% to 999% of declared' or '1% to 100% of dataset', but was '101% of dataset' (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 10 % of declared,",
                        "Expected 'at-most' to be a number, '1% to 999% of declared' or '1% to 100% of dataset', but was '10 % of declared' (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 10% of asked,",
                        "Expected 'at-most' to be a number, '1% to 999% of declared' or '1% to 100% of dataset', but was '10% of asked' (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "per: 7 days, at-most: 5,",
                        "per: pq, at-most: 10% of declared,",
                        "Expected 'per' to be day, month, quarter, year, academic-year or days where 'at-most' is a share of what is declared, but was 'pq' (limits.t.per, policy.yaml line 11)"),
                broken(
                        "per: month, at-most: 5",
                        "per: agreement, at-most: 10% of declared",
                        "Expected 'per' to be day, month, quarter, year, academic-year or days where 'at-most' is a share of what is declared, but was 'agreement' (agreements.mou.limits.m.per, policy.yaml line 10)"),
                broken(
                        "bodies: [home-office] }, count: asked, per: 7 days, at-most: 5,",
                        "groups: [immigration] }, count: asked, per: 7 days, at-most: 10% of declared,",
                        "Expected 'for' to name bodies or kinds where 'at-most' is a share of what is declared, but it names groups [immigration] (limits.t.for, policy.yaml line 11)"),
                broken(
                        "count: asked, per: 7 days, at-most: 5,",
                        "count: repeats, per: 7 days, at-most: 5,",
                        "Expected 'per' to be month where 'count' is repeats, but was '7 days' (limits.t.per, policy.yaml line 11)"),
                broken(
                        "at-most: 5,",
                        "at-most: 5, in: 2,",
                        "Expected 'in' only where 'count' is repeats, but it is asked (limits.t.in, policy.yaml line 11)"),
                broken(
                        "count: asked, per: 7 days, at-most: 5,",
                        "count: repeats, per: month, in: 1, at-most: 5,",
                        "Expected 'in' to be a whole number from 2 to 12, but was 1 (limits.t.in, policy.yaml line 11)"),
                broken(
                        "count: asked, per: 7 days, at-most: 5,",
                        "count: repeats, per: month, in: 13, at-most: 5,",
                        "Expected 'in' to be at most 12, but was 13 (limits.t.in, policy.yaml line 11)"),
                broken(
                        "count: children, per: month, at-most: 5 } }\n",
                        "count: repeats, in: 3, per: month, at-most: 5 }, r: { count: repeats, per: month, at-most: 5 } }\n",
                        "Expected 'in' to be the same for all limits on repeats, 3 as in the first, but was 2 (agreements.mou.limits.r.in, policy.yaml line 10)"),
                broken(
                        "at-most: 5,",
                        "at-most: 5, each: child,",
                        "Expected 'each' to be operator, but was 'child' (limits.t.each, policy.yaml line 11)"),
                broken(
                        "count: asked, per: 7 days, at-most: 5,",
                        "count: decided, per: month, at-most: 5, each: operator,",
                        "Expected 'count' to be one of requests, asked, answered, records, children where 'each' is operator, but was 'decided' (limits.t.count, policy.yaml line 11)"),
                broken(
                        "count: asked, per: 7 days, at-most: 5,",
                        "count: refused, per: month, at-most: 5, each: operator,",
                        "Expected 'count' to be one of requests, asked, answered, records, children where 'each' is operator, but was 'refused' (limits.t.count, policy.yaml line 11)"),
                broken(
                        "bodies: [home-office] }, count: asked, per: 7 days, at-most: 5,",
                        "groups: [immigration] }, count: asked, per: 7 days, at-most: 5, each: operator,",
                        "Expected 'for' to name bodies or kinds where 'each' is operator, but it names groups [immigration] (limits.t.for, policy.yaml line 11)"),
                broken(
                        "count: asked, per: 7 days, at-most: 5, warn-at: [50%] } }\nfield-rules",
                        "count: asked, per: 7 days, at-most: 5% of dataset } }\ndatasets: { School Census: { population: 9 } }\nfield-rules",
                        "Expected 'count' to be children where 'at-most' is a share of a dataset, but was 'asked' (limits.t.count, policy.yaml line 11)"),
                broken(
                        "count: children, per: month, at-most: 5",
                        "count: children, per: month, at-most: 5% of dataset",
                        "Expected datasets with a population where 'at-most' is a share of one, but there are none (agreements.mou.limits.m.at-most, policy.yaml line 10)"),
                broken(
                        "per: month, at-most: 5",
                        "per: month, at-most: 5, running: 3",
                        "Expected 'running' and 'at' together, but 'at' is missing (agreements.mou.limits.m.running, policy.yaml line 10)"),
                broken(
                        "per: month, at-most: 5",
                        "per: month, at-most: 5, at: 90%",
                        "Expected 'running' and 'at' together, but 'running' is missing (agreements.mou.limits.m.at, policy.yaml line 10)"),
                broken(
                        "per: month, at-most: 5",
                        "per: month, at-most: 5, running: 1, at: 90%",
                        "Expected 'running' to be a whole number from 2 to 366, but was 1 (agreements.mou.limits.m.running, policy.yaml line 10)"),
                broken(
                        "per: month, at-most: 5",
                        "per: month, at-most: 5, running: 3, at: 101%",
                        "Expected 'at' to be 1% to 100%, but was '101%' (agreements.mou.limits.m.at, policy.yaml line 10)"),
                broken(
                        "per: month, at-most: 5",
                        "per: agreement, at-most: 5, running: 3, at: 90%",
                        "Expected 'per' to be one of day, month, quarter, year, academic-year where 'running' is given, but was 'agreement' (agreements.mou.limits.m.per, policy.yaml line 10)"),
                broken(
                        "per: month, at-most: 5",
                        "per: month, at-most: 5, running: 3, at: 90%, each: operator",
                        "Expected 'running' not to be given where 'each' is operator (agreements.mou.limits.m.running, policy.yaml line 10)"),
                broken(
                        "per: month, at-most: 5 } }\n",
                        "per: month, at-most: 5% of dataset, running: 3, at: 90% } }\ndatasets: { School Census: { population: 9 } }\n",
                        "Expected 'running' not to be given where 'at-most' is a share of a dataset (agreements.mou.limits.m.running, policy.yaml line 10)"),
                broken(
                        " at-most: 5,",
                        "",
                        "Expected 'at-most', but it is missing (limits.t.at-most, policy.yaml line 11)"),
                broken(
                        "[50%]",
                        "[0%]",
                        "Expected 'warn-at' to list 1% to 99%, but it lists '0%' (limits.t.warn-at, policy.yaml line 11)"),
                broken(
                        "[50%]",
                        "[100%]",
                        "Expected 'warn-at' to list 1% to 99%, but it lists '100%' (limits.t.warn-at, policy.yaml line 11)"),
                broken(
                        "[50%]",
                        "[50 %]",
                        "Expected 'warn-at' to list 1% to 99%, but it lists '50 %' (limits.t.warn-at, policy.yaml line 11)"),
                broken(
                        "[50%]",
                        "[50%, 50]",
                        "Expected 'warn-at' to list each share once, but '50' is there twice (limits.t.warn-at, policy.yaml line 11)"),
                broken(
                        "[50%]",
                        "[1%, 2%, 3%, 4%, 5%, 6%, 7%, 8%, 9%, 10%, 11%, 12%]",
                        "Expected 'warn-at' to list at most 11 shares, but it lists 12 (limits.t.warn-at, policy.yaml line 11)"),
                broken(
                        "[50%]",
                        "50%",
                        "Expected 'warn-at' to be a list, as [a, b], but was '50%' (limits.t.warn-at, policy.yaml line 11)"),
                broken(
                        "for: { bodies: [home-office] }, ",
                        "",
                        "Expected 'for', but it is missing (limits.t.for, policy.yaml line 11)"),
                broken(
                        "for: { bodies: [home-office] }",
                        "for: {}",
                        "Expected 'for' to name bodies, groups or kinds, but it names none (limits.t.for, policy.yaml line 11)"),
                broken(
                        "for: { bodies: [home-office] }",
                        "for: home-office",
                        "Expected a mapping, but was 'home-office' (limits.t.for, policy.yaml line 11)"),
                broken(
                        "for: { bodies: [home-office] }",
                        "for: { bodies: [dept] }",
                        "Expected 'bodies' to list some of [home-office], but it lists 'dept' (limits.t.for.bodies, policy.yaml line 11)"),
                broken(
                        "for: { bodies: [home-office] }",
                        "for: { groups: [media] }",
                        "Expected 'groups' to list some of [immigration], but it lists 'media' (limits.t.for.groups, policy.yaml line 11)"),
                broken(
                        "for: { bodies: [home-office] }",
                        "for: { kinds: [press] }",
                        "Expected 'kinds' to list some of [law-enforcement], but it lists 'press' (limits.t.for.kinds, policy.yaml line 11)"),
                broken(
                        "{ m: { count",
                        "{ m: { for: { bodies: [home-office] }, count",
                        "Expected one of [at, at-most, count, each, in, per, running, warn-at], but found 'for' (agreements.mou.limits.m.for, policy.yaml line 10)"),
                broken(
                        "limits: { t:",
                        "limits: { m:",
                        "Expected limits with different names, but 'm' is also at line 10 (limits.m, policy.yaml line 11)"),

                // Rules, periods, detectors
                broken(
                        "severity: high, ",
                        "",
                        "Expected 'severity', but it is missing (field-rules.f.severity, policy.yaml line 12)"),
                broken(
                        "severity: high",
                        "severity: HIGH",
                        "Expected 'severity' to be info, warning, high or critical, but was 'HIGH' (field-rules.f.severity, policy.yaml line 12)"),
                broken(
                        ", all-of: [name]",
                        "",
                        "Expected 'all-of', 'any-of' or 'at-least' with categories, but there is none (field-rules.f, policy.yaml line 12)"),
                broken(
                        "all-of: [name]",
                        "all-of: [name], of: [address]",
                        "Expected 'at-least' beside 'of', but there is none (field-rules.f.of, policy.yaml line 12)"),
                broken(
                        "all-of: [name]",
                        "at-least: 2",
                        "Expected categories in 'of' beside 'at-least', but it is missing (field-rules.f.of, policy.yaml line 12)"),
                broken(
                        "all-of: [name]",
                        "at-least: 3, of: [name, address]",
                        "Expected 'at-least' to be at most 2, but was 3 (field-rules.f.at-least, policy.yaml line 12)"),
                broken(
                        "all-of: [name]",
                        "at-least: 0, of: [name, address]",
                        "Expected 'at-least' to be a positive whole number, but was 0 (field-rules.f.at-least, policy.yaml line 12)"),
                broken(
                        "all-of: [name]",
                        "at-least: 101%, of: dataset",
                        "Expected 'at-least' to be 1% to 100%, but was '101%' (field-rules.f.at-least, policy.yaml line 12)"),
                broken(
                        "all-of: [name]",
                        "at-least: 90%, of: census",
                        "Expected 'of: dataset' beside a share in 'at-least' (field-rules.f.of, policy.yaml line 12)"),
                broken(
                        "all-of: [name]",
                        "all-of: [name], declared: anonymous",
                        "Expected 'declared' to be de-identified, but was 'anonymous' (field-rules.f.declared, policy.yaml line 12)"),
                broken(
                        "all-of: [name]",
                        "all-of: [name], released-to: [press]",
                        "Expected 'released-to' to list some of [law-enforcement], but it lists 'press' (field-rules.f.released-to, policy.yaml line 12)"),
                broken(
                        "to: 2016-01-31",
                        "to: 2015-12-31",
                        "Expected 'to' not to be before 'from' 2016-01-01, but was 2015-12-31 (periods.pq.to, policy.yaml line 13)"),
                broken(", to: 2016-01-31", "", "Expected 'to', but it is missing (periods.pq.to, policy.yaml line 13)"),
                broken(
                        "{ pq:",
                        "{ month:",
                        "Expected a period's name unlike those of other windows, but was 'month' (periods.month, policy.yaml line 13)"),
                broken(
                        "{ pq:",
                        "{ 2016-03:",
                        "Expected a period's name unlike those of other windows, but was '2016-03' (periods.2016-03, policy.yaml line 13)"),
                broken(
                        "type: novelty",
                        "type: limit",
                        "Expected 'type' to be one of " + nameable()
                                + ", but was 'limit' (detectors.n.type, policy.yaml line 14)"),
                broken(
                        "type: novelty, ",
                        "",
                        "Expected 'type', but it is missing (detectors.n.type, policy.yaml line 14)"),
                broken(
                        "after-events",
                        "after",
                        "Expected one of the settings severity, after-events, bits, profile of 'novelty', but found 'after' (detectors.n.after, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "after-events: three",
                        "Expected 'after-events' to be a whole number, but was 'three' (detectors.n.after-events, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "after-events: [3]",
                        "Expected 'after-events' to be one value, but was a list (detectors.n.after-events, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "bits: 21",
                        "Expected 'bits' to be 0 to 20, but was 21.0 (detectors.n.bits, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "profile: police",
                        "Expected 'bits' above 0 beside a profile, but was 0 (detectors.n.bits, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "bits: 6, profile: police",
                        "Expected 'profile' to be one of the policy's profiles [], but was 'police' (detectors.n.profile, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "for: {}",
                        "Expected 'for' to name bodies, groups or kinds, but it names none (detectors.n.for, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "for: { bodies: [home-ofice] }",
                        "Expected 'bodies' to list some of [home-office], but it lists 'home-ofice' (detectors.n.for.bodies, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "for: { kinds: [law-enforcement], panels: [dmap] }",
                        "Expected one of [bodies, groups, kinds], but found 'panels' (detectors.n.for.panels, policy.yaml line 14)"),
                broken(
                        "after-events: 3",
                        "severity: loud",
                        "Expected 'severity' to be one of info, warning, high, critical, but was 'loud' (detectors.n.severity, policy.yaml line 14)"));
    }

    @ParameterizedTest
    @MethodSource("brokenSecondVersions")
    void aVersionMustFitThoseBefore(String right, String wrong, String[] problems) {
        String second =
                RIGHT.replace("version: 1", "version: 2").replace("from: 2016-01-01\nzone", "from: 2016-02-01\nzone");
        assertEquals(
                Arrays.stream(problems).collect(Collectors.joining("\n")),
                String.join("\n", problems(RIGHT + "---\n" + second.replace(right, wrong))));
    }

    static Stream<Arguments> brokenSecondVersions() {
        return Stream.of(
                broken(
                        "policy: npd",
                        "policy: other",
                        "Expected 'policy' to be the same in all versions, 'npd', but was 'other' (policy, policy.yaml line 16)"),
                broken(
                        "version: 2",
                        "version: 1",
                        "Expected 'version' to be greater than 1, but was 1 (version, policy.yaml line 17)"),
                broken(
                        "from: 2016-02-01",
                        "from: 2016-01-01",
                        "Expected 'from' to be after that of version 1, 2016-01-01, but was 2016-01-01 (from, policy.yaml line 18)"),
                broken(
                        "Europe/London",
                        "UTC",
                        "Expected 'zone' to be the same in all versions, 'Europe/London', but was 'UTC' (zone, policy.yaml line 19)"),
                broken(
                        "per: month",
                        "per: day",
                        "Expected a limit that changes what it judges to have a new name, but 'm' is on children per month in version 1 and on children per day now (agreements.mou.limits.m, policy.yaml line 25)"),
                broken(
                        "count: asked",
                        "count: records",
                        "Expected a limit that changes what it judges to have a new name, but 't' is on asked per 7 days in version 1 and on records per 7 days now (limits.t, policy.yaml line 26)"),
                broken(
                        "count: asked, per: 7 days, at-most: 5,",
                        "count: asked, per: 7 days, at-most: 5, each: operator,",
                        "Expected a limit that changes what it judges to have a new name, but 't' is on asked per 7 days in version 1 and on asked per 7 days of each operator now (limits.t, policy.yaml line 26)"),
                broken(
                        "per: month, at-most: 5 } }\nlimits",
                        "per: month, at-most: 5% of dataset } }\ndatasets: { School Census: { population: 9 } }\nlimits",
                        "Expected a limit that changes what it judges to have a new name, but 'm' is on children per month in version 1 and on children per month of each dataset now (agreements.mou.limits.m, policy.yaml line 25)"),
                broken(
                        "per: month, at-most: 5",
                        "per: month, at-most: 5, running: 3, at: 90%",
                        "Expected a limit that changes what it judges to have a new name, but 'm' is on children per month in version 1 and on children per month running 3 now (agreements.mou.limits.m, policy.yaml line 25)"),
                broken(
                        "to: 2016-01-31",
                        "to: 2016-02-01",
                        "Expected a changed period to have a new name, but 'pq' is 2016-01-01 to 2016-01-31 in version 1 (periods.pq, policy.yaml line 28)"));
    }

    @Test
    void aTextThatIsNoPolicyIsRefused() {
        assertEquals(List.of("Expected a policy, but there is nothing (policy line 1)"), problems("# nothing\n"));
        assertEquals(
                "Expected a mapping, but was a list (policy.yaml line 1)",
                problems("[a]").get(0));
    }

    private static Arguments broken(String right, String wrong, String... problems) {
        return Arguments.of(right, wrong, problems);
    }

    private static List<String> problems(String yaml) {
        List<String> problems = new ArrayList<>();
        try {
            RuleBook.read(Yaml.documents(yaml, "policy.yaml"));
        } catch (PolicyException e) {
            e.problems().forEach(problem -> problems.add(problem.toString()));
        }
        return problems;
    }
}
