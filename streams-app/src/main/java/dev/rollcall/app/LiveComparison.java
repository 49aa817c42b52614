package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.model.Directive;
import dev.rollcall.replay.RecordChange;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.SameAsLive;
import dev.rollcall.replay.Verification;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Published;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What the live topics say now, to hold a replay of their history against, and what may keep the two apart. */
public final class LiveComparison {
    private static final String UNEXPLAINED =
            "unexplained: records were altered or added since, or the monitor counted wrong";

    /** So many alerts are held against their records at most: each asks for its part of the log again. */
    private static final int WITNESSES = 10;

    private final Connections connections;
    private final List<Published> live;

    /** Reads figures and alerts: before the history, so that as little as possible comes between it and them. */
    public LiveComparison(Connections connections) {
        this.connections = connections;
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            live = new ArrayList<>(reader.latest(connections.topics().figures()).values());
            live.addAll(reader.latest(connections.topics().alerts()).values());
        }
    }

    /** {@code recount} beside the live topics. */
    public SameAsLive with(Recount recount) {
        List<Published> replayed = new ArrayList<>();
        recount.figures().forEach(figure -> replayed.add(FigureLine.of(figure)));
        recount.alerts().forEach(alert -> replayed.add(AlertLine.of(alert)));
        return new SameAsLive(replayed, live);
    }

    /** Why {@code difference} is there, as far as can be told: by what is known of the topics, else by the records of alerts. */
    public String causeOf(SameAsLive.Difference difference, SameAsLive beside, HeldHistory held) {
        SameAsLive.Circumstances circumstances = circumstances(held.history(), held.until());
        String cause = circumstances.causeOf(difference);
        if (cause != null) {
            return cause + ".";
        }
        List<AlertLine> witnesses =
                beside.witnesses(difference).stream().limit(WITNESSES).toList();
        return byRecords(witnesses, held)
                + (circumstances.behind() == null ? " Whether the monitor is behind could not be asked." : "");
    }

    /** What has become of the records that {@code witnesses} rest on. */
    private String byRecords(List<AlertLine> witnesses, HeldHistory held) {
        if (witnesses.isEmpty()) {
            return UNEXPLAINED + "; no live alert on the same entity names its records.";
        }
        Verification verification;
        try {
            verification = held.verification(connections.pseudonymisers());
        } catch (ConfigurationException e) {
            return askedByHand(witnesses.get(0));
        }
        for (AlertLine witness : witnesses) {
            AlertLine here = held.here(witness);
            if (!verification.isOfOurKey(here)) {
                return askedByHand(witness);
            }
            List<RecordChange> changes = verification.changes(here);
            if (!changes.isEmpty()) {
                return "the records that alert %s rests on are not those that were counted.%n%s"
                        .formatted(
                                witness.alertId(),
                                changes.stream()
                                        .map(RecordChange::sentence)
                                        .collect(Collectors.joining(System.lineSeparator())));
            }
        }
        return "%s. The records behind these alerts on the same entity are as they were: %s."
                .formatted(
                        UNEXPLAINED, witnesses.stream().map(AlertLine::alertId).collect(Collectors.joining(", ")));
    }

    /** Whoever has not got the key cannot tell one record from another. */
    private static String askedByHand(AlertLine witness) {
        return "%s. With the key file, 'rollcall verify %s --reason TEXT' says whether the records of an alert on the same entity have changed."
                .formatted(UNEXPLAINED, witness.alertId());
    }

    /** What may explain a difference from a recount of {@code history} as of {@code asOf}. */
    public SameAsLive.Circumstances circumstances(TopicHistory history, Instant asOf) {
        try (DirectiveReader directives = new DirectiveReader(connections)) {
            DirectiveReader.Held held = directives.held();
            Map<String, Long> later = new TreeMap<>(history.loggedLater());
            history.growth().forEach((partition, more) -> later.merge(partition, more, Long::sum));
            int notYet = 0;
            for (Directive.PolicyPublished publication : held.publications()) {
                notYet += publication.publishedAt().isAfter(asOf) ? 1 : 0;
            }
            return new SameAsLive.Circumstances(
                    history.partitions(), held.lacking(), notYet, behind(history), history.removedBefore(), later);
        }
    }

    /** The partitions of which the monitor has not processed all; null where we may not ask. */
    private @Nullable List<String> behind(TopicHistory history) {
        try (Admin admin = connections.admin()) {
            Map<TopicPartition, OffsetAndMetadata> processed = admin.listConsumerGroupOffsets(connections.group())
                    .partitionsToOffsetAndMetadata()
                    .get();
            Set<String> behind = new HashSet<>();
            history.ends().forEach((partition, end) -> {
                OffsetAndMetadata done = processed.get(partition);
                if (end > 0 && (done == null || done.offset() < end)) {
                    behind.add(partition.topic() + "/" + partition.partition());
                }
            });
            return behind.stream().sorted().collect(Collectors.toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return null;
            }
            throw connections.unreachable("say how far the monitor has come", e);
        }
    }
}
