package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverdueDetectorTest {

    private static Judged judged(String settings) {
        return new Judged("detectors: { late: { type: overdue, " + settings + " } }\n");
    }

    @Test
    void theRegisterIsDueSoManyDaysAfterTheQuarter() {
        // 72 days after 31 March is 11 June; it is due until the end of that day
        Judged judged = judged("after: released, expect: published, within: 72 days, of: quarter")
                .extract("RELEASED", "x-1", "2016-02-03", List.of("t-1", "t-2"), "")
                .extract("RELEASED", "x-2", "2016-02-03", List.of("t-1"), "")
                .extract("PUBLISHED", "x-2", "2016-06-11", List.of(), "");
        assertEquals(Map.of(), judged.on("2016-06-11"));
        assertEquals(
                Map.of(
                        "late 2016-02 x-1 RAISED 2",
                        "Extract x-1 for The Council, with 2 children, released in February 2016, was not in the public register within 72 days of the quarter's end."),
                judged.on("2016-06-12"));
        judged.extract("PUBLISHED", "x-1", "2016-06-13", List.of(), "");
        assertEquals(
                Map.of(
                        "late 2016-02 x-1 RESOLVED 2",
                        "Extract x-1 for The Council, with 2 children, released in February 2016, was not in the public register within 72 days of the quarter's end; it has been since."),
                judged.on("2016-06-13"));
    }

    @Test
    void whatWasPublishedInTimeButLoggedLateIsSettledLate() {
        Judged judged = judged("after: released, expect: published, within: 10 days")
                .extract("RELEASED", "x-1", "2016-02-03", List.of("t-1"), "")
                .extract("PUBLISHED", "x-1", "2016-02-05", "2016-02-20", List.of(), "");
        assertEquals(
                Set.of("late 2016-02 x-1 RESOLVED 1"), judged.on("2016-03-01").keySet());
    }

    @Test
    void anApprovedRequestIsToBeAnsweredOrEnded() {
        Judged judged = judged("after: approved, expect: released, within: 30 days")
                .request("APPROVED", "r-1", "2016-02-01", "\"asked\":7")
                .request("APPROVED", "r-2", "2016-02-01", "")
                .request("WITHDRAWN", "r-2", "2016-02-10", "")
                .request("APPROVED", "r-3", "2016-02-01", "")
                .extract("RELEASED", "x-3", "2016-02-10", List.of("t-1"), "\"requestId\":\"r-3\"");
        assertEquals(Map.of(), judged.on("2016-03-01"));
        assertEquals(
                Map.of(
                        "late 2016-02 r-1 RAISED 7",
                        "Request r-1 of The Council was approved in February 2016 and not answered within 30 days."),
                judged.on("2016-03-02"));
    }

    @Test
    void whatIsKeptTooLongOrWithoutEnd() {
        Judged kept = judged("after: retain-until, expect: destroyed, within: 0 days")
                .extract("RELEASED", "x-1", "2016-02-03", List.of("t-1"), "\"retainUntil\":\"2017-02-03\"")
                .extract("RELEASED", "x-2", "2016-02-03", List.of("t-1"), "\"retainUntil\":\"2017-02-03\"")
                .extract("DESTROYED", "x-2", "2017-02-03", List.of(), "");
        assertEquals(Map.of(), kept.on("2017-02-03"));
        assertEquals(
                Map.of(
                        "late 2017-02 x-1 RAISED 1",
                        "Extract x-1 for The Council, with 1 child, to be kept until February 2017 at most, was not certified destroyed."),
                kept.on("2017-02-04"));

        Judged endless = judged("after: released, expect: retain-until, within: 0 days")
                .extract("RELEASED", "x-1", "2016-02-03", List.of("t-1"), "\"retainUntil\":\"2017-02-03\"")
                .extract("RELEASED", "x-2", "2016-02-03", List.of("t-1"), "");
        assertEquals(
                Map.of(
                        "late 2016-02 x-2 RAISED 1",
                        "Extract x-2 for The Council, with 1 child, released in February 2016, says nowhere until when it may be kept."),
                endless.on("2016-02-03"));
    }

    @Test
    void aFeedFallsSilentAndOneIsNeverHeardOf() {
        Judged judged = new Judged("""
                feeds:
                  portal:   { every: 10 days, from: 2016-02-01 }
                  casework: { every: 40 days, from: 2016-02-01 }
                detectors: { silent: { type: overdue, severity: high } }
                """)
                .request("SUBMITTED", "r-1", "2016-02-01", "")
                .request("SUBMITTED", "r-2", "2016-02-11", "");
        assertEquals(Map.of(), judged.on("2016-02-21"));
        assertEquals(
                Map.of(
                        "silent 2016-02 2016-02-22 RAISED 10",
                        "The feed portal was not heard of for 10 days until 22 February 2016, when it should have been."),
                judged.on("2016-02-22"));
        judged.request("SUBMITTED", "r-3", "2016-03-01", "");
        assertEquals(
                Map.of(
                        "silent 2016-02 2016-02-22 RESOLVED 10",
                        "The feed portal was not heard of for 10 days until 22 February 2016; it has been since."),
                judged.on("2016-03-11"));
        assertEquals(
                Set.of(
                        "silent 2016-02 2016-02-22 RESOLVED 10",
                        "silent 2016-03 2016-03-12 RAISED 10",
                        "silent 2016-03 2016-03-12 RAISED 40"),
                judged.on("2016-03-12").keySet());
    }

    @Test
    void refusesWhatCannotFollow() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new OverdueDetector(
                        dev.rollcall.model.Severity.HIGH,
                        OverdueDetector.After.SUBMITTED,
                        OverdueDetector.Expect.DESTROYED,
                        new Days(1),
                        OverdueDetector.From.DAY));
    }
}
