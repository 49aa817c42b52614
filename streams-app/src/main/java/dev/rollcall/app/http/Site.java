package dev.rollcall.app.http;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a port shows besides meters and health: pages and answers, to be read and nothing else. For several threads. */
public interface Site {

    /** The site of a program that shows nothing else. */
    Site NONE = (path, query) -> null;

    /** What is at {@code path}, null where nothing is; {@code query} holds the last value of each of its names. */
    @Nullable Content at(String path, Map<String, String> query);

    /**
     * What is sent.
     *
     * @param tag the same as long as the body is the same, of letters, digits and {@code .-}; null where nobody can know
     * @param body asked for only where the reader has not got it
     */
    record Content(int status, String type, @Nullable String tag, Supplier<byte[]> body) {}
}
