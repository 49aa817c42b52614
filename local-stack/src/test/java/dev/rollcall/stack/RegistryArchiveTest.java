package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryArchiveTest {

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private byte[] content = new byte[0];
    private HttpServer server;

    @BeforeEach
    void publishASmallArchive() throws Exception {
        Path file = Files.writeString(folder.resolve("runner.jar"), "a program");
        Path archive = folder.resolve("small.tar.gz");
        int status = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", folder.toString(), "runner.jar")
                .start()
                .waitFor();
        assertEquals(0, status);
        Files.delete(file);
        content = Files.readAllBytes(archive);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void unpublish() {
        server.stop(0);
    }

    @Test
    void fetchesChecksAndUnpacksOnce() throws Exception {
        List<Long> told = new ArrayList<>();
        Path unpacked = published().unpacked(folder.resolve("cache"), (done, total) -> {
            told.add(done);
            assertEquals(content.length, total);
        });

        assertEquals("a program", Files.readString(unpacked.resolve("runner.jar")));
        assertEquals(content.length, told.get(told.size() - 1));
        assertEquals(unpacked, published().unpacked(folder.resolve("cache"), Progress.SILENT));
        assertEquals(List.of("all"), asked);
    }

    @Test
    void goesOnWhereAnEarlierDownloadBrokeOff() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Files.write(cache.resolve("small-all.tar.gz.part"), Arrays.copyOf(content, 10));

        published().unpacked(cache, Progress.SILENT);

        assertEquals(List.of("bytes=10-"), asked);
    }

    @Test
    void beginsAnewWhenWhatIsHereDoesNotFit() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Files.writeString(cache.resolve("small-all.tar.gz.part"), "something else");

        Path unpacked = published().unpacked(cache, Progress.SILENT);

        assertEquals(List.of("bytes=14-", "all"), asked);
        assertEquals("a program", Files.readString(unpacked.resolve("runner.jar")));
    }

    @Test
    void takesItFromTheRepositoryOfThisMachineIfItIsThere() throws Exception {
        RegistryArchive archive = published();
        Path local = archive.repository().resolve(archive.path());
        Files.createDirectories(local.getParent());
        Files.write(local, content);

        archive.unpacked(folder.resolve("cache"), Progress.SILENT);

        assertEquals(List.of(), asked);
    }

    @Test
    void refusesWhatIsNotTheArchiveItKnows() {
        RegistryArchive known = published();
        RegistryArchive other =
                new RegistryArchive(known.name(), known.path(), "0".repeat(64), known.repository(), known.central());

        StackException failure =
                assertThrows(StackException.class, () -> other.unpacked(folder.resolve("cache"), Progress.SILENT));

        assertTrue(
                failure.getMessage()
                        .contains(known.central().resolve(known.path()).toString()),
                failure::getMessage);
        assertTrue(failure.getMessage().contains("SHA-256"), failure::getMessage);
        assertFalse(Files.exists(folder.resolve("cache").resolve(known.name())));
    }

    @Test
    void asksTheMirrorThatTheEnvironmentNames() {
        assertEquals(
                URI.create("https://mirror.example/maven/"),
                RegistryRelease.APICURIO_2_6
                        .archive(Map.of("ROLLCALL_MAVEN", "https://mirror.example/maven"))
                        .central());
    }

    private RegistryArchive published() {
        try {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            URI central = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            return new RegistryArchive("small", "dev/small-all.tar.gz", digest, folder.resolve("repository"), central);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add(range == null ? "all" : range);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
        exchange.getResponseBody().write(content, from, content.length - from);
        exchange.close();
    }
}
