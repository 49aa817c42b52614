package dev.rollcall.wire;

import dev.rollcall.model.Event;
import java.time.Instant;

/**
 * One line of a file of events.
 *
 * @param appendedAt when its record was, or is to be, appended to the log
 */
public record EventLine(Event event, Instant appendedAt) {}
