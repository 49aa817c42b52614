package dev.rollcall.stack.bench;

import dev.rollcall.app.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What a JVM of its own is to do.
 *
 * @param candidate who is to run
 * @param settings the configuration that it runs under
 * @param events how many it will find
 * @param result the file for what it measured
 */
record Assignment(Candidate candidate, Map<String, String> settings, long events, Path result) {
    Assignment {
        settings = Map.copyOf(settings);
    }

    Configuration configuration() {
        return Configuration.of(settings);
    }

    String setting(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Expected the setting '%s', but it is not given".formatted(name));
        }
        return value;
    }

    /** A folder for its state, new for each. */
    Path folder() {
        return result.resolveSibling(result.getFileName() + "-state");
    }

    void write(Path file) {
        Properties properties = new Properties();
        settings.forEach((name, value) -> properties.setProperty("setting." + name, value));
        properties.setProperty("candidate", candidate.name());
        properties.setProperty("events", Long.toString(events));
        properties.setProperty("result", result.toString());
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Assignment read(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(Files.newBufferedReader(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.forEach((name, value) -> {
            if (name.toString().startsWith("setting.")) {
                settings.put(name.toString().substring("setting.".length()), value.toString());
            }
        });
        return new Assignment(
                Candidate.valueOf(properties.getProperty("candidate")),
                settings,
                Long.parseLong(properties.getProperty("events")),
                Path.of(properties.getProperty("result")));
    }
}
