package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.count.Memory;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import dev.rollcall.policy.Policy;
import dev.rollcall.wire.Yaml;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Entity BODY = Entity.body("home-office");
    private static final RuleBook BOOK = RuleBook.read(Yaml.documents("""
            policy: npd
            version: 1
            from: 2015-01-01
            zone: Europe/London
            bodies:
              home-office: { name: Home Office, group: immigration }
              dwp: { name: Department for Work and Pensions, declared-per-year: 18000 }
            datasets:
              School Census: { population: 8000000 }
            agreements:
              mou:
                name: DfE–Home Office memorandum
                body: home-office
                from: 2015-06-01
                published: 2016-12-15
                notified: no
                limits:
                  m: { count: children, per: month, at-most: 1500 }
                  d: { count: children, per: 30 days, at-most: 1500 }
                  q: { count: children, per: quarter, at-most: 1500 }
                  y: { count: children, per: academic-year, at-most: 1500 }
                  a: { count: children, per: day, at-most: 1500 }
              dsa:
                name: Data sharing agreement 2.1
                body: dwp
                from: 2015-06-01
                limits:
                  s: { count: children, per: 30 days, at-most: 10% of declared }
                  o: { count: children, per: 30 days, at-most: 5% of dataset, each: operator }
                  r: { count: children, per: academic-year, at-most: 10% of declared, running: 2, at: 90% }
                  t: { count: repeats, per: month, in: 12, at-most: 3 }
              plain: { body: home-office, from: 2015-06-01 }
            limits:
              g: { for: { groups: [immigration] }, count: children, per: month, at-most: 2000 }
              h: { for: { bodies: [home-office] }, count: children, per: quarter, at-most: 2000 }
            periods:
              pq-48634: { from: 2012-04-01, to: 2016-10-31 }
            field-rules:
              whole-dataset: { severity: high, at-least: 90%, of: dataset }
              half-with-names: { severity: high, all-of: [name], at-least: 50%, of: dataset }
            profiles:
              law-enforcement: { extracts: 1200, pairs: { address+name: 3 } }
            detectors:
              new-combination: { type: novelty }
              unusual-pair: { type: novelty, bits: 6 }
              unusual-for-its-kind: { type: novelty, bits: 6, profile: law-enforcement }
            """, "policy.yaml"));

    @Test
    void saysWhoDidWhatInWhichWindowAndWhatIsAllowed() {
        assertSaid(
                "Home Office received the records of 1,501 different children in March 2016; its memorandum allows 1,500.",
                limit("mou", "2016-03", "100", Basis.CHILDREN, 1501));
        assertSaid(
                "Home Office received the records of 1,200 different children in March 2016; its memorandum allows"
                        + " 1,500 (80% reached).",
                limit("mou", "2016-03", "80", Basis.CHILDREN, 1200));
        assertSaid(
                "Home Office received the records of at least 3,001 different children in March 2016; its memorandum"
                        + " allows 1,500.",
                limit("mou", "2016-03", "200", Basis.CHILDREN, 3001).counting(Basis.CHILDREN, 3001, false));
        assertSaid(
                "Home Office received the records of 1 child on 29 March 2016; agreement plain allows 1,500 (1% reached).",
                limit("plain", "2016-03-29", "1", Basis.CHILDREN, 1));
    }

    @Test
    void namesEveryKindOfWindow() {
        assertSaid(
                "Home Office submitted 2 requests within 30 days, first by 29 March 2016; its memorandum allows 1,500.",
                limit("mou", "30d@2016-03-29", "100", Basis.REQUESTS, 2));
        assertSaid(
                "Home Office asked about 2 people in quarter 1 of 2016; its memorandum allows 1,500.",
                limit("mou", "2016-Q1", "100", Basis.ASKED, 2));
        assertSaid(
                "Home Office received 2 records in the academic year 2015/16; its memorandum allows 1,500.",
                limit("mou", "2015/16", "100", Basis.RECORDS, 2));
        assertSaid(
                "Home Office had 2 requests answered since 1 June 2015; its memorandum allows 1,500.",
                limit("mou", "life@2015-06-01", "100", Basis.ANSWERED, 2));
        assertSaid(
                "Home Office had 1 request decided from 1 April 2012 to 31 October 2016; the policy allows 1,500.",
                limit(null, "pq-48634", "100", Basis.DECIDED, 1));
    }

    @Test
    void namesEveryKindOfEntity() {
        assertSaid(
                "The group immigration had 2 requests refused in March 2016; the policy allows 1,500.",
                of(Entity.group("immigration"), "limit", "g", "2016-03")
                        .counting(Basis.REFUSED, 2, true)
                        .inBand("100", 1500));
        assertSaid(
                "nowhere, a body that the policy does not know, sent an event in March 2016.",
                of(Entity.body("nowhere"), "agreement", "unknown-body", "2016-03"));
    }

    @Test
    void theLongestNamesStillFit() {
        String longest = "Department for Work and Pensions received the records of at least 1,501 different children"
                + " within 30 days, first by 29 March 2016; Data sharing agreement 2.1 allows 1,500 (80% reached).";
        assertSaid(
                longest,
                of(Entity.body("dwp"), "limit", "m", "30d@2016-03-29")
                        .under("dsa", null)
                        .counting(Basis.CHILDREN, 1501, false)
                        .inBand("80", 1500));
        assertTrue(said(of(Entity.body("dwp"), "agreement", "category-outside", "2016-03")
                                .under("mou", null)
                                .about(Categories.all().toString())
                                .counting(Basis.CHILDREN, 1501, false))
                        .split(" ")
                        .length
                <= 30);
    }

    @Test
    void sharesPartsAndRunsFitToo() {
        Finding longest = of(Entity.body("dwp"), "limit", "s", "30d@2016-03-29")
                .under("dsa", null)
                .counting(Basis.CHILDREN, 1501, false)
                .inBand("80", 1480);
        assertSaid(
                "Department for Work and Pensions received the records of at least 1,501 different children within 30"
                        + " days, first by 29 March 2016; Data sharing agreement 2.1 allows 1,480 (80% reached).",
                longest);
        assertSaid(
                "One operator of Department for Work and Pensions received the records of at least 1,501 different"
                        + " children of School Census within 30 days, first by 29 March 2016; limit 400,000.",
                of(Entity.body("dwp"), "limit", "o", "30d@2016-03-29")
                        .under("dsa", null)
                        .counting(Basis.CHILDREN, 1501, false)
                        .inBand("80", 400_000)
                        .about("one operator, School Census"));
        assertSaid(
                "Department for Work and Pensions reached 90% of its limit on different children for the 2nd academic"
                        + " year running in the academic year 2015/16, up to 1,790; limit 1,800.",
                of(Entity.body("dwp"), "limit", "r", "2015/16")
                        .under("dsa", null)
                        .counting(Basis.CHILDREN, 1790, false)
                        .inBand("90", 1800)
                        .about("2 running"));
        assertSaid(
                "Department for Work and Pensions received the records of the same 4 children in March 2016 and in each of"
                        + " the 11 months before; Data sharing agreement 2.1 allows 3.",
                of(Entity.body("dwp"), "limit", "t", "2016-03")
                        .under("dsa", null)
                        .counting(Basis.REPEATS, 4, true)
                        .inBand("100", 3));
    }

    @Test
    void saysWhatAnAgreementDoesNotAllow() {
        assertSaid(
                "Home Office asked about 3 people in March 2016 under no agreement that the policy knows.",
                agreement("no-agreement", null).counting(Basis.ASKED, 3, true));
        assertSaid(
                "Home Office submitted a request in March 2016 under no agreement that the policy knows.",
                agreement("no-agreement", null).counting(Basis.ASKED, 0, true));
        assertSaid(
                "Home Office received the records of 3 different children in March 2016 after its memorandum had ended.",
                agreement("lapsed", "mou").counting(Basis.CHILDREN, 3, true));
        assertSaid(
                "Home Office received an extract in March 2016 before agreement plain began.",
                agreement("not-yet", "plain").counting(Basis.CHILDREN, 0, false));
        assertSaid(
                "Home Office asked about 3 people in March 2016 while its memorandum was suspended.",
                agreement("suspended", "mou").counting(Basis.ASKED, 3, true));
        assertSaid(
                "Home Office submitted a request in March 2016 after its memorandum was withdrawn.",
                agreement("withdrawn", "mou").counting(Basis.ASKED, 0, true));
        assertSaid(
                "Home Office received the records of 3 different children in March 2016 with language and nationality,"
                        + " which its memorandum does not cover.",
                agreement("category-outside", "mou")
                        .about("language+nationality")
                        .counting(Basis.CHILDREN, 3, true));
        assertSaid(
                "Home Office received the records of 3 different children in March 2016 with address, age, area and 2"
                        + " more, which its memorandum does not cover.",
                agreement("category-outside", "mou")
                        .about("address+age+area+language+name")
                        .counting(Basis.CHILDREN, 3, true));
    }

    @Test
    void saysWhatTheTermsDoNotAllow() {
        assertSaid(
                "Home Office asked about 3 people in March 2016 for research, a purpose that its memorandum does not name.",
                agreement("other-purpose", "mou").about("research").counting(Basis.ASKED, 3, true));
        assertSaid(
                "Home Office asked about 3 people in March 2016 for a purpose that its memorandum does not name.",
                agreement("other-purpose", "mou").about("other").counting(Basis.ASKED, 3, true));
        assertSaid(
                "Home Office received the records of 3 different children in March 2016 without case-reference and"
                        + " panel-approval, which its memorandum requires.",
                agreement("missing-item", "mou")
                        .about("case-reference+panel-approval")
                        .counting(Basis.CHILDREN, 3, true));
        assertSaid(
                "Home Office received records of children under its memorandum, which was made public only on 15 December"
                        + " 2016.",
                of(BODY, "agreement", "unpublished", "life@2015-06-01")
                        .under("mou", null)
                        .counting(Basis.CHILDREN, 3, true));
        assertSaid(
                "Home Office received records of children under its memorandum, of which the people concerned were never"
                        + " told.",
                of(BODY, "agreement", "unnotified", "life@2015-06-01")
                        .under("mou", null)
                        .counting(Basis.CHILDREN, 3, true));
        assertSaid(
                "Home Office received the records of 3 different children in March 2016; School Census was collected for"
                        + " other purposes.",
                agreement("collected-for", null).about("School Census").counting(Basis.CHILDREN, 3, true));
        assertSaid(
                "Home Office asked about 3 people in March 2016; that data of School Census had not appeared yet.",
                agreement("not-released", "mou").about("School Census").counting(Basis.ASKED, 3, true));
        assertSaid(
                "Home Office asked about 3 people in March 2016; that data of A Census of All… had not appeared yet.",
                agreement("not-released", "mou")
                        .about("A Census of All Schools")
                        .counting(Basis.ASKED, 3, true));
    }

    @Test
    void saysHowMuchOfADatasetWasNamed() {
        assertSaid(
                "Home Office asked about 3 people in March 2016, naming at least 90% of the fields of School Census (rule"
                        + " whole-dataset).",
                of(BODY, "fields", "whole-dataset", "2016-03")
                        .about("School Census")
                        .counting(Basis.ASKED, 3, true));
        assertSaid(
                "Home Office received the records of 3 different children in March 2016, naming at least 50% of the fields"
                        + " of a dataset (rule half-with-names).",
                of(BODY, "fields", "half-with-names", "2016-03").about("name").counting(Basis.CHILDREN, 3, true));
        assertSaid(
                "Department for Work and Pensions received the records of at least 1,501 different children in March 2016,"
                        + " naming at least 90% of the fields of School Census 2016-18 (rule whole-dataset).",
                of(Entity.body("dwp"), "fields", "whole-dataset", "2016-03")
                        .about("School Census 2016-18 (not processed into the NPD)")
                        .counting(Basis.CHILDREN, 1501, false));
    }

    @Test
    void saysWhichPairIsSurprising() {
        assertSaid(
                "Home Office received address with name in March 2016, a pair seen in 0 of 0 earlier extracts.",
                of(BODY, "novelty", "unusual-pair", "2016-03").about("address+name"));
        assertSaid(
                "Home Office received address with name in March 2016, a pair seen in 3 of 1,200 extracts of profile"
                        + " law-enforcement.",
                of(BODY, "novelty", "unusual-for-its-kind", "2016-03").about("address+name"));
    }

    @Test
    void saysWhichCombinationWasReleased() {
        assertSaid(
                "Home Office received the records of 3 different children in March 2016; that extract carried address"
                        + " and attendance-date (rule locates-a-child).",
                of(BODY, "fields", "locates-a-child", "2016-03")
                        .about("address+attendance-date")
                        .counting(Basis.CHILDREN, 3, true));
        assertSaid(
                "Home Office received address, language and name in March 2016, a combination it never had in an earlier"
                        + " month.",
                of(BODY, "novelty", "new-combination", "2016-03").about("address+language+name"));
        assertSaid(
                "Home Office received address, age, alternative-provision, area, asylum, attainment, attendance and 27"
                        + " more in March 2016, a combination it never had in an earlier month.",
                of(BODY, "novelty", "new-combination", "2016-03")
                        .about(Categories.all()
                                .minus(Categories.of(Category.ABSENCE_REASON))
                                .toString()));
    }

    @Test
    void saysWhatAFeedGotWrong() {
        assertSaid(
                "Extract x-1 for Home Office leaves out the tokens of 1,501 children in March 2016; \"at least\" holds"
                        + " for h, m, d and 4 more.",
                feed("tokens-missing", 1501).about("x-1"));
        assertSaid(
                "Extract x-1 for nowhere leaves out the tokens of 1 child in March 2016; \"at least\" holds for no limit.",
                of(Entity.body("nowhere"), "feed", "tokens-missing", "2016-03")
                        .counting(null, 1, true)
                        .about("x-1"));
        assertSaid(
                "Home Office: 2 event ids used for different events in March 2016; all of these are counted.",
                feed("id-reuse", 2));
        assertSaid(
                "Home Office: 1 event not counted, being more than 1,100 days old when logged in March 2016.",
                feed("late", 1));
        assertSaid(
                "Home Office: 3 events not counted, being dated over five minutes ahead when logged in March 2016.",
                feed("future", 3));
        assertSaid(
                "Home Office: an event in March 2016 names 2 fields unknown to the catalogue.",
                feed("unknown-fields", 2));
        assertSaid(
                "Home Office: an event in March 2016 names 1 dataset unknown to catalogue and policy.",
                feed("unknown-datasets", 1));
        assertSaid(
                "Home Office: an event in March 2016 carried 1 malformed id, dropped at intake.",
                feed("malformed-ids", 1));
        assertSaid(
                "Home Office: an event in March 2016 carried 2 tokens shaped like a pupil number or a name.",
                feed("identifying-tokens", 2));
    }

    private static Finding limit(String agreement, String window, String band, Basis basis, long observed) {
        return of(BODY, "limit", "m", window)
                .under(agreement, null)
                .counting(basis, observed, true)
                .inBand(band, 1500);
    }

    private static Finding agreement(String rule, String agreement) {
        return of(BODY, "agreement", rule, "2016-03").under(agreement, null);
    }

    private static Finding feed(String rule, long observed) {
        return of(BODY, "feed", rule, "2016-03").counting(null, observed, true);
    }

    private static Finding of(Entity entity, String detector, String rule, String window) {
        return Finding.of(detector, rule, entity, window, Severity.HIGH, 1);
    }

    private static void assertSaid(String sentence, Finding finding) {
        assertEquals(sentence, said(finding));
        assertTrue(sentence.split(" ").length <= 30, sentence);
    }

    private static String said(Finding finding) {
        RuleBook.Rule rule = BOOK.ruleOf(finding);
        Policy policy = BOOK.policies().latest();
        Memory memory = new Memory(finding.entity());
        Situation situation = new Situation(rule.name(), BOOK.policies(), policy, memory, LocalDate.of(2016, 4, 1));
        return rule.detector().explain(finding, situation);
    }
}
