package dev.rollcall.model;

import java.time.Instant;

/** A record that steers the watch. */
public sealed interface Directive {

    /** The clock has come to {@code at}. */
    record Tick(Instant at) implements Directive {}

    /**
     * A policy was published.
     *
     * @param yaml one or several versions, as YAML documents in order
     */
    record PolicyPublished(Instant publishedAt, String yaml) implements Directive {}
}
