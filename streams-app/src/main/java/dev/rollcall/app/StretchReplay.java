package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Period;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.monitor.StretchCount;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.replay.Scope;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stretch of days counted from what the topics hold, under the policies in force, up to a time. */
public final class StretchReplay {
    private final TopicHistory history;
    private final Policies policies;
    private final Period days;
    private final @Nullable String body;
    private final Instant until;

    private StretchReplay(TopicHistory history, Policies policies, Period days, @Nullable String body, Instant until) {
        this.history = history;
        this.policies = policies;
        this.days = days;
        this.body = body;
        this.until = until;
    }

    /**
     * What is to be counted; no event is read yet.
     *
     * @param body count the events of this body alone; those of all where null
     * @param asOf only what was logged until then; until the last tick where null
     */
    public static StretchReplay of(
            Connections connections, Period days, @Nullable String body, @Nullable Instant asOf) {
        TopicHistory history = new TopicHistory(connections);
        List<String> publications = history.policies();
        if (publications.isEmpty()) {
            throw new ConfigurationException(
                    "Expected '%s' to hold a policy, but there is none: rollcall policy publish FILE"
                            .formatted(connections.topics().directives().name()));
        }
        return new StretchReplay(history, policies(publications), days, body, asOf == null ? history.lastTick() : asOf);
    }

    /** The versions that all publications together hold. */
    static Policies policies(List<String> publications) {
        return RuleBook.read(publications.stream()
                        .flatMap(yaml -> Yaml.documents(yaml, "published policy").stream())
                        .toList())
                .policies();
    }

    /** The name of the policy, and its version in force. */
    public String policy() {
        Policy policy = policies.at(until);
        return "%s, version %d".formatted(policy.name(), policy.version());
    }

    /** Reads what may be of those days, and gives the figures that are not 0, by key. */
    public List<Figure> figures() {
        StretchCount count = new StretchCount(policies, days, body, history.partitions(), Pseudonymiser::fixed);
        history.read(new Scope(body, count.loggedFrom(), until, List.of()), count::take);
        return count.figures(policies.zone().dayOf(until));
    }
}
