package dev.rollcall.wire;

import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import org.jspecify.annotations.Nullable;

/** What the value of a record that intake reads turns out to be. */
public sealed interface Decoded {

    /** An event that a feed sent. */
    record Sent(Event event) implements Decoded {}

    /** A directive. */
    record Steering(Directive directive) implements Decoded {}

    /**
     * Nothing that its topic carries, now or ever.
     *
     * @param schemaId null where the bytes do not name one
     * @param exceptionClass the class of what went wrong, null where nothing was thrown
     */
    record Undecodable(@Nullable Integer schemaId, @Nullable String exceptionClass) implements Decoded {}
}
