package dev.rollcall.policy;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Event;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Zone;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One mapping of a policy, read key by key; every problem is noted with its path and place, and reading goes on. */
final class Section {
    /** Stands for a date that is missing or cannot be read; no date that is read is as early. */
    static final LocalDate NO_DATE = LocalDate.of(1899, 12, 31);

    private final Node.Mapping mapping;
    private final String path;
    private final List<Problem> problems;
    private final Set<String> read = new HashSet<>();

    private Section(Node.Mapping mapping, String path, List<Problem> problems) {
        this.mapping = mapping;
        this.path = path;
        this.problems = problems;
        Map<String, Place> seen = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            Place first = seen.putIfAbsent(entry.key(), entry.place());
            if (first != null) {
                add(
                        "Expected '%s' once, but it is also at line %d".formatted(entry.key(), first.line()),
                        entry.key(),
                        entry.place());
            }
        }
    }

    static Section top(Node document, List<Problem> problems) {
        return of(document, "", document.place(), problems);
    }

    /** @param place of the key that {@code node} is the value of */
    private static Section of(Node node, String path, Place place, List<Problem> problems) {
        if (node instanceof Node.Mapping mapping) {
            return new Section(new Node.Mapping(mapping.entries(), place), path, problems);
        }
        if (!nothing(node) || path.isEmpty()) {
            problems.add(new Problem("Expected a mapping, but was " + node.describe(), path, node.place()));
        }
        return new Section(new Node.Mapping(List.of(), place), path, problems);
    }

    private static boolean nothing(Node node) {
        return node instanceof Node.Scalar scalar && scalar.text().isEmpty();
    }

    Node.Mapping mapping() {
        return mapping;
    }

    /** The mapping but for {@code key}. */
    Node.Mapping without(String key) {
        return new Node.Mapping(
                mapping.entries().stream()
                        .filter(entry -> !entry.key().equals(key))
                        .toList(),
                mapping.place());
    }

    Place place() {
        return mapping.place();
    }

    boolean has(String key) {
        return find(key) != null;
    }

    /** A required text; empty, and a problem, where missing. */
    String text(String key) {
        String text = optionalText(key);
        if (text == null) {
            if (find(key) == null) {
                problem(key, "Expected '%s', but it is missing".formatted(key));
            }
            return "";
        }
        return text;
    }

    /** The text under {@code key}, whether or not it is what is expected there; empty where there is none. */
    String scalar(String key) {
        return find(key) instanceof Node.Scalar scalar ? scalar.text() : "";
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

    /** A required whole number from {@code least} to {@code most}; {@code otherwise}, and a problem, where it is not. */
    long whole(String key, long least, long most, long otherwise) {
        if (find(key) == null) {
            problem(key, "Expected '%s', but it is missing".formatted(key));
            return otherwise;
        }
        Long number = optionalWhole(key, least, most);
        return number == null ? otherwise : number;
    }

    @Nullable Long optionalWhole(String key, long least, long most) {
        String text = optionalText(key);
        if (text == null) {
            return null;
        }
        String expected =
                least == 1 ? "a positive whole number" : "a whole number from %d to %d".formatted(least, most);
        try {
            long number = Long.parseLong(text.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
            expected = number > most ? "at most " + most : expected;
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        problem(key, "Expected '%s' to be %s, but was %s".formatted(key, expected, text));
        return null;
    }

    /** A required date; {@link #NO_DATE}, and a problem, where it is not. */
    LocalDate date(String key) {
        if (find(key) == null) {
            problem(key, "Expected '%s', but it is missing".formatted(key));
        }
        LocalDate date = optionalDate(key);
        return date == null ? NO_DATE : date;
    }

    /** A date of the years that events may be of; null where there is none, and a problem where it is no such date. */
    @Nullable LocalDate optionalDate(String key) {
        return optionalDate(key, "a date as 2016-10-07");
    }

    /** As {@link #optionalDate(String)}; {@code expected} says in a problem what may be there. */
    @Nullable LocalDate optionalDate(String key, String expected) {
        String text = optionalText(key);
        if (text == null) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (Event.mayBeOn(date)) {
                return date;
            }
        } catch (DateTimeException e) {
            // said below, as for a date out of range
        }
        problem(key, "Expected '%s' to be %s, but was '%s'".formatted(key, expected, text));
        return null;
    }

    Zone zone(String key) {
        String text = text(key);
        try {
            return text.isEmpty() ? Zone.UTC : new Zone(ZoneId.of(text));
        } catch (DateTimeException e) {
            problem(key, "Expected '%s' to be a time zone as Europe/London, but was '%s'".formatted(key, text));
            return Zone.UTC;
        }
    }

    Severity severity(String key) {
        String text = text(key);
        for (Severity severity : Severity.values()) {
            if (severity.name().toLowerCase(Locale.ROOT).equals(text)) {
                return severity;
            }
        }
        if (!text.isEmpty()) {
            problem(key, "Expected '%s' to be info, warning, high or critical, but was '%s'".formatted(key, text));
        }
        return Severity.WARNING;
    }

    /** A list of texts; empty where it is missing. */
    List<String> list(String key) {
        Node node = find(key);
        if (node == null) {
            return List.of();
        }
        List<String> items = new ArrayList<>();
        if (node instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                if (item instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
                    items.add(scalar.text());
                } else {
                    add(
                            "Expected '%s' to list texts, but it lists %s".formatted(key, item.describe()),
                            key,
                            item.place());
                }
            }
        } else {
            problem(key, "Expected '%s' to be a list, as [a, b], but was %s".formatted(key, node.describe()));
        }
        return items;
    }

    Categories categories(String key) {
        Categories categories = Categories.none();
        for (String name : list(key)) {
            Category category = Category.of(name);
            if (category == null) {
                problem(
                        key,
                        "Expected '%s' to list categories of the catalogue, but '%s' is none".formatted(key, name));
            } else {
                categories = categories.plus(category);
            }
        }
        return categories;
    }

    /** The mapping under {@code key}; null, and a problem, where there is none. */
    @Nullable Section section(String key) {
        Node node = find(key);
        if (node == null) {
            problem(key, "Expected '%s', but it is missing".formatted(key));
            return null;
        }
        Section section = of(node, path(key), placeOf(key), problems);
        return node instanceof Node.Mapping || nothing(node) ? section : null;
    }

    /** The mappings under {@code key}, each with its name; empty where there is none. */
    Map<String, Section> each(String key) {
        Node node = find(key);
        Map<String, Section> sections = new LinkedHashMap<>();
        if (node != null) {
            for (Node.Entry entry :
                    of(node, path(key), placeOf(key), problems).mapping.entries()) {
                sections.put(entry.key(), of(entry.value(), path(key) + "." + entry.key(), entry.place(), problems));
            }
        }
        return sections;
    }

    /** The words under {@code key}, each with its name; empty where there is none. */
    Map<String, String> words(String key) {
        Node node = find(key);
        Map<String, String> words = new LinkedHashMap<>();
        if (node != null) {
            Section section = of(node, path(key), placeOf(key), problems);
            for (Node.Entry entry : section.mapping.entries()) {
                words.put(entry.key(), section.text(entry.key()));
            }
        }
        return words;
    }

    /** Notes every key that nothing has asked for. */
    void refuseOthers() {
        for (Node.Entry entry : mapping.entries()) {
            if (!read.contains(entry.key())) {
                add(
                        "Expected one of %s, but found '%s'".formatted(new java.util.TreeSet<>(read), entry.key()),
                        entry.key(),
                        entry.place());
            }
        }
    }

    void problem(String key, String message) {
        add(message, key, placeOf(key));
    }

    /** Notes what is wrong with what lies under {@code keys}, each in the mapping of the one before. */
    void problem(List<String> keys, String message) {
        Node.Mapping within = mapping;
        Place place = mapping.place();
        for (String key : keys) {
            for (Node.Entry entry : within.entries()) {
                if (entry.key().equals(key)) {
                    place = entry.place();
                    within = entry.value() instanceof Node.Mapping inner ? inner : within;
                    break;
                }
            }
        }
        add(message, String.join(".", keys), place);
    }

    /** Where {@code key} is written; the place of the mapping where it is not. */
    private Place placeOf(String key) {
        for (Node.Entry entry : mapping.entries()) {
            if (entry.key().equals(key)) {
                return entry.place();
            }
        }
        return mapping.place();
    }

    private void add(String message, String key, Place place) {
        problems.add(new Problem(message, path(key), place));
    }

    private String path(String key) {
        return path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key;
    }

    private @Nullable Node find(String key) {
        read.add(key);
        for (Node.Entry entry : mapping.entries()) {
            if (entry.key().equals(key)) {
                return entry.value();
            }
        }
        return null;
    }
}
