package dev.rollcall.app.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that do one thing together: when one fails, whatever with, all of it has failed, and none ends in silence. */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    /** Has {@code work} done; what it throws is told by {@link #await}. */
    Thread start(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) { // also an Error: an alert that nobody reads is told to nobody
                        failure = e;
                        ended.countDown(); // first: to log needs memory, too
                        LOG.atError()
                                .setMessage("Cannot go on")
                                .addKeyValue("thread", name)
                                .setCause(e)
                                .log();
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Waits until {@link #end}; throws what made one fail, if that came first. */
    void await() throws InterruptedException {
        ended.await();
        Throwable met = failure;
        if (met instanceof RuntimeException exception) {
            throw exception;
        }
        if (met != null) {
            throw new IllegalStateException(
                    "Cannot go on: met " + met.getClass().getSimpleName(), met);
        }
    }

    boolean isIdle() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Waits for all that were told to stop, but not for ever. */
    void end(long millisEach) {
        try {
            for (Thread thread : threads) {
                thread.join(millisEach);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.countDown();
    }
}
