package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Event;
import dev.rollcall.wire.EventLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLinesTest {
    private static final String EXTRACT = """
            {"type":"extract","eventId":"e-1","feed":"f","at":"2016-03-29T10:15:30Z","body":"home-office",\
            "extractId":"x-1","datasets":[],"fields":[],"records":1,"children":["t-000123"],\
            "appendedAt":"2016-03-29T10:16:00Z"}""";

    private final List<Event> sent = new ArrayList<>();
    private final List<Instant> stamps = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private EventLines run(String... lines) {
        return new EventLines(
                        "events.ndjson",
                        EventLine::appendedAt,
                        (event, appendedAt) -> {
                            sent.add(event);
                            stamps.add(appendedAt);
                        },
                        problems::add)
                .run(List.of(lines).iterator());
    }

    @Test
    void sendsEventsAndTellsTheLinesThatAreNone() {
        // When
        EventLines lines = run(EXTRACT, "", "{\"type\":\"extract\",\"eventId\":\"secret\"}", "nonsense", EXTRACT);

        // Then
        assertEquals(2, lines.sent());
        assertEquals(2, lines.refused());
        assertEquals(2, sent.size());
        assertEquals(Instant.parse("2016-03-29T10:16:00Z"), stamps.get(0));
        assertTrue(problems.get(0).endsWith("(events.ndjson line 3)"), problems.get(0));
        assertTrue(problems.get(1).endsWith("(events.ndjson line 4)"), problems.get(1));
        assertFalse(problems.toString().contains("secret"));
    }

    @Test
    void doesNotSendWhatWasLoggedBeforeThereWereRecordTimestamps() {
        // When
        EventLines lines = run(EXTRACT.replace("2016-03-29T10:16:00Z", "1969-12-31T23:59:59Z"));

        // Then
        assertEquals(0, lines.sent());
        assertEquals(
                List.of("Expected an event logged in 1970 or later, but it was earlier (events.ndjson line 1)"),
                problems);
    }
}
