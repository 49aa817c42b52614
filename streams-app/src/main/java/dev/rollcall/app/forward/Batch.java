package dev.rollcall.app.forward;

import dev.rollcall.wire.Notice;
import java.util.List;

/** What is posted at once; empty where there is nothing to say but that we are there. */
record Batch(List<Item> items) {
    /** How many alerts are posted at once. */
    static final int MOST = 100;

    Batch {
        items = List.copyOf(items);
    }

    List<Notice> notices() {
        return items.stream().map(Item::notice).toList();
    }

    /** One alert of it, as it was when the post was made: it may have changed when the answer comes. */
    record Item(String alertId, int version, Notice notice) {}
}
