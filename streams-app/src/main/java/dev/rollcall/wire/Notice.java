package dev.rollcall.wire;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * An alert as Alertmanager takes it.
 *
 * @param labels what makes it the same alert to Alertmanager
 * @param endsAt when it ends, or ended
 * @param generatorUrl where it is shown
 */
public record Notice(
        Map<String, String> labels,
        Map<String, String> annotations,
        Instant startsAt,
        Instant endsAt,
        String generatorUrl) {

    public Notice {
        labels = new TreeMap<>(labels);
        annotations = new TreeMap<>(annotations);
    }
}
