package dev.rollcall.monitor;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import java.time.Instant;
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

    /**
     * An observation was relayed to a group or a panel.
     *
     * @param number of this change among those of the entity
     * @param sign negative where the observation was taken back, 0 where it changed nothing
     */
    record Relayed(Entity entity, long number, Observation observation, int sign) implements Delta {}

    /** An entity is watched, whether or not anything was seen of it. */
    record Expected(Entity entity) implements Delta {}

    /** Something was tallied for an entity. */
    record Tallied(Tally tally) implements Delta {}

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
