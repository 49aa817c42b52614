package dev.rollcall.app.forward;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import java.time.Duration;

/**
 * How often things are done.
 *
 * @param resendEvery how often Alertmanager, which keeps alerts in memory only, is told again what stands
 * @param oldAfter how long after its last change an alert is old; zero for never
 */
record Rhythm(Duration resendEvery, Duration oldAfter) {
    /**
     * How long Alertmanager holds an alert of which it hears no more. Our alerts are facts that stand in a topic, and no
     * readings that go stale: that the forwarder is away must not look as if they were over, not over a weekend.
     */
    static final Duration STANDS_FOR = Duration.ofDays(3);

    private static final int REPEATS = 15;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** The rule that nothing is said any more waits as long, and so do those to whom Alertmanager forgot to tell. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    static Rhythm of(Configuration configuration) {
        Duration resendEvery = configuration.time("forward.resend-every");
        if (resendEvery.compareTo(SHORTEST) < 0 || resendEvery.compareTo(LONGEST) > 0) {
            throw new ConfigurationException("Expected 'forward.resend-every' to be from 1s to 5m, but was %s"
                    .formatted(configuration.text("forward.resend-every")));
        }
        return new Rhythm(resendEvery, configuration.time("forward.old-after"));
    }

    /** How long an end that was taken is told again, lest Alertmanager forgets it before it has told of it. */
    Duration repeatEndFor() {
        return resendEvery.multipliedBy(REPEATS);
    }

    /** The pause after a failure, which follows {@code last}; doubles up to the time between two re-sends. */
    Duration pauseAfter(Duration last) {
        return shorter(last.isZero() ? FIRST_PAUSE : last.multipliedBy(2), resendEvery);
    }

    /** The pause before an alert is offered again that was refused so many times. */
    Duration pauseAfterRefusals(int refusals) {
        return shorter(resendEvery.multipliedBy(1L << Math.min(refusals, 10)), repeatEndFor());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
