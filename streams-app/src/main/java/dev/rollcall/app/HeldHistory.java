package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Period;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Stretch;
import dev.rollcall.monitor.PeriodCount;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Policies;
import dev.rollcall.replay.Scope;
import dev.rollcall.replay.Verification;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the topics hold, with the policies by which the watch judges it; no event is read yet.
 *
 * @param publications of the policy, in order, as YAML
 * @param policies that all of them together hold
 * @param until how far time is to come
 */
public record HeldHistory(TopicHistory history, List<String> publications, Policies policies, Instant until) {
    /** What messages call the policy. */
    public static final String FILE = "published policy";

    public HeldHistory {
        publications = List.copyOf(publications);
    }

    /** The same stretch, under the name that its topic has here. */
    public Stretch here(Stretch stretch) {
        return new Stretch(
                history.nameHere(stretch.topic()),
                stretch.partition(),
                stretch.firstOffset(),
                stretch.lastOffset(),
                stretch.records(),
                stretch.digest());
    }

    /** The same alert, resting on records whose topics have the names that they have here. */
    public AlertLine here(AlertLine alert) {
        RestsOn named = alert.restsOn();
        return alert.restingOn(
                new RestsOn(named.stretches().stream().map(this::here).toList(), named.days()));
    }

    /**
     * Counts one period from what is held, by key; figures of 0 are left out.
     *
     * @param body count the events of this body alone; those of all where null
     */
    public List<Figure> figures(Period days, @Nullable String body) {
        PeriodCount count = new PeriodCount(policies, days, body, history.partitions(), Pseudonymiser::fixed);
        history.read(new Scope(body, count.loggedFrom(), until, List.of()), count::take);
        return count.figures(policies.zone().dayOf(until));
    }

    /** Reads again what alerts rest on that were counted under the key of {@code pseudonymisers}. */
    public Verification verification(Supplier<Pseudonymiser> pseudonymisers) {
        return new Verification(history, publications, policies, FILE, pseudonymisers, until);
    }

    /**
     * What the topics hold now.
     *
     * @param history of the topics that {@code connections} lead to
     * @param asOf how far time is to come; to the last tick where null
     * @throws ConfigurationException where no policy was published
     */
    public static HeldHistory of(Connections connections, TopicHistory history, @Nullable Instant asOf) {
        List<String> publications = history.policies();
        if (publications.isEmpty()) {
            throw new ConfigurationException(
                    "Expected '%s' to hold a policy, but there is none: rollcall policy publish FILE"
                            .formatted(connections.topics().directives().name()));
        }
        Policies policies = RuleBook.read(Yaml.documents(publications, FILE)).policies();
        return new HeldHistory(history, publications, policies, asOf == null ? history.lastTick() : asOf);
    }
}
