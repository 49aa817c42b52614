package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Category;
import dev.rollcall.model.CategoryClass;
import dev.rollcall.model.Datasets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

    private static final Map<String, Integer> FIELDS_PER_DATASET = table("""
            School Census | 129
            School Census Addresses | 5
            Pupil Referral Unit Census | 60
            Early Years Census | 65
            Alternative Provision Census | 53
            Alternative Provision Census Addresses | 5
            EYFSP | 24
            Phonics | 17
            KS1 | 31
            KS2 | 118
            Year 7 | 17
            KS3 | 80
            KS4 | 1216
            KS5 | 76
            Children In Need | 73
            Children Looked After | 27
            Absence | 204
            Exclusions | 88
            PLAMS | 21
            NCCIS | 20
            ISP | 20
            YPMAD | 49
            School Census (school level) | 5
            School Census 2016-18 (not processed into the NPD) | 3
            GIAP download: Census Spring | 41
            """);

    private static final Map<String, Integer> FIELDS_PER_CATEGORY = table("""
            pupil-number | 58
            name | 57
            contact | 7
            address | 52
            pseudonym | 34
            postcode | 39
            date-of-birth | 22
            age | 84
            sex | 23
            area | 59
            school | 133
            attendance-date | 17
            sibling-group | 6
            nationality | 1
            country-of-birth | 1
            ethnicity | 143
            language | 42
            disability | 7
            special-needs | 74
            absence-reason | 65
            asylum | 7
            child-in-need | 59
            looked-after | 57
            offending | 0
            exclusion | 14
            exclusion-reason | 4
            placement-reason | 0
            alternative-provision | 23
            attendance | 64
            poverty | 60
            service-child | 7
            destination | 4
            attainment | 1075
            enrolment | 71
            record-admin | 78
            """);

    private final Catalogue catalogue = Catalogue.shipped();

    @Test
    void holdsEveryPublishedFieldOfEveryDataset() {
        Map<String, Integer> counted = new TreeMap<>();
        catalogue.fields().forEach(field -> counted.merge(field.dataset(), 1, Integer::sum));
        assertEquals(new TreeMap<>(FIELDS_PER_DATASET), counted);
        assertEquals(2_447, catalogue.fields().size());
    }

    @Test
    void holdsAsManyFieldsOfEachCategoryAsWereReviewed() {
        Map<String, Integer> counted = new TreeMap<>();
        List.of(Category.values()).forEach(category -> counted.put(category.text(), 0));
        catalogue.fields().forEach(field -> counted.merge(field.category().text(), 1, Integer::sum));
        assertEquals(new TreeMap<>(FIELDS_PER_CATEGORY), counted);
    }

    @Test
    void keepsTheOrderOfTheCategoriesOnWhichStoredSetsDepend() {
        assertEquals(
                List.copyOf(FIELDS_PER_CATEGORY.keySet()),
                Arrays.stream(Category.values()).map(Category::text).toList());
    }

    @Test
    void findsEveryPublishedFieldInItsCategoryInAllItsSpellings() {
        for (Catalogue.Field field : catalogue.fields()) {
            String name = field.name();
            for (String spelling : new String[] {
                name,
                name.toLowerCase(Locale.ROOT),
                name.toUpperCase(Locale.ROOT),
                name.replace("[term]", "AUT").replace("[yy]", "16").replace("[n]", "3"),
                name.replace("[term]", "SUM").replace("[yy]", "2016").replace("[n]", "40"),
                name.replace("_[term][yy]", "").replace("_[n]_ex[yy]", "_ex").replace("_SPR[yy]", "")
            }) {
                assertEquals(field.category(), catalogue.categoryOf(spelling), spelling);
            }
        }
    }

    @Test
    void givesOneCategoryToFieldsThatDifferOnlyInTermYearOrIndex() {
        Map<String, Set<Category>> byKey = new TreeMap<>();
        catalogue
                .fields()
                .forEach(field -> byKey.computeIfAbsent(FieldName.normalise(field.name()), key -> new TreeSet<>())
                        .add(field.category()));
        byKey.values().removeIf(categories -> categories.size() == 1);
        assertEquals(Map.of(), byKey);
    }

    @Test
    void normalisesANormalisedNameToItself() {
        for (Catalogue.Field field : catalogue.fields()) {
            for (String tail :
                    new String[] {"", "_AUT16", "_ab15", "_3_ex14", "_[n]_ex[yy]", "_AUT16_SPR17", "_ab15_aut", " .-"
                    }) {
                String key = FieldName.normalise(field.name() + tail);
                assertEquals(key, FieldName.normalise(key));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Surname_[term][yy], surname",
        "Surname_AUT16, surname",
        "Surname_spr2016, surname",
        "Surname, surname",
        "  SURNAME , surname",
        "TermlyReasonI_Summer6th_ab[yy], termlyreasoni_ab",
        "TermlyReasonI_AUT_ab14, termlyreasoni_ab",
        "TermlyReasonI_[term]_ab[yy], termlyreasoni_ab",
        "OnRoll_1_ab[yy], onroll_1_ab",
        "Reason_[n]_ex[yy], reason_ex",
        "Reason_3_ex14, reason_ex",
        "EVERFSM_6_P_SUM12, everfsm_6_p",
        "KS4_EBACC_94, ks4_ebacc_94",
        "KS4_OTH 1_G, ks4_oth_1_g",
        "cla.CLA_OC3, cla_cla_oc3",
        "s.PupilMatchingRefAnonymous_ex[yy], s_pupilmatchingrefanonymous_ex",
        "YPMAD_l_post_0102, ypmad_l_post_0102",
        "_AUT16, _aut16",
        "_ab, _ab",
        "16, 16",
        "'', ''"
    })
    void takesFromANameOnlyWhatSaysWhen(String published, String key) {
        assertEquals(key, FieldName.normalise(published));
    }

    @ParameterizedTest
    @CsvSource({
        // pupil-number
        "UPN, pupil-number",
        "UPN_SPR10, pupil-number",
        "upn_ab15, pupil-number",
        "UPN_ex12, pupil-number",
        "FormerUPN_[term][yy], pupil-number",
        "PRU_UPN_SPR[yy], pupil-number",
        "PRU_UPN, pupil-number",
        "ULN_Census_AUT14, pupil-number",
        "KS2_CANDNO, pupil-number",
        "NCCIS_ULN, pupil-number",
        "ThirtyHourCode_SUM18, pupil-number",
        "cla_CHILD_ID, pupil-number",
        // name
        "Surname, name",
        "SURNAME_AUT16, name",
        "Forenames_SPR08, name",
        "MiddleNames_ab[yy], name",
        "Middlenames_ex[yy], name",
        "AP_Surname, name",
        "AP_PreferredSurname, name",
        "ISP_LEARNER_FIRSTNAME, name",
        "NCCIS_Given_name, name",
        // contact
        "EYC_Contact_surname, contact",
        "EYC_EY_Setting_Email, contact",
        "ISP_LEARNER_TELEPHONE, contact",
        // address
        "AddressLine1_SPR16, address",
        "Street, address",
        "UniquePropertyReferenceNumber_[term][yy], address",
        "AP_UPRN, address",
        "EYC_Pupil_Town, address",
        // pseudonym
        "PupilMatchingRefAnonymous_SPR12, pseudonym",
        "s.PupilMatchingRefAnonymous_ex13, pseudonym",
        "KS3_S.PUPILMATCHINGREFNONANONYMOUS, pseudonym",
        "PupilMatchingRef, pseudonym",
        "CIN_PupilMatchingRefAnonymous, pseudonym",
        // postcode
        "Postcode_AUT09, postcode",
        "Postcode_ab11, postcode",
        "KS4_PPCODE, postcode",
        "YPMAD_l_post_0102, postcode",
        // date-of-birth
        "DOB, date-of-birth",
        "DateOfBirth_ex[yy], date-of-birth",
        "KS4_PLASCDOB, date-of-birth",
        // age
        "MonthPartOfAgeAtStartOfAcademicYear_SPR11, age",
        "NCyearActual, age",
        "NCYear_12_ex09, age",
        // sex
        "Gender_AUT16, sex",
        "Sex, sex",
        "KS4_FEMALE, sex",
        // area
        "LSOA11_SPR15, area",
        "LA_9Code_AUT12, area",
        "LA_2_ex08, area",
        "NearSchLAEstab_SPR09, area",
        // school
        "URN_SPR14, school",
        "LAEstab_[n]_ex[yy], school",
        "KS5_NFTYPE, school",
        "Postcode_school_ab16, school",
        // attendance-date
        "EntryDate_AUT16, attendance-date",
        "LeavingDate_ab12, attendance-date",
        // sibling-group
        "GroupID_SGA_SPR13, sibling-group",
        "BirthOrder_SGAS_[term][yy], sibling-group",
        // nationality, country-of-birth
        "Nationality, nationality",
        "Nationality_AUT16, nationality",
        "CountryOfBirth_SPR17, country-of-birth",
        // ethnicity
        "EthnicGroupMajor_SPR16, ethnicity",
        "Ethnicity, ethnicity",
        "KS4_WROM, ethnicity",
        "KS2_FSMAPKN, ethnicity",
        "CIN_Ethnicity, ethnicity",
        // language
        "LanguageGroupMinor_ex11, language",
        "ProficiencyInEnglish, language",
        "KS4_EALGRP_PTQ_EE, language",
        // disability, special-needs
        "Disability_SPR12, disability",
        "CIN_Disability, disability",
        "KS4_HOSPITALSCHOOLIND, disability",
        "SENprovision_AUT15, special-needs",
        "SENprovision_7_ex15, special-needs",
        "NCCIS_SEND_flag, special-needs",
        "Funding_Basis_HSD, special-needs",
        // absence-reason
        "TermlyReasonI_AUT_ab14, absence-reason",
        "TermlyReasonM_Summer6th_ab[yy], absence-reason",
        "AnnualReasonR_ab10, absence-reason",
        "TermlyReasonE, absence-reason",
        // asylum
        "CIN_AsylumSeeking, asylum",
        "cla_UASC_STATUS, asylum",
        "KS4_REFUGEE, asylum",
        // child-in-need
        "CIN_CategoryOfAbuse, child-in-need",
        "CIN_CPPstartDate, child-in-need",
        "CIN_DOB, child-in-need",
        "RecordID, pseudonym",
        // looked-after
        "cla_LEGAL STATUS, looked-after",
        "cla.REASON_PLACE_CHANGE, looked-after",
        "InCare_ab13, looked-after",
        "InCare_4_ex09, looked-after",
        "KS4_FSM6CLA1A, looked-after",
        "KS4_ADOPTEDFROMCARE_ALLYEARS, looked-after",
        // exclusion, exclusion-reason
        "StartDate_3_ex14, exclusion",
        "PermanentExclusionCount_ex16, exclusion",
        "TotalFixedSessions, exclusion",
        "Reason_3_ex14, exclusion-reason",
        "Reason_ex[yy], exclusion-reason",
        "Reason, exclusion-reason",
        "Reason_3, exclusion-reason",
        // alternative-provision
        "AP_Open_Placement, alternative-provision",
        "AP_APtype, alternative-provision",
        "PRU_EnrolStatus_SPR13, alternative-provision",
        // attendance
        "SessionsPossible_Autumn_ab15, attendance",
        "PA10_exact_6HalfTerms_ab16, attendance",
        "OverallAbsence_Annual_ab[yy], attendance",
        // poverty
        "FSMeligible_SPR12, poverty",
        "EVERFSM_6, poverty",
        "EVERFSM_6_P_AUT15, poverty",
        "IDACIRank_10_ex12, poverty",
        "KS4_FSM6, poverty",
        // service-child, destination
        "ServiceChild_ab12, service-child",
        "NCCIS_Cohort_Status, destination",
        "YPMAD_In16, destination",
        // attainment
        "KS4_ATT8, attainment",
        "KS4_EBACC_94, attainment",
        "KS4_OTH 1, attainment",
        "GandTindicator_AUT10, attainment",
        // enrolment, record-admin
        "EnrolStatus_SPR16, enrolment",
        "OnRoll_1_ab12, enrolment",
        "RecordStatus_AUT16, record-admin",
        "CensusDate_ex09, record-admin",
        "AcademicYear, record-admin"
    })
    void knowsAFieldInEverySpelling(String field, String category) {
        assertEquals(Category.of(category), catalogue.categoryOf(field));
        assertEquals(Category.of(category), catalogue.categoryOf(field.toUpperCase(Locale.ROOT)));
        assertEquals(Category.of(category), catalogue.categoryOf(field.toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Shoe_Size",
                "Shoe_Size_AUT16",
                "",
                " ",
                "_",
                "_AUT16",
                "[yy]",
                "_[term][yy]",
                "16",
                "N/A",
                "Sur",
                "Surname2",
                "SurnameAUT16",
                "XSurname",
                "KS4_SURNAME_LOCAL",
                "AP_PlacementReason",
                "YPMAD_l_post_2526",
                "Pr\u00e9nom",
                "Surname_AUT16_x",
                "A123456789012"
            })
    void doesNotKnowOtherNames(String field) {
        assertNull(catalogue.categoryOf(field));
    }

    @Test
    void doesNotKnowANameOfEndlessLength() {
        assertNull(catalogue.categoryOf("Surname" + "_AUT16".repeat(100_000)));
    }

    @Test
    void rememberedSpellingsAnswerAsTheFirstTime() {
        for (int year = 0; year < 100; year++) {
            for (int round = 0; round < 3; round++) {
                assertEquals(Category.NAME, catalogue.categoryOf("Surname_AUT%02d".formatted(year)));
                assertNull(catalogue.categoryOf("Shoe_AUT%02d".formatted(year)));
            }
        }
    }

    @Test
    void classesEveryNameNumberAndAddressAsADirectIdentifier() {
        Set<String> endings = Set.of(
                "surname",
                "forename",
                "forenames",
                "middlename",
                "middlenames",
                "middle_name",
                "middle_names",
                "given_name",
                "family_name",
                "firstname",
                "upn",
                "formerupn",
                "uln",
                "uniquelearnernumber",
                "candno",
                "cand_id",
                "saon",
                "paon",
                "uprn",
                "uniquepropertyreferencenumber",
                "street",
                "locality",
                "town",
                "posttown",
                "post_town",
                "administrativearea",
                "addressline1",
                "addressline2",
                "addressline3",
                "addressline4",
                "addressline5",
                "address_line_1",
                "telephone",
                "telephone_number",
                "email");
        int seen = 0;
        for (Catalogue.Field field : catalogue.fields()) {
            String key = FieldName.normalise(field.name());
            String bare = FieldName.withoutCollection(key) == null ? key : FieldName.withoutCollection(key);
            if (endings.stream().anyMatch(ending -> bare.equals(ending) || bare.endsWith("_" + ending))
                    || bare.endsWith("surname")
                    || bare.contains("_upn")) {
                assertEquals(CategoryClass.DIRECT, field.category().categoryClass(), field.name());
                seen++;
            }
        }
        assertEquals(133, seen);
    }

    @Test
    void neverTakesASafeguardingDatasetForAttainmentOrAdministration() {
        Set<CategoryClass> expected =
                Set.of(CategoryClass.DIRECT, CategoryClass.PSEUDONYM, CategoryClass.SPECIAL, CategoryClass.HIGH);
        catalogue.fields().stream()
                .filter(field ->
                        Set.of("Children In Need", "Children Looked After").contains(field.dataset()))
                .filter(field -> !field.name().startsWith("ClassType"))
                .forEach(field -> assertTrue(expected.contains(field.category().categoryClass()), field.toString()));
    }

    @Test
    void isExtendedByAPolicyAndStaysAsItWas() {
        // When
        Catalogue extended = catalogue.with(Map.of(
                "AP_PlacementReason",
                "placement-reason",
                "YJ_Offender_[term][yy]",
                "offending",
                "Misc_ex[yy]",
                "exclusion"));

        // Then
        assertEquals(Category.PLACEMENT_REASON, extended.categoryOf("ap_placementreason"));
        assertEquals(Category.OFFENDING, extended.categoryOf("YJ_Offender_SPR18"));
        assertEquals(Category.EXCLUSION, extended.categoryOf("Misc_3_ex18"));
        assertEquals(Category.EXCLUSION, extended.categoryOf("Misc"));
        assertEquals(Category.NAME, extended.categoryOf("Surname_AUT16"));
        assertEquals(2_447, extended.fields().size());
        assertNull(catalogue.categoryOf("AP_PlacementReason"));
    }

    @Test
    void letsThePolicyPrevailInAllCollectionsOrInOne() {
        // Given
        assertEquals(Category.SEX, catalogue.categoryOf("Gender_ab12"));

        // When
        Catalogue everywhere = catalogue.with(Map.of("Gender", "special-needs"));
        Catalogue absenceAlone = catalogue.with(Map.of("Gender_ab[yy]", "special-needs"));

        // Then
        assertEquals(Category.SPECIAL_NEEDS, everywhere.categoryOf("Gender_ab12"));
        assertEquals(Category.SPECIAL_NEEDS, everywhere.categoryOf("Gender_AUT12"));
        assertEquals(Category.SPECIAL_NEEDS, absenceAlone.categoryOf("Gender_ab12"));
        assertEquals(Category.SEX, absenceAlone.categoryOf("Gender_ex12"));
        assertEquals(Category.SEX, absenceAlone.categoryOf("Gender_AUT12"));
    }

    @ParameterizedTest
    @CsvSource({
        "School Census, School Census",
        "school census, School Census",
        "SCHOOL_CENSUS_AUT16, School Census",
        "School Census Autumn 2016, School Census",
        "School-Census Spring, School Census",
        "Year 7, Year 7",
        "KS4, KS4",
        "KS4 2016, ",
        "School Census of Utopia, "
    })
    void knowsADatasetHoweverItsNameSpellsTermAndYear(String spelling, @Nullable String dataset) {
        assertEquals(dataset, catalogue.datasetOf(FieldName.ofDataset(spelling)));
    }

    @Test
    void measuresHowMuchOfADatasetIsNamed() {
        // Given: both names are fields of Phonics, and of nothing else; terms and repetitions add nothing
        List<String> two = List.of("PHONICS_UPN", "phonics_surname", "PHONICS_SURNAME", "FavouriteColour");
        Datasets.Coverage phonics = new Datasets.Coverage("Phonics", 2, 17);

        // Then
        assertEquals(phonics, catalogue.coverage(two, Set.of()));
        assertEquals(phonics, catalogue.coverage(two, Set.of("KS4", "Phonics")));
        assertEquals(
                new Datasets.Coverage("PHONICS Autumn 2016", 2, 17),
                catalogue.coverage(two, Set.of("PHONICS Autumn 2016")),
                "spelled as it is asked for");
        assertNull(catalogue.coverage(two, Set.of("KS4")));
        assertNull(catalogue.coverage(two, Set.of("Lunches")), "a dataset without published fields");
        assertNull(catalogue.coverage(List.of(), Set.of()));
    }

    @Test
    void theGreatestShareIsThatOfADatasetNotOfAllFields() {
        // Given three of the 1,216 fields of KS4 and one of the 5 of the addresses
        List<String> ks4 = catalogue.fields().stream()
                .filter(field -> field.dataset().equals("KS4"))
                .map(Catalogue.Field::name)
                .limit(3)
                .toList();
        List<String> fields = new ArrayList<>(ks4);
        fields.add("SAON_AUT16");

        // Then
        assertEquals(
                new Datasets.Coverage("School Census Addresses", 1, 5),
                catalogue.coverage(fields, Set.of("KS4", "School Census Addresses")));
        assertEquals("KS4", catalogue.coverage(fields, Set.of("KS4")).dataset());
    }

    @Test
    void amongEqualSharesTheFirstByNameIsGiven() {
        // Given one of the five fields of either collection of addresses
        assertEquals(
                new Datasets.Coverage("Alternative Provision Census Addresses", 1, 5),
                catalogue.coverage(
                        List.of("SAON_AUT16", "AP_PAON"),
                        Set.of("School Census Addresses", "Alternative Provision Census Addresses")));
    }

    @Test
    void refusesAnExtensionWithAllItsProblemsAtOnce() {
        // Given
        Map<String, String> extension = new LinkedHashMap<>();
        extension.put("Shoe_Size", "shoe-size");
        extension.put(" ", "name");
        extension.put("Hat_AUT16", "name");
        extension.put("HAT_SPR17", "sex");

        // When
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> catalogue.with(extension));

        // Then
        assertEquals(
                "Expected a field name of 1 to 128 characters, but was ' '; "
                        + "Expected 'Hat_AUT16' to be sex as in its other spelling, but was name; "
                        + "Expected 'Shoe_Size' to belong to a known category, but was 'shoe-size'",
                refusal.getMessage());
        assertNotNull(catalogue.with(Map.of()));
    }

    /** Lines of the form {@code name | number}, in order. */
    private static Map<String, Integer> table(String lines) {
        return Arrays.stream(lines.split("\n"))
                .map(line -> line.split(" \\| "))
                .collect(Collectors.toMap(
                        cells -> cells[0], cells -> Integer.valueOf(cells[1]), (a, b) -> a, LinkedHashMap::new));
    }
}
