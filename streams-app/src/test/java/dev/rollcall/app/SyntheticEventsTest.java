package dev.rollcall.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.policy.Catalogue;
import dev.rollcall.policy.Ids;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticEventsTest {
    private static final Instant FROM = Instant.parse("2016-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2017-01-01T00:00:00Z");

    private static List<EventLine> tell(long seed) {
        List<EventLine> told = new ArrayList<>();
        new SyntheticEvents(5, 2_000, 10, FROM, TO, seed).forEach(told::add);
        return told;
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        assertEquals(2_000, tell(7).size());
        assertEquals(tell(7), tell(7));
        assertNotEquals(tell(7), tell(8));
    }

    @Test
    void tellsEventsInOrderThatReadBackAsLines() {
        Instant last = FROM;
        for (EventLine line : tell(1)) {
            Event event = line.event();
            assertFalse(event.at().isBefore(last));
            assertTrue(event.at().isBefore(TO));
            assertEquals(line, Ndjson.readEvent(Ndjson.event(event, line.appendedAt()), "story", 1));
            last = event.at();
        }
    }

    @Test
    void nothingLooksLikeAPupilNumberOrANameAndEveryFieldIsKnown() {
        Catalogue catalogue = Catalogue.shipped();
        long extracts = 0;
        for (EventLine line : tell(1)) {
            Event event = line.event();
            extracts += event.type() == EventType.EXTRACT ? 1 : 0;
            event.children().forEach(token -> {
                assertFalse(Ids.likePupilNumber(token), token);
                assertFalse(Ids.likeName(token), token);
            });
            event.fields().forEach(field -> assertTrue(catalogue.categoryOf(field) != null, field));
        }
        assertTrue(extracts > 200, () -> "few extracts");
    }
}
