package dev.rollcall.count;

/** A count for each day of a growing stretch of days; days are counted from 1970-01-01. */
final class DayCounts {
    private static final int MARGIN = 64;

    private long[] counts = new long[0];
    private int first;
    private long greatestEver;

    /** The first day that may have a count. */
    int firstDay() {
        return first;
    }

    /** The last day that may have a count. */
    int lastDay() {
        return first + counts.length - 1;
    }

    long on(int day) {
        int index = day - first;
        return index < 0 || index >= counts.length ? 0 : counts[index];
    }

    /** No day has a greater count; one that was taken back may have been as great. */
    long atMost() {
        return greatestEver;
    }

    /** Adds {@code amount} on each day from {@code from} to {@code to}, both inclusive. */
    void add(int from, int to, long amount) {
        if (from > to) {
            return;
        }
        cover(from, to);
        for (int day = from; day <= to; day++) {
            counts[day - first] += amount;
            greatestEver = Math.max(greatestEver, counts[day - first]);
        }
    }

    private void cover(int from, int to) {
        if (counts.length == 0) {
            first = from;
            counts = new long[to - from + 1 + MARGIN];
            return;
        }
        if (from < first || to > lastDay()) {
            int newFirst = from < first ? from - Math.max(MARGIN, counts.length / 2) : first;
            int newLast = to > lastDay() ? to + Math.max(MARGIN, counts.length / 2) : lastDay();
            long[] wider = new long[newLast - newFirst + 1];
            System.arraycopy(counts, 0, wider, first - newFirst, counts.length);
            counts = wider;
            first = newFirst;
        }
    }
}
