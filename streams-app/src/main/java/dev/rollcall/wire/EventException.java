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

    private final String file;
    private final int line;
    private final @Nullable String field;
    private final @Nullable Instant appendedAt;

    EventException(String message, String file, int line, @Nullable String field, @Nullable Instant appendedAt) {
        super("%s (%s line %d)".formatted(message, file, line));
        this.file = file;
        this.line = line;
        this.field = field;
        this.appendedAt = appendedAt;
    }

    public String file() {
        return file;
    }

    /** The line, counted from 1. */
    public int line() {
        return line;
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
