package dev.rollcall.app.forward;

import dev.rollcall.wire.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Alertmanager as far as it matters here: it keeps alerts in memory and on disk only what it told, merges what overlaps, and
 * tells each alert by itself.
 */
final class ModelAlertmanager {
    private final Map<Map<String, String>, Held> memory = new HashMap<>();
    private final Set<Map<String, String>> disk = new HashSet<>();
    private final List<Told> told = new ArrayList<>();
    private boolean up = true;

    /** @param posted when it was last heard of */
    private record Held(Instant startsAt, Instant endsAt, Instant posted) {
        boolean hasEnded(Instant now) {
            return !endsAt.isAfter(now);
        }
    }

    /** What a receiver was told. */
    record Told(Map<String, String> labels, boolean firing) {}

    boolean isUp() {
        return up;
    }

    void post(List<Notice> notices, Instant now) {
        for (Notice notice : notices) {
            if (notice.endsAt().isBefore(notice.startsAt())) {
                throw new AssertionError("start time must be before end time: " + notice);
            }
            Held young = new Held(notice.startsAt(), notice.endsAt(), now);
            Held old = memory.get(notice.labels());
            if (old != null
                    && ((young.endsAt.isAfter(old.startsAt) && young.endsAt.isBefore(old.endsAt))
                            || (young.startsAt.isAfter(old.startsAt) && young.startsAt.isBefore(old.endsAt)))) {
                Instant start = old.startsAt.isBefore(young.startsAt) ? old.startsAt : young.startsAt;
                boolean oldPrevails = old.endsAt.isAfter(young.endsAt) && (!young.hasEnded(now) || old.hasEnded(now));
                young = new Held(start, oldPrevails ? old.endsAt : young.endsAt, now);
            }
            memory.put(new TreeMap<>(notice.labels()), young);
        }
    }

    /** What it holds now. */
    Set<Map<String, String>> active(Instant now) {
        Set<Map<String, String>> active = new HashSet<>();
        memory.forEach((labels, held) -> {
            if (!held.hasEnded(now)) {
                active.add(labels);
            }
        });
        return active;
    }

    /** Tells what is new, as it does at intervals. */
    void flush(Instant now) {
        if (!up) {
            return;
        }
        for (Map.Entry<Map<String, String>, Held> held : List.copyOf(memory.entrySet())) {
            Map<String, String> labels = held.getKey();
            if (!held.getValue().hasEnded(now)) {
                if (disk.add(labels)) {
                    told.add(new Told(labels, true));
                }
            } else {
                if (held.getValue().endsAt.isAfter(held.getValue().posted)) {
                    throw new AssertionError("it was left alone for so long that it seems to be over: " + labels);
                }
                if (disk.remove(labels)) {
                    told.add(new Told(labels, false));
                }
                memory.remove(labels);
            }
        }
    }

    List<Told> told() {
        return told;
    }

    void stop() {
        up = false;
        memory.clear();
    }

    void start() {
        up = true;
    }

    void loseDisk() {
        disk.clear();
        told.clear();
    }
}
