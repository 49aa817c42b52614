package dev.rollcall.app.meters;

import java.util.List;

/**
 * Divides the room on the page: each part gets what it wants up to its share, and what is left over goes to those that want
 * more, in order.
 */
final class Shares {

    /**
     * One part of the page.
     *
     * @param series how many it would take
     * @param weight its share, against those of the others
     */
    record Wish(int series, int weight) {}

    private Shares() {}

    /** How many series each of {@code wishes} gets, in their order. */
    static int[] of(int room, List<Wish> wishes) {
        int weights = wishes.stream().mapToInt(Wish::weight).sum();
        int[] granted = new int[wishes.size()];
        int left = Math.max(0, room);
        for (int i = 0; i < granted.length; i++) {
            Wish wish = wishes.get(i);
            granted[i] = Math.min(wish.series(), Math.max(0, room) * wish.weight() / weights);
        }
        for (int grant : granted) {
            left -= grant;
        }
        for (int i = 0; i < granted.length; i++) {
            int more = Math.min(left, wishes.get(i).series() - granted[i]);
            granted[i] += more;
            left -= more;
        }
        return granted;
    }
}
