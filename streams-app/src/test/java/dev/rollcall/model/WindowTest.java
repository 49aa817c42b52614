package dev.rollcall.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private static final Zone LONDON = new Zone(ZoneId.of("Europe/London"));

    @ParameterizedTest
    @CsvSource({
        "DAY, 2016-02-29, 2016-02-29, 2016-02-29, 2016-03-01",
        "DAY, 2016-12-31, 2016-12-31, 2016-12-31, 2017-01-01",
        "MONTH, 2016-02-29, 2016-02, 2016-02-01, 2016-03-01",
        "MONTH, 2015-02-01, 2015-02, 2015-02-01, 2015-03-01",
        "MONTH, 2016-12-31, 2016-12, 2016-12-01, 2017-01-01",
        "QUARTER, 2016-01-01, 2016-Q1, 2016-01-01, 2016-04-01",
        "QUARTER, 2016-03-31, 2016-Q1, 2016-01-01, 2016-04-01",
        "QUARTER, 2016-04-01, 2016-Q2, 2016-04-01, 2016-07-01",
        "QUARTER, 2016-09-30, 2016-Q3, 2016-07-01, 2016-10-01",
        "QUARTER, 2016-12-31, 2016-Q4, 2016-10-01, 2017-01-01",
        "ACADEMIC_YEAR, 2016-08-31, 2015/16, 2015-09-01, 2016-09-01",
        "ACADEMIC_YEAR, 2016-09-01, 2016/17, 2016-09-01, 2017-09-01",
        "ACADEMIC_YEAR, 2000-01-01, 1999/00, 1999-09-01, 2000-09-01",
        "ACADEMIC_YEAR, 2009-12-31, 2009/10, 2009-09-01, 2010-09-01"
    })
    void namesTheWindowOfADay(Calendar per, LocalDate day, String name, LocalDate start, LocalDate end) {
        assertEquals(new Window(name, start, end), per.windowOf(day));
    }

    @Test
    void windowsOfTheCalendarFollowOneAnotherWithoutGaps() {
        for (Calendar per : Calendar.values()) {
            Window window = per.windowOf(LocalDate.of(2010, 1, 1));
            for (LocalDate day = window.start(); day.isBefore(LocalDate.of(2021, 1, 1)); day = day.plusDays(1)) {
                Window next = per.windowOf(day);
                assertTrue(next.contains(day));
                assertEquals(next.equals(window) ? window.start() : window.end(), next.start());
                assertFalse(next.contains(next.start().minusDays(1)));
                assertFalse(next.contains(next.end()));
                window = next;
            }
        }
    }

    @Test
    void aRollingWindowEndsWithItsDay() {
        assertEquals(
                new Window("30d@2016-03-29", LocalDate.of(2016, 2, 29), LocalDate.of(2016, 3, 30)),
                new Rolling(30).endingWith(LocalDate.of(2016, 3, 29)));
        assertEquals(
                new Window("1d@2016-01-01", LocalDate.of(2016, 1, 1), LocalDate.of(2016, 1, 2)),
                new Rolling(1).endingWith(LocalDate.of(2016, 1, 1)));
        assertThrows(IllegalArgumentException.class, () -> new Rolling(0));
        assertThrows(IllegalArgumentException.class, () -> new Rolling(732));
    }

    @Test
    void aLifeLastsToTheEndOfItsLastDayOrForEver() {
        LocalDate from = LocalDate.of(2015, 6, 1);
        Window life = Life.window(from, LocalDate.of(2016, 5, 31));
        assertEquals(new Window("life@2015-06-01", from, LocalDate.of(2016, 6, 1)), life);
        assertTrue(life.contains(LocalDate.of(2016, 5, 31)));
        assertEquals(new Window("life@2015-06-01", from, Window.OPEN), Life.window(from, null));
        assertTrue(Life.window(from, from).contains(from));
    }

    @Test
    void aPeriodIncludesBothItsEnds() {
        Window window = new Period("pq-48634", LocalDate.of(2012, 4, 1), LocalDate.of(2016, 10, 31)).window();
        assertTrue(window.contains(LocalDate.of(2012, 4, 1)));
        assertTrue(window.contains(LocalDate.of(2016, 10, 31)));
        assertFalse(window.contains(LocalDate.of(2012, 3, 31)));
        assertFalse(window.contains(LocalDate.of(2016, 11, 1)));
        assertEquals("pq-48634", window.name());
    }

    @Test
    void refusesAWindowThatDoesNotEndAfterItsStart() {
        LocalDate day = LocalDate.of(2016, 3, 1);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new Window("w", day, day));
        assertEquals(
                "Expected window 'w' to end after its start 2016-03-01, but it ends on 2016-03-01",
                refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"2016-03-01, 743", "2016-10-01, 745", "2016-02-01, 696", "2016-12-01, 744"})
    void monthsHaveTheHoursOfTheirZone(LocalDate first, long hours) {
        Window month = Window.month(first);
        assertEquals(
                Duration.ofHours(hours), Duration.between(LONDON.startOf(month.start()), LONDON.startOf(month.end())));
    }

    @Test
    void anInstantBelongsToOneDayWhateverTheClocksDo() {
        for (String zone : new String[] {"Europe/London", "America/New_York", "Pacific/Apia", "America/Sao_Paulo"}) {
            Zone civil = new Zone(ZoneId.of(zone));
            Instant instant = Instant.parse("2011-10-01T00:00:00Z");
            LocalDate before = civil.dayOf(instant);
            for (int quarterHours = 0; quarterHours < 4 * 24 * 400; quarterHours++) {
                LocalDate day = civil.dayOf(instant);
                assertFalse(day.isBefore(before));
                if (day.isAfter(before)) {
                    // Then the day begins with the first instant that falls on it
                    assertEquals(instant, civil.startOf(day), zone + " " + day);
                    assertEquals(before, civil.dayOf(instant.minusMillis(1)));
                }
                before = day;
                instant = instant.plus(Duration.ofMinutes(15));
            }
        }
    }
}
