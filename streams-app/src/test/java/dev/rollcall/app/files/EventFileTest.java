package dev.rollcall.app.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    private final EventFile.Use use = new EventFile.Use() {
        @Override
        public void lines(Iterator<String> more) {
            more.forEachRemaining(lines::add);
        }

        @Override
        public void event(EventLine event) {
            lines.add(event.event().eventId());
        }

        @Override
        public void noEvent(EventException problem) {
            lines.add(String.valueOf(problem.getMessage()));
        }
    };

    @Test
    void readsLinesAsTheyAreAndCompressed() throws IOException {
        assertNull(new EventFile(Files.writeString(folder.resolve("e.ndjson"), "a\nb\n")).read(use));
        assertNull(new EventFile(Files.write(folder.resolve("e.ndjson.gz"), compressed("c\nd"))).read(use));
        assertEquals(List.of("a", "b", "c", "d"), lines);
    }

    @Test
    void readsWhatIsThereOfACompressedFileThatBreaksOff() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 20_000; line++) {
            text.append(Integer.toHexString(line * 0x9E3779B9)).append('\n');
        }
        byte[] whole = compressed(text.toString());
        Path file = Files.write(folder.resolve("e.gz"), Arrays.copyOf(whole, whole.length / 2));
        String problem = new EventFile(file).read(use);
        assertTrue(lines.size() > 1000, "only " + lines.size());
        assertEquals(
                "Expected all of %s to be compressed text, but met EOFException after line %,d"
                        .formatted(file, lines.size()),
                problem);
    }

    @Test
    void saysWhatIsNotCompressedAndWhatIsNotThere() throws IOException {
        Path text = Files.writeString(folder.resolve("text.gz"), "no gzip");
        assertEquals("Expected " + text + " to be compressed by gzip, but it is not", problemWith(text));
        for (String name : List.of("absent.gz", "absent.avro", "absent.ndjson")) {
            Path absent = folder.resolve(name);
            assertEquals("Expected a file at " + absent + ", but there is none", problemWith(absent));
        }
    }

    private String problemWith(Path file) {
        return assertThrows(InputException.class, () -> new EventFile(file).read(use))
                .getMessage();
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
