package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.model.Evidence;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CitationTest {
    private static final String WRITTEN = """
            {"figure":"body|police||children|2016-03","count":21,"told":"21","definition":"children","entity":"body police",
            "first":"2016-03-01","last":"2016-03-31","zone":"Europe/London","policy":"npd","version":1,"versions":[1],
            "asOf":"2016-10-31T00:00:00Z","asked":"2016-11-01T00:00:00Z","role":"operator","threshold":1,
            "read":[{"topic":"extracts","partition":0,"firstOffset":0,"lastOffset":9}],
            "records":[{"topic":"extracts","partition":0,"firstOffset":1,"lastOffset":8,"records":3,
            "digest":"0123abcd-0000000000000001-0000000000000002"}]}
            """;

    @Test
    void readsWhatWasWritten() {
        Citation citation = Citation.read(WRITTEN);
        assertEquals(Instant.parse("2016-10-31T00:00:00Z"), citation.loggedUntil());
        assertEquals(3, citation.events());
        assertEquals(List.of(), citation.removed(), "none was named when this was written");
        String removed = ",\"removed\":[{\"topic\":\"extracts\",\"partition\":3,\"firstOffset\":0,\"lastOffset\":29}]}";
        assertEquals(
                List.of(new Evidence("extracts", 3, 0, 29)),
                Citation.read(WRITTEN.strip().replaceFirst("}$", removed)).removed());
    }

    @Test
    void saysWhichFieldIsNotAsItWasWritten() {
        says("expected 'figure', but it is missing", "\"figure\":\"body|police||children|2016-03\",", "");
        says(
                "expected 'asOf' to be a time, as 2016-10-31T00:00:00Z, but found 'yesterday'",
                "\"asOf\":\"2016-10-31T00:00:00Z\"",
                "\"asOf\":\"yesterday\"");
        says("expected 'read.topic', but it is missing", "\"read\":[{\"topic\":\"extracts\",", "\"read\":[{");
        says("expected 'records.topic', but it is missing", "\"records\":[{\"topic\":\"extracts\",", "\"records\":[{");
        says(
                "expected 'records.digest', but it is missing",
                ",\n\"digest\":\"0123abcd-0000000000000001-0000000000000002\"",
                "");
        says(
                "expected 'records.digest' to be a digest in the form of this version, but found 'none'",
                "0123abcd-0000000000000001-0000000000000002",
                "none");
        says("expected 'records', but it is missing", "\"records\":[{", "\"records\":[null,{");
        says("expected 'versions', but it is missing", "[1]", "[null]");
        says(
                "expected 'read[0].partition' to be as it was written, but it is another field or another kind of value",
                "\"partition\":0,\"firstOffset\":0",
                "\"partition\":\"zero\",\"firstOffset\":0");
        says("expected JSON, but found something else", WRITTEN, "{");
        says("expected a JSON object, but found something else", WRITTEN, "[]");
        says("expected a JSON object, but found nothing", WRITTEN, "null");
    }

    private static void says(String expected, String written, String instead) {
        String json = WRITTEN.replace(written, instead);
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, () -> Citation.read(json))
                        .getMessage());
    }
}
