package dev.rollcall.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Stage;
import dev.rollcall.monitor.ChildRecords.Found;
import dev.rollcall.monitor.ChildRecords.Receipt;
import dev.rollcall.policy.Policies;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChildRecordsTest {
    private static final Policies POLICIES =
            RuleBook.read(Yaml.versions("""
            policy: p
            version: 1
            from: 2015-01-01
            zone: Europe/London
            bodies: { one: { name: One } }
            vocabulary: { purposes: [safeguarding] }
            """, "policy")).policies();
    private static final String CHILD = "child-7";

    private final List<Arrival> arrivals = new ArrayList<>();

    private void extract(
            String day,
            String extractId,
            Stage stage,
            boolean retracts,
            List<String> children,
            Long childCount,
            Instant appendedAt,
            String field) {
        Instant at = Instant.parse(day + "T10:00:00Z");
        Event event = new Event(
                EventType.EXTRACT,
                "e-" + extractId + stage + field,
                "feed",
                at,
                retracts,
                stage,
                "one",
                "r-1",
                extractId,
                null,
                null,
                "safeguarding",
                null,
                null,
                null,
                null,
                null,
                null,
                List.of("School Census"),
                List.of(field),
                null,
                children.size(),
                children,
                childCount,
                null);
        arrivals.add(new Arrival(
                new Origin("extracts", 0, arrivals.size(), appendedAt == null ? at : appendedAt),
                0,
                null,
                "one",
                0,
                event,
                null));
    }

    private void released(String day, String extractId, String... children) {
        extract(day, extractId, Stage.RELEASED, false, List.of(children), null, null, "Surname");
    }

    private Found found() {
        ChildRecords records = new ChildRecords(CHILD, POLICIES, Pseudonymiser.fixed());
        arrivals.forEach(records::arrive);
        return records.found();
    }

    @Test
    void listsEachExtractOnceInOrderOfTime() {
        // Given
        released("2016-03-02", "x-2", CHILD);
        released("2016-03-01", "x-1", "other", CHILD, CHILD);
        released("2016-03-03", "x-3", "other");
        extract("2016-03-04", "x-2", Stage.RELEASED, false, List.of(CHILD), null, null, "URN");
        arrivals.add(arrivals.get(0)); // sent again

        // When
        List<Receipt> receipts = found().receipts();

        // Then
        assertEquals(
                List.of("x-1", "x-2"), receipts.stream().map(Receipt::extractId).toList());
        assertEquals(Instant.parse("2016-03-02T10:00:00Z"), receipts.get(1).at());
        assertEquals(List.of("name", "school"), receipts.get(1).categories().names());
        assertEquals(List.of("safeguarding"), receipts.get(1).purposes());
        assertEquals(List.of("School Census"), receipts.get(1).datasets());
        assertEquals(0, found().mayBeAmong());
    }

    @Test
    void marksWhatWasTakenBackOrDestroyed() {
        // Given
        released("2016-03-01", "x-1", CHILD);
        extract("2016-03-01", "x-1", Stage.RELEASED, true, List.of(CHILD), null, null, "Surname");
        released("2016-03-02", "x-2", CHILD);
        extract("2016-09-01", "x-2", Stage.DESTROYED, false, List.of(), null, null, "Surname");
        released("2016-03-03", "x-3", CHILD);
        extract("2016-09-01", "x-3", Stage.DESTROYED, false, List.of(), null, null, "Surname");
        extract("2016-09-01", "x-3", Stage.DESTROYED, true, List.of(), null, null, "Surname");
        extract("2016-03-04", "x-4", Stage.RELEASED, true, List.of(CHILD), null, null, "Surname"); // of nothing

        // When
        List<Receipt> receipts = found().receipts();

        // Then
        assertEquals(
                List.of("x-1 true null", "x-2 false 2016-09-01T10:00:00Z", "x-3 false null"),
                receipts.stream()
                        .map(one -> one.extractId() + " " + one.retracted() + " " + one.destroyed())
                        .toList());
    }

    @Test
    void countsTheExtractsThatNameFewerThanTheyState() {
        extract("2016-03-01", "x-1", Stage.RELEASED, false, List.of("other"), 5L, null, "Surname");
        extract("2016-03-01", "x-2", Stage.RELEASED, false, List.of("other"), 1L, null, "Surname");
        extract("2016-03-01", "x-3", Stage.RELEASED, false, List.of(CHILD), 9L, null, "Surname");
        extract("2016-03-01", "x-4", Stage.RELEASED, false, List.of("other"), 5L, null, "Surname");
        extract("2016-03-01", "x-4", Stage.RELEASED, true, List.of("other"), 5L, null, "Surname");
        assertEquals(1, found().mayBeAmong(), "x-1: x-3 names the child, x-4 was taken back");
    }

    @Test
    void tellsOfEventsThatCouldNotBeCounted() {
        extract(
                "2016-03-01",
                "x-1",
                Stage.RELEASED,
                false,
                List.of(CHILD),
                null,
                Instant.parse("2026-01-01T00:00:00Z"),
                "URN");
        extract(
                "2016-03-01",
                "x-2",
                Stage.RELEASED,
                false,
                List.of("other"),
                null,
                Instant.parse("2026-01-01T00:00:00Z"),
                "URN");
        arrivals.add(new Arrival(
                new Origin("extracts", 0, 2, Instant.EPOCH), 9, null, "one", 0, null, "java.io.EOFException"));
        Found found = found();
        assertEquals(List.of(), found.receipts());
        assertEquals(
                List.of("0 " + Reason.LATE),
                found.uncounted().stream()
                        .map(one -> one.origin().offset() + " " + one.reason())
                        .toList());
        assertEquals(1, found.undecodable());
    }

    @Test
    void theOrderMakesNoDifference() {
        released("2016-03-02", "x-2", CHILD);
        extract("2016-03-02", "x-2", Stage.RELEASED, true, List.of(CHILD), null, null, "Surname");
        released("2016-03-01", "x-1", CHILD);
        extract("2016-03-01", "x-5", Stage.RELEASED, false, List.of("other"), 5L, null, "Surname");
        extract("2016-09-01", "x-1", Stage.DESTROYED, false, List.of(), null, null, "Surname");
        String once = found().toString();
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(arrivals, new Random(seed));
            assertEquals(once, found().toString());
        }
    }
}
