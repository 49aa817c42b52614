package dev.rollcall.count;

import java.util.Arrays;

/** The first of the steps at which each of many 64-bit keys comes, told in any order: an array with open addressing. */
final class FirstSteps {
    private static final int SMALLEST = 16;

    private long[] keys = new long[SMALLEST];
    /** {@link Growth#NEVER} where a slot is free. */
    private int[] steps = free(SMALLEST);

    private int size;

    /** What is done with each key. */
    interface Use {
        void of(long key, int step);
    }

    private static int[] free(int capacity) {
        int[] steps = new int[capacity];
        Arrays.fill(steps, Growth.NEVER);
        return steps;
    }

    /** Takes note that {@code key} comes at {@code step}, too. */
    void add(long key, int step) {
        int slot = slotOf(key);
        if (steps[slot] == Growth.NEVER) {
            if (3L * (size + 1) > 2L * keys.length) {
                grow();
                slot = slotOf(key);
            }
            keys[slot] = key;
            size++;
        }
        steps[slot] = Math.min(steps[slot], step);
    }

    /** The first step of {@code key}; {@link Growth#NEVER} where it never came. */
    int of(long key) {
        return steps[slotOf(key)];
    }

    void forEach(Use use) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (steps[slot] != Growth.NEVER) {
                use.of(keys[slot], steps[slot]);
            }
        }
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) LongCounter.mix(key) & mask;
        while (steps[slot] != Growth.NEVER && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldSteps = steps;
        keys = new long[2 * oldKeys.length];
        steps = free(keys.length);
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldSteps[old] != Growth.NEVER) {
                int slot = slotOf(oldKeys[old]);
                keys[slot] = oldKeys[old];
                steps[slot] = oldSteps[old];
            }
        }
    }
}
