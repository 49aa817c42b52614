package dev.rollcall.stack.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the demo's bodies might do in the months until now, made up: the demo ends in 2019, and limits are shown for windows that are
 * open now.
 */
final class LatestMonths {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LOGGED_AFTER = Duration.ofHours(2);
    private static final Duration DAY = Duration.ofDays(1);
    /** How many people the Home Office asks about, in each 30 days until now. */
    private static final int[] ASKED = {820, 1_130, 640, 1_490, 980, 1_210, 1_537};

    private static final List<String> WHO_AND_WHERE = List.of("Surname", "Forename", "AddressLine1", "Town", "URN");
    private static final List<String> WHO = List.of("Surname", "Forename", "URN");

    private final Instant now;
    private final List<ObjectNode> events = new ArrayList<>();
    private int lastChild;

    private LatestMonths(Instant now) {
        this.now = now;
    }

    /** The events as lines of NDJSON, in order of arrival. */
    static Stream<String> until(Instant now) {
        LatestMonths months = new LatestMonths(now);
        months.add();
        return months.events.stream().map(ObjectNode::toString);
    }

    private void add() {
        for (int i = 0; i < ASKED.length - 1; i++) {
            Instant at = now.minus(DAY.multipliedBy(30L * (ASKED.length - 1 - i)));
            String request = "LM-%d".formatted(i);
            request("home-office", "dfe-ho-mou", request, "SUBMITTED", at).put("asked", ASKED[i]);
            request("home-office", "dfe-ho-mou", request, "APPROVED", at);
            extract("home-office", "dfe-ho-mou", request, ASKED[i] / 4, i % 2 == 0 ? WHO_AND_WHERE : WHO, at);
        }
        Instant today = now.minus(LOGGED_AFTER);
        request("home-office", "dfe-ho-mou", "LM-9", "SUBMITTED", today).put("asked", ASKED[ASKED.length - 1]);
        request("home-office", "dfe-ho-mou", "LM-9", "APPROVED", today);
        extract("home-office", "dfe-ho-mou", "LM-9", 1_260, WHO_AND_WHERE, today);
        request("home-office", "dfe-ho-mou", "LM-10", "SUBMITTED", today).put("asked", 4);
        request("home-office", "dfe-ho-mou", "LM-10", "REFUSED", today);
        request("home-office", "dfe-ho-mou", "LM-11", "SUBMITTED", today).put("asked", 5);
        request("home-office", "dfe-ho-mou", "LM-11", "APPROVED", today);
        // one child without a token
        extract("home-office", "dfe-ho-mou", "LM-11", 3, WHO_AND_WHERE, today).put("childCount", 4);
        // logged at once: how long its alert takes can be told
        extract("daily-news", "daily-news-tables", "LM-12", 2, WHO, now);
    }

    private ObjectNode request(String body, String agreement, String id, String stage, Instant at) {
        ObjectNode event = event("access-request", body, agreement, id, stage, at);
        event.putArray("fields");
        return event;
    }

    private ObjectNode extract(
            String body, String agreement, String request, int children, List<String> fields, Instant at) {
        ObjectNode event = event("extract", body, agreement, request, "RELEASED", at);
        event.put("extractId", "X-" + request).put("recipient", body).put("records", children);
        fields.forEach(event.putArray("fields")::add);
        IntStream.range(0, children)
                .mapToObj(i -> "lm-%05d".formatted(lastChild++))
                .forEach(event.putArray("children")::add);
        return event;
    }

    private ObjectNode event(String type, String body, String agreement, String request, String stage, Instant at) {
        Instant logged = at.plus(LOGGED_AFTER);
        ObjectNode event = JSON.createObjectNode()
                .put("type", type)
                .put("eventId", "lm-%03d".formatted(events.size()))
                .put("feed", "dfe-register")
                .put("at", at.toString())
                .put("appendedAt", (logged.isAfter(now) ? now : logged).toString())
                .put("stage", stage)
                .put("body", body)
                .put("requestId", request)
                .put("agreementId", agreement);
        event.putArray("datasets").add("School Census");
        event.putArray("children");
        events.add(event);
        return event;
    }
}
