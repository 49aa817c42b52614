package dev.rollcall.app;

import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Stage;
import dev.rollcall.wire.EventLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Made-up events in order of time, the same for the same settings: requests are submitted, nine in ten approved, and each of
 * those answered by an extract. Nothing in them is, or looks like, a pupil's.
 *
 * @param bodies how many bodies ask, at least 1
 * @param events how many events there are
 * @param children how many children an extract names on average, at least 1
 * @param from the time of the first event
 * @param to no event is later
 * @param seed of all that chance decides
 */
public record SyntheticEvents(int bodies, long events, int children, Instant from, Instant to, long seed)
        implements Iterable<EventLine> {
    private static final int CHILDREN_KNOWN = 500_000;
    private static final Duration UNTIL_LOGGED = Duration.ofSeconds(2);

    private static final List<List<String>> FIELDS = List.of(
            List.of("Surname_AUT16", "Forenames_AUT16", "DOB_AUT16"),
            List.of("PupilMatchingRefAnonymous_AUT16", "EthnicGroupMajor_AUT16", "FSMeligible_AUT16"),
            List.of("Surname_AUT16", "Postcode_home"),
            List.of("PupilMatchingRefAnonymous_AUT16", "YearOfBirth_AUT16"));
    private static final List<String> PURPOSES = List.of("research", "statistics", "safeguarding");

    public SyntheticEvents {
        if (bodies < 1 || children < 1 || events < 0) {
            throw new IllegalArgumentException("Expected at least 1 body, 1 child and 0 events, but was %d, %d and %d"
                    .formatted(bodies, children, events));
        }
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "Expected the first time to be before the last, but was %s and %s".formatted(from, to));
        }
    }

    @Override
    public Iterator<EventLine> iterator() {
        return new Story();
    }

    /** A request that waits for its next event. */
    private record Open(String body, String requestId, String purpose, List<String> fields, long asked) {}

    /** One telling of the events. */
    private final class Story implements Iterator<EventLine> {
        private final Random random = new Random(seed);
        private final Deque<Open> submitted = new ArrayDeque<>();
        private final Deque<Open> approved = new ArrayDeque<>();
        private final double millisBetween = (double) Duration.between(from, to).toMillis() / Math.max(1, events);
        private long told;
        private long requests;

        @Override
        public boolean hasNext() {
            return told < events;
        }

        @Override
        public EventLine next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Instant at = from.plusMillis((long) (told * millisBetween));
            int next = random.nextInt(3);
            Event event;
            if (next == 0 && !approved.isEmpty()) {
                event = extract(approved.remove(), at);
            } else if (next <= 1 && !submitted.isEmpty()) {
                event = decision(submitted.remove(), at);
            } else {
                event = submission(at);
            }
            told++;
            return new EventLine(event, at.plus(UNTIL_LOGGED));
        }

        private Event submission(Instant at) {
            requests++;
            Open open = new Open(
                    "body-%03d".formatted(1 + random.nextInt(bodies)),
                    "r-%06d".formatted(requests),
                    PURPOSES.get(random.nextInt(PURPOSES.size())),
                    FIELDS.get(random.nextInt(FIELDS.size())),
                    1 + random.nextInt(2 * children));
            submitted.add(open);
            return request(open, at, Stage.SUBMITTED, open.asked());
        }

        private Event decision(Open open, Instant at) {
            if (random.nextInt(10) == 0) {
                return request(open, at, Stage.REFUSED, null);
            }
            approved.add(open);
            return request(open, at, Stage.APPROVED, null);
        }

        private Event extract(Open open, Instant at) {
            int named = 1 + random.nextInt(2 * children - 1);
            List<String> tokens = new ArrayList<>(named);
            for (int i = 0; i < named; i++) {
                tokens.add("t-%06d".formatted(random.nextInt(CHILDREN_KNOWN)));
            }
            List<String> distinct = tokens.stream().distinct().toList();
            return event(
                    EventType.EXTRACT,
                    open,
                    at,
                    Stage.RELEASED,
                    "x-" + open.requestId().substring(2),
                    null,
                    distinct);
        }

        private Event request(Open open, Instant at, Stage stage, @Nullable Long asked) {
            return event(EventType.ACCESS_REQUEST, open, at, stage, null, asked, List.of());
        }

        private Event event(
                EventType type,
                Open open,
                Instant at,
                Stage stage,
                @Nullable String extractId,
                @Nullable Long asked,
                List<String> tokens) {
            return new Event(
                    type,
                    "e-%d-%07d".formatted(seed, told),
                    "synthetic",
                    at,
                    false,
                    stage,
                    open.body(),
                    open.requestId(),
                    extractId,
                    null,
                    type == EventType.ACCESS_REQUEST ? "panel-1" : null,
                    open.purpose(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of("School Census"),
                    open.fields(),
                    asked,
                    tokens.size(),
                    tokens,
                    null,
                    null);
        }
    }
}
