package dev.rollcall.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Apicurio Registry as a child process on 127.0.0.1, asked through the API it shares with Confluent's.
 *
 * <p>It dies with this JVM, even when that is killed. It can be stopped and started again with its port and its
 * schemas; closing it deletes its folder. At its first good stop on this JVM's Java it leaves an archive of its loaded
 * classes in the cache, which takes some seconds once and halves each later start.
 */
public final class RegistryServer implements AutoCloseable {

    private static final String SUBJECTS = "/apis/ccompat/v7";
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final TemporaryFolder folder;
    private final RegistryRelease release;
    private final Path java;
    private final Path program;
    private final Path classes;
    private final int port;
    private @Nullable ChildJvm child;

    private RegistryServer(RegistryRelease release, Path java, Path folder, Path program, int port) {
        this.release = release;
        this.java = java;
        this.folder = new TemporaryFolder(folder);
        this.program = program;
        this.classes = program.resolveSibling(program.getFileName() + "-java-"
                + System.getProperty("java.vm.version").replaceAll("[^\\w.+-]", "_") + "-"
                + System.getProperty("os.arch") + ".jsa");
        this.port = port;
    }

    /**
     * The folder that keeps what is fetched once: {@code ROLLCALL_HOME} of this environment, otherwise
     * {@code ~/.cache/rollcall}.
     */
    public static Path cache(Map<String, String> environment) {
        String home = environment.getOrDefault("ROLLCALL_HOME", "");
        return home.isBlank() ? Path.of(System.getProperty("user.home"), ".cache", "rollcall") : Path.of(home);
    }

    /** As {@link #start(RegistryRelease, Path, Path, Path, Progress)}, the release for every Java on this JVM's own. */
    static RegistryServer start(Path folder, Path cache, Progress progress) {
        return start(RegistryRelease.APICURIO_2_6, ownJava(), folder, cache, progress);
    }

    /**
     * Starts an empty registry and returns once it answers; fetches it first if this machine has none.
     *
     * @param java an installation of Java that {@code release} runs on
     * @param folder its own from now on: made if absent, deleted by {@link #close()}
     * @param cache keeps what was fetched
     */
    public static RegistryServer start(RegistryRelease release, Path java, Path folder, Path cache, Progress progress) {
        Path program = release.archive(System.getenv()).unpacked(cache.toAbsolutePath(), progress);
        RegistryServer registry =
                new RegistryServer(release, java, folder.toAbsolutePath(), program, LoopbackPort.free());
        try {
            registry.start();
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
        return registry;
    }

    /** What clients take for {@code schema.registry.url}; the same for all its life. */
    public String url() {
        return "http://" + LoopbackPort.HOST + ":" + port + SUBJECTS;
    }

    /** Starts it anew after {@link #stop()}, with the schemas it had; does nothing while it runs. */
    public synchronized void start() {
        if (child == null) {
            Path temporary = folder.folder("tmp");
            List<String> arguments = new ArrayList<>(List.of(
                    "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary));
            if (java.equals(ownJava())) {
                arguments.add(
                        Files.exists(classes)
                                ? "-XX:SharedArchiveFile=" + classes
                                : "-XX:ArchiveClassesAtExit=" + loadedClasses());
            }
            arguments.addAll(List.of("-jar", program.resolve(release.jar()).toString()));
            Map<String, String> environment =
                    release.environment(port, folder.path().resolve("schemas"));
            ChildJvm starting = ChildJvm.start(java, folder.path(), log(), environment, arguments);
            child = starting;
            await(starting);
        }
    }

    /** Stops it in good order and keeps its schemas; does nothing while it is stopped. */
    public synchronized void stop() {
        ChildJvm stopping = child;
        if (stopping != null) {
            child = null;
            if (stopping.stop(STOPPING)) {
                keepLoadedClasses();
            }
        }
    }

    @Override
    public void close() {
        stop();
        folder.close();
    }

    private void await(ChildJvm starting) {
        long begun = System.nanoTime();
        try {
            while (!answers()) {
                if (starting.endsWithin(BETWEEN_LOOKS)) {
                    throw new StackException(
                            "Expected the registry to answer at " + url() + ", but it ended; " + lastWords(starting));
                }
                if (System.nanoTime() - begun > STARTING.toNanos()) {
                    throw new StackException("Expected the registry to answer at " + url() + " within "
                            + STARTING.toSeconds() + " s, but it did not; " + lastWords(starting));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for the registry at " + url(), e);
        }
    }

    /** Puts its log where it outlives the folder, and says where that is and how it ends. */
    private String lastWords(ChildJvm failed) {
        Path kept = program.resolveSibling("registry-failed.log");
        try {
            Files.copy(log(), kept, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            kept = log();
        }
        return "its log " + kept + " ends:\n" + failed.lastWords();
    }

    private Path log() {
        return folder.path().resolve("registry.log");
    }

    private boolean answers() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static Path ownJava() {
        return Path.of(System.getProperty("java.home"));
    }

    private Path loadedClasses() {
        return folder.path().resolve("classes.jsa");
    }

    private void keepLoadedClasses() {
        if (Files.exists(loadedClasses()) && Files.notExists(classes)) {
            try { // by way of a name of its own: the two folders may be on two file systems, and others may do the same
                Path part = Files.createTempFile(classes.getParent(), "classes-", ".part");
                Files.copy(loadedClasses(), part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, classes, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                // starts stay as slow as they are
            }
        }
    }
}
