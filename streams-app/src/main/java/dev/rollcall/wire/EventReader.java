package dev.rollcall.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of NDJSON as an event, strictly: no other fields, no other types. Times are cut to milliseconds, as
 * the topics carry them, so that a file and a topic give the same identities.
 */
final class EventReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What some editors write before the first line; it is no part of it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Set<String> COMMON = Set.of(
            "type",
            "eventId",
            "feed",
            "at",
            "appendedAt",
            "retracts",
            "stage",
            "body",
            "requestId",
            "agreementId",
            "panel",
            "purpose",
            "lawfulBasis",
            "legalGateway",
            "caseReference",
            "recipient",
            "operator",
            "channel",
            "datasets",
            "fields",
            "children",
            "childCount",
            "retainUntil");
    private static final Set<String> OF_REQUESTS = Set.of("asked");
    private static final Set<String> OF_EXTRACTS = Set.of("extractId", "records");

    private final String file;
    private final int line;
    private final Map<String, JsonNode> values = new HashMap<>();
    private @Nullable Instant appendedAt;

    private EventReader(String file, int line) {
        this.file = file;
        this.line = line;
    }

    static EventLine read(String text, String file, int line) {
        EventReader reader = new EventReader(file, line);
        boolean marked = line == 1 && text.startsWith(BYTE_ORDER_MARK);
        Fault fault = reader.parse(marked ? text.substring(1) : text);
        reader.appendedAt = reader.readableTime("appendedAt", "at");
        if (fault != null) {
            throw reader.refusal(fault.message(), fault.field());
        }
        Event event = reader.event();
        Instant appended = reader.values.containsKey("appendedAt") ? reader.time("appendedAt") : event.at();
        return new EventLine(event, appended);
    }

    /** What keeps a line from being one object with each field once. */
    private record Fault(String message, @Nullable String field) {}

    /** Takes all that can be read, to the end or to where it is no longer JSON; returns the first fault. */
    private @Nullable Fault parse(String text) {
        Fault first = null;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Fault("Expected a JSON object, but was " + kind(parser.currentToken()), null);
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                JsonNode value = JSON.readTree(parser);
                if (values.putIfAbsent(name, value) != null && first == null) {
                    first = known(name)
                            ? new Fault("Expected '%s' once, but it is there again".formatted(name), name)
                            : new Fault("Expected each field once, but one is there again", null);
                }
            }
            if (parser.nextToken() != null && first == null) {
                first = new Fault("Expected one JSON object, but more follows", null);
            }
        } catch (JsonProcessingException e) {
            // No cause: Jackson's messages quote the line.
            first = new Fault(
                    "Expected well-formed JSON, but was not so at column %d"
                            .formatted(
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getColumnNr()),
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return first;
    }

    private Event event() {
        EventType type = type();
        refuseOthers(type);
        boolean request = type == EventType.ACCESS_REQUEST;
        return new Event(
                type,
                text("eventId"),
                text("feed"),
                time("at"),
                flag("retracts"),
                stage(type),
                text("body"),
                request ? text("requestId") : optionalText("requestId"),
                request ? null : text("extractId"),
                optionalText("agreementId"),
                optionalText("panel"),
                optionalText("purpose"),
                optionalText("lawfulBasis"),
                optionalText("legalGateway"),
                optionalText("caseReference"),
                optionalText("recipient"),
                optionalText("operator"),
                optionalText("channel"),
                texts("datasets"),
                texts("fields"),
                optionalNumber("asked"),
                request ? 0 : number("records"),
                texts("children"),
                optionalNumber("childCount"),
                optionalDate("retainUntil"));
    }

    private EventType type() {
        String text = text("type");
        for (EventType type : EventType.values()) {
            if (type.text().equals(text)) {
                return type;
            }
        }
        throw refusal("Expected 'type' to be access-request or extract, but was another text", "type");
    }

    private void refuseOthers(EventType type) {
        Set<String> own = type == EventType.ACCESS_REQUEST ? OF_REQUESTS : OF_EXTRACTS;
        for (String name : values.keySet()) {
            if (!COMMON.contains(name) && !own.contains(name)) {
                throw known(name)
                        ? refusal("Expected the fields of type %s, but '%s' is none".formatted(type.text(), name), name)
                        // Not by name: what should be a value may stand in the place of one.
                        : refusal("Expected the fields of type %s, but there is another".formatted(type.text()), null);
            }
        }
    }

    private @Nullable Stage stage(EventType type) {
        if (type == EventType.EXTRACT && !values.containsKey("stage")) {
            return Stage.RELEASED;
        }
        return Stages.of(type, text("stage"));
    }

    private JsonNode required(String name, String expected) {
        JsonNode value = values.get(name);
        if (value == null) {
            throw refusal("Expected '%s' to be %s, but was missing".formatted(name, expected), name);
        }
        return value;
    }

    private boolean absent(String name) {
        JsonNode value = values.get(name);
        return value == null || value.isNull();
    }

    private String text(String name) {
        JsonNode value = required(name, "text");
        if (!value.isTextual()) {
            throw wrong(name, "text", kind(value));
        }
        return whole(name, value.textValue());
    }

    /** Half a character has no bytes of its own: two different texts would become one. */
    private String whole(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw wrong(name, "text of whole characters", "text with half of one");
            }
        }
        return text;
    }

    private @Nullable String optionalText(String name) {
        return absent(name) ? null : text(name);
    }

    private boolean flag(String name) {
        JsonNode value = values.get(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, "true or false", kind(value));
        }
        return value != null && value.booleanValue();
    }

    private List<String> texts(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, "a list of texts", kind(value));
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                throw wrong(name, "a list of texts", "a list with " + kind(item));
            }
            texts.add(whole(name, item.textValue()));
        }
        return List.copyOf(texts);
    }

    private long number(String name) {
        String expected = "a whole number from 0 to " + Limit.GREATEST;
        JsonNode value = required(name, expected);
        if (!value.isIntegralNumber()) {
            throw wrong(name, expected, kind(value));
        }
        if (value.bigIntegerValue().signum() < 0) {
            throw wrong(name, expected, "a negative one");
        }
        if (!value.canConvertToLong() || value.longValue() > Limit.GREATEST) {
            throw wrong(name, expected, "a greater one");
        }
        return value.longValue();
    }

    private @Nullable Long optionalNumber(String name) {
        return absent(name) ? null : Long.valueOf(number(name));
    }

    private Instant time(String name) {
        String expected = "an ISO-8601 time of 1900 to 2199 with its zone, as 2016-03-29T10:15:30Z";
        JsonNode value = required(name, expected);
        Instant time = time(value);
        if (time == null) {
            throw wrong(name, expected, value.isTextual() ? "another text" : kind(value));
        }
        return time;
    }

    /** The time of the first of {@code names} that is there; null where that is no time. */
    private @Nullable Instant readableTime(String... names) {
        for (String name : names) {
            JsonNode value = values.get(name);
            if (value != null) {
                return time(value);
            }
        }
        return null;
    }

    private static @Nullable Instant time(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        try {
            Instant time = Instant.ofEpochMilli(
                    OffsetDateTime.parse(value.textValue()).toInstant().toEpochMilli());
            return Event.mayBeAt(time) ? time : null;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private @Nullable LocalDate optionalDate(String name) {
        if (absent(name)) {
            return null;
        }
        String expected = "a date, as 2016-03-29";
        JsonNode value = required(name, expected);
        if (!value.isTextual()) {
            throw wrong(name, expected, kind(value));
        }
        try {
            LocalDate date = LocalDate.parse(value.textValue());
            if (!Event.mayBeOn(date)) {
                throw wrong(name, expected, kind(value));
            }
            return date;
        } catch (DateTimeException e) {
            throw wrong(name, expected, "another text");
        }
    }

    private EventException wrong(String name, String expected, String found) {
        return refusal("Expected '%s' to be %s, but was %s".formatted(name, expected, found), name);
    }

    private EventException refusal(String message, @Nullable String field) {
        return new EventException(message, file, line, field, appendedAt);
    }

    private static boolean known(String name) {
        return COMMON.contains(name) || OF_REQUESTS.contains(name) || OF_EXTRACTS.contains(name);
    }

    private static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "null";
        };
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> value.isIntegralNumber() ? "a number" : "a decimal number";
            case BOOLEAN -> "true or false";
            case OBJECT -> "an object";
            default -> "null";
        };
    }
}
