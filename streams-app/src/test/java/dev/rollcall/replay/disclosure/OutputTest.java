package dev.rollcall.replay.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Ndjson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final Disclosure TEN = new Disclosure(10);

    private static AlertLine alert(String detector, Basis basis, long observed, String sentence) {
        Finding finding = Finding.of(detector, "rule", Entity.body("one"), "2016-01", Severity.HIGH, 1);
        return AlertLine.of(new Alert(
                "id",
                1,
                AlertState.RAISED,
                basis == null ? finding.counting(null, observed, true) : finding.counting(basis, observed, true),
                sentence,
                null,
                Instant.EPOCH));
    }

    private static FigureLine figure(String agreement, String basis, long count) {
        return new FigureLine(
                EntityKind.BODY, "one", agreement, basis, "2016-01", count, true, 0, null, false, 1, 1, null);
    }

    private static AlertLine told(AlertLine alert, FigureLine... figures) {
        return TEN.of(List.of(figures), World.POLICIES).alert(alert);
    }

    private static void isHidden(AlertLine alert, FigureLine... figures) {
        AlertLine told = told(alert, figures);
        assertEquals(AlertLine.NOT_TOLD, told.observed());
        assertNull(told.ratio());
        assertEquals(
                "Rule rule speaks of the body one in window 2016-01; the number of people is not told.",
                told.explanation());
        assertFalse(Ndjson.line(told).contains("observed"), Ndjson.line(told));
    }

    @Test
    void anAlertOnFewPeopleTellsNoNumber() {
        isHidden(alert("limit", Basis.CHILDREN, 9, "One received the records of 9 different children."));
        AlertLine many = alert("limit", Basis.CHILDREN, 10, "One received the records of 10 different children.");
        assertEquals(many, told(many));
        AlertLine requests = alert("limit", Basis.REQUESTS, 2, "One submitted 2 requests.");
        assertEquals(requests, told(requests));
    }

    @Test
    void aSentenceIsReadForNumbersOfPeople() {
        isHidden(alert("feed", null, 3, "Extract x for One leaves out the tokens of 3 children in January 2016."));
        isHidden(alert("approval", null, 1, "One received 7 more records than were approved."));
        AlertLine days = alert("overdue", null, 3, "One has not destroyed extract x, 3 days after it ought to.");
        assertEquals(days, told(days));
    }

    @Test
    void anAlertTellsNoNumberThatItsFigureDoesNot() {
        FigureLine total = figure(null, "children", 120);
        FigureLine one = figure("a", "children", 113);
        AlertLine onTotal = alert("limit", Basis.CHILDREN, 120, "One received the records of 120 different children.");
        assertEquals(onTotal, told(onTotal, total, one));
        Finding under = Finding.of("limit", "rule", Entity.body("one"), "2016-01", Severity.HIGH, 1)
                .under("a", null)
                .counting(Basis.CHILDREN, 113, true);
        isHidden(
                AlertLine.of(new Alert("id", 1, AlertState.RAISED, under, "One received much.", null, Instant.EPOCH)),
                total,
                one);
    }

    @Test
    void anAlertOnManyTellsNothingWhereAnythingOfItsDaysIsHidden() {
        AlertLine again = alert("limit", Basis.RECORDS, 40, "One received 40 records, 33 of them a second time.");
        assertEquals(again, told(again, figure(null, "records", 40)));
        isHidden(again, figure(null, "records", 40), figure(null, "children", 7));
    }

    @Test
    void aShareTellsNothingOfACountThatIsHidden() {
        AlertLine ratio = alert("ratio", Basis.REFUSED, 40, "One had 40 requests refused, 50% of 80 asked.");
        assertEquals(ratio, told(ratio, figure(null, "asked", 80)));
        isHidden(ratio, figure(null, "asked", 8));
    }

    @Test
    void anOperatorReadsAll() {
        AlertLine few = alert("limit", Basis.CHILDREN, 9, "One received the records of 9 different children.");
        assertEquals(few, Disclosure.NONE.of(List.of(), World.POLICIES).alert(few));
        assertTrue(Ndjson.line(few).contains("\"observed\":9"));
    }
}
