package dev.rollcall.replay.disclosure;

import java.util.List;

/**
 * Cells that are known to be part of another.
 *
 * @param parts of people counted in {@code whole} too; of amounts, no two of the same
 * @param additive whether amounts are counted, which add up, and not different people, who may be in several parts
 */
record Relation(Cell whole, List<Cell> parts, boolean additive) {
    Relation {
        parts = List.copyOf(parts);
    }

    /** Whether nothing lies outside the parts: what whoever reckons may know from elsewhere, so is taken as known. */
    boolean isComplete() {
        long sum = 0;
        for (Cell part : parts) {
            sum += part.count;
        }
        return additive ? sum == whole.count : sum >= whole.count;
    }

    /** What of the whole is not in the parts that are shown. */
    long rest() {
        long rest = whole.count;
        for (Cell part : parts) {
            rest -= part.hidden ? 0 : part.count;
        }
        return rest;
    }

    boolean hasHidden() {
        if (whole.hidden) {
            return true;
        }
        for (Cell part : parts) {
            if (part.hidden) {
                return true;
            }
        }
        return false;
    }
}
