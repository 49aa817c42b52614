package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What intake passes on to the watch of groups, panels and feeds. */
public sealed interface Relay {

    /** For one entity, wherever it is watched; directives are for the watch of the same partition. */
    sealed interface ToEntity extends Relay {
        Entity entity();
    }

    /**
     * An accepted observation.
     *
     * @param sign negative where one is taken back, 0 where it changes nothing: a retraction before its event, or an event after it
     * @param keyCheck what tells the key of its pseudonyms from another
     */
    record Observed(Entity entity, Observation observation, int sign, Digest keyCheck) implements ToEntity {
        /** So many children make a record of 400 kB: far from what a broker refuses. */
        private static final int MOST_CHILDREN = 50_000;

        /** The same as several, none with too many children for one record. */
        static List<Observed> of(Entity entity, Observation whole, int sign, Digest keyCheck) {
            long[] children = whole.children();
            List<Observed> parts = new ArrayList<>();
            int from = 0;
            do {
                int to = Math.min(children.length, from + MOST_CHILDREN);
                Observation part = from == 0 && to == children.length
                        ? whole
                        : whole.part(Arrays.copyOfRange(children, from, to), from == 0);
                parts.add(new Observed(entity, part, sign, keyCheck));
                from = to;
            } while (from < children.length);
            return parts;
        }
    }

    /**
     * What a partition has tallied.
     *
     * @param because the record that changed it last
     */
    record Tallied(Tally tally, Origin because) implements ToEntity {
        @Override
        public Entity entity() {
            return tally.key().entity();
        }
    }

    /** A feed that must be heard of. */
    record Expected(Entity entity) implements ToEntity {}

    /** A policy was adopted. */
    record Adopted(String yaml) implements Relay {}

    /** Time passed. */
    record Ticked(Instant now) implements Relay {}
}
