package dev.rollcall.monitor;

import dev.rollcall.model.Figure;
import dev.rollcall.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How things stand in one partition at a tick: values only, safe to hand to other threads.
 *
 * @param now the last tick
 * @param policyVersion the version in force, 0 where no policy is held
 * @param ledger what became of the records of each topic
 * @param standing how many alerts stand
 * @param nearest figures of open windows that have a limit, those nearest to theirs first
 */
public record Overview(
        Instant now,
        int policyVersion,
        Map<String, EventLedger.Line> ledger,
        Map<AlertClass, Integer> standing,
        List<Figure> nearest) {

    /** What alerts are counted by. */
    public record AlertClass(String detector, Severity severity) {}

    public Overview {
        ledger = Map.copyOf(ledger);
        standing = Map.copyOf(standing);
        nearest = List.copyOf(nearest);
    }
}
