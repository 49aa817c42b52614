package dev.rollcall.stack.demo;

import dev.rollcall.replay.Replay;
import dev.rollcall.wire.EventLine;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same story once more through a real broker, compared with what the replay came to. */
interface Live {

    /**
     * Sends the events through Kafka, and tells on {@code out} how that went.
     *
     * @param policy the versions to judge by, as YAML
     * @param events in order of arrival
     * @param offline the same events replayed to their end
     * @param headless whether to leave out what moves on a screen
     */
    Told run(String policy, List<EventLine> events, Replay offline, boolean headless, PrintWriter out);

    /**
     * What came of it; what was started runs until this is closed.
     *
     * @param same whether all figures and alerts are the same, and bad input comes to what it must
     * @param page where it can be looked at, null where it cannot
     * @param configuration with which other verbs reach it, null where they cannot
     * @param stop ends what was started
     */
    record Told(boolean same, @Nullable URI page, @Nullable Path configuration, Runnable stop)
            implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }
}
