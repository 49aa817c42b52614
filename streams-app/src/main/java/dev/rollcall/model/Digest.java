package dev.rollcall.model;

import org.jspecify.annotations.Nullable;

/** 128 bits of a keyed digest. */
public record Digest(long high, long low) {

    // Written out: what records come with is slow, and every event is looked up by its digest.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high);
    }
}
