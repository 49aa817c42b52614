package dev.rollcall.app.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.app.config.ConfigurationException;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port of this instance: {@code /metrics}, {@code /livez} and {@code /readyz}, to be read and nothing else.
 *
 * <p>No answer tells more of a failure than that there was one; the log says which.
 */
public final class Endpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private static final String METRICS = "/metrics";
    private static final String LIVE = "/livez";
    private static final String READY = "/readyz";
    private static final Set<String> PATHS = Set.of(METRICS, LIVE, READY);
    private static final String PLAIN = "text/plain; charset=utf-8";

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;

    private static final int THREADS = 4;
    /** What the JDK's server may spend on reading a request and on writing an answer, in seconds; it has no other door. */
    private static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

    private static final String LONGEST_ANSWER = "sun.net.httpserver.maxRspTime";

    private final HttpServer server;
    private final ExecutorService threads;
    private final PrometheusRegistry registry;
    private final Health health;
    private final ExpositionFormats formats = ExpositionFormats.init();

    /** What is sent. */
    private record Reply(int status, String type, byte[] body) {

        static Reply line(int status, String line) {
            return new Reply(status, PLAIN, (line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        static Reply of(Health.Answer answer) {
            return line(answer.ok() ? OK : UNAVAILABLE, answer.sentence());
        }
    }

    private Endpoints(HttpServer server, ExecutorService threads, PrometheusRegistry registry, Health health) {
        this.server = server;
        this.threads = threads;
        this.registry = registry;
        this.health = health;
    }

    /**
     * Opens the port.
     *
     * @param port 0 for any that is free
     * @throws ConfigurationException where the port cannot be had
     */
    public static Endpoints start(String host, int port, PrometheusRegistry registry, Health health) {
        boundSlowClients();
        HttpServer server = open(host, port);
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Endpoints endpoints = new Endpoints(server, threads, registry, health);
        server.setExecutor(threads);
        server.createContext("/", endpoints::handle);
        server.start();
        return endpoints;
    }

    /** Takes effect with the first server of this JVM; whoever set them on the command line is not overruled. */
    private static void boundSlowClients() {
        if (System.getProperty(LONGEST_REQUEST) == null) {
            System.setProperty(LONGEST_REQUEST, "5");
        }
        if (System.getProperty(LONGEST_ANSWER) == null) {
            System.setProperty(LONGEST_ANSWER, "30");
        }
    }

    private static HttpServer open(String host, int port) {
        InetSocketAddress address;
        try {
            address = new InetSocketAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("Expected 'http.port' to be from 0 to 65535, but was " + port);
        }
        if (address.isUnresolved()) {
            throw new ConfigurationException(
                    "Expected 'http.host' to be an address of this machine, but was '%s'".formatted(host));
        }
        try {
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Expected 'http.port' to be a free port of 'http.host' (%s), but %d cannot be had: %s"
                            .formatted(host, port, e.getMessage()));
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
        String path = exchange.getRequestURI().getPath();
        if (path == null || !PATHS.contains(path)) {
            return Reply.line(NOT_FOUND, "Nothing here: there are %s, %s and %s".formatted(METRICS, LIVE, READY));
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Reply.line(METHOD_NOT_ALLOWED, "Only GET and HEAD are answered");
        }
        return switch (path) {
            case LIVE -> Reply.of(health.live());
            case READY -> Reply.of(health.ready());
            default -> metrics(exchange);
        };
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
        exchange.getResponseHeaders().set("Content-Type", reply.type());
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
