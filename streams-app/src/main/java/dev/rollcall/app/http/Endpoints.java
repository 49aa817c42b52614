package dev.rollcall.app.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port of this instance: {@code /metrics}, {@code /livez} and {@code /readyz}, and what a {@link Site} shows besides; to
 * be read and nothing else.
 *
 * <p>No answer tells more of a failure than that there was one; the log says which. Answers are to be shown as what they are, by
 * nobody else's page, and kept by nobody. On a loopback address only those are answered who ask for this machine: a page from
 * elsewhere whose name is made to lead here is not.
 */
public final class Endpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private static final String METRICS = "/metrics";
    private static final String LIVE = "/livez";
    private static final String READY = "/readyz";
    private static final String PLAIN = "text/plain; charset=utf-8";

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int MISDIRECTED = 421;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;

    /** A page may load its own files and ask its own port, and nothing else may be done with it. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    /** Many, and idle: whoever sends slowly holds one for seconds, and whoever asks for health must not wait for that. */
    private static final int THREADS = 32;
    /** What the JDK's server may spend on reading a request and on writing an answer, in seconds; it has no other door. */
    private static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

    private static final String LONGEST_ANSWER = "sun.net.httpserver.maxRspTime";
    /** Without it a short answer waits 40 ms for the reader to acknowledge its headers. */
    private static final String AT_ONCE = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService threads;
    private final PrometheusRegistry registry;
    private final Health health;
    private final Site site;
    /** The names that may be asked for, all where empty. */
    private final Set<String> names;

    private final ExpositionFormats formats = ExpositionFormats.init();

    /** What is sent. */
    private record Reply(
            int status, String type, byte[] body, @Nullable String tag) {

        Reply(int status, String type, byte[] body) {
            this(status, type, body, null);
        }

        static Reply line(int status, String line) {
            return new Reply(status, PLAIN, (line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        static Reply of(Health.Answer answer) {
            return line(answer.ok() ? OK : UNAVAILABLE, answer.sentence());
        }
    }

    private Endpoints(
            HttpServer server,
            ExecutorService threads,
            PrometheusRegistry registry,
            Health health,
            Site site,
            Set<String> names) {
        this.server = server;
        this.threads = threads;
        this.registry = registry;
        this.health = health;
        this.site = site;
        this.names = names;
    }

    /**
     * Opens the port that {@code setting} names, on {@code http.host}.
     *
     * @param setting a port of 0 is any that is free
     * @throws ConfigurationException where the port cannot be had
     */
    public static Endpoints start(
            Configuration configuration, String setting, PrometheusRegistry registry, Health health, Site site) {
        String host = configuration.text("http.host");
        int port = configuration.whole(setting, 0);
        setUpServers();
        HttpServer server = open(host, port, setting);
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Set<String> names = server.getAddress().getAddress().isLoopbackAddress()
                ? new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]", host.toLowerCase(Locale.ROOT)))
                : Set.of();
        Endpoints endpoints = new Endpoints(server, threads, registry, health, site, names);
        server.setExecutor(threads);
        server.createContext("/", endpoints::handle);
        server.start();
        return endpoints;
    }

    /** Takes effect with the first server of this JVM; whoever set them on the command line is not overruled. */
    private static void setUpServers() {
        if (System.getProperty(LONGEST_REQUEST) == null) {
            System.setProperty(LONGEST_REQUEST, "5");
        }
        if (System.getProperty(LONGEST_ANSWER) == null) {
            System.setProperty(LONGEST_ANSWER, "30");
        }
        if (System.getProperty(AT_ONCE) == null) {
            System.setProperty(AT_ONCE, "true");
        }
    }

    private static HttpServer open(String host, int port, String setting) {
        InetSocketAddress address;
        try {
            address = new InetSocketAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "Expected '%s' to be from 0 to 65535, but was %d".formatted(setting, port));
        }
        if (address.isUnresolved()) {
            throw new ConfigurationException(
                    "Expected 'http.host' to be an address of this machine, but was '%s'".formatted(host));
        }
        try {
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Expected '%s' to be a free port of 'http.host' (%s), but %d cannot be had: %s"
                            .formatted(setting, host, port, e.getMessage()));
        }
    }

    /** The port that was opened. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Reply reply;
            try {
                reply = reply(exchange);
            } catch (RuntimeException e) {
                LOG.atError()
                        .setMessage("Could not answer a request")
                        .addKeyValue("path", exchange.getRequestURI().getPath())
                        .setCause(e)
                        .log();
                reply = Reply.line(FAILED, "Could not be answered: the log says why");
            }
            send(exchange, reply);
        } catch (IOException e) {
            LOG.atDebug()
                    .setMessage("A client went away before it was answered")
                    .setCause(e)
                    .log();
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        if (!names.isEmpty() && !names.contains(nameAskedFor(exchange))) {
            return Reply.line(MISDIRECTED, "Only this machine is answered, under the names localhost and 127.0.0.1");
        }
        String method = exchange.getRequestMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        String path = String.valueOf(exchange.getRequestURI().getPath());
        Reply reply = switch (path) {
            case METRICS -> reads ? metrics(exchange) : refusal(exchange);
            case LIVE -> reads ? Reply.of(health.live()) : refusal(exchange);
            case READY -> reads ? Reply.of(health.ready()) : refusal(exchange);
            default -> null;
        };
        return reply == null ? siteReply(exchange, path, reads) : reply;
    }

    private static Reply refusal(HttpExchange exchange) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        return Reply.line(METHOD_NOT_ALLOWED, "Only GET and HEAD are answered");
    }

    private Reply siteReply(HttpExchange exchange, String path, boolean reads) {
        Map<String, String> query;
        try {
            query = query(exchange.getRequestURI().getRawQuery());
        } catch (IllegalArgumentException e) {
            return Reply.line(BAD_REQUEST, "Expected a query of names and values, but it is malformed");
        }
        Site.Content content = site.at(path, query);
        if (content == null) {
            return Reply.line(NOT_FOUND, "Nothing here: there are %s, %s and %s".formatted(METRICS, LIVE, READY));
        }
        if (!reads) {
            return refusal(exchange);
        }
        String tag = content.tag() == null ? null : "W/\"" + content.tag() + "\"";
        if (tag != null && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            return new Reply(NOT_MODIFIED, content.type(), new byte[0], tag);
        }
        return new Reply(content.status(), content.type(), content.body().get(), tag);
    }

    /** The host that was asked for, without its port; who does not say is no browser, and is answered. */
    private static String nameAskedFor(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return host == null ? "localhost" : host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return query;
    }

    private Reply metrics(HttpExchange exchange) throws IOException {
        ExpositionFormatWriter writer =
                formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        writer.write(page, registry.scrape());
        return new Reply(OK, writer.getContentType(), page.toByteArray());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body();
        HEADERS.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        if (reply.tag() != null) {
            exchange.getResponseHeaders().set("ETag", reply.tag());
        }
        if (reply.status() == NOT_MODIFIED) {
            exchange.sendResponseHeaders(NOT_MODIFIED, -1);
            return;
        }
        String encodings = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        if (reply.status() == OK && encodings != null && encodings.contains("gzip")) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body = zipped(body);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] zipped(byte[] body) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(body);
        }
        return zipped.toByteArray();
    }

    /** Closes the port at once, whoever is being answered. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
