package dev.rollcall.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The published archive a registry is unpacked from: where it may be found, and the digest it must have.
 *
 * @param name the artifact and its version; the unpacked folder bears it
 * @param path where it lies in a repository laid out as Maven's
 * @param sha256 what the bytes must come to, wherever they are from
 * @param repository a repository on this machine, looked into first
 * @param central where to fetch from otherwise
 */
record RegistryArchive(String name, String path, String sha256, Path repository, URI central) {

    private static final int ATTEMPTS = 3;
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration UNPACK = Duration.ofMinutes(5);

    /** A release of Apicurio Registry. */
    static RegistryArchive apicurio(String version, String sha256, Map<String, String> environment) {
        String name = "apicurio-registry-app-" + version;
        String repository = System.getProperty(
                "maven.repo.local",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
        String central = environment.getOrDefault("ROLLCALL_MAVEN", "https://repo.maven.apache.org/maven2");
        return new RegistryArchive(
                name,
                "io/apicurio/apicurio-registry-app/" + version + "/" + name + "-all.tar.gz",
                sha256,
                Path.of(repository),
                URI.create(central.endsWith("/") ? central : central + "/"));
    }

    /**
     * The folder it is unpacked in, below {@code cache}; fetched, checked and unpacked now unless that was done before,
     * by this process or another.
     */
    Path unpacked(Path cache, Progress progress) {
        Path folder = cache.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        synchronized (RegistryArchive.class) { // a file lock excludes other processes, but not other threads
            try {
                Files.createDirectories(cache);
                try (FileChannel channel = FileChannel.open(
                                cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !Files.isDirectory(folder)) {
                        unpack(archive(cache, progress), folder);
                    }
                }
            } catch (IOException e) {
                throw new StackException(
                        "Expected to make " + name + " ready in " + cache + ", but could not: " + e, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException("Interrupted while making " + name + " ready in " + cache, e);
            }
        }
        return folder;
    }

    private Path archive(Path cache, Progress progress) throws IOException, InterruptedException {
        Path ours = cache.resolve(path.substring(path.lastIndexOf('/') + 1));
        for (Path candidate : new Path[] {repository.resolve(path), ours}) {
            if (Files.isRegularFile(candidate) && digest(candidate).equals(sha256)) {
                return candidate;
            }
        }
        Path part = ours.resolveSibling(ours.getFileName() + ".part");
        fetch(part, progress);
        return Files.move(part, ours, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void fetch(Path part, Progress progress) throws IOException, InterruptedException {
        URI source = central.resolve(path);
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        IOException failure = new IOException("nothing was tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                resume(client, source, part, progress);
                String found = digest(part);
                if (found.equals(sha256)) {
                    return;
                }
                Files.delete(part);
                failure = new IOException("its SHA-256 is " + found + ", not " + sha256);
            } catch (IOException e) {
                failure = e;
                if (e instanceof ConnectException) {
                    break;
                }
            }
        }
        throw new StackException(
                "Expected to fetch " + source + " (a mirror may be named in ROLLCALL_MAVEN), but " + failure, failure);
    }

    /** Goes on where an earlier attempt broke off, if the server can do so. */
    private static void resume(HttpClient client, URI source, Path part, Progress progress)
            throws IOException, InterruptedException {
        long here = Files.exists(part) ? Files.size(part) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(ANSWER);
        if (here > 0) {
            request.header("Range", "bytes=" + here + "-");
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == 416) { // it is all here, or is not what the server has: the digest decides
                return;
            }
            if (status != 200 && status != 206) {
                throw new IOException("the server answered " + status);
            }
            long done = status == 206 ? here : 0;
            long total =
                    done + response.headers().firstValueAsLong("Content-Length").orElse(0);
            StandardOpenOption mode = status == 206 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            try (OutputStream out =
                    Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
                byte[] buffer = new byte[1 << 16];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    out.write(buffer, 0, read);
                    done += read;
                    progress.at(done, total);
                }
            }
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
        TemporaryFolder fresh = new TemporaryFolder(folder.resolveSibling(folder.getFileName() + ".part"));
        fresh.close();
        Files.createDirectories(fresh.path());
        ProcessBuilder tar = new ProcessBuilder(
                "tar", "-xzf", archive.toString(), "-C", fresh.path().toString());
        Process process;
        try {
            process = tar.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new StackException("Expected a 'tar' command to unpack " + archive + ", but found none: " + e, e);
        }
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(UNPACK.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("tar could not unpack " + archive + ": " + said.strip());
        }
        Files.move(fresh.path(), folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
