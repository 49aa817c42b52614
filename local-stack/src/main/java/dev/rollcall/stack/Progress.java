package dev.rollcall.stack;

/** What is told of a download while it runs. */
@FunctionalInterface
public interface Progress {

    /** A progress nobody looks at. */
    Progress SILENT = (done, total) -> {};

    /**
     * Says that {@code done} of {@code total} bytes are here; called often, and never when nothing has to be fetched.
     */
    void at(long done, long total);
}
