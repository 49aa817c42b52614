package dev.rollcall.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Takes whatever is posted, as Alertmanager would that holds nothing, and keeps it. */
final class PostBox implements AutoCloseable {
    private final HttpServer server;
    private final ByteArrayOutputStream posted = new ByteArrayOutputStream();

    private PostBox(HttpServer server) {
        this.server = server;
    }

    static PostBox open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        PostBox box = new PostBox(server);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                box.posted.write(body, 0, body.length);
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("[]".getBytes(StandardCharsets.US_ASCII));
            }
        });
        server.start();
        return box;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    byte[] posted() {
        return posted.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
