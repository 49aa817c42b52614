package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Window;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which events of a body were accepted before, and which were taken back: decides what an event changes. */
final class Identities {
    private final Map<Long, Known> byEvent = new HashMap<>();

    /** What an accepted event changes. */
    enum Change {
        /** It counts from now on. */
        COUNT,
        /** An event that counted no longer does. */
        UNCOUNT,
        /** Nothing yet: a retraction before its event, or an event after its retraction. */
        NOTHING,
        /** It was accepted before. */
        DUPLICATE
    }

    /** One identity under an event id, and the next under the same id. */
    private static final class Known {
        final Digest identity;
        final int day;
        final @Nullable Known next;
        boolean sent;
        boolean retracted;

        Known(Digest identity, int day, @Nullable Known next) {
            this.identity = identity;
            this.day = day;
            this.next = next;
        }

        boolean counts() {
            return sent && !retracted;
        }
    }

    /** Takes note of {@code event}. */
    Change accept(Observation event) {
        Known known = known(event);
        if (event.retracts()) {
            if (known.retracted) {
                return Change.DUPLICATE;
            }
            known.retracted = true;
            return known.sent ? Change.UNCOUNT : Change.NOTHING;
        }
        if (known.sent) {
            return Change.DUPLICATE;
        }
        known.sent = true;
        return known.retracted ? Change.NOTHING : Change.COUNT;
    }

    private Known known(Observation event) {
        Known first = byEvent.get(event.eventKey());
        for (Known known = first; known != null; known = known.next) {
            if (known.identity.equals(event.identity())) {
                return known;
            }
        }
        Known added = new Known(event.identity(), event.day(), first);
        byEvent.put(event.eventKey(), added);
        return added;
    }

    /** The first days of the months in which an event id, if it stands for several events that count, has one of them. */
    Set<LocalDate> monthsOfReuse(long eventKey) {
        Known first = byEvent.get(eventKey);
        if (first == null || first.next == null) {
            return Set.of();
        }
        int counting = 0;
        Set<LocalDate> months = new TreeSet<>();
        for (Known known = first; known != null; known = known.next) {
            if (known.counts()) {
                counting++;
                months.add(Window.month(LocalDate.ofEpochDay(known.day)).start());
            }
        }
        return counting < 2 ? Set.of() : months;
    }
}
