package dev.rollcall.app.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often may be chosen, within what the rules of Prometheus and the days that an alert is held rest on. */
class RhythmTest {
    private static Rhythm of(String resendEvery) {
        return Rhythm.of(Configuration.of(Map.of("forward.resend-every", resendEvery)));
    }

    @Test
    void reSendsAreNeitherTooRareNorTooMany() {
        assertEquals(Duration.ofSeconds(1), of("1s").resendEvery());
        assertEquals(Duration.ofMinutes(5), of("5m").resendEvery());
        for (String wrong : List.of("0s", "301s", "6m", "4d")) {
            assertEquals(
                    "Expected 'forward.resend-every' to be from 1s to 5m, but was " + wrong,
                    assertThrows(ConfigurationException.class, () -> of(wrong)).getMessage());
        }
    }
}
