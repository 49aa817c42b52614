package dev.rollcall.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 that was free when it was looked for.
 *
 * <p>Ports are taken below the range that systems use for outgoing connections (32768 on Linux, 49152 elsewhere). A
 * server that stops and comes back would otherwise find its port given away, at worst to a client of its own that
 * connected to itself while it kept trying.
 */
final class LoopbackPort {

    static final String HOST = "127.0.0.1";

    private static final int LOWEST = 15_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 200;

    private LoopbackPort() {}

    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                // the next one, then
            }
        }
        throw new StackException("Expected a free port on " + HOST + " between " + LOWEST + " and " + (BEYOND - 1)
                + ", but " + ATTEMPTS + " tries found none");
    }
}
