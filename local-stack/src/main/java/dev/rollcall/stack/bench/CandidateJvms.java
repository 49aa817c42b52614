package dev.rollcall.stack.bench;

import dev.rollcall.stack.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts candidates, each in a JVM of its own with the same heap. */
final class CandidateJvms {
    static final String HEAP = "2 GiB";

    private static final List<String> OPTIONS = List.of("-Xmx2g", "-XX:+UseParallelGC", "-Drollcall.log.level=WARN");
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration STOPPING = Duration.ofSeconds(30);

    private final Path folder;
    private int started;

    CandidateJvms(Path folder) {
        this.folder = folder;
    }

    /** A JVM that runs until it is closed. */
    record Running(ChildJvm jvm) implements AutoCloseable {
        @Override
        public void close() {
            jvm.stop(STOPPING);
        }
    }

    /** What {@code candidate} measures under {@code settings}. */
    Measured run(Candidate candidate, long events, Map<String, String> settings, String... options)
            throws InterruptedException {
        Path result = folder.resolve(name(candidate) + ".result");
        ChildJvm jvm = start(candidate, new Assignment(candidate, settings, events, result), List.of(options));
        boolean ended = false;
        try {
            ended = jvm.endsWithin(LONGEST);
        } finally {
            if (!ended) {
                jvm.stop(STOPPING);
            }
        }
        if (Files.notExists(result)) {
            throw new IllegalStateException("Expected %s to be measured, but it %s; its log ends:%n%s"
                    .formatted(
                            candidate,
                            ended ? "failed" : "did not end within " + LONGEST.toMinutes() + " minutes",
                            jvm.lastWords()));
        }
        return Measured.read(result);
    }

    /** Starts {@code candidate}, to be stopped by the caller. */
    Running start(Candidate candidate, Map<String, String> settings) {
        Path result = folder.resolve(name(candidate) + ".result");
        return new Running(start(candidate, new Assignment(candidate, settings, 0, result), List.of()));
    }

    private String name(Candidate candidate) {
        return candidate + "-" + started++;
    }

    private ChildJvm start(Candidate candidate, Assignment assignment, List<String> options) {
        Path file = folder.resolve(assignment.result().getFileName() + ".task");
        assignment.write(file);
        List<String> arguments = new ArrayList<>(OPTIONS);
        arguments.addAll(options);
        arguments.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Candidate.class.getName(), file.toString()));
        return ChildJvm.start(folder, folder.resolve(candidate + ".log"), Map.of(), arguments);
    }
}
