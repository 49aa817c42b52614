package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementDetectorTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2015-01-01
            zone: UTC
            bodies: { council: { name: The Council } }
            agreements:
              dsa:
                name: Data sharing agreement
                body: council
                from: 2016-03-01
                until: 2016-09-30
            """;

    private static List<String> alerts(String more, String event) {
        return EventsJudged.by("agreement", POLICY + more, event).alerts();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2016-02-29 |                                                    | not-yet",
                "2016-03-01 |                                                    | -",
                "2016-09-30 |                                                    | -",
                "2016-10-01 |                                                    | lapsed",
                "2016-04-30 | suspended: 2016-05-01                              | -",
                "2016-05-01 | suspended: 2016-05-01                              | suspended",
                "2016-10-01 | suspended: 2016-05-01                              | suspended",
                "2016-04-30 | withdrawn: 2016-05-01                              | -",
                "2016-05-01 | withdrawn: 2016-05-01                              | withdrawn",
                "2016-10-01 | withdrawn: 2016-05-01                              | withdrawn",
                "2016-02-29 | withdrawn: 2016-02-01                              | withdrawn",
                "2016-06-01 | { withdrawn: 2016-06-01, suspended: 2016-05-01 }   | withdrawn",
                "2016-05-31 | { withdrawn: 2016-06-01, suspended: 2016-05-01 }   | suspended"
            })
    void saysWhyNothingMayFlow(String day, String terms, String rule) {
        String more = terms == null
                ? ""
                : "    " + terms.replaceAll("[{}]", "").strip().replace(", ", "\n    ") + "\n";
        String month = day.substring(0, 7);
        List<String> released = rule.equals("-") ? List.of() : List.of("%s dsa %s - 2 HIGH".formatted(rule, month));
        List<String> asked = rule.equals("-") ? List.of() : List.of("%s dsa %s - 3 HIGH".formatted(rule, month));

        assertEquals(released, alerts(more, EventsJudged.released(day, "'agreementId':'dsa'")));
        assertEquals(asked, alerts(more, EventsJudged.submitted(day, "'agreementId':'dsa'")));
        assertEquals(List.of(), alerts(more, EventsJudged.submitted(day, "'agreementId':'dsa','stage':'REFUSED'")));
    }

    @Test
    void oneCauseIsOneAlert() {
        String strict = """
                    purposes: [safeguarding]
                    categories: [school]
                    published: no
                    notified: no
                    requires: [purpose, recipient]
                """;
        String wrong = "'agreementId':'dsa','purpose':'research','fields':['Surname']";

        assertEquals(
                List.of("lapsed dsa 2016-10 - 2 HIGH"), alerts(strict, EventsJudged.released("2016-10-01", wrong)));
        assertEquals(
                List.of("no-agreement - 2016-05 - 2 HIGH"),
                alerts(strict, EventsJudged.released("2016-05-10", wrong.replace("dsa", "unheard-of"))));
        assertEquals(
                List.of("unknown-body - 2016-05 - 2 CRITICAL"),
                alerts(strict, EventsJudged.released("2016-05-10", wrong + ",'body':'nobody'")));
        assertEquals(
                List.of(
                        "category-outside dsa 2016-05 name 2 HIGH",
                        "missing-item dsa 2016-05 recipient 2 HIGH",
                        "other-purpose dsa 2016-05 other 2 HIGH",
                        "unnotified dsa life@2016-03-01 - 2 WARNING",
                        "unpublished dsa life@2016-03-01 - 2 WARNING"),
                alerts(strict, EventsJudged.released("2016-05-10", wrong)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'purpose':'safeguarding' | \"\"",
                "'purpose':'research'     | other-purpose dsa 2016-05 research",
                "'purpose':'my own'       | other-purpose dsa 2016-05 other",
                "'purpose':null           | \"\""
            })
    void aPurposeMustBeOneOfThoseAgreed(String purpose, String alert) {
        String more = "    purposes: [safeguarding]\nvocabulary: { purposes: [research] }\n";
        String terms = "'agreementId':'dsa'," + purpose;
        assertEquals(
                alert.isEmpty() ? List.of() : List.of(alert + " 2 HIGH"),
                alerts(more, EventsJudged.released("2016-05-10", terms)));
        assertEquals(
                alert.isEmpty() ? List.of() : List.of(alert + " 3 HIGH"),
                alerts(more, EventsJudged.submitted("2016-05-10", terms)));
    }

    @Test
    void anAgreementWithoutPurposesAllowsAny() {
        assertEquals(
                List.of(), alerts("", EventsJudged.released("2016-05-10", "'agreementId':'dsa','purpose':'research'")));
    }

    private static final String ALL_ITEMS =
            "    requires: [case-reference, legal-gateway, lawful-basis, purpose, operator,"
                    + " recipient, panel-approval, destruction-date]\n";

    @Test
    void namesEveryItemThatIsMissingOnce() {
        assertEquals(
                List.of("missing-item dsa 2016-05 case-reference+destruction-date+lawful-basis+legal-gateway+operator"
                        + "+panel-approval+purpose+recipient 2 HIGH"),
                alerts(ALL_ITEMS, EventsJudged.released("2016-05-10", "'agreementId':'dsa'")));
        assertEquals(
                List.of("missing-item dsa 2016-05 case-reference+lawful-basis+legal-gateway+purpose 3 HIGH"),
                alerts(ALL_ITEMS, EventsJudged.submitted("2016-05-10", "'agreementId':'dsa'")),
                "the rest is not known yet when a request is made");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "case-reference | 'caseReference':'case 7'",
                "legal-gateway | 'legalGateway':'section 537a'",
                "lawful-basis | 'lawfulBasis':'public task'",
                "purpose | 'purpose':'research'",
                "operator | 'operator':'somebody'",
                "recipient | 'recipient':'daily-news'",
                "panel-approval | 'panel':'dmap'",
                "destruction-date | 'retainUntil':'2017-01-01'"
            })
    void whatIsStatedIsNotMissing(String item, String stated) {
        String more = "    requires: [" + item + "]\n";
        assertEquals(
                List.of("missing-item dsa 2016-05 " + item + " 2 HIGH"),
                alerts(more, EventsJudged.released("2016-05-10", "'agreementId':'dsa'")));
        assertEquals(List.of(), alerts(more, EventsJudged.released("2016-05-10", "'agreementId':'dsa'," + stated)));
    }

    @ParameterizedTest
    @CsvSource({"published, unpublished", "notified, unnotified"})
    void dataMayFlowFromTheDayOnWhichThePublicKnows(String key, String rule) {
        String day = "    " + key + ": 2016-05-01\n";
        String alert = rule + " dsa life@2016-03-01 - 2 WARNING";
        String terms = "'agreementId':'dsa'";

        assertEquals(List.of(alert), alerts(day, EventsJudged.released("2016-04-30", terms)));
        assertEquals(List.of(), alerts(day, EventsJudged.released("2016-05-01", terms)));
        assertEquals(List.of(), alerts(day, EventsJudged.submitted("2016-04-30", terms)), "nothing has flowed");
        assertEquals(List.of(), alerts("", EventsJudged.released("2016-04-30", terms)), "it is not known");
        assertEquals(
                List.of(alert),
                alerts("    " + key + ": no\n", EventsJudged.released("2016-09-30", terms)),
                "never public");
    }

    @Test
    void anAgreementThatIsNotPublicIsOneAlertHoweverMuchFlows() {
        EventsJudged judged = EventsJudged.by(
                "agreement",
                POLICY + "    published: 2016-05-01\n",
                EventsJudged.released("2016-03-10", "'agreementId':'dsa'"),
                EventsJudged.released("2016-04-10", "'agreementId':'dsa','extractId':'x-2','children':['a','b','c']"),
                EventsJudged.released(
                        "2016-05-10", "'agreementId':'dsa','extractId':'x-3','children':['a','b','c','d']"));
        assertEquals(List.of("unpublished dsa life@2016-03-01 - 3 WARNING"), judged.alerts());
        assertEquals(
                List.of(
                        "The Council received records of children under its agreement, which was made public only on 1 May"
                                + " 2016."),
                judged.explanations());
    }

    private static final String DATASETS = """
            datasets:
              School Census: { collected-for: [education-funding], released: 2006-02-01, appears: { autumn: January } }
              Lunches: { collected-for: [catering, research], released: 2016-08-01 }
              Phonics: {}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'purpose':'education-funding','datasets':['School Census']             | \"\"",
                "'purpose':'research','datasets':['School Census']                      | collected-for dsa 2016-09 School_Census",
                "'purpose':'who knows','datasets':['School Census Autumn 2015']         | collected-for dsa 2016-09 School_Census",
                "'datasets':['School Census']                                           | \"\"",
                "'purpose':'research','datasets':['Phonics','KS4','unheard of']         | \"\"",
                "'purpose':'research','datasets':['Lunches']                            | \"\"",
                "'purpose':'education-funding','datasets':['Lunches','School Census']   | collected-for dsa 2016-09 Lunches"
            })
    void aDatasetIsForThePurposesItWasCollectedFor(String more, String alert) {
        String terms = "'agreementId':'dsa'," + more;
        assertEquals(
                alert.isEmpty() ? List.of() : List.of(alert + " 2 HIGH"),
                alerts(DATASETS, EventsJudged.released("2016-09-10", terms)));
        assertEquals(
                alert.isEmpty() ? List.of() : List.of(alert + " 3 HIGH"),
                alerts(DATASETS, EventsJudged.submitted("2016-09-10", terms)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2016-07-31 | 'datasets':['Lunches']                                    | not-released dsa 2016-07 Lunches",
                "2016-08-01 | 'datasets':['Lunches']                                    | \"\"",
                "2016-09-10 | 'datasets':['School Census'],'fields':['Surname_AUT15']   | \"\"",
                "2016-09-10 | 'datasets':['School Census'],'fields':['Surname_AUT16']   | not-released dsa 2016-09 School_Census",
                "2016-09-10 | 'datasets':['School Census AUT16'],'fields':['Surname']   | not-released dsa 2016-09 School_Census",
                "2016-09-10 | 'datasets':['School Census'],'fields':['Surname_SUM16']   | \"\"",
                "2016-09-10 | 'datasets':['Phonics'],'fields':['Surname_AUT16']         | \"\"",
                "2016-09-10 | 'fields':['Surname_AUT16']                                | \"\""
            })
    void dataOfADatasetMayFlowOnceTheyHaveAppeared(String day, String more, String alert) {
        assertEquals(
                alert.isEmpty() ? List.of() : List.of(alert + " 2 HIGH"),
                alerts(DATASETS, EventsJudged.released(day, "'agreementId':'dsa'," + more)));
    }

    @Test
    void datasetsAreJudgedUnderNoAgreementToo() {
        String more = "'purpose':'research','datasets':['School Census'],'fields':['Surname_AUT16']";
        assertEquals(
                List.of(
                        "collected-for - 2016-09 School_Census 2 HIGH",
                        "no-agreement - 2016-09 - 2 HIGH",
                        "not-released - 2016-09 School_Census 2 HIGH"),
                alerts(DATASETS, EventsJudged.released("2016-09-10", more)));
        assertEquals(
                List.of(
                        "collected-for dsa 2016-10 School_Census 2 HIGH",
                        "lapsed dsa 2016-10 - 2 HIGH",
                        "not-released dsa 2016-10 School_Census 2 HIGH"),
                alerts(DATASETS, EventsJudged.released("2016-10-10", "'agreementId':'dsa'," + more)));
    }
}
