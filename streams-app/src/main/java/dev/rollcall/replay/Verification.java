package dev.rollcall.replay;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Span;
import dev.rollcall.model.Stage;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds an alert against the records that it names: reads exactly those again, says which of them differ from what was counted,
 * and judges them by themselves.
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
     */
    public record Result(
            boolean complete,
            long records,
            List<RecordChange> changes,
            @Nullable Alert found) {
        public Result {
            changes = List.copyOf(changes);
        }

        /** Whether the same is found as {@code alert} says. */
        public boolean finds(AlertLine alert) {
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
        if (alert.entityKind() == null) {
            throw new IllegalStateException(
                    "Expected an alert on a kind of entity that this version knows, but '%s' is not"
                            .formatted(alert.alertId()));
        }
        Entity entity = new Entity(alert.entityKind(), alert.entity());
        HistoryReplay replay = new HistoryReplay(publications, file, history.partitions(), pseudonymisers);
        if (alert.restsOn().stretches().isEmpty()) {
            return ofAll(alert, entity, replay);
        }
        Reading reading = new Reading(alert, entity, replay);
        history.read(new Scope(null, null, null, reading.stretches()), reading);
        Alert found = found(replay, alert);
        return new Result(true, reading.belonging.get(), reading.changes(), found);
    }

    /** Where no records are named: a body's are all in one partition, whatever else may be anywhere. */
    private Result ofAll(AlertLine alert, Entity entity, HistoryReplay replay) {
        AtomicLong records = new AtomicLong();
        String body = entity.kind() == EntityKind.BODY ? entity.id() : null;
        history.read(new Scope(body, null, asOf, List.of()), arrival -> {
            records.incrementAndGet();
            replay.of(arrival);
        });
        return new Result(false, records.get(), List.of(), found(replay, alert));
    }

    private @Nullable Alert found(HistoryReplay replay, AlertLine alert) {
        return replay.finish(asOf).alerts().stream()
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
            Map<String, Evidence> byPartition = new LinkedHashMap<>();
            for (Stretch stretch : named) {
                byPartition.merge(
                        stretch.topic() + "-" + stretch.partition(),
                        stretch.place(),
                        (one, other) -> new Evidence(
                                one.topic(),
                                one.partition(),
                                Math.min(one.firstOffset(), other.firstOffset()),
                                Math.max(one.lastOffset(), other.lastOffset())));
            }
            return List.copyOf(byPartition.values());
        }

        @Override
        public void of(Arrival arrival) {
            Observation seen = intakes.get(arrival.origin().partition()).seen(arrival, policies);
            if (seen != null && isOfEntity(seen) && (days == null || isOfDays(seen, days))) {
                if (days == null) {
                    digests.put(Evidence.of(arrival.origin()), digestOf(seen));
                }
                belonging.incrementAndGet();
                replay.of(arrival);
            }
        }

        private boolean isOfEntity(Observation seen) {
            return switch (entity.kind()) {
                case BODY -> entity.id().equals(seen.body());
                case GROUP -> entity.id().equals(seen.group());
                case PANEL ->
                    entity.id().equals(seen.panel())
                            && (seen.stage() == Stage.APPROVED || seen.stage() == Stage.REFUSED);
                case FEED -> entity.id().equals(seen.feed());
            };
        }

        private boolean isOfDays(Observation seen, Span span) {
            return span.contains(LocalDate.ofEpochDay(seen.day()))
                    && (alert.agreementId() == null
                            || (seen.agreementKnown() && alert.agreementId().equals(seen.agreementId())));
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
                                now == null ? RecordChange.Kind.MISSING : RecordChange.Kind.ALTERED,
                                stretch.topic(),
                                stretch.partition(),
                                stretch.firstOffset(),
                                stretch.lastOffset()));
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
            Evidence place =
                    new Evidence(change.topic(), change.partition(), change.firstOffset(), change.lastOffset());
            history.read(new Scope(null, null, null, List.of(place)), arrival -> {
                Observation seen = intakes.get(arrival.origin().partition()).seen(arrival, policies);
                there[0] = seen != null ? isOfEntity(seen) : entity.id().equals(arrival.key());
            });
            return there[0]
                    ? new RecordChange(
                            RecordChange.Kind.ALTERED,
                            change.topic(),
                            change.partition(),
                            change.firstOffset(),
                            change.lastOffset())
                    : change;
        }
    }
}
