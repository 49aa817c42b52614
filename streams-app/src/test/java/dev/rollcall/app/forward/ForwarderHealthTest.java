package dev.rollcall.app.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.http.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a forwarder is ready. */
class ForwarderHealthTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Forwarding forwarding = new Forwarding(
            1,
            new Rhythm(Duration.ofMinutes(1), Duration.ofDays(30)),
            new Wording("http://localhost:9464/", "runbook"));
    private Instant lastRead = NOW;
    private boolean failed;
    private final Health health =
            new ForwarderHealth(forwarding, () -> lastRead, () -> failed, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void isReadyOnlyWhileItReadsAndIsHeard() {
        assertFalse(health.ready().ok());
        forwarding.readToEnd(NOW);
        assertFalse(health.ready().ok());
        forwarding.holds(0, List.of(), NOW);
        assertTrue(health.ready().ok());

        // When it is cut off from the brokers, while Alertmanager goes on taking what stands
        lastRead = NOW.minus(ForwarderHealth.DEAF_AFTER);
        assertTrue(health.ready().ok());
        lastRead = lastRead.minusSeconds(1);

        // Then
        assertFalse(health.ready().ok());
        assertEquals(
                "Not ready: it is not known since 2026-03-01T11:54:59Z whether there are new alerts",
                health.ready().sentence());
        lastRead = NOW;
        forwarding.notAsked(0, NOW);
        assertFalse(health.ready().ok());
    }

    @Test
    void livesUntilItHasFailed() {
        assertTrue(health.live().ok());
        failed = true;
        assertFalse(health.live().ok());
    }
}
