package dev.rollcall.wire;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line that is no event. It tells what was expected, of what kind the line is instead, and where; nothing of what the
 * line holds, and it has no cause that might.
 */
public final class EventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String field;
    private final @Nullable Instant appendedAt;

    /** At {@code line} of {@code file}, counted from 1. */
    EventException(String message, String file, int line, @Nullable String field, @Nullable Instant appendedAt) {
        super("%s (%s line %d)".formatted(message, file, line));
        this.field = field;
        this.appendedAt = appendedAt;
    }

    /** Somewhere that {@code message} names. */
    EventException(String message) {
        super(message);
        this.field = null;
        this.appendedAt = null;
    }

    /** The field concerned; empty where it is the line as a whole, or a field that no event has. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** The line's record timestamp, where that much could be read; by it the line can be counted as rejected. */
    public Optional<Instant> appendedAt() {
        return Optional.ofNullable(appendedAt);
    }
}
