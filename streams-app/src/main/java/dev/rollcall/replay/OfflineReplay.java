package dev.rollcall.replay;

import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A replay of a file of events, line by line in order of arrival. */
public final class OfflineReplay {
    private final Replay replay;
    private final Consumer<String> problems;
    private long afterAsOf;

    /**
     * @param policy the versions to judge by, as YAML
     * @param file where {@code policy} comes from, for messages
     * @param problems told of every line that is no event, in a sentence without anything of its content
     */
    public OfflineReplay(String policy, String file, Pseudonymiser pseudonymiser, Consumer<String> problems) {
        this.replay = new Replay(policy, file, pseudonymiser);
        this.problems = problems;
    }

    /**
     * Takes in all lines logged until {@code asOf}, all where null, and publishes what is left to say.
     *
     * @param events where the lines come from, for messages
     */
    public OfflineReplay run(Iterator<String> from, String events, @Nullable Instant asOf) {
        take(from, events, asOf);
        return finish(asOf);
    }

    /** Takes in all lines logged until {@code asOf}, all where null; they are numbered anew. */
    public void take(Iterator<String> from, String events, @Nullable Instant asOf) {
        int number = 0;
        while (from.hasNext()) {
            String line = from.next();
            number++;
            if (!line.isBlank()) {
                try {
                    take(Ndjson.readEvent(line, events, number), asOf);
                } catch (EventException e) {
                    takeNote(e, asOf);
                }
            }
        }
    }

    /** Takes in an event, if it was logged until {@code asOf}. */
    public void take(EventLine event, @Nullable Instant asOf) {
        if (isAfter(event.appendedAt(), asOf)) {
            afterAsOf++;
        } else {
            replay.arrive(event.event(), event.appendedAt());
        }
    }

    /** Takes in what is no event, if it was logged until {@code asOf}. */
    public void takeNote(EventException problem, @Nullable Instant asOf) {
        Instant appendedAt = problem.appendedAt().orElse(replay.now());
        if (isAfter(appendedAt, asOf)) {
            afterAsOf++;
        } else {
            problems.accept(String.valueOf(problem.getMessage()));
            replay.arriveUndecodable(appendedAt);
        }
    }

    /** Publishes what is left to say. */
    public OfflineReplay finish(@Nullable Instant asOf) {
        replay.finish(asOf);
        return this;
    }

    private static boolean isAfter(Instant appendedAt, @Nullable Instant asOf) {
        return asOf != null && appendedAt.isAfter(asOf);
    }

    public Replay replay() {
        return replay;
    }

    /** How many lines were not read because they were logged after the time asked for. */
    public long afterAsOf() {
        return afterAsOf;
    }

    /**
     * The last revision of every alert as a line each, by id. They name no records: everybody has the key that replays count
     * under, so that digests would let one try a child's token until it fits.
     */
    public List<String> alerts() {
        return replay.alerts().stream().map(Ndjson::alert).toList();
    }

    /** Every figure that is not 0 as a line each, by key. */
    public List<String> figures() {
        return replay.figures().stream().map(Ndjson::figure).toList();
    }
}
