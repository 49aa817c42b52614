package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Observation;
import org.jspecify.annotations.Nullable;

/** Says what one event counts towards: the one place where a stage becomes a count. */
final class Contribution {
    private Contribution() {}

    /** What is told of an event. */
    interface Sink {
        /** One of the different things that {@code basis} counts. */
        void mark(Basis basis, long key);

        /** So much of what {@code basis} adds up. */
        void add(Basis basis, long amount);

        /** The key of a request or an extract. */
        long nameOf(String body, @Nullable String id);
    }

    static void of(Observation event, Sink sink) {
        switch (event.stage()) {
            case SUBMITTED -> {
                sink.mark(Basis.REQUESTS, sink.nameOf(event.body(), event.requestId()));
                sink.add(Basis.ASKED, event.asked());
            }
            case APPROVED -> sink.mark(Basis.DECIDED, sink.nameOf(event.body(), event.requestId()));
            case REFUSED -> {
                long request = sink.nameOf(event.body(), event.requestId());
                sink.mark(Basis.DECIDED, request);
                sink.mark(Basis.REFUSED, request);
            }
            case RELEASED -> {
                if (event.requestId() != null) {
                    sink.mark(Basis.ANSWERED, sink.nameOf(event.body(), event.requestId()));
                }
                sink.add(Basis.RECORDS, event.records());
                sink.mark(Basis.EXTRACTS, sink.nameOf(event.body(), event.extractId()));
                for (long child : event.children()) {
                    sink.mark(Basis.CHILDREN, child);
                }
                sink.add(Basis.INEXACT, event.missing() > 0 ? 1 : 0);
            }
            case WITHDRAWN, PUBLISHED, DESTROYED -> {}
        }
    }
}
