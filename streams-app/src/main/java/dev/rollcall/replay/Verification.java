package dev.rollcall.replay;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Log;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Span;
import dev.rollcall.model.Stretch;
import dev.rollcall.model.StretchDigest;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.monitor.RecordSet;
import dev.rollcall.policy.Policies;
import dev.rollcall.wire.AlertLine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds an alert against the records that it names: reads exactly those again, says which of them differ from what was counted,
 * and judges them by themselves. What was logged behind them is looked through, too: where any of it belongs, it is judged again
 * with that.
 */
public final class Verification {
    private final History history;
    private final List<String> publications;
    private final Policies policies;
    private final String file;
    private final Supplier<Pseudonymiser> pseudonymisers;
    private final Instant asOf;

    /**
     * What came of it.
     *
     * @param complete whether the alert names its records; otherwise all there are were read
     * @param records how many were read that belong
     * @param changes of the records, in order of place
     * @param found the alert as these records lead to it; null where they do not
     * @param figures that these records lead to
     * @param since where records lie that belong and were logged after it was counted
     * @param foundWithSince the alert as all of these lead to it together; as {@code found} where there are none since
     * @param figuresWithSince that all of these lead to together
     */
    public record Result(
            boolean complete,
            long records,
            List<RecordChange> changes,
            @Nullable Alert found,
            List<Figure> figures,
            List<Origin> since,
            @Nullable Alert foundWithSince,
            List<Figure> figuresWithSince) {
        public Result {
            changes = List.copyOf(changes);
            figures = List.copyOf(figures);
            since = List.copyOf(since);
            figuresWithSince = List.copyOf(figuresWithSince);
        }

        /** Whether the same is found as {@code alert} says. */
        public boolean finds(AlertLine alert) {
            return isAs(found, alert);
        }

        /** Whether it still is with what was logged since. */
        public boolean stillFinds(AlertLine alert) {
            return isAs(foundWithSince, alert);
        }

        private static boolean isAs(@Nullable Alert found, AlertLine alert) {
            return found != null
                    && found.state() == alert.state()
                    && found.finding().observed() == alert.observed()
                    && found.finding().severity() == alert.severity()
                    && Objects.equals(found.finding().limit(), alert.limit())
                    && found.finding().exact() == alert.exact();
        }
    }

    /**
     * @param publications of the policy in force, in order, as YAML
     * @param policies that all of them together hold
     * @param file where they come from, for messages
     * @param pseudonymisers makes one for each partition, all with the key that the alert was counted under
     * @param asOf the time to judge at
     */
    public Verification(
            History history,
            List<String> publications,
            Policies policies,
            String file,
            Supplier<Pseudonymiser> pseudonymisers,
            Instant asOf) {
        this.history = history;
        this.publications = List.copyOf(publications);
        this.policies = policies;
        this.file = file;
        this.pseudonymisers = pseudonymisers;
        this.asOf = asOf;
    }

    /** Whether {@code alert} was counted under the key at hand; also where it does not say. */
    public boolean isOfOurKey(AlertLine alert) {
        String ours = StretchDigest.none(pseudonymisers.get().keyCheck()).keyCheck();
        return alert.restsOn().stretches().stream()
                .allMatch(stretch -> RecordComparison.digest(stretch).keyCheck().equals(ours));
    }

    /** Reads again what {@code alert} rests on. */
    public Result of(AlertLine alert) {
        Entity entity = entity(alert);
        if (alert.restsOn().stretches().isEmpty()) {
            return ofAll(alert, entity);
        }
        Reading reading = read(alert, entity);
        Recount found = reading.replay.finish(asOf);
        List<RecordChange> changes = reading.changes();
        List<Arrival> since = reading.since();
        Recount withSince = since.isEmpty() ? found : foundWith(since, alert, entity);
        return new Result(
                true,
                reading.belonging.get(),
                changes,
                in(found, alert),
                found.figures(),
                since.stream().map(Arrival::origin).toList(),
                in(withSince, alert),
                withSince.figures());
    }

    /** How the records that {@code alert} names differ from those that were counted, in order of place; none where it names none. */
    public List<RecordChange> changes(AlertLine alert) {
        if (alert.restsOn().stretches().isEmpty()) {
            return List.of();
        }
        Reading reading = read(alert, entity(alert));
        reading.replay.finish(asOf);
        return reading.changes();
    }

    private static Entity entity(AlertLine alert) {
        if (alert.entityKind() == null) {
            throw new IllegalStateException(
                    "Expected an alert on a kind of entity that this version knows, but '%s' is not"
                            .formatted(alert.alertId()));
        }
        return new Entity(alert.entityKind(), alert.entity());
    }

    private HistoryReplay replay() {
        return new HistoryReplay(publications, file, history.partitions(), pseudonymisers);
    }

    private Reading read(AlertLine alert, Entity entity) {
        Reading reading = new Reading(alert, entity, replay());
        history.read(new Scope(null, null, null, reading.stretches()), reading);
        return reading;
    }

    /** What the records that {@code alert} names and those logged {@code since} lead to, once all of them are there. */
    private Recount foundWith(List<Arrival> since, AlertLine alert, Entity entity) {
        HistoryReplay replay = read(alert, entity).replay;
        Instant last = asOf;
        for (Arrival arrival : since) {
            replay.of(arrival);
            Instant logged = arrival.origin().appendedAt();
            last = logged.isAfter(last) ? logged : last;
        }
        return replay.finish(last);
    }

    /** Where no records are named: a body's are all in one partition, whatever else may be anywhere. */
    private Result ofAll(AlertLine alert, Entity entity) {
        HistoryReplay replay = replay();
        AtomicLong records = new AtomicLong();
        String body = entity.kind() == EntityKind.BODY ? entity.id() : null;
        history.read(new Scope(body, null, asOf, List.of()), arrival -> {
            records.incrementAndGet();
            replay.of(arrival);
        });
        Recount recount = replay.finish(asOf);
        Alert found = in(recount, alert);
        return new Result(
                false, records.get(), List.of(), found, recount.figures(), List.of(), found, recount.figures());
    }

    private static @Nullable Alert in(Recount recount, AlertLine alert) {
        return recount.alerts().stream()
                .filter(one -> one.id().equals(alert.alertId()))
                .findFirst()
                .orElse(null);
    }

    /** One reading of the records that an alert names. */
    private final class Reading implements History.Use {
        private final AlertLine alert;
        private final Entity entity;
        private final HistoryReplay replay;
        private final @Nullable Span days;
        private final List<Intake> intakes = new ArrayList<>();
        private final Map<Evidence, String> digests = new ConcurrentHashMap<>();
        private final AtomicLong belonging = new AtomicLong();
        /** Of each event that was read, whether it was last taken back: the same said again is nothing new. */
        private final Map<Digest, Boolean> retracted = new ConcurrentHashMap<>();

        private final Set<Long> eventKeys = ConcurrentHashMap.newKeySet();
        private final Set<String> cases = ConcurrentHashMap.newKeySet();

        Reading(AlertLine alert, Entity entity, HistoryReplay replay) {
            this.alert = alert;
            this.entity = entity;
            this.replay = replay;
            this.days = alert.restsOn().days();
            for (int partition = 0; partition < history.partitions(); partition++) {
                intakes.add(new Intake(pseudonymisers.get()));
            }
        }

        /** Single events lie where they lie; of whole days, what was added between them is to be seen, too. */
        List<Evidence> stretches() {
            List<Stretch> named = alert.restsOn().stretches();
            if (days == null) {
                return named.stream().map(Stretch::place).toList();
            }
            Map<Log, Evidence> byLog = new LinkedHashMap<>();
            named.forEach(stretch -> byLog.merge(stretch.log(), stretch.place(), Evidence::and));
            return List.copyOf(byLog.values());
        }

        @Override
        public void of(Arrival arrival) {
            Observation seen = intakes.get(arrival.origin().partition()).seen(arrival, policies);
            if (seen != null && seen.isOf(entity) && (days == null || isOfDays(seen, days))) {
                if (days == null) {
                    digests.put(Evidence.of(arrival.origin()), digestOf(seen));
                }
                belonging.incrementAndGet();
                retracted.put(seen.identity(), seen.retracts());
                eventKeys.add(seen.eventKey());
                if (seen.requestId() != null) {
                    cases.add(seen.requestId());
                }
                replay.of(arrival);
            }
        }

        /** What lies behind the records that are named and belongs with them, requests before extracts. */
        List<Arrival> since() {
            List<Arrival> since = Collections.synchronizedList(new ArrayList<>());
            String body = entity.kind() == EntityKind.BODY ? entity.id() : null;
            history.read(new Scope(body, null, null, behind()), arrival -> {
                Observation seen = intakes.get(arrival.origin().partition()).seen(arrival, policies);
                if (seen != null
                        && seen.isOf(entity)
                        && (days == null ? isOfCase(seen) : isOfDays(seen, days))
                        && !Boolean.valueOf(seen.retracts()).equals(retracted.put(seen.identity(), seen.retracts()))) {
                    since.add(arrival);
                }
            });
            return since.stream()
                    .sorted(Comparator.comparing(
                                    (Arrival arrival) -> arrival.origin().topic())
                            .thenComparing(arrival -> arrival.origin().partition())
                            .thenComparing(arrival -> arrival.origin().offset()))
                    .toList();
        }

        /** Of single events only some of a case need be named: what was there when it was counted is no news. */
        private boolean isOfCase(Observation seen) {
            return seen.origin().appendedAt().isAfter(alert.loggedAt())
                    && (eventKeys.contains(seen.eventKey())
                            || (seen.requestId() != null && cases.contains(seen.requestId())));
        }

        /** All that lies behind what is named, of every partition of both inputs. */
        private List<Evidence> behind() {
            String topic = alert.restsOn().stretches().get(0).topic();
            String prefix = Stream.of(EventType.values())
                    .map(EventType::topic)
                    .filter(topic::endsWith)
                    .map(name -> topic.substring(0, topic.length() - name.length()))
                    .findFirst()
                    .orElse("");
            List<Evidence> behind = new ArrayList<>();
            for (EventType type : EventType.values()) {
                for (int partition = 0; partition < history.partitions(); partition++) {
                    String name = prefix + type.topic();
                    int number = partition;
                    long last = alert.restsOn().stretches().stream()
                            .filter(one -> one.topic().equals(name) && one.partition() == number)
                            .mapToLong(Stretch::lastOffset)
                            .max()
                            .orElse(-1);
                    behind.add(new Evidence(name, number, last + 1, Long.MAX_VALUE - 1));
                }
            }
            return behind;
        }

        private boolean isOfDays(Observation seen, Span span) {
            return span.contains(LocalDate.ofEpochDay(seen.day())) && seen.isUnder(alert.agreementId());
        }

        private String digestOf(Observation seen) {
            long tag = StretchDigest.tag(
                    seen.identity(), seen.retracts(), seen.origin().appendedAt());
            return StretchDigest.none(intakes.get(0).keyCheck())
                    .plus(seen.origin().offset(), tag)
                    .text();
        }

        List<RecordChange> changes() {
            List<RecordChange> changes = new ArrayList<>();
            if (days == null) {
                for (Stretch stretch : alert.restsOn().stretches()) {
                    String now = digests.get(stretch.place());
                    if (!stretch.digest().equals(now)) {
                        changes.add(new RecordChange(
                                now == null ? RecordChange.Kind.MISSING : RecordChange.Kind.ALTERED, stretch.place()));
                    }
                }
            } else {
                RecordSet now = replay.recordsOf(entity);
                changes.addAll(RecordComparison.between(alert.restsOn().stretches(), now));
            }
            return changes.stream().map(this::looked).toList();
        }

        /** Where a record is missing that counted, another of the same entity may lie there that does not. */
        private RecordChange looked(RecordChange change) {
            if (change.kind() != RecordChange.Kind.MISSING) {
                return change;
            }
            boolean[] there = {false};
            history.read(new Scope(null, null, null, List.of(change.place())), arrival -> {
                Observation seen = intakes.get(arrival.origin().partition()).seen(arrival, policies);
                there[0] = seen != null ? seen.isOf(entity) : entity.id().equals(arrival.key());
            });
            return there[0] ? new RecordChange(RecordChange.Kind.ALTERED, change.place()) : change;
        }
    }
}
