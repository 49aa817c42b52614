package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look for an engine and its images, with an engine that answers as it is told. */
class ContainerImagesTest {
    @TempDir
    private Path folder;

    @Test
    void saysAtOnceThatThereIsNoEngine() {
        DockerEngine none = engine(folder.resolve("none.sock"));
        Optional<String> lacking =
                assertTimeout(Duration.ofSeconds(1), () -> ContainerImages.lacking(none, List.of("broker:1")));
        assertEquals("Expected a Docker engine at %s, but none answers.".formatted(none.address()), lacking.orElse(""));
    }

    @Test
    void namesTheImageThatIsNotThere() throws Exception {
        Optional<String> lacking = lacking("200 OK", "200 OK", "404 Not Found");
        assertTrue(lacking.orElse("").contains("'a/registry:2'"), lacking.toString());
    }

    @Test
    void lacksNothingWhereBothImagesAreThere() throws Exception {
        assertEquals(Optional.empty(), lacking("200 OK", "200 OK", "200 OK"));
    }

    @Test
    void saysThatWhatAnswersIsNoEngine() throws Exception {
        assertTrue(lacking("500 Broken").orElse("").contains("none answers"));
    }

    /** What is lacking of two images, where an engine answers each question in turn with these. */
    private Optional<String> lacking(String... answers) throws Exception {
        Path socket = folder.resolve("engine.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread engine = new Thread(() -> answer(server, answers), "engine");
            engine.start();
            Optional<String> lacking = ContainerImages.lacking(engine(socket), List.of("broker:1", "a/registry:2"));
            engine.join();
            return lacking;
        }
    }

    private static void answer(ServerSocketChannel server, String... answers) {
        for (String answer : answers) {
            try (SocketChannel client = server.accept()) {
                client.read(ByteBuffer.allocate(1024));
                client.write(StandardCharsets.US_ASCII.encode("HTTP/1.0 " + answer + "\r\n\r\n"));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static DockerEngine engine(Path socket) {
        return DockerEngine.of(Map.of("DOCKER_HOST", "unix://" + socket));
    }
}
