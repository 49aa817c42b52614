package dev.rollcall.replay.disclosure;

import java.util.ArrayList;
import java.util.List;

/** One count of people within one output, and whether it is hidden. */
final class Cell {
    final String key;
    final long count;
    /** Whether it is hidden for its own sake. */
    final boolean small;

    boolean hidden;
    /** What whoever sees the output, and reckons, knows of it at least and at most. */
    long least;

    long most;

    final List<Relation> relations = new ArrayList<>();

    Cell(String key, long count, boolean small) {
        this.key = key;
        this.count = count;
        this.small = small;
        this.hidden = small;
    }
}
