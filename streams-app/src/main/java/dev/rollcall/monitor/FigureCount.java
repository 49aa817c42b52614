package dev.rollcall.monitor;

import dev.rollcall.count.PeriodCounts;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.StretchDigest;

/** Counts one figure while its events are read, in any order, and keeps of them only what tells them and their children apart. */
public final class FigureCount {
    private final Basis basis;
    private final Digest keyCheck;
    private final PeriodCounts counts;
    private final Identities identities = new Identities();
    private final RecordSet records;

    /** @param keyCheck of the key that events go by */
    public FigureCount(Basis basis, Digest keyCheck) {
        this(basis, keyCheck, PeriodCounts.only(basis));
    }

    private FigureCount(Basis basis, Digest keyCheck, PeriodCounts counts) {
        this.basis = basis;
        this.keyCheck = keyCheck;
        this.counts = counts;
        this.records = new RecordSet(keyCheck);
    }

    /** Another count of the same figure, from the start; what both must know is kept once. */
    public FigureCount another() {
        return new FigureCount(basis, keyCheck, counts.ofOthers());
    }

    /** Counts an event of the figure, or takes one back; returns whether it is none that was accepted before. */
    public boolean take(Observation event) {
        Identities.Change change = identities.accept(event);
        if (change == Identities.Change.DUPLICATE) {
            return false;
        }
        if (change.sign() != 0) {
            counts.count(event, change.sign());
        }
        Origin origin = event.origin();
        records.add(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                event.day(),
                StretchDigest.tag(event.identity(), event.retracts(), origin.appendedAt()));
        return true;
    }

    /** How many there are. */
    public long count() {
        return counts.of(basis);
    }

    /** Whether no extract that counts left out tokens. */
    public boolean exact() {
        return counts.exact(basis);
    }

    /** The records of its events, retractions and what they took back included. */
    public RecordSet records() {
        return records;
    }
}
