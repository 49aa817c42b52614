package dev.rollcall.policy.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policy;
import dev.rollcall.wire.Yaml;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {
    private static final String BEFORE = """
            policy: npd
            version: 1
            from: 2015-06-01
            zone: Europe/London
            lateness: 1100 days
            bodies:
              home-office: { name: Home Office, kind: law-enforcement, group: immigration, declared-per-year: 18000 }
              border:      { name: Border Force, kind: law-enforcement, group: immigration }
              daily-news:  { name: The Daily News, kind: press }
            agreements:
              mou:
                name: Memorandum
                body: home-office
                owner: a@department.example
                from: 2015-06-01
                until: 2019-06-01
                published: 2016-12-15
                purposes: [safeguarding]
                requires: [destruction-date]
                categories: [name, school]
                limits:
                  ho-children-month: { count: children, per: month, at-most: 1500, warn-at: [50%, 80%] }
            limits:
              immigration-month: { for: { groups: [immigration] }, count: children, per: month, at-most: 2000 }
              police-month: { for: { kinds: [law-enforcement] }, count: children, per: month, at-most: 2500 }
              share-month: { for: { bodies: [home-office] }, count: asked, per: month, at-most: 100% of declared }
            field-rules:
              locates: { severity: high, all-of: [address, attendance-date] }
              to-press: { severity: critical, any-of: [name], released-to: [press] }
            periods:
              asked-for: { from: 2016-01-01, to: 2016-12-31 }
            detectors:
              new-combination: { type: novelty, severity: warning, after-events: 20 }
            vocabulary: { purposes: [journalism] }
            datasets:
              School Census: { collected-for: [education] }
            feeds:
              register: { every: 7 days, from: 2016-01-01 }
            """;

    private static List<String> changes(String... replacements) {
        String after = BEFORE;
        for (int i = 0; i < replacements.length; i += 2) {
            assertEquals(true, after.contains(replacements[i]), replacements[i]);
            after = after.replace(replacements[i], replacements[i + 1]);
        }
        return PolicyDiff.between(policy(BEFORE), document(BEFORE), policy(after), document(after)).stream()
                .map(change -> change.effect().text() + ": " + change.what())
                .toList();
    }

    private static Node document(String yaml) {
        return Yaml.versions(yaml, "policy.yaml").get(0);
    }

    private static Policy policy(String yaml) {
        return RuleBook.read(Yaml.versions(yaml, "policy.yaml")).policies().latest();
    }

    private static void says(String expected, String... replacements) {
        assertEquals(List.of(expected), changes(replacements));
    }

    @Test
    void nothingChangesWhereOnlyTheVersionAndItsDayDo() {
        assertEquals(
                List.of(), changes("version: 1", "version: 2", "from: 2015-06-01\nzone", "from: 2016-06-01\nzone"));
    }

    @Test
    void saysHowManyBodiesALimitAffects() {
        says(
                "tightens: ho-children-month: at most 1,500 becomes 1,200; 1 body affected",
                "at-most: 1500",
                "at-most: 1200");
        says("loosens: police-month: at most 2,500 becomes 3,000; 2 bodies affected", "at-most: 2500", "at-most: 3000");
        says(
                "tightens: immigration-month: at most 2,000 becomes 1,900; 1 group affected",
                "at-most: 2000",
                "at-most: 1900");
        says(
                "loosens: share-month: at most 100% of declared becomes 110% of declared; 1 body affected",
                "100% of declared", "110% of declared");
        says(
                "either way: share-month: at most 100% of declared becomes at most 90; 1 body affected",
                "100% of declared", "90");
    }

    @Test
    void comparesAllThatALimitSays() {
        says("loosens: ho-children-month: warning at 50% removed", "[50%, 80%]", "[80%]");
        says("tightens: ho-children-month: warning at 95% added", "[50%, 80%]", "[50%, 80%, 95%]");
        says(
                "either way: police-month: counts records instead of children; 2 bodies affected",
                "count: children, per: month, at-most: 2500",
                "count: records, per: month, at-most: 2500");
        says(
                "either way: police-month: per quarter instead of per month; 2 bodies affected",
                "per: month, at-most: 2500",
                "per: quarter, at-most: 2500");
        says(
                "tightens: immigration-month: for bodies border added",
                "{ groups: [immigration] }",
                "{ groups: [immigration], bodies: [border] }");
        assertEquals(
                List.of(
                        "loosens: ho-children-month: removed, was at most 1,500 children per month; 1 body affected",
                        "either way: immigration-month: under mou of home-office instead of no agreement, in total for groups immigration"),
                changes(
                        "      ho-children-month: { count: children, per: month, at-most: 1500, warn-at: [50%, 80%] }",
                        "      immigration-month: { count: children, per: month, at-most: 2000 }",
                        "  immigration-month: { for: { groups: [immigration] }, count: children, per: month, at-most: 2000 }\n",
                        ""));
        assertEquals(
                List.of(
                        "loosens: police-month: removed, was at most 2,500 children per month; 2 bodies affected",
                        "tightens: police-weekly: added, at most 2,500 children per month; 2 bodies affected"),
                changes("police-month:", "police-weekly:"));
    }

    @Test
    void comparesAllThatAnAgreementSays() {
        says("loosens: mou: until 2019-06-01 becomes 2020-06-01", "until: 2019-06-01", "until: 2020-06-01");
        says("loosens: mou: until 2019-06-01 becomes nothing", "    until: 2019-06-01\n", "");
        says(
                "tightens: mou: suspended nothing becomes 2018-01-01",
                "published: 2016-12-15",
                "published: 2016-12-15\n    suspended: 2018-01-01");
        says("tightens: mou: published 2016-12-15 becomes no", "published: 2016-12-15", "published: no");
        says("tightens: mou: category school removed", "[name, school]", "[name]");
        says("loosens: mou: category address added", "[name, school]", "[name, school, address]");
        says("loosens: mou: requirement destruction-date removed", "    requires: [destruction-date]\n", "");
        says("words only: mou: owner a@department.example becomes b@department.example", "a@dep", "b@dep");
        says("loosens: mou: categories name, school becomes nothing", "    categories: [name, school]\n", "");
        assertEquals(
                List.of("loosens: mou: purpose journalism added"),
                changes("purposes: [safeguarding]", "purposes: [safeguarding, journalism]"));
    }

    @Test
    void whoeverLeavesWhatLooksAtThemLoosens() {
        says("loosens: home-office: declared per year 18,000 becomes nothing", ", declared-per-year: 18000", "");
        says(
                "either way: daily-news: declared per year nothing becomes 10",
                "name: The Daily News,",
                "name: The Daily News, declared-per-year: 10,");
        says(
                "loosens: border: kind law-enforcement becomes agency",
                "Border Force, kind: law-enforcement",
                "Border Force, kind: agency");
        assertEquals(
                List.of("loosens: daily-news: kind press becomes agency", "loosens: weekly: added, a body, The Weekly"),
                changes(
                        "Daily News, kind: press }",
                        "Daily News, kind: agency }\n  weekly: { name: The Weekly, kind: press }"));
        says(
                "loosens: border: removed, was a body, Border Force",
                "  border:      { name: Border Force, kind: law-enforcement, group: immigration }\n",
                "");
        assertEquals(
                List.of(
                        "loosens: daily-news: removed, was a body, The Daily News",
                        "loosens: weekly: added, a body, The Weekly"),
                changes("daily-news:  { name: The Daily News", "weekly: { name: The Weekly"));
    }

    @Test
    void anotherBeginningOfAnAgreementForgetsWhatItsLifeCounted() {
        assertEquals(
                List.of("tightens: mou: from 2015-06-01 becomes 2015-07-01"),
                changes("    from: 2015-06-01\n    until", "    from: 2015-07-01\n    until"));
        String life = BEFORE.replace(
                "ho-children-month: { count: children, per: month", "ho-life: { count: children, per: agreement");
        for (String day : List.of("2015-05-01", "2015-07-01")) {
            String after = life.replace("    from: 2015-06-01\n    until", "    from: " + day + "\n    until");
            PolicyChange change = PolicyDiff.between(policy(life), document(life), policy(after), document(after))
                    .get(0);
            assertEquals(new PolicyChange("mou: from 2015-06-01 becomes " + day, Effect.LOOSENS), change);
        }
    }

    @Test
    void onlyWhatTightensAndWordsNeedNoReason() {
        assertEquals(
                List.of(Effect.LOOSENS, Effect.EITHER),
                Stream.of(Effect.values()).filter(Effect::mayLoosen).toList());
    }

    @Test
    void comparesBodiesRulesDetectorsAndTheRest() {
        says("loosens: home-office: declared per year 18,000 becomes 20,000", "18000", "20000");
        says(
                "loosens: border: group immigration becomes customs",
                "Border Force, kind: law-enforcement, group: immigration",
                "Border Force, kind: law-enforcement, group: customs");
        says("words only: border: name Border Force becomes The Border Force", "name: Border", "name: The Border");
        says("loosens: to-press: severity critical becomes high", "critical", "high");
        says("loosens: locates: all of name added", "[address, attendance-date]", "[address, attendance-date, name]");
        says("tightens: to-press: any of address added", "any-of: [name]", "any-of: [name, address]");
        says("tightens: to-press: released to press becomes any", ", released-to: [press]", "");
        says(
                "loosens: locates: removed, was a field rule of severity high",
                "  locates: { severity: high, all-of: [address, attendance-date] }\n",
                "");
        says("either way: new-combination: after-events 20 becomes 40", "after-events: 20", "after-events: 40");
        says("tightens: new-combination: severity warning becomes high", "severity: warning", "severity: high");
        says(
                "words only: asked-more: added, a period from 2016-01-01 to 2016-12-31",
                "  asked-for:",
                "  asked-more: { from: 2016-01-01, to: 2016-12-31 }\n  asked-for:");
        says("loosens: register: days between events 7 becomes 14", "every: 7 days", "every: 14 days");
        says("either way: policy: lateness 1100 days becomes 900 days", "1100 days", "900 days");
        says("either way: vocabulary: purpose journalism removed", "vocabulary: { purposes: [journalism] }\n", "");
        says(
                "either way: catalogue: field Shoe_Size (school) added",
                "feeds:\n",
                "catalogue: { Shoe_Size: school }\nfeeds:\n");
    }
}
