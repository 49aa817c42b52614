package dev.rollcall.model;

/** The kind of window that a limit is set on. */
public sealed interface Per permits Calendar, Rolling, Life, Period {

    /** As written after {@code per:} in a policy. */
    String text();
}
