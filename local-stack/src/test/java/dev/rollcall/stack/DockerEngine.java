package dev.rollcall.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The Docker engine of this machine, spoken to directly: whether one is there shows at once, and without a library that
 * looks for it in many places.
 *
 * @param address where {@code DOCKER_HOST} says, else the usual socket
 */
record DockerEngine(URI address) {
    private static final String USUAL = "unix:///var/run/docker.sock";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    static DockerEngine of(Map<String, String> environment) {
        String named = environment.getOrDefault("DOCKER_HOST", "");
        return new DockerEngine(URI.create(named.isBlank() ? USUAL : named));
    }

    /** Whether it answers. */
    boolean answers() {
        try {
            return (address.getPath().isEmpty() || Files.exists(Path.of(address.getPath())))
                    && ask("GET", "/_ping") == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it holds an image, so that it need not be fetched. */
    boolean holds(String image) throws IOException {
        return ask("GET", "/images/" + image + "/json") == OK;
    }

    /** Ends a container as a loss of power would. */
    void kill(String container) throws IOException {
        command("/containers/" + container + "/kill");
    }

    /** Starts a container that has ended. */
    void start(String container) throws IOException {
        command("/containers/" + container + "/start");
    }

    private void command(String path) throws IOException {
        int status = ask("POST", path);
        if (status != NO_CONTENT) {
            throw new IOException("Expected %s to be answered with %d, but was %d".formatted(path, NO_CONTENT, status));
        }
    }

    /** Sends a request without a body; returns the status of the answer. */
    private int ask(String method, String path) throws IOException {
        boolean local = address.getScheme().equals("unix");
        SocketAddress peer = local
                ? UnixDomainSocketAddress.of(address.getPath())
                : new InetSocketAddress(address.getHost(), address.getPort());
        try (SocketChannel channel =
                SocketChannel.open(local ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET)) {
            channel.connect(peer);
            channel.write(StandardCharsets.US_ASCII.encode(
                    method + " " + path + " HTTP/1.0\r\nHost: docker\r\nContent-Length: 0\r\n\r\n"));
            ByteBuffer head = ByteBuffer.allocate("HTTP/1.x 200".length());
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // until there is enough, or no more
            }
            String status = StandardCharsets.US_ASCII.decode(head.flip()).toString();
            if (!status.matches("HTTP/1.\\d \\d{3}")) {
                throw new IOException(
                        "Expected %s to answer as HTTP does, but it said '%s'".formatted(address, status));
            }
            return Integer.parseInt(status.substring(status.length() - 3));
        }
    }
}
