package dev.rollcall.app.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Reads and writes the text files that people name; what is wrong with one is an {@link InputException} that says it. */
public final class TextFiles {
    private static final String A_FILE = "a file";

    private TextFiles() {}

    public static String read(Path file) {
        return read(file, A_FILE);
    }

    /** The whole text of {@code file}, which messages call {@code what}, such as "a configuration". */
    public static String read(Path file, String what) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw problem(file, what, e);
        }
    }

    /** Finds out that a file can be read, before anything is begun for it. */
    public static void check(Path file) {
        lines(file, Iterator::hasNext);
    }

    /** What {@code use} makes of the file's lines, which are read as they are asked for. */
    public static <T> T lines(Path file, Function<Iterator<String>, T> use) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return use.apply(reader.lines().iterator());
        } catch (UncheckedIOException e) {
            throw problem(file, A_FILE, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw problem(file, A_FILE, e);
        }
    }

    /** Writes all lines, each with a line end. */
    public static void write(Path file, List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            if (Files.isDirectory(file)) {
                throw problem(file, A_FILE, e);
            }
            throw new InputException("Expected to write %s, but met %s"
                    .formatted(file, e.getClass().getSimpleName()));
        }
    }

    static InputException problem(Path file, String what, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new InputException("Expected %s at %s, but there is none".formatted(what, file));
        }
        if (e instanceof CharacterCodingException) {
            return new InputException("Expected %s to be UTF-8 text, but it is not".formatted(file));
        }
        if (Files.isDirectory(file)) {
            return new InputException("Expected %s at %s, but it is a directory".formatted(what, file));
        }
        return new InputException(
                "Expected to read %s, but met %s".formatted(file, e.getClass().getSimpleName()));
    }
}
