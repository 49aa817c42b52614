package dev.rollcall.app.cli;

import dev.rollcall.model.Event;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The lines of a file on their way out: those that are events go on, those that are none are told. */
final class EventLines {
    private final String file;
    private final Function<EventLine, Instant> stamp;
    private final BiConsumer<Event, Instant> events;
    private final Consumer<String> problems;
    private int lines;
    private long sent;
    private long refused;

    /**
     * @param file what to call it in messages
     * @param stamp decides the record timestamp
     */
    EventLines(
            String file,
            Function<EventLine, Instant> stamp,
            BiConsumer<Event, Instant> events,
            Consumer<String> problems) {
        this.file = file;
        this.stamp = stamp;
        this.events = events;
        this.problems = problems;
    }

    /** Takes all lines; blank ones count, and are nothing. */
    EventLines run(Iterator<String> from) {
        while (from.hasNext()) {
            String line = from.next();
            lines++;
            if (!line.isBlank()) {
                take(line);
            }
        }
        return this;
    }

    private void take(String line) {
        EventLine event;
        try {
            event = Ndjson.readEvent(line, file, lines);
        } catch (EventException e) {
            refuse(String.valueOf(e.getMessage()));
            return;
        }
        Instant appendedAt = stamp.apply(event);
        if (appendedAt.isBefore(Instant.EPOCH)) {
            refuse("Expected an event logged in 1970 or later, but it was earlier (%s line %d)".formatted(file, lines));
            return;
        }
        events.accept(event.event(), appendedAt);
        sent++;
    }

    private void refuse(String problem) {
        problems.accept(problem);
        refused++;
    }

    long sent() {
        return sent;
    }

    /** How many lines are no events. */
    long refused() {
        return refused;
    }
}
