package dev.rollcall.stack.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers by name, as one JVM tells them to another through a file. */
final class Measured {
    static final String EVENTS = "events";
    static final String SECONDS = "seconds";
    static final String PROCESSOR_SECONDS = "processor-seconds";
    static final String PEAK_RESIDENT_BYTES = "peak-resident-bytes";
    static final String HEAP_BYTES = "heap-bytes";
    static final String NAMED = "named";

    private final Map<String, Double> numbers = new TreeMap<>();

    Measured put(String name, double number) {
        numbers.put(name, number);
        return this;
    }

    double get(String name) {
        Double number = numbers.get(name);
        if (number == null) {
            throw new IllegalStateException(
                    "Expected '%s' to be measured, but found %s".formatted(name, numbers.keySet()));
        }
        return number;
    }

    double eventsPerSecond() {
        return get(EVENTS) / get(SECONDS);
    }

    double processorSecondsPerMillion() {
        return get(PROCESSOR_SECONDS) / get(EVENTS) * 1e6;
    }

    /** The numbers whose names begin with {@code prefix}, by the rest of the name. */
    Map<String, Long> counts(String prefix) {
        Map<String, Long> counts = new TreeMap<>();
        numbers.forEach((name, number) -> {
            if (name.startsWith(prefix)) {
                counts.put(name.substring(prefix.length()), number.longValue());
            }
        });
        return counts;
    }

    /** Written beside and moved, so that a reader finds all or nothing. */
    void write(Path file) {
        StringBuilder lines = new StringBuilder();
        numbers.forEach(
                (name, number) -> lines.append(name).append('=').append(number).append('\n'));
        try {
            Path part = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), lines);
            Files.move(part, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Measured read(Path file) {
        Measured measured = new Measured();
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (String line : lines) {
                int end = line.lastIndexOf('=');
                measured.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return measured;
    }
}
