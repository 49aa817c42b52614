package dev.rollcall.count;

/**
 * A multiset of 64-bit keys that knows how many different keys it holds.
 *
 * <p>Open addressing with linear probing; a key whose count fell to 0 keeps its slot until the table grows.
 */
final class LongCounter {
    private static final int SMALLEST = 16;

    private long[] keys = new long[SMALLEST];
    /** Count plus one; 0 where the slot was never used. */
    private int[] counts = new int[SMALLEST];

    private int usedSlots;
    private int present;

    /** How many different keys have a count above 0. */
    int size() {
        return present;
    }

    int countOf(long key) {
        return Math.max(0, counts[slotOf(key)] - 1);
    }

    /** Adds one {@code key}; returns its count now. */
    int add(long key) {
        int slot = slotOf(key);
        if (counts[slot] == 0) {
            if (3 * (usedSlots + 1) > 2 * keys.length) {
                grow();
                slot = slotOf(key);
            }
            keys[slot] = key;
            counts[slot] = 1;
            usedSlots++;
        }
        int count = counts[slot]++;
        if (count == 1) {
            present++;
        }
        return count;
    }

    /** Takes one {@code key} away, of which there must be one; returns its count now. */
    int remove(long key) {
        int slot = slotOf(key);
        if (counts[slot] < 2) {
            throw new IllegalStateException("Expected the key to be counted, but it is not");
        }
        counts[slot]--;
        int count = counts[slot] - 1;
        if (count == 0) {
            present--;
        }
        return count;
    }

    /** Spreads the bits of a key that may be a small number (the finaliser of SplitMix64). */
    static long mix(long key) {
        long x = key;
        x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) mix(key) & mask;
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        int capacity = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, present) * 2) * 2);
        keys = new long[capacity];
        counts = new int[capacity];
        usedSlots = present;
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldCounts[old] > 1) {
                int slot = slotOf(oldKeys[old]);
                keys[slot] = oldKeys[old];
                counts[slot] = oldCounts[old];
            }
        }
    }
}
