package dev.rollcall.app.config;

import dev.rollcall.app.files.InputException;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Yaml;
import dev.rollcall.wire.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How this installation is set up: a file, overridden by the environment, over defaults.
 *
 * <p>Whatever stands under {@code kafka} goes to every Kafka client as it is; whatever stands under {@code registry} goes to the
 * serializers as it is, under the names that Confluent's have. Ours know few of them, and any other is a problem, unless other
 * serializers than ours are named.
 */
public final class Configuration {
    private static final String KAFKA = "kafka.";
    private static final String REGISTRY = "registry.";
    /** The short name of {@link SchemaRegistry#URL}. */
    private static final String URL = "url";

    private static final String ENVIRONMENT = "ROLLCALL_";

    private static final Map<String, String> DEFAULTS = defaults();
    /** Environment variables that steer the programs around this one, and are no settings. */
    private static final Set<String> OTHERS = Set.of(
            "ROLLCALL_CLASSPATH",
            "ROLLCALL_CONFIG",
            "ROLLCALL_HOME",
            "ROLLCALL_MAVEN",
            "ROLLCALL_JAVA_OPTS",
            "ROLLCALL_LOG");

    private final Map<String, String> values;

    private Configuration(Map<String, String> values) {
        this.values = values;
    }

    /** The settings there are, each with its default; those under {@code kafka} and {@code registry} apart. */
    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("application-id", "rollcall");
        defaults.put("instance-id", "");
        defaults.put("threads", "2");
        defaults.put("state-dir", "");
        defaults.put("key-file", "");
        defaults.put("tick-every", "15s");
        defaults.put("topics.prefix", "");
        defaults.put("topics.partitions", "4");
        defaults.put("topics.replication", "3");
        defaults.put("http.host", "127.0.0.1");
        defaults.put("http.port", "9464");
        defaults.put("meters.series", "10000");
        defaults.put("alertmanager.urls", "");
        defaults.put("alertmanager.authorization", "");
        defaults.put("forward.resend-every", "1m");
        defaults.put("forward.old-after", "30d");
        defaults.put("forward.page-url", "http://localhost:9464/");
        defaults.put("forward.runbook-url", "docs/operations.md");
        defaults.put("forward.port", "9466");
        defaults.put("role", "analyst");
        defaults.put("disclosure.threshold", "10");
        defaults.put("disclosure.lowest-limit", "5");
        return defaults;
    }

    /**
     * Reads {@code file}, where given, and {@code environment}.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public static Configuration read(@Nullable Path file, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new HashMap<>(DEFAULTS);
        Map<String, String> places = new HashMap<>();
        if (file != null) {
            values.putAll(readFile(file, places, problems));
        }
        values.putAll(readEnvironment(environment, problems));
        problems.addAll(unknownToTheRegistry(under(REGISTRY, values), places));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
        return new Configuration(values);
    }

    /** Settings given as such, over the defaults. */
    public static Configuration of(Map<String, String> settings) {
        Map<String, String> values = new HashMap<>(DEFAULTS);
        values.putAll(settings);
        return new Configuration(values);
    }

    private static List<String> unknownToTheRegistry(Map<String, Object> registry, Map<String, String> places) {
        Set<String> known = SchemaRegistry.settings();
        known.addAll(List.of(URL, Codec.SERIALIZER, Codec.DESERIALIZER));
        return !Codec.isOurs(registry)
                ? List.of()
                : registry.keySet().stream()
                        .filter(key -> !known.contains(key))
                        .map(key -> "Expected one of %s under 'registry', but found '%s' (%s)"
                                .formatted(
                                        String.join(", ", known),
                                        key,
                                        places.getOrDefault(REGISTRY + key, "environment")))
                        .toList();
    }

    private static Map<String, String> readFile(Path file, Map<String, String> places, List<String> problems) {
        Map<String, String> found = new TreeMap<>();
        try {
            for (Node document : Yaml.documents(TextFiles.read(file, "a configuration"), file.toString())) {
                flatten(document, "", found, places, problems);
            }
        } catch (InputException | PolicyException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return found;
    }

    private static void flatten(
            Node node, String path, Map<String, String> into, Map<String, String> places, List<String> problems) {
        if (node instanceof Node.Mapping mapping) {
            for (Node.Entry entry : mapping.entries()) {
                String key = path.isEmpty() ? entry.key() : path + "." + entry.key();
                if (entry.value() instanceof Node.Mapping ? !isSection(key) : !isKnown(key)) {
                    problems.add("Expected one of %s, but found '%s' (%s)".formatted(names(), key, entry.place()));
                } else {
                    places.put(key, entry.place().toString());
                    flatten(entry.value(), key, into, places, problems);
                }
            }
        } else if (node instanceof Node.Scalar scalar) {
            into.put(path, scalar.text());
        } else {
            problems.add(
                    "Expected '%s' to be one value, but was %s (%s)".formatted(path, node.describe(), node.place()));
        }
    }

    private static Map<String, String> readEnvironment(Map<String, String> environment, List<String> problems) {
        Map<String, String> found = new TreeMap<>();
        Map<String, String> byVariable = new HashMap<>();
        DEFAULTS.keySet().forEach(key -> byVariable.put(variable(key), key));
        environment.forEach((name, value) -> {
            if (!name.startsWith(ENVIRONMENT) || OTHERS.contains(name)) {
                return;
            }
            String rest = name.substring(ENVIRONMENT.length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '.');
            if (byVariable.containsKey(name)) {
                found.put(byVariable.get(name), value);
            } else if (rest.startsWith(KAFKA) || rest.startsWith(REGISTRY)) {
                found.put(rest, value);
            } else {
                problems.add("Expected one of %s or %sKAFKA_… or %sREGISTRY_…, but found '%s' (environment)"
                        .formatted(new TreeSet<>(byVariable.keySet()), ENVIRONMENT, ENVIRONMENT, name));
            }
        });
        return found;
    }

    private static String variable(String key) {
        return ENVIRONMENT + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static boolean isKnown(String key) {
        return DEFAULTS.containsKey(key) || key.startsWith(KAFKA) || key.startsWith(REGISTRY);
    }

    private static boolean isSection(String key) {
        String within = key + ".";
        return isKnown(within) || DEFAULTS.keySet().stream().anyMatch(known -> known.startsWith(within));
    }

    /** The settings there are, each with its default; those of Kafka and of the registry apart. */
    public static Map<String, String> known() {
        return Collections.unmodifiableMap(DEFAULTS);
    }

    private static String names() {
        return String.join(", ", DEFAULTS.keySet()) + ", kafka.…, registry.…";
    }

    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("Expected a setting, but there is no '" + key + "'");
        }
        return value;
    }

    /** A setting that is a file or a folder; null where it is not set. */
    public @Nullable Path path(String key) {
        return text(key).isEmpty() ? null : Path.of(text(key));
    }

    /** A setting that is a whole number from {@code least} up. */
    public int whole(String key, int least) {
        try {
            int number = Integer.parseInt(text(key));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number that is too small
        }
        throw new ConfigurationException(
                "Expected '%s' to be a whole number from %d up, but was '%s'".formatted(key, least, text(key)));
    }

    /** As whom whoever runs this program asks. */
    public Role role() {
        for (Role role : Role.values()) {
            if (role.text().equals(text("role"))) {
                return role;
            }
        }
        throw new ConfigurationException(
                "Expected 'role' to be analyst or operator, but was '%s'".formatted(text("role")));
    }

    /** What whoever runs this program may be told. */
    public Disclosure disclosure() {
        int threshold = whole("disclosure.threshold", 1);
        return role() == Role.OPERATOR ? Disclosure.NONE : new Disclosure(threshold);
    }

    /** How few people a limit may be on that whoever runs this program may try; an operator may try any. */
    public int lowestLimit() {
        int lowest = whole("disclosure.lowest-limit", 1);
        return role() == Role.OPERATOR ? 1 : lowest;
    }

    /** A setting that is a time, as {@code 15s}, {@code 500ms}, {@code 1m}, {@code 4h} or {@code 30d}. */
    public Duration time(String key) {
        String text = text(key);
        if (text.matches("\\d{1,9}ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        if (text.matches("\\d{1,6}[smhd]")) {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(number);
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
        throw new ConfigurationException("Expected '%s' to be a time, as 15s, but was '%s'".formatted(key, text));
    }

    /** What goes to every Kafka client. */
    public Map<String, Object> kafka() {
        Map<String, Object> kafka = under(KAFKA, values);
        if (!kafka.containsKey("bootstrap.servers")) {
            throw new ConfigurationException(
                    "Expected 'kafka.bootstrap.servers' (in the file given with --config, or as ROLLCALL_KAFKA_BOOTSTRAP_SERVERS), but it is not set");
        }
        return kafka;
    }

    /** What goes to the serializers and the registry's client. */
    public Map<String, Object> registry() {
        Map<String, Object> registry = under(REGISTRY, values);
        if (registry.containsKey(URL)) {
            registry.put(SchemaRegistry.URL, registry.remove(URL));
        }
        if (!registry.containsKey(SchemaRegistry.URL)) {
            throw new ConfigurationException(
                    "Expected 'registry.url' (in the file given with --config, or as ROLLCALL_REGISTRY_URL), but it is not set");
        }
        return registry;
    }

    private static Map<String, Object> under(String prefix, Map<String, String> values) {
        Map<String, Object> found = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
