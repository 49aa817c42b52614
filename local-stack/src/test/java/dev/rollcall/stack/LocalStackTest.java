package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LocalStackTest {

    @TempDir
    Path temporary;

    private @Nullable Process parent;

    @AfterEach
    void endTheParent() throws InterruptedException {
        if (parent != null) {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void leavesNoProcessWhenItsParentIsKilled() throws Exception {
        // Given
        parent = hold();
        List<ProcessHandle> below = processesBelow(parent);
        assertEquals(3, below.size(), "a shell, its watch and the registry");

        // When
        parent.destroyForcibly();

        // Then
        awaitEnd(below);
    }

    @Test
    void leavesNeitherProcessNorFolderWhenItsParentIsToldToEnd() throws Exception {
        // Given
        parent = hold();
        List<ProcessHandle> below = processesBelow(parent);
        assertEquals(1, rollcallFolders());

        // When
        parent.destroy();

        // Then
        assertTrue(parent.waitFor(60, TimeUnit.SECONDS));
        awaitEnd(below);
        assertEquals(0, rollcallFolders());
    }

    @Test
    void saysWhatItCouldNotFetchAndLeavesNothingBehind() throws Exception {
        // Given
        Path notAFolder = Files.createFile(temporary.resolve("file"));

        // When
        StackException failure =
                assertThrows(StackException.class, () -> LocalStack.start(notAFolder, Progress.SILENT));

        // Then
        assertTrue(failure.getMessage().contains(notAFolder.toString()), failure.getMessage());
    }

    private Process hold() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackHolder.class.getName())
                .redirectError(temporary.resolve("holder.err").toFile())
                .start();
    }

    private List<ProcessHandle> processesBelow(Process parent) throws IOException {
        BufferedReader out = parent.inputReader();
        String line = out.readLine();
        assertTrue(line != null, () -> "the holder said: " + said());
        List<ProcessHandle> processes = new ArrayList<>();
        Arrays.stream(line.split(" "))
                .skip(1)
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .flatMap(Optional::stream)
                .forEach(processes::add);
        return processes;
    }

    private String said() {
        try {
            return Files.readString(temporary.resolve("holder.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            process.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    private long rollcallFolders() throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.filter(path -> path.getFileName().toString().startsWith("rollcall-"))
                    .count();
        }
    }
}
