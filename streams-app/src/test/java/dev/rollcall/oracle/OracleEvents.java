package dev.rollcall.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads an NDJSON history line by line, leniently: the oracle judges what is missing, not the reader. */
public final class OracleEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OracleEvents() {}

    /** The events of a file, in its order; blank lines are skipped. */
    public static List<OracleEvent> read(Path file) {
        try {
            return read(Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The events of these lines, in their order; blank lines are skipped. */
    public static List<OracleEvent> read(List<String> lines) {
        List<OracleEvent> events = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank()) {
                events.add(event(line));
            }
        }
        return events;
    }

    private static OracleEvent event(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
        String type = text(json, "type");
        String stage = text(json, "stage");
        Instant at = time(json, "at");
        Instant appendedAt = time(json, "appendedAt");
        return new OracleEvent(
                type,
                text(json, "eventId"),
                text(json, "feed"),
                at,
                json.path("retracts").asBoolean(false),
                stage == null && OracleEvent.EXTRACT.equals(type) ? "RELEASED" : stage,
                text(json, "body"),
                text(json, "requestId"),
                text(json, "extractId"),
                text(json, "agreementId"),
                text(json, "panel"),
                text(json, "purpose"),
                text(json, "lawfulBasis"),
                text(json, "legalGateway"),
                text(json, "caseReference"),
                text(json, "recipient"),
                text(json, "operator"),
                text(json, "channel"),
                texts(json, "datasets"),
                texts(json, "fields"),
                number(json, "asked"),
                number(json, "records"),
                texts(json, "children"),
                number(json, "childCount"),
                text(json, "retainUntil"),
                appendedAt == null ? at : appendedAt);
    }

    private static String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }

    private static Long number(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asLong() : null;
    }

    private static Instant time(JsonNode json, String name) {
        return json.hasNonNull(name) ? Instant.parse(json.get(name).asText()) : null;
    }

    private static List<String> texts(JsonNode json, String name) {
        List<String> texts = new ArrayList<>();
        json.path(name).forEach(element -> texts.add(element.asText()));
        return List.copyOf(texts);
    }
}
