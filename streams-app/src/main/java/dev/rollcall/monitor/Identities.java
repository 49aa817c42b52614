package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Window;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which events of a body were accepted before, and which were taken back: decides what an event changes. */
final class Identities {
    private final Map<Digest, Known> known = new HashMap<>();
    /** Event ids that stand for several events; most stand for one, and are in {@link #first} alone. */
    private final Map<Long, Reuse> reused = new HashMap<>();

    private final Map<Long, Known> first = new HashMap<>();

    /** What an accepted event changes. */
    enum Change {
        /** It counts from now on. */
        COUNT,
        /** An event that counted no longer does. */
        UNCOUNT,
        /** Nothing yet: a retraction before its event, or an event after its retraction. */
        NOTHING,
        /** It was accepted before. */
        DUPLICATE;

        /** By how much the event changes counts: 1, -1 or 0. */
        int sign() {
            return switch (this) {
                case COUNT -> 1;
                case UNCOUNT -> -1;
                case NOTHING, DUPLICATE -> 0;
            };
        }
    }

    /** One event. */
    private static final class Known {
        final int day;
        boolean sent;
        boolean retracted;

        Known(int day) {
            this.day = day;
        }

        boolean counts() {
            return sent && !retracted;
        }
    }

    /** The events under one id that count: how many, and how many in each month. */
    private static final class Reuse {
        final Map<LocalDate, Integer> months = new TreeMap<>();
        int counting;

        void add(int day, int sign) {
            counting += sign;
            LocalDate month = Window.month(LocalDate.ofEpochDay(day)).start();
            months.merge(month, sign, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
        }
    }

    /** Takes note of {@code event}. */
    Change accept(Observation event) {
        Known one = known.get(event.identity());
        if (one == null) {
            one = new Known(event.day());
            known.put(event.identity(), one);
            noteReuse(event.eventKey(), one);
        }
        boolean before = one.counts();
        if (event.retracts() ? one.retracted : one.sent) {
            return Change.DUPLICATE;
        }
        one.sent |= !event.retracts();
        one.retracted |= event.retracts();
        if (before == one.counts()) {
            return Change.NOTHING;
        }
        Reuse reuse = reused.get(event.eventKey());
        if (reuse != null) {
            reuse.add(one.day, one.counts() ? 1 : -1);
        }
        return one.counts() ? Change.COUNT : Change.UNCOUNT;
    }

    private void noteReuse(long eventKey, Known added) {
        Known other = first.putIfAbsent(eventKey, added);
        if (other != null && !reused.containsKey(eventKey)) {
            Reuse reuse = new Reuse();
            if (other.counts()) {
                reuse.add(other.day, 1);
            }
            reused.put(eventKey, reuse);
        }
    }

    /** The first days of the months in which an event id, if it stands for several events that count, has one of them. */
    Set<LocalDate> monthsOfReuse(long eventKey) {
        Reuse reuse = reused.get(eventKey);
        return reuse == null || reuse.counting < 2 ? Set.of() : Set.copyOf(reuse.months.keySet());
    }
}
