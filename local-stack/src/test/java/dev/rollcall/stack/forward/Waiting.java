package dev.rollcall.stack.forward;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes by itself. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private Waiting() {}

    /** Whether it has come; one that cannot be asked has not. */
    interface Come {
        boolean now() throws Exception;
    }

    static void until(String what, Come come) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!has(come)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Expected %s within %s".formatted(what, LONGEST));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Lets time pass, for what must not come. */
    static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private static boolean has(Come come) throws Exception {
        try {
            return come.now();
        } catch (IOException e) {
            return false;
        }
    }
}
