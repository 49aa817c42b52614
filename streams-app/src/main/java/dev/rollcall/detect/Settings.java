package dev.rollcall.detect;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.policy.DetectorSettings;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Problem;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Binds what the policy writes under a detector's name to the components of the detector's record. */
final class Settings {
    private final DetectorSettings written;
    private final List<Problem> problems;

    private Settings(DetectorSettings written, List<Problem> problems) {
        this.written = written;
        this.problems = problems;
    }

    /** The settings of {@code detector} as the policy writes them, in order. */
    static Map<String, String> of(Detector detector) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (RecordComponent component : detector.getClass().getRecordComponents()) {
            Object value = held(component, detector);
            settings.put(key(component), value instanceof Enum<?> constant ? word(constant) : value.toString());
        }
        return settings;
    }

    /**
     * The detector with its settings; empty where something is wrong, which {@code problems} then tell.
     *
     * @param version the version of the policy that asks for it
     */
    static Optional<Detector> bind(
            DetectorSettings written, Policy version, List<Detector> known, List<Problem> problems) {
        Settings settings = new Settings(written, problems);
        List<Detector> nameable =
                known.stream().filter(detector -> !detector.always()).toList();
        for (Detector detector : nameable) {
            if (detector.type().equals(written.type())) {
                Optional<Detector> bound = settings.bind(detector);
                bound.ifPresent(one -> one.problemsBeside(version).forEach(settings::problem));
                return bound;
            }
        }
        if (!written.type().isEmpty()) {
            settings.problem(
                    "type",
                    "Expected 'type' to be one of %s, but was '%s'"
                            .formatted(
                                    nameable.stream().map(Detector::type).collect(Collectors.joining(", ")),
                                    written.type()));
        }
        return Optional.empty();
    }

    private Optional<Detector> bind(Detector defaults) {
        int problemsBefore = problems.size();
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        List<String> keys = Arrays.stream(components).map(Settings::key).toList();
        for (Node.Entry entry : written.settings().entries()) {
            if (!entry.key().equals("type") && !keys.contains(entry.key())) {
                problem(
                        entry.key(),
                        "Expected one of the settings %s of '%s', but found '%s'"
                                .formatted(String.join(", ", keys), written.type(), entry.key()));
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = valueOf(components[i], defaults);
        }
        return problems.size() > problemsBefore ? Optional.empty() : create(defaults, components, values);
    }

    private Object valueOf(RecordComponent component, Detector defaults) {
        for (Node.Entry entry : written.settings().entries()) {
            if (entry.key().equals(key(component))) {
                try {
                    return convert(component.getType(), entry);
                } catch (IllegalArgumentException e) {
                    problem(entry.key(), String.valueOf(e.getMessage()));
                }
            }
        }
        return held(component, defaults);
    }

    private static Object held(RecordComponent component, Detector detector) {
        try {
            return component.getAccessor().invoke(detector);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A detector's components are public", e);
        }
    }

    private Optional<Detector> create(Detector defaults, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Detector> constructor = defaults.getClass().getConstructor(types);
            return Optional.of(constructor.newInstance(values));
        } catch (InvocationTargetException e) {
            Throwable refusal = Objects.requireNonNullElse(e.getCause(), e);
            String message = String.valueOf(refusal.getMessage());
            problem(
                    Arrays.stream(components)
                            .map(Settings::key)
                            .filter(key -> message.contains("'" + key + "'"))
                            .findFirst()
                            .orElse(""),
                    message);
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A detector's constructors are public", e);
        }
    }

    private static Object convert(Class<?> type, Node.Entry entry) {
        if (type == Set.class || type == List.class || type == Categories.class) {
            List<String> items = items(entry);
            if (type == Categories.class) {
                return Categories.of(
                        items.stream().map(item -> category(entry, item)).toList());
            }
            return type == Set.class ? Set.copyOf(items) : List.copyOf(items);
        }
        if (!(entry.value() instanceof Node.Scalar scalar)) {
            throw expected(entry, "one value");
        }
        String text = scalar.text();
        if (type == Days.class) {
            try {
                return Days.of(text);
            } catch (IllegalArgumentException e) {
                throw expected(entry, "days, as '90 days'");
            }
        }
        try {
            if (type == int.class) {
                return Integer.parseInt(text);
            }
            if (type == long.class) {
                return Long.parseLong(text);
            }
            if (type == double.class) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            throw expected(entry, type == double.class ? "a number" : "a whole number");
        }
        if (type == Percent.class) {
            try {
                return Percent.parse(text);
            } catch (IllegalArgumentException e) {
                throw expected(entry, "a share from 0% to 100%");
            }
        }
        if (type == boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw expected(entry, "true or false");
            }
            return Boolean.valueOf(text);
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (word((Enum<?>) constant).equals(text)) {
                    return constant;
                }
            }
            throw expected(entry, "one of " + String.join(", ", constantsOf(type)));
        }
        return text;
    }

    /** A constant as policies write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> items(Node.Entry entry) {
        if (!(entry.value() instanceof Node.Sequence sequence)) {
            throw expected(entry, "a list");
        }
        List<String> items = new ArrayList<>();
        for (Node item : sequence.items()) {
            if (!(item instanceof Node.Scalar scalar)) {
                throw expected(entry, "a list of words");
            }
            items.add(scalar.text());
        }
        return items;
    }

    private static Category category(Node.Entry entry, String name) {
        Category category = Category.of(name);
        if (category == null) {
            throw new IllegalArgumentException(
                    "Expected '%s' to list categories, but '%s' is none".formatted(entry.key(), name));
        }
        return category;
    }

    private static Set<String> constantsOf(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> word((Enum<?>) constant))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static IllegalArgumentException expected(Node.Entry entry, String what) {
        return new IllegalArgumentException("Expected '%s' to be %s, but was %s"
                .formatted(entry.key(), what, entry.value().describe()));
    }

    /** A component's name as the policy writes it: {@code afterEvents} is {@code after-events}. */
    private static String key(RecordComponent component) {
        return component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** @param key the setting that is wrong; empty where it is not known which */
    private void problem(String key, String message) {
        Place place = written.settings().place();
        for (Node.Entry entry : written.settings().entries()) {
            place = entry.key().equals(key) ? entry.place() : place;
        }
        problems.add(new Problem(message, "detectors." + written.rule() + (key.isEmpty() ? "" : "." + key), place));
    }
}
