package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DetectorsDocumentTest {
    private static final Path FILE = Path.of("..", "docs", "detectors.md");
    private static final String WRITE = "rollcall.docs";

    @Test
    void theDocumentSaysWhatTheDetectorsDo() throws IOException {
        String text = DetectorsDocument.text();
        for (Detector detector : RuleBook.known()) {
            assertTrue(text.contains("\n## " + detector.type() + "\n"), detector.type());
            for (String setting : RuleBook.settingsOf(detector).keySet()) {
                assertTrue(text.contains("| `" + setting + "` |"), setting);
            }
        }
        if ("write".equals(System.getProperty(WRITE))) {
            Files.writeString(FILE, text);
        }
        assertEquals(
                text,
                Files.exists(FILE) ? Files.readString(FILE) : "",
                "docs/detectors.md is out of date; to write it anew: ./mvnw test -Dquick -pl schemas,streams-app"
                        + " -Dtest=DetectorsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE
                        + "=write");
    }
}
