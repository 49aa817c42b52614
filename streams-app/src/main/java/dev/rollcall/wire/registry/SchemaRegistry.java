package dev.rollcall.wire.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.wire.registry.RegistryHttp.Answer;
import dev.rollcall.wire.registry.RegistryHttp.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/**
 * A client of Confluent's Schema Registry protocol for Avro schemas without references.
 *
 * <ul>
 *   <li>What never changes is asked once: the schema under an id, the id of a schema under a subject.
 *   <li>Transient failures (no connection, 5xx, 408, 429, an answer that is not JSON) are retried until patience ends,
 *       then {@link RegistryUnavailableException}; a refusal is a {@link RegistryRefusalException} at once.
 *   <li>Only what genuine servers and Apicurio 2.6 and 3.3 share is used.
 *   <li>Safe for use by several threads.
 * </ul>
 */
public final class SchemaRegistry {

    /** What the names of the registry's own settings begin with. */
    static final String PREFIX = "schema.registry.";

    /** Configuration: base URLs, comma separated, tried in turn; user and password may stand in the URL. */
    public static final String URL = "schema.registry.url";

    /** Configuration: how long one request may wait for a registry that does not answer, in milliseconds. */
    public static final String PATIENCE = "schema.registry.patience.ms";

    /** The compatibility that every subject of ours is given: all versions read one another. */
    public static final String FULL_TRANSITIVE = "FULL_TRANSITIVE";

    private static final String NOT_OURS_TO_REGISTER = "; '" + AvroSerializer.AUTO_REGISTER
            + "' is false: have whoever may do so register this very schema, or set that to true";

    private static final long DEFAULT_PATIENCE_MILLIS = 60_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryHttp http;
    private final boolean registers;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Entry, Integer> ids = new ConcurrentHashMap<>();

    /** A schema under a subject. */
    private record Entry(String subject, Schema schema) {}

    /** One version of a subject, as the registry holds it. */
    public record Registered(int id, int version, Schema schema) {}

    /**
     * A client of the registries at {@code urls}; one request waits at most {@code patience}, zero for a single round.
     */
    public SchemaRegistry(String urls, Duration patience) {
        this(urls, patience, Pace.REAL);
    }

    /** The same, with time passing as {@code pace} says. */
    public SchemaRegistry(String urls, Duration patience, Pace pace) {
        this(new RegistryHttp(urls, RegistryAccess.OPEN, patience, pace), true);
    }

    private SchemaRegistry(RegistryHttp http, boolean registers) {
        this.http = http;
        this.registers = registers;
    }

    /** The settings that {@link #configured} understands. */
    public static Set<String> settings() {
        Set<String> settings = new TreeSet<>(Tls.SETTINGS);
        settings.addAll(List.of(
                URL,
                PATIENCE,
                AvroSerializer.AUTO_REGISTER,
                RegistryAccess.SOURCE,
                RegistryAccess.USER_INFO,
                RegistryAccess.OLD_USER_INFO));
        return settings;
    }

    /**
     * The client that a Kafka configuration describes; settings that are not {@link #settings ours} are left alone.
     *
     * @throws ConfigException where one is nonsense, by key
     */
    public static SchemaRegistry configured(Map<String, ?> configuration) {
        Object urls = configuration.get(URL);
        if (urls == null) {
            throw new ConfigException("Expected '" + URL + "' to be set, but was missing");
        }
        String joined = urls instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : urls.toString();
        return new SchemaRegistry(
                new RegistryHttp(joined, RegistryAccess.configured(configuration), patience(configuration), Pace.REAL),
                flag(configuration, AvroSerializer.AUTO_REGISTER, true));
    }

    /** How long a configuration has one request wait for a registry that does not answer. */
    public static Duration patience(Map<String, ?> configuration) {
        Object patience = configuration.get(PATIENCE);
        try {
            return Duration.ofMillis(patience == null ? DEFAULT_PATIENCE_MILLIS : Long.parseLong(patience.toString()));
        } catch (NumberFormatException e) {
            throw new ConfigException("Expected '" + PATIENCE + "' to be milliseconds, but was " + patience);
        }
    }

    /** Whether we may enter schemas and levels; otherwise somebody else does, and we only look. */
    public boolean registers() {
        return registers;
    }

    /** Enters the schema under the subject, if it is not there yet, and returns its id. 409 if it is incompatible. */
    public int register(String subject, Schema schema) {
        return idOf(subject, schema, "/subjects/" + escaped(subject) + "/versions", "be compatible with its versions");
    }

    /** The id of a schema that is under the subject already; 404 if it is not. */
    public int lookUp(String subject, Schema schema) {
        try {
            return idOf(subject, schema, "/subjects/" + escaped(subject), "be registered there");
        } catch (RegistryRefusalException e) {
            throw e.status() == 404 ? e.with(NOT_OURS_TO_REGISTER) : e;
        }
    }

    /**
     * The schema under an id. An id that a registry does not know is refused with 404 and 40403 once every address has
     * said so, or patience has ended: one of several may lag. What is no Avro schema is refused with the status 200.
     */
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Answer answer = http.ask(new Call("GET", "/schemas/ids/" + id, null));
        return remember(id, answer.expect("a schema under id " + id), answer.status());
    }

    /** The newest version of a subject; empty where the registry does not know the subject. */
    public Optional<Registered> latest(String subject) {
        Answer answer = http.ask(new Call("GET", "/subjects/" + escaped(subject) + "/versions/latest", null));
        return absent(answer) ? Optional.empty() : Optional.of(version(subject, answer));
    }

    /** The numbers of a subject's versions, rising; empty where the registry does not know the subject. */
    public List<Integer> versions(String subject) {
        Answer answer = http.ask(new Call("GET", "/subjects/" + escaped(subject) + "/versions", null));
        if (absent(answer)) {
            return List.of();
        }
        List<Integer> versions = new ArrayList<>();
        answer.expect("the versions of subject " + subject).forEach(number -> versions.add(number.asInt()));
        versions.sort(null);
        return List.copyOf(versions);
    }

    /** All versions of a subject, oldest first; afterwards {@link #byId} answers for each of them without a request. */
    public List<Registered> all(String subject) {
        List<Registered> all = new ArrayList<>();
        for (int number : versions(subject)) {
            all.add(version(
                    subject, http.ask(new Call("GET", "/subjects/" + escaped(subject) + "/versions/" + number, null))));
        }
        return List.copyOf(all);
    }

    /**
     * Whether the registry would hold the schema compatible, by the subject's level, with every version of the subject:
     * each is asked about by itself, since servers differ in what they compare otherwise. True for an unknown subject.
     */
    public boolean compatible(String subject, Schema schema) {
        ObjectNode body = object().put("schema", text(schema));
        for (int number : versions(subject)) {
            String path = "/compatibility/subjects/" + escaped(subject) + "/versions/" + number;
            JsonNode answer = http.ask(new Call("POST", path, body))
                    .expect("a judgement on compatibility with subject " + subject + " version " + number);
            if (!answer.path("is_compatible").asBoolean(false)) {
                return false;
            }
        }
        return true;
    }

    /** The level in force for a subject: its own or, where it has none, the registry's. */
    public String compatibility(String subject) {
        Answer own = http.ask(new Call("GET", "/config/" + escaped(subject), null));
        JsonNode body = own.status() == 404
                ? http.ask(new Call("GET", "/config", null)).expect("the registry's compatibility level")
                : own.expect("the compatibility level of subject " + subject);
        JsonNode level = body.path("compatibilityLevel");
        return level.isTextual() ? level.asText() : body.path("compatibility").asText("NONE");
    }

    /** Sets the level of a subject, which need not exist yet. */
    public void setCompatibility(String subject, String level) {
        ObjectNode body = object().put("compatibility", level);
        http.ask(new Call("PUT", "/config/" + escaped(subject), body))
                .expect("subject " + subject + " to take compatibility level " + level);
    }

    private int idOf(String subject, Schema schema, String path, String expected) {
        Entry entry = new Entry(subject, schema);
        Integer known = ids.get(entry);
        if (known != null) {
            return known;
        }
        Answer answer = http.ask(new Call("POST", path, object().put("schema", text(schema))));
        String what = "schema " + schema.getFullName() + " under subject " + subject + " to " + expected;
        int id = number(answer.expect(what), "id", what, answer.status());
        ids.put(entry, id);
        return id;
    }

    private Registered version(String subject, Answer answer) {
        String expected = "a version of subject " + subject;
        JsonNode body = answer.expect(expected);
        int id = number(body, "id", expected, answer.status());
        int version = number(body, "version", expected, answer.status());
        Schema known = schemas.get(id);
        return new Registered(id, version, known == null ? remember(id, body, answer.status()) : known);
    }

    private Schema remember(int id, JsonNode body, int status) {
        String expected = "an Avro schema without references under id " + id;
        JsonNode text = body.path("schema");
        if (!text.isTextual() || !body.path("schemaType").asText("AVRO").equals("AVRO")) {
            throw new RegistryRefusalException(expected, status, 0);
        }
        try {
            Schema schema = new Schema.Parser().setValidateDefaults(false).parse(text.asText());
            schemas.put(id, schema);
            return schema;
        } catch (AvroRuntimeException e) {
            throw new RegistryRefusalException(expected, status, 0);
        }
    }

    private static int number(JsonNode body, String field, String expected, int status) {
        JsonNode number = body.path(field);
        if (!number.canConvertToInt()) {
            throw new RegistryRefusalException(expected + ", stating '" + field + "' as a number", status, 0);
        }
        return number.asInt();
    }

    /** Whether the answer says that a subject, or all its versions, are not there. */
    private static boolean absent(Answer answer) {
        return answer.status() == 404 && (answer.errorCode() == 40401 || answer.errorCode() == 40402);
    }

    /** The schema as published: without the hints for Java that the class generator leaves in it. */
    static String text(Schema schema) {
        try {
            JsonNode plain = withoutJavaHints(JSON.readTree(schema.toString()));
            return new Schema.Parser()
                    .setValidateDefaults(false)
                    .parse(plain.toString())
                    .toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Expected Avro to print a schema as JSON: " + schema.getFullName(), e);
        }
    }

    private static JsonNode withoutJavaHints(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("avro.java.string");
        }
        node.forEach(SchemaRegistry::withoutJavaHints);
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String escaped(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The setting of a Kafka configuration, given as a Boolean or in words. */
    static boolean flag(Map<String, ?> configuration, String key, boolean otherwise) {
        Object value = configuration.get(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigException("Expected '" + key + "' to be true or false, but was " + value);
        };
    }
}
