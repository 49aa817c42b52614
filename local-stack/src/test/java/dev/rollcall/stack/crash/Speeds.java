package dev.rollcall.stack.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long things took, in milliseconds, by what they are; told, not judged. */
final class Speeds {
    private final Map<String, List<Long>> taken = new TreeMap<>();

    void add(String what, long fromNanos, long toNanos) {
        taken.computeIfAbsent(what, none -> new ArrayList<>()).add((toNanos - fromNanos) / 1_000_000);
    }

    /** A line for each: how many, median and longest. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        taken.forEach((what, millis) -> {
            List<Long> sorted = millis.stream().sorted().toList();
            lines.append("crashes: %-62s %3d times, median %6d ms, longest %6d ms%n"
                    .formatted(what, sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1)));
        });
        return lines.toString();
    }
}
