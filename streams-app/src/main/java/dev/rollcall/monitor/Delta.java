package dev.rollcall.monitor;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** One change of memory: all of them in any order of entities, each entity's in order, give the memory back. */
public sealed interface Delta {

    /**
     * An event was accepted.
     *
     * @param number of this change among those of the entity
     * @param findings what stands because of it
     * @param read how many records of its topic were read until then, it included
     * @param applied how many of them were applied
     */
    record Accepted(
            Entity entity, long number, Observation observation, List<Finding> findings, long read, long applied)
            implements Delta {}

    /** An event was rejected that leaves a trace in its body's memory. */
    record Tallied(Entity entity, long number, Basis basis, LocalDate day) implements Delta {}

    /** How many events of an input topic came to what. */
    record Counted(String topic, EventLedger.Line line) implements Delta {}

    /** An alert was published. */
    record Alerted(Alert alert) implements Delta {}

    /** A figure was published. */
    record Figured(Figure figure) implements Delta {}

    /** Time passed. */
    record Ticked(Instant now) implements Delta {}

    /**
     * A policy was adopted.
     *
     * @param number of this publication
     * @param yaml the versions, as published
     * @param keyCheck what tells the key of the pseudonyms from another, and nothing else of it
     */
    record Adopted(int number, String yaml, Digest keyCheck) implements Delta {}
}
