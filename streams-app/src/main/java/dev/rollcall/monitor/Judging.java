package dev.rollcall.monitor;

import dev.rollcall.model.Window;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import java.time.LocalDate;

/** Decides which version of the policy judges a window as a whole. */
final class Judging {
    private Judging() {}

    /** The version in force on the window's last day, or today while it is open; limits look at all versions within it. */
    static Policy version(Policies policies, Window window, LocalDate today) {
        LocalDate last = window.end().minusDays(1);
        if (today.isBefore(last)) {
            last = today.isBefore(window.start()) ? window.start() : today;
        }
        return policies.on(last);
    }
}
