package dev.rollcall.count;

import dev.rollcall.model.Entity;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The requests and extracts of one body, each with the events that count. */
public final class Cases {
    private final Entity body;
    private final Map<String, List<CaseEvent>> byRequest = new HashMap<>();
    private final Map<String, List<CaseEvent>> byExtract = new HashMap<>();
    private final Set<Key> touched = new LinkedHashSet<>();

    Cases(Entity body) {
        this.body = body;
    }

    /**
     * Names one case.
     *
     * @param requestId null for an extract that names no request
     * @param extractId null for a request
     */
    public record Key(@Nullable String requestId, @Nullable String extractId) {}

    /** Adds {@code event}, or takes it away if {@code sign} is negative. */
    void count(Observation event, int sign) {
        CaseEvent one = CaseEvent.of(event);
        // with its extract it may leave cases, or join them: both are judged
        touch(one);
        change(byRequest, one.requestId(), one, sign);
        change(byExtract, one.extractId(), one, sign);
        touch(one);
    }

    /**
     * Takes note of one more record of an event that counts: an event is logged when the first of its records is, whichever
     * was read first. Returns whether that changes anything.
     */
    public boolean repeat(Observation event) {
        CaseEvent again = CaseEvent.of(event);
        boolean ofRequest = replace(byRequest, again.requestId(), again);
        boolean ofExtract = replace(byExtract, again.extractId(), again);
        if (ofRequest || ofExtract) {
            touch(again);
        }
        return ofRequest || ofExtract;
    }

    private static boolean replace(Map<String, List<CaseEvent>> cases, @Nullable String id, CaseEvent again) {
        List<CaseEvent> events = id == null ? List.of() : cases.getOrDefault(id, List.of());
        for (int i = 0; i < events.size(); i++) {
            CaseEvent known = events.get(i);
            if (known.identity().equals(again.identity()) && again.loggedAt().isBefore(known.loggedAt())) {
                events.set(i, again);
                return true;
            }
        }
        return false;
    }

    private static void change(Map<String, List<CaseEvent>> cases, @Nullable String id, CaseEvent event, int sign) {
        if (id == null) {
            return;
        }
        if (sign > 0) {
            cases.computeIfAbsent(id, i -> new ArrayList<>(2)).add(event);
            return;
        }
        List<CaseEvent> events = Objects.requireNonNull(cases.get(id));
        events.removeIf(other -> other.identity().equals(event.identity()));
        if (events.isEmpty()) {
            cases.remove(id);
        }
    }

    private void touch(CaseEvent event) {
        if (event.requestId() != null) {
            touched.add(new Key(event.requestId(), null));
        }
        if (event.extractId() != null) {
            touched.add(new Key(null, event.extractId()));
            for (CaseEvent other : extract(event.extractId())) {
                if (other.requestId() != null) {
                    touched.add(new Key(other.requestId(), null));
                }
            }
        }
    }

    /** Every event that counts, once, in no order. */
    void forEach(Consumer<CaseEvent> visitor) {
        byExtract.values().forEach(events -> events.forEach(visitor));
        for (List<CaseEvent> events : byRequest.values()) {
            for (CaseEvent event : events) {
                if (event.extractId() == null) {
                    visitor.accept(event);
                }
            }
        }
    }

    /** The events of an extract that count. */
    List<CaseEvent> extract(String extractId) {
        return byExtract.getOrDefault(extractId, List.of());
    }

    /**
     * What is held by an extract that was released and not certified destroyed.
     *
     * @param since the day of its first release, in days from 1970-01-01
     */
    record Held(int since, Set<String> datasets) {}

    /** What {@code extractId} holds; null where it was not released, or was destroyed. */
    @Nullable Held held(String extractId) {
        int since = Integer.MAX_VALUE;
        Set<String> datasets = Set.of();
        for (CaseEvent event : extract(extractId)) {
            if (event.stage() == Stage.DESTROYED) {
                return null;
            }
            if (event.stage() == Stage.RELEASED) {
                since = Math.min(since, event.day());
                if (datasets.isEmpty()) {
                    datasets = event.datasets();
                } else if (!datasets.containsAll(event.datasets())) {
                    datasets = new TreeSet<>(datasets);
                    datasets.addAll(event.datasets());
                }
            }
        }
        return since == Integer.MAX_VALUE ? null : new Held(since, datasets);
    }

    /** The cases that changed since the last call; they are forgotten here. */
    public List<Key> takeTouched() {
        List<Key> taken = List.copyOf(touched);
        touched.clear();
        return taken;
    }

    /** Says that every case is to be judged anew. */
    public void touchAll() {
        byRequest.keySet().forEach(id -> touched.add(new Key(id, null)));
        byExtract.keySet().forEach(id -> touched.add(new Key(null, id)));
    }

    /** The file of a case; null where nothing is left of it, or where the extract belongs to requests. */
    public @Nullable CaseFile file(Key key) {
        List<CaseEvent> events;
        if (key.requestId() == null) {
            events = extract(Objects.requireNonNull(key.extractId()));
            if (events.stream().anyMatch(event -> event.requestId() != null)) {
                return null;
            }
        } else {
            events = ofRequest(key.requestId());
        }
        return events.isEmpty() ? null : new CaseFile(body, key.requestId(), events);
    }

    /**
     * The events of a case and of all others that share an extract with it, one after the other: what is found of an extract
     * depends on every request that it answers.
     */
    public List<CaseEvent> around(Key key) {
        if (key.requestId() == null) {
            return extract(Objects.requireNonNull(key.extractId()));
        }
        Map<Object, CaseEvent> all = new LinkedHashMap<>();
        Set<String> known = new LinkedHashSet<>(List.of(key.requestId()));
        Deque<String> requests = new ArrayDeque<>(known);
        while (!requests.isEmpty()) {
            for (CaseEvent event : ofRequest(requests.remove())) {
                all.put(event.identity(), event);
                if (event.requestId() != null && known.add(event.requestId())) {
                    requests.add(event.requestId());
                }
            }
        }
        return List.copyOf(all.values());
    }

    /** The events that name the request, and those that name an extract of theirs. */
    private List<CaseEvent> ofRequest(String requestId) {
        List<CaseEvent> named = byRequest.getOrDefault(requestId, List.of());
        Map<Object, CaseEvent> all = new LinkedHashMap<>();
        Set<String> extracts = new TreeSet<>();
        for (CaseEvent event : named) {
            all.put(event.identity(), event);
            if (event.extractId() != null) {
                extracts.add(event.extractId());
            }
        }
        for (String extract : extracts) {
            extract(extract).forEach(event -> all.put(event.identity(), event));
        }
        return List.copyOf(all.values());
    }
}
