package dev.rollcall.wire.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry in memory, on a free loopback port: subjects, versions, ids, compatibility and its configuration,
 * as the genuine server answers. It can be made to fail: for a number of requests with a status of choice, or wholly.
 */
public final class StubRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new TreeMap<>();
    private final Map<String, String> levels = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private int failures;
    private int failureStatus;
    private boolean down;
    private @Nullable String demanded;

    /** What is sent: a status and a body, JSON or not. */
    private record Reply(int status, String body) {}

    public StubRegistry() {
        this(null, false);
    }

    /**
     * One that is reached by TLS.
     *
     * @param clients whether they must show a certificate that {@code tls} trusts
     */
    public StubRegistry(@Nullable SSLContext tls, boolean clients) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(anyPort, 0);
            } else {
                HttpsServer safe = HttpsServer.create(anyPort, 0);
                safe.setHttpsConfigurator(new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters ours = tls.getDefaultSSLParameters();
                        ours.setNeedClientAuth(clients);
                        parameters.setSSLParameters(ours);
                    }
                });
                server = safe;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** The base URL for {@code schema.registry.url}. */
    public String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    /** From now on, whoever does not say who he is by {@code user:password} is answered 401. */
    public synchronized void demand(String userInfo) {
        demanded = "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** The next requests, this many, are answered with this status and no JSON. */
    public synchronized void failNext(int number, int status) {
        failures = number;
        failureStatus = status;
    }

    /** While down, every connection is cut without an answer. */
    public synchronized void setDown(boolean down) {
        this.down = down;
    }

    /** Every request so far, failed ones too, as {@code GET /path}. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** The Authorization headers received so far. */
    public synchronized List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    /** Puts any text at all under a new id, which is returned. */
    public synchronized int put(String schema) {
        schemas.add(schema);
        return schemas.size();
    }

    /** The text under an id, as it was registered. */
    public synchronized String schema(int id) {
        return schemas.get(id - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Reply reply;
            synchronized (this) {
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                if (authorization != null) {
                    authorizations.add(authorization);
                }
                if (down) {
                    return;
                }
                if (demanded != null && !demanded.equals(authorization)) {
                    reply = error(401, 401);
                } else if (failures > 0) {
                    failures--;
                    reply = new Reply(failureStatus, "not myself");
                } else {
                    reply = route(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getRawPath().substring(1).split("/"),
                            body.isEmpty() ? JSON.nullNode() : JSON.readTree(body));
                }
            }
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Reply route(String method, String[] path, JsonNode body) {
        String subject = path.length > 1
                ? URLDecoder.decode(path[path[0].equals("compatibility") ? 2 : 1], StandardCharsets.UTF_8)
                : "";
        String route = method + " " + path[0] + "/" + path.length;
        return switch (route) {
            case "GET schemas/3" -> byId(path[2]);
            case "GET subjects/1" -> ok(array(subjects.keySet()));
            case "POST subjects/2" -> lookUp(subject, body);
            case "POST subjects/3" -> register(subject, body);
            case "GET subjects/3" -> subjects.containsKey(subject) ? ok(numbers(subject)) : error(404, 40401);
            case "GET subjects/4" -> version(subject, path[3]);
            case "POST compatibility/5" -> compatible(subject, path[4], body);
            case "GET config/1" -> ok(JSON.createObjectNode().put("compatibilityLevel", "BACKWARD"));
            case "GET config/2" ->
                levels.containsKey(subject)
                        ? ok(JSON.createObjectNode().put("compatibilityLevel", levels.get(subject)))
                        : error(404, 40408);
            case "PUT config/2" -> configure(subject, body);
            default -> error(404, 404);
        };
    }

    private Reply byId(String text) {
        int id = Integer.parseInt(text);
        return id < 1 || id > schemas.size()
                ? error(404, 40403)
                : ok(JSON.createObjectNode().put("schema", schemas.get(id - 1)));
    }

    private Reply lookUp(String subject, JsonNode body) {
        if (!subjects.containsKey(subject)) {
            return error(404, 40401);
        }
        int id = schemas.indexOf(body.path("schema").asText()) + 1;
        int version = subjects.get(subject).indexOf(id) + 1;
        return version == 0 ? error(404, 40403) : ok(entry(subject, version));
    }

    private Reply register(String subject, JsonNode body) {
        String text = body.path("schema").asText();
        Schema schema;
        try {
            schema = parse(text);
        } catch (RuntimeException e) {
            return error(422, 42201);
        }
        List<Integer> versions = subjects.getOrDefault(subject, List.of());
        int id = schemas.indexOf(text) + 1;
        if (id == 0 || !versions.contains(id)) {
            for (int earlier : versions) {
                if (!agree(subject, schema, parse(schemas.get(earlier - 1)))) {
                    return error(409, 409);
                }
            }
            id = id == 0 ? put(text) : id;
            subjects.computeIfAbsent(subject, key -> new ArrayList<>()).add(id);
        }
        return ok(JSON.createObjectNode().put("id", id));
    }

    private Reply version(String subject, String text) {
        List<Integer> versions = subjects.get(subject);
        if (versions == null) {
            return error(404, 40401);
        }
        int version = text.equals("latest") ? versions.size() : Integer.parseInt(text);
        return version < 1 || version > versions.size() ? error(404, 40402) : ok(entry(subject, version));
    }

    private Reply compatible(String subject, String text, JsonNode body) {
        Reply version = version(subject, text);
        if (version.status() != 200) {
            return version;
        }
        int number = text.equals("latest") ? subjects.get(subject).size() : Integer.parseInt(text);
        Schema earlier = parse(schema(subjects.get(subject).get(number - 1)));
        boolean agree = agree(subject, parse(body.path("schema").asText()), earlier);
        return ok(JSON.createObjectNode().put("is_compatible", agree));
    }

    private Reply configure(String subject, JsonNode body) {
        String level = body.path("compatibility").asText();
        if (!List.of("NONE", "BACKWARD", "FULL", "FULL_TRANSITIVE").contains(level)) {
            return error(422, 42203);
        }
        levels.put(subject, level);
        return ok(JSON.createObjectNode().put("compatibility", level));
    }

    private boolean agree(String subject, Schema next, Schema earlier) {
        String level = levels.getOrDefault(subject, "BACKWARD");
        return level.equals("NONE") || reads(next, earlier) && (!level.startsWith("FULL") || reads(earlier, next));
    }

    private static boolean reads(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }

    private ObjectNode entry(String subject, int version) {
        int id = subjects.get(subject).get(version - 1);
        return JSON.createObjectNode()
                .put("subject", subject)
                .put("version", version)
                .put("id", id)
                .put("schema", schemas.get(id - 1));
    }

    private ArrayNode numbers(String subject) {
        ArrayNode numbers = JSON.createArrayNode();
        for (int version = 1; version <= subjects.get(subject).size(); version++) {
            numbers.add(version);
        }
        return numbers;
    }

    private static ArrayNode array(Iterable<String> texts) {
        ArrayNode array = JSON.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static Reply ok(JsonNode body) {
        return new Reply(200, body.toString());
    }

    private static Reply error(int status, int code) {
        return new Reply(
                status,
                JSON.createObjectNode()
                        .put("error_code", code)
                        .put("message", "the stub says " + code)
                        .toString());
    }
}
