package dev.rollcall.count;

/**
 * A set of 64-bit keys for one month that knows on which days of the month each was present.
 *
 * <p>Open addressing with linear probing over two arrays, twelve bytes a place: a slot is free while its days are 0. A key
 * taken away keeps its slot, so that others are still found; the slots of such keys are dropped when the table grows.
 */
final class DayTable {
    private static final int USED = 1 << 31;
    private static final int DAYS = USED - 1;
    private static final int SMALLEST = 16;

    private long[] keys = new long[SMALLEST];
    private int[] days = new int[SMALLEST];
    private int usedSlots;
    private int present;

    /** How many keys are present on at least one day. */
    int size() {
        return present;
    }

    /** The days, 1 to 31 as bits 0 to 30, on which {@code key} is present. */
    int daysOf(long key) {
        return days[slotOf(key)] & DAYS;
    }

    /** Marks {@code key} present on {@code dayOfMonth}; it must not be yet. Returns whether it was absent all month. */
    boolean add(long key, int dayOfMonth) {
        int slot = slotOf(key);
        if (days[slot] == 0) {
            if (3 * (usedSlots + 1) > 2 * keys.length) {
                grow();
                slot = slotOf(key);
            }
            keys[slot] = key;
            usedSlots++;
        }
        boolean first = (days[slot] & DAYS) == 0;
        days[slot] |= USED | bit(dayOfMonth);
        if (first) {
            present++;
        }
        return first;
    }

    /** Takes {@code key} away from {@code dayOfMonth}, where it must be. Returns whether it is now absent all month. */
    boolean remove(long key, int dayOfMonth) {
        int slot = slotOf(key);
        days[slot] &= ~bit(dayOfMonth);
        boolean last = (days[slot] & DAYS) == 0;
        if (last) {
            present--;
        }
        return last;
    }

    /** Calls {@code visitor} for every key that is present, in no order. */
    void forEach(Visitor visitor) {
        for (int slot = 0; slot < keys.length; slot++) {
            int bits = days[slot] & DAYS;
            if (bits != 0) {
                visitor.visit(keys[slot], bits);
            }
        }
    }

    /** Sees each key with its days as bits. */
    interface Visitor {
        void visit(long key, int days);
    }

    static int bit(int dayOfMonth) {
        return 1 << (dayOfMonth - 1);
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) LongCounter.mix(key) & mask;
        while (days[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldDays = days;
        int capacity = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, present) * 2) * 2);
        keys = new long[capacity];
        days = new int[capacity];
        usedSlots = present;
        for (int old = 0; old < oldKeys.length; old++) {
            if ((oldDays[old] & DAYS) != 0) {
                int slot = slotOf(oldKeys[old]);
                keys[slot] = oldKeys[old];
                days[slot] = oldDays[old];
            }
        }
    }
}
