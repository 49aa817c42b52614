package dev.rollcall.replay;

import dev.rollcall.count.StretchCounts;
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
import dev.rollcall.model.StretchDigest;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.FigureStory;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.monitor.RecordSet;
import dev.rollcall.monitor.StretchCount;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Policies;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The events behind one figure, read from a history. */
public final class FigureEvents {
    private final FigureKey key;
    private final Window window;
    private final Policies policies;
    private final Digest keyCheck;
    private final List<Observation> events = new ArrayList<>();
    private final Map<Log, Evidence> read = new TreeMap<>();

    private FigureEvents(FigureKey key, Window window, Policies policies, Digest keyCheck) {
        this.key = key;
        this.window = window;
        this.policies = policies;
        this.keyCheck = keyCheck;
    }

    /** Whether figures of that key are counted from the events of their days alone, so that those can be told. */
    public static boolean canBeTold(FigureKey key) {
        return key.entity().kind() != EntityKind.FEED
                && key.basis().mayBeLimited()
                && key.basis() != Basis.REPEATS
                && key.dataset() == null;
    }

    /**
     * Reads what is logged until {@code until}.
     *
     * @param window that of {@code key}
     * @param pseudonymisers makes one for each partition, all with the same key
     */
    public static FigureEvents read(
            History history,
            FigureKey key,
            Window window,
            Policies policies,
            Supplier<Pseudonymiser> pseudonymisers,
            Instant until) {
        FigureEvents events =
                new FigureEvents(key, window, policies, pseudonymisers.get().keyCheck());
        Period days = Period.between(window.start(), window.end().minusDays(1));
        String body = key.entity().kind() == EntityKind.BODY ? key.entity().id() : null;
        StretchCount count = new StretchCount(policies, days, body, history.partitions(), pseudonymisers);
        history.read(new Scope(body, count.loggedFrom(), until, List.of()), arrival -> {
            Observation seen = count.take(arrival);
            events.note(arrival.origin(), seen == null || !events.belongs(seen) ? null : seen);
        });
        return events;
    }

    private synchronized void note(Origin origin, @Nullable Observation event) {
        Evidence place = Evidence.of(origin);
        read.merge(place.log(), place, Evidence::and);
        if (event != null) {
            events.add(event);
        }
    }

    private boolean belongs(Observation event) {
        return event.isOf(key.entity())
                && event.isUnder(key.agreementId())
                && StretchCounts.concerns(event, key.basis())
                && isOfLife(event);
    }

    /** Two lives of an agreement may overlap: which one a day belongs to, its version says. */
    private boolean isOfLife(Observation event) {
        return Life.beginOf(window.name()) == null
                || window.equals(policies.lifeOn(
                        new Account(key.entity(), key.agreementId()), LocalDate.ofEpochDay(event.day())));
    }

    /** What was read, in order of topic and partition. */
    public List<Evidence> read() {
        return List.copyOf(read.values());
    }

    /** The events by when they were logged, retractions and what they took back included. */
    public List<FigureStory.Step> story() {
        return story(event -> true);
    }

    /** The same, of some of them. */
    public List<FigureStory.Step> story(Predicate<Observation> some) {
        return FigureStory.of(
                events.stream().filter(some).toList(),
                key.basis(),
                policies.zone().startOf(window.end()));
    }

    /** How many there are of some of the events, by the figure's basis. */
    public long count(Predicate<Observation> some) {
        List<FigureStory.Step> story = story(some);
        return story.isEmpty() ? 0 : story.get(story.size() - 1).count();
    }

    /** Whether no extract that counts left out tokens. */
    public boolean exact() {
        return key.basis() != Basis.CHILDREN
                || story().stream()
                                .mapToLong(step -> step.event().missing() > 0 ? step.sign() : 0)
                                .sum()
                        == 0;
    }

    /** How the records of some of the events differ from those that were {@code counted}. */
    public List<RecordChange> changesFrom(List<Stretch> counted, Predicate<Observation> some) {
        return RecordComparison.between(counted, records(some));
    }

    /** The records of some of the events. */
    public RecordSet records(Predicate<Observation> some) {
        RecordSet records = new RecordSet(keyCheck);
        events.stream().filter(some).forEach(event -> {
            Origin origin = event.origin();
            records.add(
                    origin.topic(),
                    origin.partition(),
                    origin.offset(),
                    event.day(),
                    StretchDigest.tag(event.identity(), event.retracts(), origin.appendedAt()));
        });
        return records;
    }
}
