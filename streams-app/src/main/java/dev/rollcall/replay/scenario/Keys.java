package dev.rollcall.replay.scenario;

import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One mapping of a scenario, read key by key; every problem is noted with its place, and reading goes on. */
final class Keys {
    private final Node.Mapping mapping;
    private final List<Problem> problems;
    private final Set<String> read = new HashSet<>();

    private Keys(Node.Mapping mapping, List<Problem> problems) {
        this.mapping = mapping;
        this.problems = problems;
        Set<String> seen = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
            if (!seen.add(entry.key())) {
                problem("Expected '%s' once, but it is there again".formatted(entry.key()), entry.place());
            }
        }
    }

    static Keys of(Node node, List<Problem> problems) {
        if (node instanceof Node.Mapping mapping) {
            return new Keys(mapping, problems);
        }
        Keys none = new Keys(new Node.Mapping(List.of(), node.place()), problems);
        none.problem("Expected a mapping, but was " + node.describe(), node.place());
        return none;
    }

    Place place() {
        return mapping.place();
    }

    /** Where {@code key} is written; the place of the mapping where it is not. */
    Place placeOf(String key) {
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .map(Node.Entry::place)
                .findFirst()
                .orElse(mapping.place());
    }

    @Nullable Node find(String key) {
        read.add(key);
        for (Node.Entry entry : mapping.entries()) {
            if (entry.key().equals(key)) {
                return entry.value();
            }
        }
        return null;
    }

    boolean has(String key) {
        return find(key) != null;
    }

    /** A required text; empty, and a problem, where there is none. */
    String text(String key) {
        String text = optionalText(key);
        if (text == null && find(key) == null) {
            problem(key, "Expected '%s', but it is missing".formatted(key));
        }
        return text == null ? "" : text;
    }

    @Nullable String optionalText(String key) {
        Node node = find(key);
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
            return scalar.text();
        }
        problem(key, "Expected '%s' to be a text, but was %s".formatted(key, node.describe()));
        return null;
    }

    @Nullable Long optionalWhole(String key) {
        String text = optionalText(key);
        if (text == null) {
            return null;
        }
        try {
            long number = Long.parseLong(text.replace("_", ""));
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a negative one
        }
        problem(key, "Expected '%s' to be a whole number, but was '%s'".formatted(key, text));
        return null;
    }

    boolean flag(String key) {
        String text = optionalText(key);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problem(key, "Expected '%s' to be true or false, but was '%s'".formatted(key, text));
        }
        return "true".equals(text);
    }

    /** The texts of a list, or the one text that stands in its place; empty where there is nothing. */
    List<String> texts(String key) {
        Node node = find(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
            return List.of(scalar.text());
        }
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
                texts.add(scalar.text());
            } else {
                problem("Expected '%s' to list texts, but it lists %s".formatted(key, item.describe()), item.place());
            }
        }
        return texts;
    }

    /** The items of a list; empty where there is nothing. */
    List<Node> items(String key) {
        Node node = find(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        problem(key, "Expected '%s' to be a list, but was %s".formatted(key, node.describe()));
        return List.of();
    }

    /** The entries of the mapping under {@code key}; empty where there is nothing. */
    List<Node.Entry> entries(String key) {
        Node node = find(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof Node.Mapping entries) {
            return entries.entries();
        }
        problem(key, "Expected '%s' to be a mapping, but was %s".formatted(key, node.describe()));
        return List.of();
    }

    /** The keys that are written and that nothing has asked for yet. */
    List<Node.Entry> others() {
        return mapping.entries().stream()
                .filter(entry -> !read.contains(entry.key()))
                .toList();
    }

    /** Notes every key that nothing has asked for. */
    void refuseOthers() {
        for (Node.Entry entry : others()) {
            problem("Expected one of %s, but found '%s'".formatted(new TreeSet<>(read), entry.key()), entry.place());
        }
    }

    void problem(String key, String message) {
        problem(message, placeOf(key));
    }

    private void problem(String message, Place place) {
        problems.add(new Problem(message, "", place));
    }
}
