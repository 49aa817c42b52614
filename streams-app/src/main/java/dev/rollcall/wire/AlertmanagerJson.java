package dev.rollcall.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Alertmanager's API, version 2, is sent and answers, as its OpenAPI document states it. */
public final class AlertmanagerJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper READER = new ObjectMapper();

    private AlertmanagerJson() {}

    /** The body of {@code POST /api/v2/alerts}. */
    public static String posted(List<Notice> notices) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (Notice notice : notices) {
                json.writeStartObject();
                texts(json, "labels", notice.labels());
                texts(json, "annotations", notice.annotations());
                json.writeStringField("startsAt", notice.startsAt().toString());
                json.writeStringField("endsAt", notice.endsAt().toString());
                json.writeStringField("generatorURL", notice.generatorUrl());
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The labels of each alert in the answer to {@code GET /api/v2/alerts}; null where that is no such answer. */
    public static @Nullable List<Map<String, String>> held(String answer) {
        JsonNode alerts;
        try {
            alerts = READER.readTree(answer);
        } catch (JsonProcessingException e) {
            return null;
        }
        if (!alerts.isArray()) {
            return null;
        }
        List<Map<String, String>> held = new ArrayList<>();
        for (JsonNode alert : alerts) {
            if (!alert.path("labels").isObject()) {
                return null;
            }
            Map<String, String> labels = new TreeMap<>();
            for (Map.Entry<String, JsonNode> label : alert.path("labels").properties()) {
                labels.put(label.getKey(), label.getValue().asText());
            }
            held.add(labels);
        }
        return held;
    }

    private static void texts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }
}
