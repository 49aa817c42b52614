package dev.rollcall.app.cli;

import dev.rollcall.app.Program;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a program until it ends or a signal comes. */
final class UntilStopped {

    private UntilStopped() {}

    /** Starts a program; may wait for what it needs. */
    interface Start<P extends Program> {
        P start() throws InterruptedException;
    }

    /**
     * The exit code with which it ended.
     *
     * @param begun told once it runs
     */
    static <P extends Program> int run(Start<P> start, Consumer<P> begun) throws InterruptedException {
        AtomicReference<@Nullable Program> running = new AtomicReference<>();
        Thread stop = new Thread(() -> stop(running.get()), "rollcall-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try (P program = start.start()) {
            running.set(program);
            begun.accept(program);
            return program.await() ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            forget(stop);
        }
    }

    /** Ends the program on a signal with a code of ours: left alone, Java would exit with the number of the signal. */
    private static void stop(@Nullable Program program) {
        boolean inOrder = true;
        if (program != null) {
            program.close();
            inOrder = program.isClosed();
        }
        Runtime.getRuntime().halt(inOrder ? ExitCode.OK : ExitCode.FAILED);
    }

    /** From here on the code that is returned counts. */
    private static void forget(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // a signal was faster, and that thread ends the program
        }
    }
}
