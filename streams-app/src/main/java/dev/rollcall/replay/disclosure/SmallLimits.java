package dev.rollcall.replay.disclosure;

import dev.rollcall.model.Entity;
import dev.rollcall.model.Period;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds limits on so few people that an alert would tell whether one child is among them: who may set limits as low as he likes
 * can ask of any day and any body whether anybody was there.
 */
public final class SmallLimits {
    private static final String LIMITS = "limits";

    private final List<Node> documents;
    private final int lowest;
    private final Map<String, Problem> problems = new LinkedHashMap<>();

    private SmallLimits(List<Node> documents, int lowest) {
        this.documents = documents;
        this.lowest = lowest;
    }

    /**
     * Every limit on people, or band of it, that is reached by fewer than {@code lowest}; shares as the numbers they come to.
     *
     * @param documents the versions as written, in order
     * @param policies the same, read
     */
    public static List<Problem> in(List<Node> documents, Policies policies, int lowest) {
        SmallLimits small = new SmallLimits(documents, lowest);
        for (Account account : accounts(policies)) {
            for (LimitHistory history : policies.limitsOn(account)) {
                history.versions().forEach(version -> small.check(version.policy(), version.limit(), policies));
            }
        }
        for (Policy policy : policies.versions()) {
            // those that name nobody whom the policy knows
            Stream.concat(
                            policy.limits().values().stream(),
                            policy.agreements().values().stream()
                                    .flatMap(agreement -> agreement.limits().values().stream()))
                    .filter(limit -> limit.share() == null)
                    .forEach(limit -> small.check(policy, limit, policies));
        }
        return List.copyOf(small.problems.values());
    }

    /** Every period that is none of {@code published}: whoever names periods as he likes cuts a count as finely as he likes. */
    public static List<Problem> newPeriods(List<Node> documents, Policies policies, Collection<Period> published) {
        List<Problem> problems = new ArrayList<>();
        for (Policy policy : policies.versions()) {
            for (Period period : policy.periods().values()) {
                if (!published.contains(period)) {
                    String path = "periods." + period.name();
                    Node document = documents.get(policies.versions().indexOf(policy));
                    problems.add(new Problem(
                            "Expected an analyst's policy to name only periods of the published one, with its days, but found '%s' from %s to %s"
                                    .formatted(period.name(), period.from(), period.to()),
                            path,
                            placeOf(document, path.split("\\."))));
                }
            }
        }
        return problems;
    }

    private static List<Account> accounts(Policies policies) {
        List<Account> accounts = new ArrayList<>();
        for (Policy policy : policies.versions()) {
            for (Body body : policy.bodies().values()) {
                accounts.add(new Account(Entity.body(body.id()), null));
            }
            for (Agreement agreement : policy.agreements().values()) {
                accounts.add(new Account(Entity.body(agreement.body()), agreement.id()));
            }
        }
        return accounts.stream().distinct().toList();
    }

    private void check(Policy policy, Limit limit, Policies policies) {
        if (!limit.isBounded() || !Disclosure.isOfPeople(limit.count().text())) {
            return;
        }
        long reached = limit.warnAt().isEmpty() ? limit.atMost() : limit.lowestReached();
        String what = limit.warnAt().isEmpty()
                ? "'at-most'"
                : "the first 'warn-at', %d%% of %,d,".formatted(limit.warnAt().get(0), limit.atMost());
        Limit.Running running = limit.running();
        if (running != null) {
            long near = (limit.atMost() * running.percent() + 99) / 100;
            if (near < reached) {
                reached = near;
                what = "'running', %d%% of %,d,".formatted(running.percent(), limit.atMost());
            }
        }
        if (reached < lowest) {
            String path = limit.scope() instanceof Limit.UnderAgreement under
                    ? "agreements.%s.limits.%s".formatted(under.agreementId(), limit.name())
                    : LIMITS + "." + limit.name();
            Place place = placeOf(documents.get(policies.versions().indexOf(policy)), path.split("\\."));
            problems.putIfAbsent(
                    policy.version() + path,
                    new Problem(
                            "Expected %s to be at least %d people (disclosure.lowest-limit) for an analyst, but was %,d"
                                    .formatted(what, lowest, reached),
                            path,
                            place));
        }
    }

    private static Place placeOf(Node document, String[] path) {
        Place place = document.place();
        Node node = document;
        for (String key : path) {
            Node.Entry entry = entry(node, key);
            if (entry == null) {
                return place;
            }
            place = entry.place();
            node = entry.value();
        }
        Node.Entry atMost = entry(node, "at-most");
        return atMost == null ? place : atMost.place();
    }

    private static Node.@Nullable Entry entry(Node node, String key) {
        if (node instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
        }
        return null;
    }
}
