package dev.rollcall.app.page;

import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The limits that the policies set on the windows open on one day, on everybody whom they name: also where nobody has asked yet.
 *
 * @param open those that can be shown
 * @param ofParts how many speak through alerts alone: they judge each operator or dataset by itself, or are shares of what
 *     nobody declared
 */
record PolicyLimits(List<One> open, int ofParts) {

    /** A limit on one account. */
    record One(Account account, LimitHistory limit, LimitHistory.Open open) {}

    PolicyLimits {
        open = List.copyOf(open);
    }

    static PolicyLimits of(Policies policies, LocalDate today) {
        List<One> open = new ArrayList<>();
        Set<String> ofParts = new LinkedHashSet<>();
        for (Account account : accounts(policies)) {
            for (LimitHistory limit : policies.limitsOn(account)) {
                LimitHistory.Open now = limit.openOn(account, today);
                if (now != null) {
                    open.add(new One(account, limit, now));
                } else if (limit.on(today) != null && speaksThroughAlerts(limit, today)) {
                    ofParts.add(account.entity() + " " + limit.name());
                }
            }
        }
        return new PolicyLimits(open, ofParts.size());
    }

    private static boolean speaksThroughAlerts(LimitHistory limit, LocalDate today) {
        return !limit.part().isWhole()
                || !Objects.requireNonNull(limit.on(today)).limit().isBounded();
    }

    /** Whom any version names: bodies, in total and under each of their agreements, and groups. */
    private static Set<Account> accounts(Policies policies) {
        Set<Account> accounts = new LinkedHashSet<>();
        for (Policy policy : policies.versions()) {
            policy.bodies().keySet().forEach(body -> accounts.add(new Account(Entity.body(body), null)));
            for (Agreement agreement : policy.agreements().values()) {
                accounts.add(new Account(Entity.body(agreement.body()), agreement.id()));
            }
        }
        groups(policies).forEach(group -> accounts.add(new Account(Entity.group(group), null)));
        return accounts;
    }

    private static Set<String> groups(Policies policies) {
        Set<String> groups = new LinkedHashSet<>();
        for (Policy policy : policies.versions()) {
            policy.bodies().values().stream()
                    .map(Body::group)
                    .filter(Objects::nonNull)
                    .forEach(groups::add);
            policy.limits().values().stream()
                    .map(Limit::scope)
                    .flatMap(scope -> scope instanceof Limit.Totals totals ? totals.groups().stream() : Stream.empty())
                    .forEach(groups::add);
        }
        return groups;
    }

    /** Whom {@code policy} names: its bodies in its order, then its groups. */
    static List<Entity> entities(Policy policy) {
        List<Entity> entities = new ArrayList<>();
        policy.bodies().keySet().forEach(body -> entities.add(Entity.body(body)));
        groups(new Policies(List.of(policy))).forEach(group -> entities.add(Entity.group(group)));
        return entities;
    }

    /** An entity as one speaks of it. */
    static String nameOf(Entity entity, Policy policy) {
        return entity.kind() == EntityKind.BODY
                ? policy.nameOf(entity.id())
                : "The " + entity.kind().text() + " " + entity.id();
    }
}
