package dev.rollcall.stack.demo;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Zone;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.replay.Replay;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One replay of a file of events in order of arrival, which can be halted to see what stood at that time. */
final class History {
    private final List<EventLine> events;
    private final Replay replay;
    private final Policies policies;
    private int taken;

    /**
     * @param policy the versions to judge by, as YAML
     * @param policyFile where they come from, for messages
     * @param events in order of arrival
     * @throws PolicyException with everything that is wrong with the policy
     */
    History(String policy, String policyFile, List<EventLine> events) {
        this.events = List.copyOf(events);
        replay = new Replay(policy, policyFile, Pseudonymiser.fixed());
        policies = RuleBook.read(Yaml.versions(policy, policyFile)).policies();
    }

    /**
     * The events of {@code lines}, which are NDJSON; blank ones are nothing.
     *
     * @param file where they come from, for messages
     * @throws EventException where a line is no event
     */
    static List<EventLine> parse(List<String> lines, String file) {
        List<EventLine> events = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                events.add(Ndjson.readEvent(lines.get(i), file, i + 1));
            }
        }
        return events;
    }

    /** What stands once all is taken in that was logged by {@code time}; never goes back. */
    Snapshot until(Instant time) {
        while (taken < events.size() && !events.get(taken).appendedAt().isAfter(time)) {
            EventLine line = events.get(taken++);
            replay.arrive(line.event(), line.appendedAt());
        }
        if (taken < events.size()) {
            replay.tick(time);
        } else {
            replay.finish(null);
        }
        return Snapshot.of(replay);
    }

    /** What stands at the end of {@code day} in the policy's zone. */
    Snapshot untilEndOf(LocalDate day) {
        return until(zone().startOf(day.plusDays(1)));
    }

    /** What stands at the end. */
    Snapshot untilTheEnd() {
        return until(Instant.MAX);
    }

    /** All events, in order of arrival. */
    List<EventLine> events() {
        return events;
    }

    /** The extracts released on the days from {@code first} to {@code last}, both inclusive, in order of arrival. */
    List<EventLine> released(LocalDate first, LocalDate last) {
        return events.stream()
                .filter(line ->
                        line.event().stage() == Stage.RELEASED && !line.event().retracts())
                .filter(line -> !dayOf(line).isBefore(first) && !dayOf(line).isAfter(last))
                .toList();
    }

    /** The day that an event bears, in the policy's zone. */
    LocalDate dayOf(EventLine line) {
        return zone().dayOf(line.event().at());
    }

    Policies policies() {
        return policies;
    }

    /** A limit of the latest version, null where that has none of the name. */
    @Nullable Limit limit(String name) {
        for (Agreement agreement : policies.latest().agreements().values()) {
            Limit limit = agreement.limits().get(name);
            if (limit != null) {
                return limit;
            }
        }
        return null;
    }

    Zone zone() {
        return policies.zone();
    }

    Replay replay() {
        return replay;
    }
}
