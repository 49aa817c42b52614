package dev.rollcall.app.forward;

import dev.rollcall.app.http.Health;
import java.util.function.BooleanSupplier;

/** The health of a forwarder: ready once it knows what stands and while an Alertmanager, at least one, takes it. */
final class ForwarderHealth implements Health {
    private final Forwarding forwarding;
    private final BooleanSupplier failed;

    ForwarderHealth(Forwarding forwarding, BooleanSupplier failed) {
        this.forwarding = forwarding;
        this.failed = failed;
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
        return forwarding.isReached()
                ? new Answer(true, "Ready: Alertmanager takes what is posted")
                : new Answer(false, "Not ready: no Alertmanager took the last post");
    }
}
