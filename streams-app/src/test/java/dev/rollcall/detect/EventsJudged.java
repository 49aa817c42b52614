package dev.rollcall.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.OfflineReplay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A few events taken through the monitor, and the alerts of one detector that then stand. */
final class EventsJudged {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> standing = new ArrayList<>();

    private EventsJudged(String detector, String policy, Instant asOf, List<String> events) {
        OfflineReplay replay = new OfflineReplay(policy, "policy.yaml", Pseudonymiser.fixed(), problem -> {
                    throw new AssertionError(problem);
                })
                .run(events.iterator(), "events.ndjson", asOf);
        if (!replay.replay().rejections().isEmpty()) {
            throw new AssertionError(replay.replay().rejections().toString());
        }
        for (String line : replay.alerts()) {
            JsonNode alert = json(line);
            if (alert.get("detector").asText().equals(detector)
                    && alert.get("state").asText().equals("RAISED")) {
                standing.add(alert);
            }
        }
    }

    static EventsJudged by(String detector, String policy, String... events) {
        return new EventsJudged(detector, policy, null, Arrays.asList(events));
    }

    static EventsJudged by(String detector, String policy, Instant asOf, List<String> events) {
        return new EventsJudged(detector, policy, asOf, events);
    }

    /** Each alert as rule, agreement, window, what it is about, observed and severity; sorted. */
    List<String> alerts() {
        return standing.stream()
                .map(alert -> String.join(
                        " ",
                        List.of(
                                alert.get("rule").asText(),
                                text(alert, "agreementId"),
                                alert.get("window").asText(),
                                text(alert, "about").replace(' ', '_'),
                                alert.get("observed").asText(),
                                alert.get("severity").asText())))
                .sorted()
                .toList();
    }

    List<String> explanations() {
        return standing.stream()
                .map(alert -> alert.get("explanation").asText())
                .sorted()
                .toList();
    }

    private static String text(JsonNode alert, String key) {
        return alert.path(key).isNull() || alert.path(key).isMissingNode()
                ? "-"
                : alert.get(key).asText();
    }

    /**
     * An extract of two children released to the council.
     *
     * @param more what it says besides, or instead, as the inside of a JSON object
     */
    static String released(String at, String more) {
        return event(
                "{\"type\":\"extract\",\"stage\":\"RELEASED\",\"extractId\":\"x-1\",\"records\":2,"
                        + "\"children\":[\"t-1\",\"t-2\"]}",
                at,
                more);
    }

    /** A request of the council about three people; as {@link #released}. */
    static String submitted(String at, String more) {
        return event(
                "{\"type\":\"access-request\",\"stage\":\"SUBMITTED\",\"requestId\":\"r-1\",\"asked\":3}", at, more);
    }

    private static String event(String json, String at, String more) {
        ObjectNode event = (ObjectNode) json(json);
        String time = at.contains("T") ? at : at + "T12:00:00Z";
        event.put("eventId", "e-" + Integer.toHexString((json + time + more).hashCode()))
                .put("feed", "portal")
                .put("at", time)
                .put("body", "council");
        event.setAll((ObjectNode) json("{" + more.replace('\'', '"') + "}"));
        return event.toString();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
