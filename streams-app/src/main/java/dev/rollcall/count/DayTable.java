package dev.rollcall.count;

/**
 * A set of 64-bit keys for one month that knows on which days of the month each was present.
 *
 * <p>Open addressing with linear probing, twelve bytes a place side by side, so that looking a key up reaches for memory
 * once: both halves of the key, and its days. A place is free while its days are 0. A key taken away keeps its place, so that
 * others are still found; such places are dropped when the table grows.
 */
final class DayTable {
    private static final int USED = 1 << 31;
    private static final int DAYS = USED - 1;
    private static final int SMALLEST = 16;
    private static final int WIDTH = 3;

    private int[] places = new int[SMALLEST * WIDTH];
    private int mask = SMALLEST - 1;
    private int usedPlaces;
    private int present;

    /** How many keys are present on at least one day. */
    int size() {
        return present;
    }

    /** The days, 1 to 31 as bits 0 to 30, on which {@code key} is present. */
    int daysOf(long key) {
        return places[placeOf(key) + 2] & DAYS;
    }

    /** Marks {@code key} present on {@code dayOfMonth}; it must not be yet. Returns whether it was absent all month. */
    boolean add(long key, int dayOfMonth) {
        int place = placeOf(key);
        if (places[place + 2] == 0) {
            if (3 * (usedPlaces + 1) > 2 * (mask + 1)) {
                grow();
                place = placeOf(key);
            }
            set(place, key, USED);
            usedPlaces++;
        }
        boolean first = (places[place + 2] & DAYS) == 0;
        places[place + 2] |= bit(dayOfMonth);
        if (first) {
            present++;
        }
        return first;
    }

    /** Takes {@code key} away from {@code dayOfMonth}, where it must be. Returns whether it is now absent all month. */
    boolean remove(long key, int dayOfMonth) {
        int place = placeOf(key);
        places[place + 2] &= ~bit(dayOfMonth);
        boolean last = (places[place + 2] & DAYS) == 0;
        if (last) {
            present--;
        }
        return last;
    }

    /** Calls {@code visitor} for every key that is present, in no order. */
    void forEach(Visitor visitor) {
        for (int place = 0; place < places.length; place += WIDTH) {
            int days = places[place + 2] & DAYS;
            if (days != 0) {
                visitor.visit(keyAt(places, place), days);
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

    private static long keyAt(int[] places, int place) {
        return ((long) places[place] << Integer.SIZE) | (places[place + 1] & 0xffff_ffffL);
    }

    private void set(int place, long key, int days) {
        places[place] = (int) (key >>> Integer.SIZE);
        places[place + 1] = (int) key;
        places[place + 2] = days;
    }

    private int placeOf(long key) {
        int high = (int) (key >>> Integer.SIZE);
        int low = (int) key;
        int number = (int) LongCounter.mix(key) & mask;
        int place = number * WIDTH;
        while (places[place + 2] != 0 && (places[place + 1] != low || places[place] != high)) {
            number = (number + 1) & mask;
            place = number * WIDTH;
        }
        return place;
    }

    private void grow() {
        int[] old = places;
        int capacity = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, present) * 2) * 2);
        places = new int[capacity * WIDTH];
        mask = capacity - 1;
        usedPlaces = present;
        for (int place = 0; place < old.length; place += WIDTH) {
            if ((old[place + 2] & DAYS) != 0) {
                long key = keyAt(old, place);
                set(placeOf(key), key, old[place + 2]);
            }
        }
    }
}
