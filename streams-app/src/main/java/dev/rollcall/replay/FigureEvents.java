package dev.rollcall.replay;

import dev.rollcall.count.Growth;
import dev.rollcall.count.PeriodCounts;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Digest;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Life;
import dev.rollcall.model.Log;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Period;
import dev.rollcall.model.Stretch;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.FigureCount;
import dev.rollcall.monitor.FigureStory;
import dev.rollcall.monitor.PeriodIntake;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Policies;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The events behind one figure, read from a history as often as it takes to keep none of them. */
public final class FigureEvents {
    private final History history;
    private final FigureKey key;
    private final Window window;
    private final Policies policies;
    private final Supplier<Pseudonymiser> pseudonymisers;
    private final Instant until;
    private final @Nullable String body;

    /**
     * What is logged until {@code until}.
     *
     * @param window that of {@code key}
     * @param pseudonymisers makes one for each partition, all with the same key
     */
    public FigureEvents(
            History history,
            FigureKey key,
            Window window,
            Policies policies,
            Supplier<Pseudonymiser> pseudonymisers,
            Instant until) {
        this.history = history;
        this.key = key;
        this.window = window;
        this.policies = policies;
        this.pseudonymisers = pseudonymisers;
        this.until = until;
        this.body = key.entity().kind() == EntityKind.BODY ? key.entity().id() : null;
    }

    /** Whether figures of that key are counted from the events of their days alone, so that those can be told. */
    public static boolean canBeTold(FigureKey key) {
        return key.entity().kind() != EntityKind.FEED
                && key.basis().mayBeLimited()
                && key.basis() != Basis.REPEATS
                && key.dataset() == null;
    }

    /**
     * A figure as it was counted.
     *
     * @param read in order of topic and partition
     */
    public record Counted(FigureCount count, List<Evidence> read) {}

    /**
     * A figure as a citation saw it, and as it is now.
     *
     * @param since how many of its records the citation did not see
     * @param first the first that were logged of these, and what they changed
     */
    public record Compared(FigureCount then, FigureCount now, long since, List<FigureStory.Step> first) {

        /** How the records that the citation saw differ from those that were {@code counted}. */
        public List<RecordChange> changesFrom(List<Stretch> counted) {
            return RecordComparison.between(counted, then.records());
        }
    }

    /** The figure, and where its records were looked for. */
    public Counted count() {
        return count(event -> {});
    }

    /** As above; hands on every event of it that was not accepted before. */
    private Counted count(Consumer<Observation> use) {
        Map<Log, Evidence> read = new TreeMap<>();
        FigureCount count = nothing();
        read(
                origin -> {
                    Evidence place = Evidence.of(origin);
                    read.merge(place.log(), place, Evidence::and);
                },
                event -> {
                    if (count.take(event)) {
                        use.accept(event);
                    }
                });
        return new Counted(count, List.copyOf(read.values()));
    }

    private FigureCount nothing() {
        return new FigureCount(key.basis(), pseudonymisers.get().keyCheck());
    }

    /**
     * The figure as it was counted, with its story.
     *
     * @param stood how it stood after each step
     */
    public record Story(Counted counted, List<FigureStory.Step> steps, long[] stood) {}

    /** The figure with all events behind it by when they were logged, retractions and what they took back included. */
    public Story story() {
        List<FigureStory.Told> events = new ArrayList<>();
        Map<String, String> bodies = new HashMap<>();
        Counted counted = count(
                event -> events.add(FigureStory.Told.of(event, bodies.computeIfAbsent(event.body(), name -> name))));
        List<FigureStory.Step> steps = FigureStory.of(events, closed());
        return new Story(counted, steps, stood(steps));
    }

    private Instant closed() {
        return policies.zone().startOf(window.end());
    }

    /** Reads the records once more: only now is it known which events were taken back, and by which step. */
    private long[] stood(List<FigureStory.Step> steps) {
        if (steps.isEmpty()) {
            return new long[0];
        }
        Map<Digest, Integer> takenBack = new HashMap<>();
        for (int number = 0; number < steps.size(); number++) {
            FigureStory.Step step = steps.get(number);
            if (step.sign() < 0) {
                takenBack.put(step.event().identity(), number);
            }
        }
        Growth growth = new Growth(key.basis(), steps.size());
        long[] found = {0};
        read(origin -> {}, event -> {
            int number = FigureStory.numberOf(event, steps);
            if (number >= 0) {
                found[0]++;
                if (steps.get(number).sign() > 0) {
                    growth.count(event, number, takenBack.getOrDefault(event.identity(), Growth.NEVER));
                }
            }
        });
        checkAll(steps.size(), found[0]);
        return growth.counts();
    }

    private void checkAll(long expected, long found) {
        if (found < expected) {
            throw new ChangedHistoryException(key.toString(), expected, found);
        }
    }

    /**
     * The figure as a citation saw it, and as it is now.
     *
     * @param wasRead whether the citation saw the record at this place
     * @param most how many of the records that it did not see are told
     */
    public Compared compare(Predicate<Origin> wasRead, int most) {
        FigureCount now = nothing();
        FigureCount then = now.another();
        PriorityQueue<FigureStory.Told> first = new PriorityQueue<>(FigureStory.Told.BY_LOG.reversed());
        long[] since = {0};
        read(origin -> {}, event -> {
            boolean isNew = now.take(event);
            if (wasRead.test(event.origin())) {
                then.take(event);
            } else if (isNew) {
                since[0]++;
                first.add(FigureStory.Told.of(event, event.body()));
                if (first.size() > most) {
                    first.remove();
                }
            }
        });
        return new Compared(then, now, since[0], steps(first));
    }

    /** What some events changed, as told by all that is about the same extracts and requests; these are read once more. */
    private List<FigureStory.Step> steps(Collection<FigureStory.Told> some) {
        if (some.isEmpty()) {
            return List.of();
        }
        Set<String> about = some.stream().map(FigureStory.Told::about).collect(Collectors.toSet());
        Set<Origin> places = some.stream().map(FigureStory.Told::origin).collect(Collectors.toSet());
        FigureCount accepted = nothing();
        List<FigureStory.Told> events = new ArrayList<>();
        read(origin -> {}, event -> {
            FigureStory.Told told = FigureStory.Told.of(event, event.body());
            if (about.contains(told.about()) && accepted.take(event)) {
                events.add(told);
            }
        });
        List<FigureStory.Step> steps = FigureStory.of(events, closed()).stream()
                .filter(step -> places.contains(step.event().origin()))
                .toList();
        checkAll(some.size(), steps.size());
        return steps;
    }

    /**
     * Reads the history once.
     *
     * @param places hears where every record lies; one at a time, as {@code events}
     * @param events hears every event of the figure, also those that come twice
     */
    private void read(Consumer<Origin> places, Consumer<Observation> events) {
        Period days = Period.between(window.start(), window.end().minusDays(1));
        PeriodIntake intake = new PeriodIntake(policies, days, body, history.partitions(), pseudonymisers);
        Object oneAtATime = new Object();
        history.read(new Scope(body, intake.loggedFrom(), until, List.of()), arrival -> {
            Observation seen = intake.seen(arrival);
            boolean belongs = seen != null && belongs(seen);
            synchronized (oneAtATime) {
                places.accept(arrival.origin());
                if (seen != null && belongs) {
                    events.accept(seen);
                }
            }
        });
    }

    private boolean belongs(Observation event) {
        return event.isOf(key.entity())
                && event.isUnder(key.agreementId())
                && PeriodCounts.concerns(event, key.basis())
                && isOfLife(event);
    }

    /** Two lives of an agreement may overlap: which one a day belongs to, its version says. */
    private boolean isOfLife(Observation event) {
        return Life.beginOf(window.name()) == null
                || window.equals(policies.lifeOn(
                        new Account(key.entity(), key.agreementId()), LocalDate.ofEpochDay(event.day())));
    }
}
