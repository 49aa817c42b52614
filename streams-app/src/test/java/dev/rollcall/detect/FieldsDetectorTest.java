package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsDetectorTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2015-01-01
            zone: UTC
            bodies:
              council: { kind: local-government }
              paper:   { kind: press }
            agreements:
              anonymous: { body: council, from: 2015-01-01, declared: de-identified }
              named:     { body: council, from: 2015-01-01 }
              papers:    { body: paper, from: 2015-01-01, declared: de-identified }
            field-rules:
            """;

    /** Five quasi-identifiers: age, sex, postcode, school, date-of-birth. */
    private static final String THREE =
            "  three: { severity: high, at-least: 3, of: [age, sex, postcode, date-of-birth] }\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'Postcode','DateOfBirth'                           | \"\"",
                "'Postcode','DateOfBirth','Gender'                  | three - 2016-03 date-of-birth+postcode+sex 2 HIGH",
                "'Postcode','DateOfBirth','DateOfBirth_AUT16'       | \"\"",
                "'Postcode','DateOfBirth','Gender','Surname_AUT16'  | three - 2016-03 date-of-birth+postcode+sex 2 HIGH"
            })
    void countsHowManyOfAListAreThere(String fields, String alert) {
        assertEquals(
                alert.isEmpty() ? List.of() : List.of(alert),
                fields(THREE, EventsJudged.released("2016-03-10", "'fields':[" + fields + "]")));
    }

    @Test
    void aNumberOfAListIsNotAskedOfRequests() {
        assertEquals(
                List.of(),
                fields(THREE, EventsJudged.submitted("2016-03-10", "'fields':['Postcode','DateOfBirth','Gender']")));
    }

    @Test
    void allConditionsMustHold() {
        String rule = THREE.replace("at-least", "all-of: [name], any-of: [poverty, address], at-least");
        String three = "'fields':['Postcode','DateOfBirth','Gender'";

        assertEquals(List.of(), fields(rule, EventsJudged.released("2016-03-10", three + "]")));
        assertEquals(List.of(), fields(rule, EventsJudged.released("2016-03-10", three + ",'Surname']")));
        assertEquals(List.of(), fields(rule, EventsJudged.released("2016-03-10", three + ",'Street']")));
        assertEquals(
                List.of("three - 2016-03 address+date-of-birth+name+postcode+sex 2 HIGH"),
                fields(rule, EventsJudged.released("2016-03-10", three + ",'Surname','Street']")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'agreementId':'anonymous'                        | coded anonymous 2016-03 name 2 CRITICAL",
                "'agreementId':'named'                            | \"\"",
                "'agreementId':'papers'                           | \"\"",
                "'agreementId':'papers','body':'paper'            | coded papers 2016-03 name 2 CRITICAL",
                "'agreementId':'unheard-of'                       | \"\"",
                "'records':2                                      | \"\""
            })
    void dataDeclaredDeIdentifiedAreJudgedByTheAgreementOfTheBody(String more, String alert) {
        String rule = "  coded: { severity: critical, all-of: [name], declared: de-identified }\n";
        assertEquals(
                alert.isEmpty() ? List.of() : List.of(alert),
                fields(rule, EventsJudged.released("2016-03-10", "'fields':['Surname']," + more)));
    }

    /** The Phonics collection: 17 fields, so that 90 per cent are reached with the 16th. */
    private static List<String> phonics() {
        Set<String> keys = new TreeSet<>();
        List<String> fields = new ArrayList<>();
        for (String[] row : PublishedFields.rows()) {
            if (row[0].equals("Phonics") && keys.add(row[1].toLowerCase(java.util.Locale.ROOT))) {
                fields.add("'" + row[1] + "'");
            }
        }
        assertEquals(17, fields.size());
        return fields;
    }

    @Test
    void aShareOfADatasetIsReachedToTheField() {
        String rule = "  most: { severity: warning, at-least: 90%, of: dataset }\n";
        List<String> all = phonics();
        String fifteen = "'fields':" + all.subList(0, 15);
        String sixteen = "'fields':" + all.subList(0, 16);
        String phonics = ",'datasets':['Phonics']";

        assertEquals(List.of(), fields(rule, EventsJudged.released("2016-03-10", fifteen + phonics)));
        assertEquals(
                List.of("most - 2016-03 Phonics 2 WARNING"),
                fields(rule, EventsJudged.released("2016-03-10", sixteen + phonics)));
        assertEquals(
                List.of("most - 2016-03 Phonics 3 WARNING"),
                fields(rule, EventsJudged.submitted("2016-03-10", sixteen + phonics)),
                "who asks for everything is seen before it is sent");
        assertEquals(
                List.of("most - 2016-03 Phonics 2 WARNING"),
                fields(rule, EventsJudged.released("2016-03-10", sixteen)),
                "where no dataset is named, all are looked at");
        assertEquals(
                List.of(),
                fields(rule, EventsJudged.released("2016-03-10", sixteen + ",'datasets':['KS4']")),
                "of the dataset that is named it is little");
        assertEquals(
                List.of(),
                fields(rule, EventsJudged.released("2016-03-10", sixteen + phonics + ",'stage':'PUBLISHED'")));
    }

    @Test
    void aShareWithCategoriesNamesTheCategories() {
        String rule = "  most: { severity: warning, at-least: 90%, of: dataset, any-of: [name, sex] }\n";
        assertEquals(
                List.of("most - 2016-03 name+sex 2 WARNING"),
                fields(rule, EventsJudged.released("2016-03-10", "'datasets':['Phonics'],'fields':" + phonics())));
    }

    @Test
    void saysHowMuchOfWhichDataset() {
        String rule = "  most: { severity: warning, at-least: 90%, of: dataset }\n";
        String event = EventsJudged.submitted("2016-03-10", "'datasets':['Phonics'],'fields':" + phonics());
        assertEquals(
                List.of(
                        "council asked about 3 people in March 2016, naming at least 90% of the fields of Phonics (rule most)."),
                EventsJudged.by("fields", POLICY + rule, event).explanations());
    }

    private static List<String> fields(String rule, String event) {
        return EventsJudged.by("fields", POLICY + rule, event).alerts();
    }
}
