package dev.rollcall.monitor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The first few of many by an order, found without sorting the many. */
final class Foremost<T> {
    private final int most;
    private final Comparator<? super T> order;
    /** The last of those kept at its head. */
    private final PriorityQueue<T> kept;

    /** @param most how many to keep, 0 or more */
    Foremost(int most, Comparator<? super T> order) {
        this.most = most;
        this.order = order;
        this.kept = new PriorityQueue<>(order.reversed());
    }

    void add(T one) {
        if (kept.size() < most) {
            kept.add(one);
        } else if (most > 0 && order.compare(one, kept.element()) < 0) {
            kept.remove();
            kept.add(one);
        }
    }

    /** The one that whatever is to be kept must come before; null while there is room. */
    @Nullable T last() {
        return kept.size() < most ? null : kept.peek();
    }

    /** In order. */
    List<T> list() {
        List<T> list = new ArrayList<>(kept);
        list.sort(order);
        return list;
    }
}
