package dev.rollcall.monitor;

import dev.rollcall.model.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** For each input topic of a partition: read = applied + duplicate + rejected, exactly. */
public final class EventLedger {
    private final Map<String, Line> lines = new TreeMap<>();

    /**
     * The counts of one topic.
     *
     * @param read counted as a record comes in; the others as it is dealt with
     * @param byReason how many were rejected, by the ordinal of {@link Reason}
     */
    public record Line(long read, long applied, long duplicate, long[] byReason) {

        /** With {@code rejected} by the ordinal of {@link Reason}; what it leaves out is 0. */
        public static Line of(long read, long applied, long duplicate, long[] rejected) {
            return new Line(read, applied, duplicate, Arrays.copyOf(rejected, Reason.values().length));
        }

        static Line empty() {
            return new Line(0, 0, 0, new long[Reason.values().length]);
        }

        Line andRead() {
            return new Line(read + 1, applied, duplicate, byReason);
        }

        Line andApplied() {
            return new Line(read, applied + 1, duplicate, byReason);
        }

        Line andDuplicate() {
            return new Line(read, applied, duplicate + 1, byReason);
        }

        Line andRejected(Reason reason) {
            long[] more = byReason.clone();
            more[reason.ordinal()]++;
            return new Line(read, applied, duplicate, more);
        }

        /** This, if {@code applied} and {@code read} had come at least as far. */
        Line atLeast(long alreadyRead, long alreadyApplied) {
            return new Line(Math.max(read, alreadyRead), Math.max(applied, alreadyApplied), duplicate, byReason);
        }

        /** This and {@code other} together. */
        public Line and(Line other) {
            long[] reasons = byReason.clone();
            for (int i = 0; i < reasons.length; i++) {
                reasons[i] += other.byReason[i];
            }
            return new Line(read + other.read, applied + other.applied, duplicate + other.duplicate, reasons);
        }

        public long rejected(Reason reason) {
            return byReason[reason.ordinal()];
        }

        /** All that were rejected, for whatever reason. */
        public long rejected() {
            return Arrays.stream(byReason).sum();
        }

        /** How many records were read and came to nothing; always 0. */
        public long missing() {
            return read - applied - duplicate - rejected();
        }
    }

    /** How many records of all topics were applied. */
    public long applied() {
        return lines.values().stream().mapToLong(Line::applied).sum();
    }

    Line line(String topic) {
        return lines.getOrDefault(topic, Line.empty());
    }

    void set(String topic, Line line) {
        lines.put(topic, line);
    }

    /** The lines by topic. */
    public Map<String, Line> lines() {
        return Map.copyOf(lines);
    }
}
