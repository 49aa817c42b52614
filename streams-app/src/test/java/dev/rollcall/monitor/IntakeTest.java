package dev.rollcall.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Datasets;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Terms;
import dev.rollcall.policy.Policies;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an event gets past intake, and in what form. */
class IntakeTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2015-01-01
            zone: Europe/London
            bodies:
              council: {}
            agreements:
              dsa: { body: council, from: 2015-01-01, purposes: [attendance] }
            datasets:
              School Census: { collected-for: [education-funding], appears: { autumn: January } }
              Lunches: { released: 2016-06-01 }
            vocabulary:
              purposes: [research]
              legal-gateways: [section-537a]
              lawful-bases: [public-task]
              channels: [sftp]
            """;
    private static final String SHARE = "field-rules: { most: { severity: high, at-least: 90%, of: dataset } }\n";

    private final Intake intake = new Intake(Pseudonymiser.fixed());

    @ParameterizedTest
    @CsvSource({
        "research, research",
        "attendance, attendance",
        "education-funding, education-funding",
        "Research, other",
        "section-537a, other",
        "'Jane Doe, of 7 Elm Street', other",
        "'', other",
        ", "
    })
    void aPurposeIsAWordThatThePolicyKnowsOrOther(@Nullable String said, @Nullable String seen) {
        assertEquals(seen, observed(with().purpose(said)).terms().purpose());
    }

    @Test
    void eachFieldHasWordsOfItsOwn() {
        Terms known = observed(
                        with().gateway("section-537a").basis("public-task").channel("sftp"))
                .terms();
        assertEquals(new Terms(null, "section-537a", "public-task", "sftp", false, null), known);
        Terms mixed = observed(with().gateway("public-task").basis("sftp").channel("research"))
                .terms();
        assertEquals(new Terms(null, "other", "other", "other", false, null), mixed);
    }

    @Test
    void theWordsAreThoseOfTheVersionInForceOnItsDay() {
        String second = POLICY.replace("version: 1", "version: 2")
                .replace("from: 2015-01-01\nzone", "from: 2016-03-11\nzone")
                .replace("[research]", "[inspection]");
        Policies policies = policies(POLICY + "---\n" + second);

        assertEquals(
                "research",
                observed(with().purpose("research"), policies).terms().purpose());
        assertEquals(
                "other",
                observed(with().purpose("inspection"), policies).terms().purpose());
        Instant later = Instant.parse("2016-03-11T00:00:00Z");
        assertEquals(
                "inspection",
                observed(with().at(later).purpose("inspection"), policies)
                        .terms()
                        .purpose());
    }

    @Test
    void whetherThereIsACaseIsSeenButNotWhich() {
        assertEquals(Terms.NONE, observed(with()).terms());
        assertEquals(true, observed(with().caseReference("Doe v. Doe")).terms().caseReference());
        assertEquals(false, observed(with().caseReference("  ")).terms().caseReference());
    }

    @Test
    void howLongTheDataMayBeKeptIsADay() {
        Integer day =
                observed(with().retainUntil(LocalDate.of(1970, 2, 1))).terms().retainUntil();
        assertEquals(31, day);
    }

    @Test
    void onlyDatasetsThatSomebodyKnowsAreNamed() {
        Datasets datasets = observed(with().datasets(
                                "school census AUT15",
                                "School Census",
                                "LUNCHES",
                                "KS4",
                                "Jane Doe",
                                "Elm Street",
                                "Jane Doe"))
                .datasets();
        assertEquals(Set.of("School Census", "Lunches", "KS4"), datasets.names());
        assertEquals(2, datasets.unknown());
        assertEquals(Datasets.NONE, observed(with()).datasets());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "School Census AUT16 | Surname       | 2016-12-31T23:59:59.999Z | School Census",
                "School Census AUT16 | Surname       | 2017-01-01T00:00:00Z     |",
                "School Census       | Surname_AUT16 | 2016-12-31T23:59:59.999Z | School Census",
                "School Census       | Surname_AUT15 | 2016-12-31T23:59:59.999Z |",
                "School Census       | Surname_SPR17 | 2016-12-31T23:59:59.999Z |",
                "KS4                 | Surname_AUT16 | 2016-12-31T23:59:59.999Z |",
                "Lunches             | Surname       | 2016-05-31T22:59:59.999Z | Lunches",
                "Lunches             | Surname       | 2016-05-31T23:00:00Z     |"
            })
    void saysOfWhichDatasetsTheDataHadNotAppeared(
            String dataset, String field, Instant at, @Nullable String unreleased) {
        assertEquals(
                unreleased == null ? Set.of() : Set.of(unreleased),
                observed(with().at(at).datasets(dataset).fields(field))
                        .datasets()
                        .unreleased());
    }

    @Test
    void howMuchOfADatasetIsNamedIsOnlyCountedWhereARuleAsks() {
        EventDraft draft = with().fields("PHONICS_UPN", "PHONICS_SURNAME");
        assertNull(observed(draft).datasets().coverage());
        assertEquals(
                new Datasets.Coverage("Phonics", 2, 17),
                observed(draft, policies(POLICY + SHARE)).datasets().coverage());
        assertNull(observed(draft.datasets("KS4"), policies(POLICY + SHARE))
                .datasets()
                .coverage());
    }

    @Test
    void anOperatorIsANumberThatHoldsForOneBody() {
        Long one = observed(with().operator("jane.doe@council.example")).operator();
        Long again = observed(with().operator("jane.doe@council.example").purpose("research"))
                .operator();
        Long colleague = observed(with().operator("john.doe@council.example")).operator();
        Long elsewhere = observed(with().operator("jane.doe@council.example").body("paper"))
                .operator();

        assertNotNull(one);
        assertEquals(one, again);
        assertNotEquals(one, colleague);
        assertNotEquals(one, elsewhere);
        assertNotEquals(one, Pseudonymiser.fixed().child("jane.doe@council.example"));
        assertNull(observed(with()).operator());
    }

    @Test
    void theTextsOfAnEventAreNotPrinted() {
        Observation observation = observed(with().operator("jane.doe")
                .purpose("research")
                .caseReference("case of Jane Doe")
                .datasets("Jane Doe")
                .fields("Jane Doe"));
        assertFalse(observation.toString().contains("Doe"), observation.toString());
        assertFalse(observation.toString().contains(String.valueOf(observation.operator())), observation.toString());
    }

    private Observation observed(EventDraft draft) {
        return observed(draft, policies(POLICY));
    }

    private Observation observed(EventDraft draft, Policies policies) {
        Event event = draft.event();
        return intake.observe(event, new Origin("extracts", 0, 0, event.at()), policies);
    }

    private static Policies policies(String yaml) {
        return RuleBook.read(Yaml.versions(yaml, "policy.yaml")).policies();
    }

    private static EventDraft with() {
        return new EventDraft();
    }

    /** An extract released to the council on 10 March 2016, until told otherwise. */
    private static final class EventDraft {
        private Instant at = Instant.parse("2016-03-10T12:00:00Z");
        private String body = "council";
        private @Nullable String purpose;
        private @Nullable String basis;
        private @Nullable String gateway;
        private @Nullable String caseReference;
        private @Nullable String operator;
        private @Nullable String channel;
        private List<String> datasets = List.of();
        private List<String> fields = List.of();
        private @Nullable LocalDate retainUntil;

        EventDraft at(Instant value) {
            at = value;
            return this;
        }

        EventDraft body(String value) {
            body = value;
            return this;
        }

        EventDraft purpose(@Nullable String value) {
            purpose = value;
            return this;
        }

        EventDraft basis(String value) {
            basis = value;
            return this;
        }

        EventDraft gateway(String value) {
            gateway = value;
            return this;
        }

        EventDraft caseReference(String value) {
            caseReference = value;
            return this;
        }

        EventDraft operator(String value) {
            operator = value;
            return this;
        }

        EventDraft channel(String value) {
            channel = value;
            return this;
        }

        EventDraft datasets(String... values) {
            datasets = List.of(values);
            return this;
        }

        EventDraft fields(String... values) {
            fields = List.of(values);
            return this;
        }

        EventDraft retainUntil(LocalDate value) {
            retainUntil = value;
            return this;
        }

        Event event() {
            return new Event(
                    EventType.EXTRACT,
                    "e-1",
                    "portal",
                    at,
                    false,
                    Stage.RELEASED,
                    body,
                    null,
                    "x-1",
                    "dsa",
                    null,
                    purpose,
                    basis,
                    gateway,
                    caseReference,
                    null,
                    operator,
                    channel,
                    datasets,
                    fields,
                    null,
                    1,
                    List.of("t-1"),
                    null,
                    retainUntil);
        }
    }
}
