package dev.rollcall.app.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.AlertState;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.AlertmanagerJson;
import dev.rollcall.wire.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The labels and annotations that receivers, routes and silences rely on. */
class WordingTest {
    private static final Instant AT = Instant.parse("2016-04-01T00:00:00Z");
    private static final Wording WORDING = new Wording("https://rollcall.example/", "docs/operations.md");

    private final AlertLine alert = Lines.raised("abc", Severity.HIGH, AT);

    @Test
    void labelsSayWhatMakesItTheSameAlert() {
        assertEquals(
                Map.ofEntries(
                        Map.entry("alertname", "RollcallLimit"),
                        Map.entry("alert_id", "abc"),
                        Map.entry("detector", "limit"),
                        Map.entry("rule", "ho-children-month"),
                        Map.entry("entity_kind", "body"),
                        Map.entry("entity", "home-office"),
                        Map.entry("agreement", "dfe-ho-mou"),
                        Map.entry("window", "2016-03"),
                        Map.entry("band", "100"),
                        Map.entry("severity", "high"),
                        Map.entry("owner", "data-sharing@department.example")),
                WORDING.labels(alert, false));
        assertEquals("yes", WORDING.labels(alert, true).get("old"));
    }

    @Test
    void whatThisVersionDoesNotKnowIsSaidToBeUnknown() {
        AlertLine unknown = Lines.line("abc", AlertState.RAISED, null, null, AT);

        assertEquals("unknown", WORDING.labels(unknown, false).get("severity"));
    }

    @Test
    void annotationsSayTheRest() {
        assertEquals(
                Map.ofEntries(
                        Map.entry(
                                "summary",
                                "The Home Office received the records of 1,501 different children in March 2016."),
                        Map.entry("window", "2016-03"),
                        Map.entry("observed", "1501"),
                        Map.entry("limit", "1500"),
                        Map.entry("basis", "children"),
                        Map.entry("evidence", "extracts, partition 3, offsets 120 to 140"),
                        Map.entry("policy_version", "3"),
                        Map.entry("page", "https://rollcall.example/#alert-abc"),
                        Map.entry("runbook_url", "docs/operations.md#limit")),
                WORDING.annotations(alert));
        assertEquals(
                "RETRACTED",
                WORDING.annotations(Lines.ended("abc", AlertState.RETRACTED, AT))
                        .get("ended"));
    }

    @Test
    void theBodyOfAPostIsAsTheApiStates() {
        Notice notice = new Notice(
                Map.of("alertname", "A \"quoted\" name"),
                Map.of("summary", "s"),
                AT,
                AT.plusSeconds(60),
                "http://x/#alert-1");

        assertEquals(
                "[{\"labels\":{\"alertname\":\"A \\\"quoted\\\" name\"},\"annotations\":{\"summary\":\"s\"},"
                        + "\"startsAt\":\"2016-04-01T00:00:00Z\",\"endsAt\":\"2016-04-01T00:01:00Z\",\"generatorURL\":\"http://x/#alert-1\"}]",
                AlertmanagerJson.posted(List.of(notice)));
        assertEquals("[]", AlertmanagerJson.posted(List.of()));
    }

    @Test
    void anAnswerThatIsNoneIsNotTakenForOne() {
        assertEquals(
                List.of(Map.of("a", "b")),
                AlertmanagerJson.held("[{\"labels\":{\"a\":\"b\"},\"status\":{\"state\":\"active\"}}]"));
        assertEquals(List.of(), AlertmanagerJson.held("[]"));
        assertEquals(null, AlertmanagerJson.held("<html>"));
        assertEquals(null, AlertmanagerJson.held("{}"));
        assertEquals(null, AlertmanagerJson.held("[{}]"));
        assertEquals(null, AlertmanagerJson.held(""));
    }
}
