package dev.rollcall.app;

/** What runs until it is told to stop. */
public interface Program extends AutoCloseable {

    /**
     * Waits until it has stopped; returns whether it was meant to.
     *
     * @throws RuntimeException what made it stop, where that is known and was not {@link #close}
     */
    boolean await() throws InterruptedException;

    /** Stops it; from any thread. */
    @Override
    void close();

    /** Whether nothing runs any more: false while it does, and where it would not stop in time. */
    boolean isClosed();
}
