package dev.rollcall.stack.demo;

import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Overview;
import java.util.Collection;

/** What became of all the records that were read, in all partitions. */
record Ledger(long read, long applied, long duplicate, long rejected) {

    /** How the ledger stood at the last tick of each task. */
    static Ledger of(Collection<Overview> tasks) {
        Ledger sum = new Ledger(0, 0, 0, 0);
        for (Overview task : tasks) {
            for (EventLedger.Line line : task.ledger().values()) {
                sum = new Ledger(
                        sum.read + line.read(),
                        sum.applied + line.applied(),
                        sum.duplicate + line.duplicate(),
                        sum.rejected + line.rejected());
            }
        }
        return sum;
    }

    /** Whether each record read has come to something. */
    boolean balances() {
        return read == applied + duplicate + rejected;
    }

    @Override
    public String toString() {
        return "%,d events read %s %,d applied + %,d duplicate + %,d rejected"
                .formatted(read, balances() ? "=" : "≠", applied, duplicate, rejected);
    }
}
