package dev.rollcall.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import java.time.Month;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermTest {

    @ParameterizedTest
    @CsvSource({
        "Surname_AUT16, AUTUMN, 2016",
        "Surname_aut2016, AUTUMN, 2016",
        "Surname_Autumn_16, AUTUMN, 2016",
        "Surname_SPR17, SPRING, 2017",
        "School Census Spring 2016, SPRING, 2016",
        "Surname_Summer6th12, SUMMER, 2012",
        "School.Census-SUM09, SUMMER, 2009",
        "AUT99, AUTUMN, 1999"
    })
    void isReadAtTheEndOfAName(String name, Term term, int year) {
        assertEquals(new Term.OfYear(term, year), Term.in(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Surname",
                "Surname_AUT",
                "Surname_AUT[yy]",
                "Surname_AUT167",
                "Surname_AUT1",
                "NAUT16",
                "Surname_AUT16_ab15",
                "KS4_EBACC_94",
                ""
            })
    void isNotThereWhereItsYearIsNot(String name) {
        assertNull(Term.in(name));
    }

    @ParameterizedTest
    @CsvSource({
        "Surname_AUT16, JANUARY, 2017-01-01",
        "Surname_SPR16, JUNE, 2016-06-01",
        "Surname_SUM16, AUGUST, 2016-08-01",
        "Surname_AUT16, OCTOBER, 2016-10-01",
        "Surname_AUT16, DECEMBER, 2016-12-01",
        "Surname_AUT16, SEPTEMBER, 2017-09-01",
        "Surname_SPR16, JANUARY, 2016-01-01",
        "Surname_SUM16, APRIL, 2017-04-01"
    })
    void appearsInTheFirstSuchMonthAfterItBegan(String name, Month month, LocalDate day) {
        Term.OfYear term = Term.in(name);
        assertNotNull(term);
        assertEquals(day, term.firstDayOf(month));
    }

    @Test
    void dataAppearOnTheFirstDayOfTheirMonth() {
        Dataset census = new Dataset(
                "School Census", Set.of(), null, LocalDate.of(2006, 2, 1), Map.of(Term.AUTUMN, Month.JANUARY));

        assertEquals(false, census.hasAppeared("Surname_AUT16", LocalDate.of(2016, 12, 31)));
        assertEquals(true, census.hasAppeared("Surname_AUT16", LocalDate.of(2017, 1, 1)));
        assertEquals(
                true, census.hasAppeared("Surname_SPR17", LocalDate.of(2016, 1, 1)), "no month is given for spring");
        assertEquals(true, census.hasAppeared("Surname", LocalDate.of(2016, 1, 1)), "of which term is not said");
        assertEquals(false, census.hasAppeared("Surname", LocalDate.of(2006, 1, 31)), "before all of it was released");
        assertEquals(true, census.hasAppeared("Surname", LocalDate.of(2006, 2, 1)));
    }
}
