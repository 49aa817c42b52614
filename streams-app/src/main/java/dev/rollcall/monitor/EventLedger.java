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
     * @param rejected by the ordinal of {@link Reason}
     */
    public record Line(long applied, long duplicate, long[] rejected) {

        /** As remembered, perhaps by a version that knew fewer reasons. */
        public static Line of(long applied, long duplicate, long[] rejected) {
            return new Line(applied, duplicate, Arrays.copyOf(rejected, Reason.values().length));
        }

        static Line empty() {
            return new Line(0, 0, new long[Reason.values().length]);
        }

        Line withApplied(long total) {
            return new Line(Math.max(applied, total), duplicate, rejected);
        }

        Line andDuplicate() {
            return new Line(applied, duplicate + 1, rejected);
        }

        Line andRejected(Reason reason) {
            long[] more = rejected.clone();
            more[reason.ordinal()]++;
            return new Line(applied, duplicate, more);
        }

        public long rejected(Reason reason) {
            return rejected[reason.ordinal()];
        }

        /** All that were read. */
        public long read() {
            return applied + duplicate + Arrays.stream(rejected).sum();
        }
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
