package dev.rollcall.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Things to close, the last first, when this is closed or this JVM ends, whichever comes first. */
final class ClosingOrder implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::closeAll, "local-stack-close");
    private boolean closed;

    static ClosingOrder begin() {
        ClosingOrder order = new ClosingOrder();
        Runtime.getRuntime().addShutdownHook(order.atExit);
        return order;
    }

    /** Takes a thing to be closed before all it has; what comes too late is closed at once. */
    <T extends AutoCloseable> T keep(T thing) {
        synchronized (open) {
            open.push(thing);
            if (!closed) {
                return thing;
            }
        }
        closeAll();
        throw new StackException("Expected to keep " + thing + " open, but the stack is closed");
    }

    @Override
    public void close() {
        try {
            closeAll();
        } finally {
            forgetTheExit();
        }
    }

    /** Only once all is closed: a JVM that ends meanwhile waits for its hooks, but for nothing else. */
    private void forgetTheExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // this JVM is ending: that thread runs too, and finds nothing left to do
        }
    }

    private void closeAll() {
        synchronized (open) {
            closed = true;
            @Nullable StackException failure = null;
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    if (failure == null) {
                        failure = new StackException("Expected to close the local stack, but " + e, e);
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
