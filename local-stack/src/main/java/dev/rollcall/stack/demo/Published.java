package dev.rollcall.stack.demo;

import dev.rollcall.model.Basis;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The totals that were made public, with their sources: the only numbers of the demo that do not come from a replay. */
final class Published {
    private static final String PARLIAMENT = "https://questions-statements.parliament.uk/";

    /** What the police asked for and got, as parliament was told and as that was corrected. */
    static final Answer POLICE = new Answer(
            "The police, April 2012 to October 2016",
            "police",
            "pq-48634",
            LocalDate.of(2016, 10, 27),
            PARLIAMENT + "written-questions/detail/2016-10-13/48634/",
            LocalDate.of(2017, 11, 27),
            PARLIAMENT + "written-statements/detail/2017-11-27/HCWS272",
            List.of(
                    new Total("requests", Basis.REQUESTS, null, 31, 33),
                    new Total("requests answered with data", Basis.ANSWERED, null, 21, 16),
                    new Total("children", Basis.CHILDREN, null, 21, 62)));

    /** The same of the Home Office; the number it found nobody for was first told in the answer to question 52645. */
    static final Answer HOME_OFFICE = new Answer(
            "The Home Office, July 2015 to September 2016",
            "home-office",
            "ho-15-months",
            LocalDate.of(2016, 10, 27),
            PARLIAMENT + "written-questions/detail/2016-10-13/48634/",
            LocalDate.of(2017, 11, 27),
            PARLIAMENT + "written-statements/detail/2017-11-27/HCWS272",
            List.of(
                    new Total("requests", Basis.REQUESTS, null, 25, 25),
                    new Total("people asked about", Basis.ASKED, null, 2462, 2461),
                    new Total("children found and returned", Basis.CHILDREN, null, 520, 531),
                    new Total("people not found", Basis.ASKED, Basis.CHILDREN, 1942, 1930)));

    /**
     * The only single month of the Home Office that could be found, quoted in a request for information:
     * <a href="https://www.whatdotheyknow.com/request/department_for_education_pupil_d">Department for Education pupil data</a>.
     */
    static final Month JANUARY_2019 = new Month(
            "home-office",
            YearMonth.of(2019, 1),
            216,
            61,
            "https://www.whatdotheyknow.com/request/department_for_education_pupil_d");

    private Published() {}

    /** What was told of one body in one period, and what it was corrected to. */
    record Answer(
            String title,
            String body,
            String period,
            LocalDate toldOn,
            String told,
            LocalDate correctedOn,
            String corrected,
            List<Total> totals) {}

    /**
     * One total of an answer.
     *
     * @param less what is to be taken off the count, null where nothing is
     */
    record Total(String name, Basis count, @Nullable Basis less, long told, long corrected) {}

    /** What was told of one month. */
    record Month(String body, YearMonth month, long asked, long children, String source) {}
}
