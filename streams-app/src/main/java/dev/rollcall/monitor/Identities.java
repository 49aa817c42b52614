package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Window;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which events of a body were accepted before, and which were taken back: decides what an event changes.
 *
 * <p>Every event that was ever accepted is one entry, for ever, so the entries lie in arrays in the order they came, with two
 * tables that find them: about 50 bytes an event, a quarter of what maps of objects take.
 */
final class Identities {
    private static final int FIRST_ROOM = 8;
    private static final byte SENT = 1;
    private static final byte RETRACTED = 2;

    /** Of each event: its identity in two parts, what its id stands for, its day, and what came of it. */
    private long[] high = new long[FIRST_ROOM];

    private long[] low = new long[FIRST_ROOM];
    private long[] eventKey = new long[FIRST_ROOM];
    private int[] day = new int[FIRST_ROOM];
    private byte[] state = new byte[FIRST_ROOM];
    private int size;

    /** Open addressing with linear probing; the number of an event plus one, 0 where nothing is. */
    private int[] byIdentity = new int[2 * FIRST_ROOM];

    /** The same, for the first event under each event id. */
    private int[] byEventKey = new int[2 * FIRST_ROOM];

    /** Event ids that stand for several events; most stand for one. */
    private final Map<Long, Reuse> reused = new HashMap<>();

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
        int slot = slotOf(event.identity());
        int one = byIdentity[slot] == 0 ? added(event, slot) : byIdentity[slot] - 1;
        boolean before = counts(one);
        byte now = event.retracts() ? RETRACTED : SENT;
        if ((state[one] & now) != 0) {
            return Change.DUPLICATE;
        }
        state[one] |= now;
        if (before == counts(one)) {
            return Change.NOTHING;
        }
        Reuse reuse = reused.isEmpty() ? null : reused.get(event.eventKey());
        if (reuse != null) {
            reuse.add(day[one], counts(one) ? 1 : -1);
        }
        return counts(one) ? Change.COUNT : Change.UNCOUNT;
    }

    private boolean counts(int one) {
        return state[one] == SENT;
    }

    private int added(Observation event, int slot) {
        int one = size;
        if (one == high.length) {
            makeRoom(one + one / 2);
        }
        size++;
        high[one] = event.identity().high();
        low[one] = event.identity().low();
        eventKey[one] = event.eventKey();
        day[one] = event.day();
        byIdentity[slot] = one + 1;
        noteReuse(one);
        if (3L * size > 2L * byIdentity.length) {
            growTables();
        }
        return one;
    }

    private void noteReuse(int added) {
        int slot = slotOf(eventKey[added]);
        int other = byEventKey[slot] - 1;
        if (other < 0) {
            byEventKey[slot] = added + 1;
        } else if (!reused.containsKey(eventKey[added])) {
            Reuse reuse = new Reuse();
            if (counts(other)) {
                reuse.add(day[other], 1);
            }
            reused.put(eventKey[added], reuse);
        }
    }

    /** Where {@code identity} is, or would be. */
    private int slotOf(Digest identity) {
        int mask = byIdentity.length - 1;
        int slot = (int) identity.high() & mask;
        while (byIdentity[slot] != 0
                && (high[byIdentity[slot] - 1] != identity.high() || low[byIdentity[slot] - 1] != identity.low())) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int slotOf(long key) {
        int mask = byEventKey.length - 1;
        int slot = (int) key & mask;
        while (byEventKey[slot] != 0 && eventKey[byEventKey[slot] - 1] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void makeRoom(int room) {
        high = Arrays.copyOf(high, room);
        low = Arrays.copyOf(low, room);
        eventKey = Arrays.copyOf(eventKey, room);
        day = Arrays.copyOf(day, room);
        state = Arrays.copyOf(state, room);
    }

    private void growTables() {
        byIdentity = new int[2 * byIdentity.length];
        byEventKey = new int[byIdentity.length];
        for (int one = 0; one < size; one++) {
            byIdentity[slotOf(new Digest(high[one], low[one]))] = one + 1;
            int slot = slotOf(eventKey[one]);
            if (byEventKey[slot] == 0) {
                byEventKey[slot] = one + 1;
            }
        }
    }

    /** The first days of the months in which an event id, if it stands for several events that count, has one of them. */
    Set<LocalDate> monthsOfReuse(long key) {
        Reuse reuse = reused.isEmpty() ? null : reused.get(key);
        return reuse == null || reuse.counting < 2 ? Set.of() : Set.copyOf(reuse.months.keySet());
    }
}
