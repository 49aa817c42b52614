package dev.rollcall.replay.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.ArrayList;
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

    /** An alert that tells of some, or all, whom {@code figure} counts. */
    static AlertLine alert(FigureLine figure, String detector, long observed) {
        Finding finding = Finding.of(
                        detector,
                        "rule",
                        new Entity(figure.entityKind(), figure.entity()),
                        figure.window(),
                        Severity.HIGH,
                        1)
                .under(figure.agreementId(), null)
                .counting(Basis.ASKED, observed, true);
        return AlertLine.of(
                new Alert(figure.key() + detector, 1, AlertState.RAISED, finding, "One.", null, Instant.EPOCH));
    }

    private static FigureLine figure(String agreement, String basis, long count) {
        return new FigureLine(
                EntityKind.BODY, "one", agreement, basis, "2016-01", count, true, 0, null, false, 1, 1, null);
    }

    private static boolean isTold(AlertLine alert, FigureLine... figures) {
        return TEN.of(List.of(figures), World.POLICIES).alerts(List.of(alert)).contains(alert);
    }

    private static FigureLine of(String window, String basis, long count) {
        return new FigureLine(EntityKind.BODY, "one", null, basis, window, count, true, 0, null, false, 1, 1, null);
    }

    @Test
    void anAlertOnFewPeopleIsLeftOut() {
        AlertLine few = alert("limit", Basis.CHILDREN, 9, "One received the records of 9 different children.");
        assertFalse(isTold(few, figure(null, "children", 9)));
        assertFalse(isTold(few), "nor where no figure tells of them");
        AlertLine many = alert("limit", Basis.CHILDREN, 1501, "One received the records of 1,501 different children.");
        assertTrue(isTold(many, figure(null, "children", 1501)));
        AlertLine requests = alert("limit", Basis.REQUESTS, 2, "One submitted 2 requests.");
        assertTrue(isTold(requests), "documents where nobody was");
    }

    @Test
    void noDetectorIsAnOracle() {
        AlertLine ratio = alert("ratio", Basis.REFUSED, 0, "One had 0 requests refused, 0% of 7 different pupils.");
        assertTrue(isTold(ratio, figure(null, "children", 80)));
        assertFalse(isTold(ratio, figure(null, "children", 7)));
        assertFalse(isTold(ratio, figure(null, "children", 80), figure(null, "asked", 8)));
        assertFalse(isTold(ratio), "nor where nothing is known of whom it counts");
        AlertLine baseline =
                alert("baseline", Basis.CHILDREN, 80, "One received the records of 80 different children.");
        assertTrue(isTold(baseline, figure(null, "children", 80), of("2015-12", "children", 60)));
        assertFalse(
                isTold(baseline, figure(null, "children", 80), of("2015-12", "children", 3)), "what it learns from");
    }

    @Test
    void whatAnAnalystSeesIsTheSameForEveryFewPeople() {
        for (int few = 1; few < 10; few++) {
            List<AlertLine> raised = new ArrayList<>();
            for (int band = 1; band <= few; band++) {
                raised.add(alert("limit", Basis.CHILDREN, few, "Band " + band + " of 100 is reached."));
            }
            Output told = TEN.of(List.of(figure(null, "children", few)), World.POLICIES);
            assertEquals(List.of(), told.alerts(raised));
            assertEquals("under 10", told.figures().get(0).text());
        }
    }

    @Test
    void whichDaysInARowAreTheFirstIsToldOnlyWhereAllAre() {
        FigureLine own = of("30d@2016-01-20", "children", 500);
        AlertLine first = alert(own, "limit", 500);
        assertTrue(isTold(first, own));
        assertFalse(isTold(first, own, of("30d@2016-01-10", "children", 4)));
        FigureLine next = of("30d@2016-02-10", "children", 700);
        assertTrue(isTold(first, own, next));
        assertFalse(isTold(first, own, next, of("30d@2016-03-05", "children", 4)), "by what overlaps what overlaps it");
        assertTrue(isTold(first, own, next, of("30d@2015-12-20", "children", 4)), "no day in common");
    }

    @Test
    void aDayIsJudgedByItsMonth() {
        Finding day = Finding.of("ratio", "rule", Entity.body("one"), "2016-01-15", Severity.HIGH, 1)
                .counting(Basis.REFUSED, 0, true);
        AlertLine alert = AlertLine.of(new Alert("id", 1, AlertState.RAISED, day, "One.", null, Instant.EPOCH));
        assertFalse(isTold(alert, figure(null, "children", 9)));
        assertTrue(isTold(alert, figure(null, "children", 90), of("2016-01-15", "children", 40)));
        assertFalse(isTold(alert, figure(null, "children", 90), of("2016-01-15", "children", 4)));
    }

    @Test
    void aPartOfATotalIsToldOnlyWhereManyAreLeft() {
        FigureLine total = figure(null, "children", 120);
        AlertLine part = alert("fields", Basis.CHILDREN, 113, "One received the records of 113 different children.");
        assertFalse(isTold(part, total), "seven are left");
        assertTrue(isTold(alert("fields", Basis.CHILDREN, 100, "One received much."), total));
        AlertLine all = alert("fields", Basis.CHILDREN, 120, "One received the records of 120 different children.");
        assertTrue(isTold(all, total), "nobody is left");
        AlertLine one = alert("fields", Basis.CHILDREN, 70, "Extract a has 70 children.");
        AlertLine other = alert("agreement", Basis.CHILDREN, 45, "Extract b has 45 children.");
        Output told = TEN.of(List.of(total), World.POLICIES);
        assertEquals(List.of(one), told.alerts(List.of(one)));
        assertEquals(List.of(), told.alerts(List.of(one, other)), "five are left by both");
    }

    @Test
    void aSentenceIsReadForNumbersOfPeople() {
        FigureLine many = figure(null, "records", 500);
        assertFalse(isTold(alert("feed", null, 3, "Extract x for One leaves out the tokens of 3 children."), many));
        assertFalse(isTold(alert("approval", null, 1, "One received 7 more records than were approved."), many));
        assertTrue(
                isTold(alert("overdue", null, 3, "One has not destroyed extract x, 3 days after it ought to."), many));
    }

    @Test
    void anAlertOnAHiddenFigureIsLeftOut() {
        FigureLine total = figure(null, "children", 120);
        FigureLine one = figure("a", "children", 113);
        AlertLine onTotal = alert("limit", Basis.CHILDREN, 120, "One received the records of 120 different children.");
        assertTrue(isTold(onTotal, total, one));
        Finding under = Finding.of("limit", "rule", Entity.body("one"), "2016-01", Severity.HIGH, 1)
                .under("a", null)
                .counting(Basis.CHILDREN, 113, true);
        AlertLine onPart =
                AlertLine.of(new Alert("id", 1, AlertState.RAISED, under, "One received much.", null, Instant.EPOCH));
        assertFalse(isTold(onPart, total, one));
    }

    @Test
    void anAlertIsJudgedByBothPolicies() {
        AlertLine alert = alert("ratio", Basis.REFUSED, 40, "One had 40 requests refused.");
        List<Output> both = TEN.of(
                List.of(figure(null, "asked", 80)),
                World.POLICIES,
                List.of(figure(null, "asked", 80), figure(null, "children", 3)),
                World.POLICIES);
        for (Output side : both) {
            assertEquals(List.of(), side.alerts(List.of(alert)));
        }
    }

    @Test
    void anOperatorReadsAll() {
        AlertLine few = alert("limit", Basis.CHILDREN, 9, "One received the records of 9 different children.");
        assertEquals(List.of(few), Disclosure.NONE.of(List.of(), World.POLICIES).alerts(List.of(few)));
        assertTrue(Ndjson.line(few).contains("\"observed\":9"));
    }
}
