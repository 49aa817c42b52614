package dev.rollcall.app.page;

import org.jspecify.annotations.Nullable;

/**
 * How far the reader of the page's topics is.
 *
 * @param kind what it does
 * @param sentence the same in words
 * @param read how many records it has read since it began
 * @param behind how many are left, null where that is not known
 * @param unreadable how many it could make nothing of
 */
public record ReaderState(
        Kind kind, String sentence, long read, @Nullable Long behind, long unreadable) {

    /** What the reader does. */
    public enum Kind {
        /** It has not come to the end yet; the page shows nothing, or what it knew before. */
        READING,
        /** The page shows what the topics say. */
        CURRENT,
        /** It waits for broker or registry; the page shows what it knew before. */
        WAITING
    }
}
