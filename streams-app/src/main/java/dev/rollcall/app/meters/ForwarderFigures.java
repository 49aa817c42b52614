package dev.rollcall.app.meters;

import dev.rollcall.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How forwarding stands at a moment.
 *
 * @param standing how many alerts stand, by severity
 * @param undelivered how many were raised, changed or ended and no Alertmanager has taken that yet
 * @param oldestUndelivered the age of the oldest of them; zero where there is none
 * @param posts how many were made, by their outcome
 * @param delivered how many alerts were taken for the first time, by severity
 * @param untold how many ended before any Alertmanager could be told that they had begun
 * @param unreadable how many records of alerts could not be understood
 * @param lastSuccess when a post was last taken; the epoch before the first
 * @param lastRead when it was last known that all alerts are read; the epoch before the first time
 * @param lag how many records of alerts are not read yet
 */
public record ForwarderFigures(
        Map<Severity, Long> standing,
        long undelivered,
        Duration oldestUndelivered,
        Map<String, Long> posts,
        Map<Severity, Long> delivered,
        long untold,
        long unreadable,
        Instant lastSuccess,
        Instant lastRead,
        long lag) {

    public ForwarderFigures {
        standing = Map.copyOf(standing);
        posts = Map.copyOf(posts);
        delivered = Map.copyOf(delivered);
    }
}
