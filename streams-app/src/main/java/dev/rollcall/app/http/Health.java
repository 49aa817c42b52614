package dev.rollcall.app.http;

/** Decides whether this instance lives and whether it is ready; asked by several threads, so it must not wait. */
public interface Health {

    /** Whether it works or may still come to: an instance that does not live is to be started anew. */
    Answer live();

    /** Whether it watches now. */
    Answer ready();

    /**
     * Yes or no, and why.
     *
     * @param sentence one line; without ids of requests or extracts, since anyone who reaches the port may read it
     */
    record Answer(boolean ok, String sentence) {}
}
