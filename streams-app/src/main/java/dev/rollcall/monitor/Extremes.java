package dev.rollcall.monitor;

import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Many findings of one alert, in the orders in which the greatest and the earliest of them are found. */
final class Extremes {
    private final TreeMap<Finding, Integer> byWeight = new TreeMap<>(Finding.BY_WEIGHT);
    private final TreeMap<Instant, Integer> times = new TreeMap<>();
    private final EnumMap<Severity, Integer> severities = new EnumMap<>(Severity.class);
    private int inexact;
    private int unsettled;

    void add(Finding finding) {
        count(finding, 1);
    }

    void remove(Finding finding) {
        count(finding, -1);
    }

    private void count(Finding finding, int sign) {
        count(byWeight, finding, sign);
        count(severities, finding.severity(), sign);
        if (finding.eventTime() != null) {
            count(times, finding.eventTime(), sign);
        }
        inexact += finding.exact() ? 0 : sign;
        unsettled += finding.settled() ? 0 : sign;
    }

    private static <K> void count(Map<K, Integer> counts, K key, int sign) {
        counts.merge(key, sign, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
    }

    /** The one finding that stands for all; null where there are none. */
    @Nullable Finding merged() {
        if (byWeight.isEmpty()) {
            return null;
        }
        Severity greatest = Collections.max(severities.keySet());
        return byWeight.lastKey()
                .with(greatest, times.isEmpty() ? null : times.firstKey(), inexact == 0)
                .settled(unsettled == 0);
    }
}
