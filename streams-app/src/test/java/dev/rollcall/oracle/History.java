package dev.rollcall.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A logged history with the policy to judge it by; {@code asOf} is the last tick. */
public record History(List<String> ndjsonLinesInArrivalOrder, String policyYaml, Instant asOf) {

    public History {
        ndjsonLinesInArrivalOrder = List.copyOf(ndjsonLinesInArrivalOrder);
    }

    /** The same lines, each with its own {@code appendedAt}, in another order of arrival. */
    public History shuffled(long seed) {
        List<String> lines = new ArrayList<>(ndjsonLinesInArrivalOrder);
        Collections.shuffle(lines, new Random(seed));
        return new History(lines, policyYaml, asOf);
    }
}
