package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Life;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stage;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.FigureStory;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Policies;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A figure's count and its story are what one gets who keeps every event and goes through them by when they were logged. */
class FigureEventsTest {
    private static final int HISTORIES = 12;
    private static final int PARTITIONS = 3;
    private static final int FIGURES = 40;
    private static final int MOST = 5;
    private static final Duration LATER = Duration.ofDays(60);

    private final Map<String, Integer> met = new TreeMap<>();

    @Test
    void aFigureAndItsStoryAreThoseOfAllItsEvents() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = Histories.random(seed);
            for (History one : List.of(history, ofOneCase(history.shuffled(seed)))) {
                boolean asItWas = one.equals(history);
                OracleHistory whole = OracleHistory.of(one, PARTITIONS);
                OracleHistory records = asItWas ? whole : whole.with(FigureEventsTest::loggedLater);
                Recount recount = recount(one, records);
                List<Figure> figures = new ArrayList<>(recount.figures().stream()
                        .filter(figure -> FigureEvents.canBeTold(figure.key()))
                        .toList());
                Collections.shuffle(figures, new Random(seed));
                List<Observation> all = observations(records, recount.policies());
                for (Figure figure : figures.subList(0, Math.min(FIGURES, figures.size()))) {
                    compare(figure, records, all, recount.policies(), one.asOf().plus(LATER), new Random(seed));
                }
            }
        }
        for (String kind : List.of(
                "taken back", "changes nothing", "LATE_EVENT", "RETRACTION", "CORRECTION", "not seen", "more")) {
            assertTrue(met.getOrDefault(kind, 0) > 3, kind + " in " + met);
        }
    }

    private void compare(
            Figure figure,
            OracleHistory records,
            List<Observation> all,
            Policies policies,
            Instant asOf,
            Random random) {
        FigureKey key = figure.key();
        FigureEvents events =
                new FigureEvents(inParallel(records), key, figure.window(), policies, Pseudonymiser::fixed, asOf);
        Instant closed = policies.zone().startOf(figure.window().end());
        List<Observation> behind = unlessTwice(
                all.stream().filter(event -> isBehind(event, figure, policies)).toList());

        // the story
        FigureEvents.Story story = events.story();
        List<Told> expected = told(behind, key.basis(), closed);
        assertEquals(expected.stream().map(Told::text).toList(), texts(story.steps()), () -> key + " as of " + asOf);
        assertArrayEquals(
                expected.stream().mapToLong(Told::count).toArray(), story.stood(), () -> key + " as of " + asOf);
        assertEquals(figure.count(), story.counted().count().count(), key.toString());
        assertEquals(figure.exact(), story.counted().count().exact(), key.toString());
        assertEquals(
                story.counted().count().records().byPartition(),
                events.count().count().records().byPartition());
        assertEquals(
                behind.size(),
                story.counted().count().records().byPartition().stream()
                        .mapToLong(stretch -> stretch.records())
                        .sum());

        // what a citation saw of it, and what it did not
        Instant until = behind.get(random.nextInt(behind.size())).origin().appendedAt();
        int without = random.nextInt(PARTITIONS + 1);
        Predicate<Origin> wasRead = origin -> !origin.appendedAt().isAfter(until) && origin.partition() != without;
        List<Observation> seen = unlessTwice(all.stream()
                .filter(event -> isBehind(event, figure, policies) && wasRead.test(event.origin()))
                .toList());
        FigureEvents.Compared compared = events.compare(wasRead, MOST);
        assertEquals(last(told(seen, key.basis(), closed)), compared.then().count(), key.toString());
        assertEquals(figure.count(), compared.now().count(), key.toString());
        List<Told> since = expected.stream()
                .filter(one -> !wasRead.test(one.event().origin()))
                .toList();
        assertEquals(since.size(), compared.since(), key.toString());
        assertEquals(since.stream().limit(MOST).map(Told::text).toList(), texts(compared.first()), key.toString());
        meet(expected, since);
    }

    private void meet(List<Told> story, List<Told> since) {
        for (Told one : story) {
            met.merge(one.sign() < 0 ? "taken back" : one.sign() == 0 ? "changes nothing" : "counted", 1, Integer::sum);
            met.merge(one.cause(), 1, Integer::sum);
        }
        met.merge(since.isEmpty() ? "all seen" : since.size() > MOST ? "more" : "not seen", 1, Integer::sum);
    }

    @Test
    void saysWhenRecordsAreGoneThatAreToBeReadAgain() {
        History history = Histories.random(3);
        OracleHistory records = OracleHistory.of(history, 1);
        Recount recount = recount(history, records);
        Figure figure = recount.figures().stream()
                .filter(one -> FigureEvents.canBeTold(one.key()) && one.key().basis() == Basis.CHILDREN)
                .findFirst()
                .orElseThrow();
        boolean[] removed = {false};
        dev.rollcall.replay.History shrinking = new dev.rollcall.replay.History() {
            @Override
            public int partitions() {
                return 1;
            }

            @Override
            public void read(Scope scope, Use use) {
                if (!removed[0]) {
                    records.read(scope, use);
                }
                removed[0] = true;
            }
        };
        FigureEvents events = new FigureEvents(
                shrinking,
                figure.key(),
                figure.window(),
                recount.policies(),
                Pseudonymiser::fixed,
                history.asOf().plus(LATER));
        String message =
                assertThrows(ChangedHistoryException.class, events::story).getMessage();
        assertTrue(message.contains("of " + figure.key() + " again, but only 0 are there"), message);
    }

    /** One event of a story as this test tells it. */
    private record Told(Observation event, int sign, String cause, long count) {
        String text() {
            return event.origin() + " " + sign + " " + cause;
        }

        Told because(String other) {
            return new Told(event, sign, other, count);
        }

        String about() {
            return event.body() + (event.extractId() == null ? " r " + event.requestId() : " x " + event.extractId());
        }
    }

    private static List<String> texts(List<FigureStory.Step> steps) {
        return steps.stream()
                .map(step -> step.event().origin() + " " + step.sign() + " "
                        + (step.restated() == null ? "in time" : step.restated().name()))
                .toList();
    }

    private static long last(List<Told> story) {
        return story.isEmpty() ? 0 : story.get(story.size() - 1).count();
    }

    private static List<Told> told(List<Observation> events, Basis basis, Instant closed) {
        List<Observation> logged = new ArrayList<>(events);
        logged.sort(Comparator.comparing((Observation event) -> event.origin().appendedAt())
                .thenComparing(event -> event.origin().topic())
                .thenComparing(event -> event.origin().partition())
                .thenComparing(event -> event.origin().offset()));
        Map<Object, Integer> things = new HashMap<>();
        Map<Object, Set<Boolean>> heard = new HashMap<>();
        long amount = 0;
        List<Told> story = new ArrayList<>();
        for (Observation event : logged) {
            Set<Boolean> before = heard.computeIfAbsent(event.identity(), of -> new HashSet<>());
            int sign = event.retracts() ? (before.contains(false) ? -1 : 0) : before.contains(true) ? 0 : 1;
            before.add(event.retracts());
            for (Object thing : things(event, basis)) {
                things.merge(thing, sign, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
            }
            things.values().removeIf(times -> times == 0);
            amount += sign * (basis == Basis.ASKED ? event.asked() : basis == Basis.RECORDS ? event.records() : 0);
            boolean late = sign != 0 && !event.origin().appendedAt().isBefore(closed);
            story.add(new Told(
                    event, sign, !late ? "in time" : sign > 0 ? "LATE_EVENT" : "RETRACTION", amount + things.size()));
        }
        return story.stream()
                .map(one -> !one.cause().equals("in time")
                                && Stream.of("LATE_EVENT", "RETRACTION")
                                        .allMatch(cause -> story.stream()
                                                .anyMatch(other -> other.cause().equals(cause)
                                                        && other.about().equals(one.about())))
                        ? one.because("CORRECTION")
                        : one)
                .toList();
    }

    private static List<Object> things(Observation event, Basis basis) {
        return switch (basis) {
            case CHILDREN ->
                LongStream.of(event.children()).<Object>mapToObj(child -> child).toList();
            case EXTRACTS -> List.of(event.body() + " " + event.extractId());
            case REQUESTS, ANSWERED, DECIDED, REFUSED -> List.of(event.body() + " " + event.requestId());
            default -> List.of();
        };
    }

    private static boolean isBehind(Observation event, Figure figure, Policies policies) {
        FigureKey key = figure.key();
        LocalDate day = LocalDate.ofEpochDay(event.day());
        boolean decision = event.stage() == Stage.APPROVED || event.stage() == Stage.REFUSED;
        boolean ofEntity = switch (key.entity().kind()) {
            case BODY -> event.body().equals(key.entity().id());
            case GROUP -> key.entity().equals(event.group() == null ? null : Entity.group(event.group()));
            case PANEL -> decision && key.entity().id().equals(event.panel());
            case FEED -> false;
        };
        boolean counts = switch (key.basis()) {
            case REQUESTS, ASKED -> event.stage() == Stage.SUBMITTED;
            case DECIDED -> decision;
            case REFUSED -> event.stage() == Stage.REFUSED;
            case ANSWERED -> event.stage() == Stage.RELEASED && event.requestId() != null;
            case EXTRACTS, RECORDS -> event.stage() == Stage.RELEASED;
            case CHILDREN -> event.stage() == Stage.RELEASED && (event.children().length > 0 || event.missing() > 0);
            default -> false;
        };
        return ofEntity
                && counts
                && figure.window().contains(day)
                && (key.agreementId() == null
                        || (event.agreementKnown() && key.agreementId().equals(event.agreementId())))
                && (figure.per() != Life.AGREEMENT
                        || figure.window().equals(policies.lifeOn(new Account(key.entity(), key.agreementId()), day)));
    }

    private static List<Observation> unlessTwice(List<Observation> events) {
        Set<Object> before = new HashSet<>();
        return events.stream()
                .filter(event -> before.add(List.of(event.identity(), event.retracts())))
                .toList();
    }

    private static List<Observation> observations(OracleHistory records, Policies policies) {
        Intake intake = new Intake(Pseudonymiser.fixed());
        return records.arrivals().stream()
                .map(arrival -> intake.seen(arrival, policies))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The same records, each partition by a thread of its own. */
    private static dev.rollcall.replay.History inParallel(OracleHistory records) {
        return new dev.rollcall.replay.History() {
            @Override
            public int partitions() {
                return PARTITIONS;
            }

            @Override
            public void read(Scope scope, Use use) {
                List<Arrival> within = new ArrayList<>();
                records.read(scope, within::add);
                List<Runnable> work = new ArrayList<>();
                for (int number = 0; number < PARTITIONS; number++) {
                    int partition = number;
                    work.add(() -> within.stream()
                            .filter(arrival -> arrival.origin().partition() == partition)
                            .forEach(use::of));
                }
                Parallel.run(PARTITIONS, work);
            }
        };
    }

    /** Every other record as if it was logged much later, mostly when its window had closed. */
    private static List<Arrival> loggedLater(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(arrival -> {
                    Origin origin = arrival.origin();
                    Instant appendedAt = origin.offset() % 2 == 0
                            ? origin.appendedAt()
                            : origin.appendedAt().plus(LATER);
                    return new Arrival(
                            new Origin(origin.topic(), origin.partition(), origin.offset(), appendedAt),
                            arrival.size(),
                            arrival.schemaId(),
                            arrival.key(),
                            arrival.homePartition(),
                            arrival.event(),
                            arrival.exceptionClass());
                })
                .toList();
    }

    /** The same with all events about one request and one extract, so that many correct one another. */
    private static History ofOneCase(History history) {
        List<String> lines = history.ndjsonLinesInArrivalOrder().stream()
                .map(line -> line.replaceAll("(\"(request|extract)Id\": ?)\"[^\"]*\"", "$1\"one\""))
                .toList();
        return new History(lines, history.policyYaml(), history.asOf());
    }

    private static Recount recount(History history, OracleHistory records) {
        HistoryReplay replay =
                new HistoryReplay(List.of(history.policyYaml()), "policy", PARTITIONS, Pseudonymiser::fixed);
        records.read(Scope.until(history.asOf().plus(LATER)), replay);
        return replay.finish(history.asOf().plus(LATER));
    }
}
