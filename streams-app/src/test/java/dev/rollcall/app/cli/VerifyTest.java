package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'verify' refuses before it asks the broker for anything. */
class VerifyTest {
    private static final String CITATION = """
            {"figure":"body|police||children|2016-03","count":21,"told":"21","definition":"children","entity":"body police",
            "first":"2016-03-01","last":"2016-03-31","zone":"Europe/London","policy":"npd","version":1,"versions":[1],
            "asOf":"2016-10-31T00:00:00Z","asked":"2016-11-01T00:00:00Z","role":"operator","threshold":1,
            "read":[{"topic":"extracts","partition":0,"firstOffset":0,"lastOffset":9}],
            "records":[{"topic":"extracts","partition":0,"firstOffset":1,"lastOffset":8,"records":3,
            "digest":"0123abcd-0000000000000001-0000000000000002"}]}
            """;

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNoCitationIsRefused() throws Exception {
        String file = file("answer.json", CITATION.replace("\"told\":\"21\",", ""));
        refuses(
                ExitCode.INPUT,
                "Expected a citation as '--cite FILE' writes it in %s: expected 'told', but it is missing"
                        .formatted(file),
                file);
        String none = folder.resolve("none.json").toString();
        Ran ran = verify(none);
        assertEquals(ExitCode.INPUT, ran.code());
        assertTrue(ran.err().contains(none), ran.err());
    }

    @Test
    void aCitationUnderAnotherKeyIsRefused() throws Exception {
        String file = file("answer.json", CITATION);
        Ran ran = verify(file);
        assertEquals(ExitCode.CONFIGURATION, ran.code(), ran.err());
        assertTrue(
                ran.err()
                        .matches("Expected 'key-file' to hold the key under which the records were counted \\(its check"
                                + " begins with 0123abcd\\), but it holds another \\([0-9a-f]{8}\\): nothing can be"
                                + " said of the records\\R"),
                ran.err());
    }

    private void refuses(int code, String message, String citation) throws Exception {
        assertEquals(new Ran(code, "", message + System.lineSeparator()), verify(citation));
    }

    private Ran verify(String citation) throws Exception {
        file("rollcall.key", "a key of 16 byte");
        Path config = Path.of(file("rollcall.yaml", "key-file: '%s'%n".formatted(folder.resolve("rollcall.key"))));
        return Ran.rollcall(config, "verify", "--citation", citation, "--reason", "a test");
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
