package dev.rollcall.replay.disclosure;

import dev.rollcall.model.Window;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which bodies are in which group on which day, as one policy has it: another may mean other bodies by the same name. */
final class Groups {
    private final Policies policies;
    /** By version and group. */
    private final Map<Integer, Map<String, Set<String>>> members = new HashMap<>();

    Groups(Policies policies) {
        this.policies = policies;
        for (Policy policy : policies.versions()) {
            Map<String, Set<String>> groups = new HashMap<>();
            members.put(policy.version(), groups);
            for (Body body : policy.bodies().values()) {
                if (body.group() != null) {
                    groups.computeIfAbsent(body.group(), group -> new TreeSet<>())
                            .add(body.id());
                }
            }
        }
    }

    /** The bodies that were in {@code group} on all of {@code days}; by all versions where those are not known. */
    Set<String> throughout(String group, @Nullable Window days) {
        Set<String> all = new TreeSet<>(ever(group, days));
        inForce(days).forEach(policy -> all.retainAll(in(policy, group)));
        return all;
    }

    /** The bodies that were in {@code group} on any of {@code days}; by any version where those are not known. */
    Set<String> ever(String group, @Nullable Window days) {
        Set<String> any = new TreeSet<>();
        inForce(days).forEach(policy -> any.addAll(in(policy, group)));
        return any;
    }

    private Set<String> in(Policy policy, String group) {
        return members.getOrDefault(policy.version(), Map.of()).getOrDefault(group, Set.of());
    }

    private Stream<Policy> inForce(@Nullable Window days) {
        return days == null
                ? policies.versions().stream()
                : Stream.concat(
                                Stream.of(days.start()),
                                policies.versions().stream().map(Policy::from).filter(days::contains))
                        .map(policies::on);
    }
}
