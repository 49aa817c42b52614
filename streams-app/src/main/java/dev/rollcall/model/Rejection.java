package dev.rollcall.model;

import org.jspecify.annotations.Nullable;

/**
 * A reference to an event that cannot be counted; nothing of its content.
 *
 * @param size the record's value in bytes
 * @param schemaId null where the bytes do not name one
 * @param exceptionClass the class of what went wrong, null where nothing was thrown
 */
public record Rejection(
        Origin origin,
        int size,
        @Nullable Integer schemaId,
        Reason reason,
        @Nullable String exceptionClass) implements Outcome {}
