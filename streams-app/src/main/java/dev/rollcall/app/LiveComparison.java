package dev.rollcall.app;

import dev.rollcall.model.Directive;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.SameAsLive;
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
