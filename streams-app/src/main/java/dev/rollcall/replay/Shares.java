package dev.rollcall.replay;

import dev.rollcall.policy.Body;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Divides the bodies of a history into shares of which each can be judged by itself: bodies do not depend on one another, and
 * those that any version of the policy puts into one group stay together.
 */
final class Shares {
    private final int count;
    /** By the name of a body or a group ({@code group/} before it), another of the same share; those that lead are absent. */
    private final Map<String, String> together = new HashMap<>();

    Shares(Policies policies, int count) {
        this.count = count;
        for (Policy policy : policies.versions()) {
            policy.bodies().forEach(this::join);
        }
    }

    private void join(String id, Body body) {
        if (body.group() != null) {
            join(id, "group/" + body.group());
        }
        body.formerly().forEach(former -> join(id, former));
    }

    private void join(String one, String other) {
        String leader = leader(one);
        String otherLeader = leader(other);
        if (!leader.equals(otherLeader)) {
            together.put(leader, otherLeader);
        }
    }

    private String leader(String name) {
        String leader = name;
        String next = together.get(leader);
        while (next != null) {
            leader = next;
            next = together.get(leader);
        }
        return leader;
    }

    /** The records of a share, numbered from 0; what has no key is of the first. */
    Scope.Share share(int number) {
        return key -> shareOf(key) == number;
    }

    private int shareOf(@Nullable String key) {
        if (key == null) {
            return 0;
        }
        int hash = leader(key).hashCode() * 0x9E3779B9;
        return Math.floorMod(hash ^ (hash >>> 15), count);
    }
}
