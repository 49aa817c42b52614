package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.Yaml;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy may say of bodies, agreements, datasets, feeds and profiles besides limits. */
class PolicyKeysTest {
    private static final String RIGHT = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              trustopia: { kind: training-provider, formerly: [edududes], declared-per-year: 500 }
              edududes:  { kind: training-provider }
              council:   { kind: local-government, group: county }
            agreements:
              dsa:
                body: trustopia
                from: 2015-06-01
                withdrawn: 2020-01-15
                published: 2016-12-15
                notified: no
                declared: de-identified
                requires: [case-reference, destruction-date]
                purposes: [enrolment]
            datasets:
              School Census:
                collected-for: [education-funding, statistics]
                population: 8_000_000
                released: 2006-02-01
                appears: { autumn: January, spring: june }
              Lunches: {}
            feeds:
              casework: { every: 35 days, from: 2016-02-01 }
              portal: { every: 1 days }
            profiles:
              local-government: { extracts: 412, pairs: { address+name: 300, school+name: 0 } }
              empty: { extracts: 1 }
            field-rules:
              three:  { severity: high, at-least: 3, of: [age, sex, school, area], declared: de-identified }
              most:   { severity: warning, at-least: 90%, of: dataset }
            vocabulary: { purposes: [research], legal-gateways: [section-537a], lawful-bases: [public-task], channels: [sftp] }
            """;

    @Test
    void readsEveryKey() {
        Policy policy =
                RuleBook.read(Yaml.documents(RIGHT, "policy.yaml")).policies().latest();

        assertEquals(
                new Body("trustopia", "trustopia", "training-provider", "trustopia", List.of("edududes"), 500L),
                policy.bodies().get("trustopia"));
        Agreement dsa = policy.agreements().get("dsa");
        assertEquals(LocalDate.of(2020, 1, 15), dsa.withdrawn());
        assertEquals(LocalDate.of(2016, 12, 15), dsa.published());
        assertEquals(Agreement.NEVER, dsa.notified());
        assertEquals(true, dsa.deIdentified());
        assertEquals(Set.of(Requirement.CASE_REFERENCE, Requirement.DESTRUCTION_DATE), dsa.requires());
        assertEquals(
                Map.of(
                        "School Census",
                        new Dataset(
                                "School Census",
                                Set.of("education-funding", "statistics"),
                                8_000_000L,
                                LocalDate.of(2006, 2, 1),
                                Map.of(Term.AUTUMN, Month.JANUARY, Term.SPRING, Month.JUNE)),
                        "Lunches",
                        new Dataset("Lunches", Set.of(), null, null, Map.of())),
                policy.datasets());
        assertEquals(
                Map.of(
                        "casework",
                        new ExpectedFeed("casework", 35, LocalDate.of(2016, 2, 1)),
                        "portal",
                        new ExpectedFeed("portal", 1, LocalDate.of(2016, 1, 1))),
                policy.feeds());
        assertEquals(
                Map.of(
                        "local-government",
                        new Profile(
                                "local-government",
                                412,
                                Map.of(
                                        Categories.of(Category.ADDRESS, Category.NAME),
                                        300L,
                                        Categories.of(Category.NAME, Category.SCHOOL),
                                        0L)),
                        "empty",
                        new Profile("empty", 1, Map.of())),
                policy.profiles());
        assertEquals(
                Map.of(
                        "three",
                        new FieldRule(
                                "three",
                                Severity.HIGH,
                                Categories.none(),
                                Categories.none(),
                                3,
                                Categories.of(Category.AGE, Category.SEX, Category.SCHOOL, Category.AREA),
                                0,
                                Set.of(),
                                true),
                        "most",
                        new FieldRule(
                                "most",
                                Severity.WARNING,
                                Categories.none(),
                                Categories.none(),
                                0,
                                Categories.none(),
                                90,
                                Set.of(),
                                false)),
                policy.fieldRules());
        assertEquals(
                new Vocabulary(
                        Set.of("education-funding", "enrolment", "research", "statistics"),
                        Set.of("section-537a"),
                        Set.of("public-task"),
                        Set.of("sftp")),
                policy.vocabulary());
    }

    @Test
    void whatAnAgreementDoesNotSayIsNotKnown() {
        String yaml = RIGHT.replaceAll("(?m)^    (withdrawn|published|notified|declared|requires):.*\n", "");
        Agreement dsa = RuleBook.read(Yaml.documents(yaml, "policy.yaml"))
                .policies()
                .latest()
                .agreements()
                .get("dsa");

        assertEquals(null, dsa.withdrawn());
        assertEquals(null, dsa.published());
        assertEquals(null, dsa.notified());
        assertEquals(false, dsa.deIdentified());
        assertEquals(Set.of(), dsa.requires());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // its own group, that of its former name, or one named after it
                "a: { formerly: [b] }             , b: {}                              | a=a b=a",
                "a: { formerly: [b], group: g }   , b: {}                              | a=g b=g",
                "a: { formerly: [b] }             , b: { group: g }                    | a=g b=g",
                "a: { formerly: [b], group: g }   , b: { group: g }                    | a=g b=g",
                "a: { formerly: [b] }             , b: { formerly: [c] }, c: {}        | a=a b=a c=a",
                "b: { formerly: [c] }             , a: { formerly: [b] }, c: {}        | a=b b=b c=b",
                "a: { formerly: [] }              , b: {}                              | a=null b=null"
            })
    void aBodyAndItsFormerNamesAreOneGroup(String bodies, String groups) {
        String yaml = "policy: p\nversion: 1\nfrom: 2016-01-01\nzone: UTC\nbodies: { " + bodies + " }\n";
        List<String> found = new ArrayList<>();
        RuleBook.read(Yaml.documents(yaml, "policy.yaml")).policies().latest().bodies().values().stream()
                .map(body -> body.id() + "=" + body.group())
                .sorted()
                .forEach(found::add);
        assertEquals(groups, String.join(" ", found));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[edududes] | [edududes, edududes] | Expected 'formerly' to list other bodies of the policy, each once, but it lists 'edududes' (bodies.trustopia.formerly, policy.yaml line 6)",
                "[edududes] | [trustopia] | Expected 'formerly' to list other bodies of the policy, each once, but it lists 'trustopia' (bodies.trustopia.formerly, policy.yaml line 6)",
                "[edududes], declared-per-year: 500 | [edududes, council], group: trust | Expected a body and its former names to be of one group, but they are of [county, trust] (bodies.trustopia.formerly, policy.yaml line 6)",
                "declared-per-year: 500 | declared-per-year: -1 | Expected 'declared-per-year' to be a whole number from 0 to 1000000000000, but was -1 (bodies.trustopia.declared-per-year, policy.yaml line 6)",
                "withdrawn: 2020-01-15 | withdrawn: no | Expected 'withdrawn' to be a date as 2016-10-07, but was 'no' (agreements.dsa.withdrawn, policy.yaml line 13)",
                "published: 2016-12-15 | published: soon | Expected 'published' to be a date as 2016-10-07, or no, but was 'soon' (agreements.dsa.published, policy.yaml line 14)",
                "published: 2016-12-15 | published: [no] | Expected 'published' to be a text, but was a list (agreements.dsa.published, policy.yaml line 14)",
                "notified: no | notified: never | Expected 'notified' to be a date as 2016-10-07, or no, but was 'never' (agreements.dsa.notified, policy.yaml line 15)",
                "declared: de-identified¶ | declared: anonymous¶ | Expected 'declared' to be de-identified, but was 'anonymous' (agreements.dsa.declared, policy.yaml line 16)",
                "case-reference, | case_reference, | Expected 'requires' to list some of [case-reference, legal-gateway, lawful-basis, purpose, operator, recipient, panel-approval, destruction-date], but it lists 'case_reference' (agreements.dsa.requires, policy.yaml line 17)",
                "8_000_000 | 0 | Expected 'population' to be a positive whole number, but was 0 (datasets.School Census.population, policy.yaml line 22)",
                "released: 2006-02-01 | released: no | Expected 'released' to be a date as 2016-10-07, but was 'no' (datasets.School Census.released, policy.yaml line 23)",
                "autumn: January | autumn: Jan | Expected 'appears' to give spring, summer or autumn a month, as 'autumn: January', but was 'autumn: Jan' (datasets.School Census.appears, policy.yaml line 24)",
                "autumn: January | winter: January | Expected 'appears' to give spring, summer or autumn a month, as 'autumn: January', but was 'winter: January' (datasets.School Census.appears, policy.yaml line 24)",
                "Lunches: {} | School_census: {} | Expected datasets with different names, but 'School_census' spells 'School Census' too (datasets.School_census, policy.yaml line 25)",
                "Lunches: {} | Lunches: { children: 7 } | Expected one of [appears, collected-for, population, released], but found 'children' (datasets.Lunches.children, policy.yaml line 25)",
                "every: 35 days | every: 0 days | Expected 'every' to be 1 to 3660 days, as '35 days', but was '0 days' (feeds.casework.every, policy.yaml line 27)",
                "every: 35 days | every: monthly | Expected 'every' to be 1 to 3660 days, as '35 days', but was 'monthly' (feeds.casework.every, policy.yaml line 27)",
                "every: 35 days, | \"\" | Expected 'every', but it is missing (feeds.casework.every, policy.yaml line 27)",
                "casework: | case work: | Expected a feed's id of the form [A-Za-z0-9][A-Za-z0-9._:/-]{0,63}, not like a pupil number, but was 'case work' (feeds.case work, policy.yaml line 27)",
                "extracts: 412, | \"\" | Expected 'extracts', but it is missing (profiles.local-government.extracts, policy.yaml line 30)",
                "address+name: 300 | address+nme: 300 | Expected two categories, as 'address+name', but was 'address+nme' (profiles.local-government.pairs.address+nme, policy.yaml line 30)",
                "address+name: 300 | address+name+age: 300 | Expected two categories, as 'address+name', but was 'address+name+age' (profiles.local-government.pairs.address+name+age, policy.yaml line 30)",
                "address+name: 300 | address+name: 413 | Expected 'address+name' to be at most 412, but was 413 (profiles.local-government.pairs.address+name, policy.yaml line 30)",
                "address+name: 300 | name+school: 300 | Expected each pair once, but 'school+name' is there twice (profiles.local-government.pairs.school+name, policy.yaml line 30)",
                "legal-gateways: | gateways: | Expected one of [channels, lawful-bases, legal-gateways, purposes], but found 'gateways' (vocabulary.gateways, policy.yaml line 35)"
            })
    void saysWhatWasExpectedWhatWasFoundAndWhere(String right, String wrong, String problem) {
        String found = right.replace("¶", "\n");
        assertEquals(1, RIGHT.split(Pattern.quote(found), -1).length - 1, right);
        assertEquals(problem, String.join("\n", problems(RIGHT.replace(found, wrong.replace("¶", "\n")))));
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
