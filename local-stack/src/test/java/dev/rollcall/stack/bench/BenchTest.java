package dev.rollcall.stack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.cli.ExitCode;
import dev.rollcall.app.cli.Rollcall;
import dev.rollcall.model.Event;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The benchmark ends, and its candidates count right; how fast they are is no business of a test. */
class BenchTest {

    @Test
    void measuresCandidatesThatCountRight() {
        StringWriter out = new StringWriter();
        int exit = Rollcall.commandLine(new Bench())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute("bench", "--events", "2000", "--rounds", "1", "--parts", "restore,judging");
        assertEquals(ExitCode.OK, exit, out.toString());
        assertTrue(out.toString().contains("answers: all right in every round"), out.toString());
        assertTrue(out.toString().contains("restoring"), out.toString());
        assertTrue(out.toString().contains("by all nine"), out.toString());
    }

    @Test
    void measuresAReplayThatCountsRight() {
        StringWriter out = new StringWriter();
        int exit = Rollcall.commandLine(new Bench())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute("bench", "--month", "2000");
        assertEquals(ExitCode.OK, exit, out.toString());
        assertTrue(out.toString().contains("in one pass"), out.toString());
        assertTrue(out.toString().contains("answers: all right"), out.toString());
    }

    @Test
    void knowsTheRightAnswerOfItsEvents() {
        Map<String, Set<String>> children = new TreeMap<>();
        Workload workload = new Workload(3000);
        List<Event> events = new ArrayList<>();
        Truth truth = workload.tell(1000, (number, event) -> {
            events.add(event);
            children.computeIfAbsent(
                            Truth.key(event.body(), event.at().toString().substring(0, 7)), key -> new HashSet<>())
                    .addAll(event.children());
        });
        Map<String, Long> counts = new TreeMap<>();
        children.forEach((key, tokens) -> counts.put(key, (long) tokens.size()));
        assertEquals(counts, truth.ofAll());
        assertEquals(3000, events.size());
        assertEquals(
                truth.named(),
                events.stream().mapToLong(event -> event.children().size()).sum());
        assertTrue(truth.ofFirst().values().stream().mapToLong(n -> n).sum() < truth.children());
    }

    @Test
    void refusesAWrongAnswer() {
        Map<String, Long> right = Map.of("body-0001 2026-01", 3L);
        Truth.check("somebody", right, Map.of("body-0001 2026-01", 3L));
        assertThrows(WrongAnswerException.class, () -> Truth.check("somebody", right, Map.of("body-0001 2026-01", 4L)));
        assertThrows(WrongAnswerException.class, () -> Truth.check("somebody", right, Map.of()));
    }
}
