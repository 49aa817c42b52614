package dev.rollcall.replay.scenario;

import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A policy with changes: mappings are merged, everything else takes the place of what was there; nothing removes it. */
final class PolicyNodes {
    private static final Map<String, String> USUAL =
            Map.of("policy", "scenario", "version", "1", "from", "2010-01-01", "zone", "Europe/London");

    private PolicyNodes() {}

    /** {@code version} with what every policy needs, wherever the scenario leaves it open. */
    static Node.Mapping whole(Node.Mapping version) {
        Place place = version.place();
        List<Node.Entry> usual = new ArrayList<>();
        USUAL.forEach((key, text) -> usual.add(new Node.Entry(key, place, new Node.Scalar(text, place))));
        return merged(new Node.Mapping(usual, place), version);
    }

    static Node.Mapping merged(Node.Mapping base, Node.Mapping changes) {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : base.entries()) {
            Node.Entry changed = find(changes, entry.key());
            if (changed == null) {
                entries.add(entry);
            } else if (entry.value() instanceof Node.Mapping inner && changed.value() instanceof Node.Mapping within) {
                entries.add(new Node.Entry(entry.key(), changed.place(), merged(inner, within)));
            } else if (!isNothing(changed.value())) {
                entries.add(changed);
            }
        }
        for (Node.Entry entry : changes.entries()) {
            if (find(base, entry.key()) == null) {
                entries.add(entry);
            }
        }
        return new Node.Mapping(entries, changes.place());
    }

    private static Node.@org.jspecify.annotations.Nullable Entry find(Node.Mapping mapping, String key) {
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static boolean isNothing(Node node) {
        return node instanceof Node.Scalar scalar && scalar.text().isEmpty();
    }
}
