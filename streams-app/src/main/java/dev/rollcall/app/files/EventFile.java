package dev.rollcall.app.files;

import dev.rollcall.wire.AvroArchive;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A file of events by the end of its name: NDJSON, as it is or ({@code .gz}) compressed, or an Avro container ({@code .avro}). */
public final class EventFile {
    private final Path file;

    public EventFile(Path file) {
        this.file = file;
    }

    /** What is done with what a file holds. */
    public interface Use {
        /** Takes lines, which may or may not be events, until there are no more. */
        void lines(Iterator<String> lines);

        /** Takes an event. */
        void event(EventLine event);

        /** Takes note of what is there and no event. */
        void noEvent(EventException problem);
    }

    /**
     * Hands all of it to {@code use}, as it is read.
     *
     * @return null where all could be read, else what cannot, and from where on; what came before was handed over
     * @throws InputException where nothing of it can be read
     */
    public @Nullable String read(Use use) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".avro")) {
            return readArchive(use);
        }
        if (name.endsWith(".gz")) {
            return readCompressed(use);
        }
        TextFiles.lines(file, lines -> {
            use.lines(lines);
            return true;
        });
        return null;
    }

    private @Nullable String readArchive(Use use) {
        int broken = 0;
        try (AvroArchive archive = AvroArchive.open(file)) {
            boolean more = true;
            while (more) {
                try {
                    EventLine event = archive.next();
                    more = event != null;
                    if (event != null) {
                        use.event(event);
                    }
                } catch (EventException e) {
                    broken++;
                    use.noEvent(e);
                }
            }
        } catch (EventException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw TextFiles.problem(file, "a file", e);
        }
        return broken == 0
                ? null
                : "Expected to read all of %s, but %,d places could not be read".formatted(file, broken);
    }

    private @Nullable String readCompressed(Use use) {
        Lines lines = null;
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(bytes), StandardCharsets.UTF_8.newDecoder()))) {
            lines = new Lines(reader);
            use.lines(lines);
        } catch (IOException e) {
            if (lines == null) {
                throw Files.isRegularFile(file)
                        ? new InputException("Expected %s to be compressed by gzip, but it is not".formatted(file))
                        : TextFiles.problem(file, "a file", e);
            }
            throw TextFiles.problem(file, "a file", e);
        }
        return lines.broken == null
                ? null
                : "Expected all of %s to be compressed text, but met %s after line %,d"
                        .formatted(file, lines.broken, lines.read);
    }

    /** Lines until the first that cannot be read. */
    private static final class Lines implements Iterator<String> {
        private final BufferedReader reader;
        private long read;
        private @Nullable String broken;
        private @Nullable String next;

        Lines(BufferedReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            if (next == null && broken == null) {
                try {
                    next = reader.readLine();
                } catch (IOException | UncheckedIOException e) {
                    broken = e.getClass().getSimpleName();
                }
            }
            return next != null;
        }

        @Override
        public String next() {
            String line = hasNext() ? next : null;
            if (line == null) {
                throw new NoSuchElementException("Expected to be asked for no more lines than there are");
            }
            next = null;
            read++;
            return line;
        }
    }
}
