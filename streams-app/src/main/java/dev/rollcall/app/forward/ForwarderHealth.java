package dev.rollcall.app.forward;

import dev.rollcall.app.http.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The health of a forwarder: ready once it knows what stands, as long as it learns what is new, and while an Alertmanager, at
 * least one, takes it.
 */
final class ForwarderHealth implements Health {
    /** As the rule that it is deaf. */
    static final Duration DEAF_AFTER = Duration.ofMinutes(5);

    private final Forwarding forwarding;
    private final Supplier<Instant> lastRead;
    private final BooleanSupplier failed;
    private final Clock clock;

    ForwarderHealth(Forwarding forwarding, Supplier<Instant> lastRead, BooleanSupplier failed, Clock clock) {
        this.forwarding = forwarding;
        this.lastRead = lastRead;
        this.failed = failed;
        this.clock = clock;
    }

    @Override
    public Answer live() {
        return failed.getAsBoolean() ? new Answer(false, "Not live: the log says why") : new Answer(true, "Live");
    }

    @Override
    public Answer ready() {
        if (!forwarding.isReadToEnd()) {
            return new Answer(false, "Not ready: the alerts are not yet read to their end");
        }
        Instant read = lastRead.get();
        if (read.plus(DEAF_AFTER).isBefore(clock.instant())) {
            return new Answer(
                    false, "Not ready: it is not known since %s whether there are new alerts".formatted(read));
        }
        return forwarding.isReached()
                ? new Answer(true, "Ready: Alertmanager takes what is posted")
                : new Answer(false, "Not ready: no Alertmanager took the last post");
    }
}
