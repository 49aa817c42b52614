package dev.rollcall.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.OfflineReplay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Events told by what they count, each child and each request a new one, and what is found in them. */
final class Traffic {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> lines = new ArrayList<>();
    private long next;

    /** A standing alert, by what tests ask of it. */
    record Found(String entity, String rule, String window, long observed, Long limit, String explanation) {
        static Found of(JsonNode alert) {
            return new Found(
                    alert.get("entity").asText(),
                    alert.get("rule").asText(),
                    alert.get("window").asText(),
                    alert.get("observed").asLong(),
                    alert.has("limit") ? alert.get("limit").asLong() : null,
                    alert.get("explanation").asText());
        }

        /** In short: {@code home-office burst 2016-03 1501/164}. */
        @Override
        public String toString() {
            return "%s %s %s %d/%s".formatted(entity, rule, window, observed, limit);
        }
    }

    /** A request of {@code body} about so many people. */
    Traffic asks(String body, LocalDate day, long people) {
        return add("access-request", "SUBMITTED", body, day, "\"asked\":" + people);
    }

    /** An extract with so many children, under an agreement. */
    Traffic receives(String body, LocalDate day, long children, String agreement) {
        String tokens = LongStream.range(0, children)
                .mapToObj(i -> "\"t-%d\"".formatted(next++))
                .collect(Collectors.joining(","));
        return add(
                "extract",
                "RELEASED",
                body,
                day,
                "\"extractId\":\"x-%d\",\"records\":%d,\"agreementId\":\"%s\",\"children\":[%s]"
                        .formatted(next, children, agreement, tokens));
    }

    /** An extract with so many children. */
    Traffic receives(String body, LocalDate day, long children) {
        return receives(body, day, children, "any");
    }

    /** Decisions of {@code panel}, so many refused and the others approved. */
    Traffic decides(String panel, String body, LocalDate day, int refused, int approved) {
        for (int i = 0; i < refused + approved; i++) {
            add("access-request", i < refused ? "REFUSED" : "APPROVED", body, day, "\"panel\":\"" + panel + "\"");
        }
        return this;
    }

    private Traffic add(String type, String stage, String body, LocalDate day, String more) {
        String children = more.contains("\"children\"") ? "" : ",\"children\":[]";
        lines.add(String.format(
                Locale.ROOT,
                "{\"type\":\"%s\",\"stage\":\"%s\",\"eventId\":\"e-%d\",\"feed\":\"portal\",\"body\":\"%s\","
                        + "\"requestId\":\"r-%d\",\"datasets\":[],\"fields\":[],\"at\":\"%sT12:00:00Z\",%s%s}",
                type,
                stage,
                lines.size(),
                body,
                next++,
                day,
                more,
                children));
        return this;
    }

    /** The lines so far, the last first: for what must not depend on the order of arrival. */
    Traffic backwards() {
        Traffic backwards = new Traffic();
        for (int i = lines.size() - 1; i >= 0; i--) {
            backwards.lines.add(lines.get(i));
        }
        return backwards;
    }

    /** What stands of {@code detector} on {@code day}. */
    List<Found> found(String detector, String policy, LocalDate day) {
        return alerts(policy, day).stream()
                .filter(alert -> alert.get("detector").asText().equals(detector)
                        && alert.get("state").asText().equals("RAISED"))
                .map(Found::of)
                .sorted((one, other) -> (one.window() + one.rule()).compareTo(other.window() + other.rule()))
                .toList();
    }

    /** What stands of {@code detector}, in short. */
    List<String> inShort(String detector, String policy, LocalDate day) {
        return found(detector, policy, day).stream().map(Found::toString).toList();
    }

    private List<JsonNode> alerts(String policy, LocalDate day) {
        OfflineReplay replay = new OfflineReplay(policy, "policy.yaml", Pseudonymiser.fixed(), problem -> {
                    throw new IllegalArgumentException(problem);
                })
                .run(lines.iterator(), "events.ndjson", Instant.parse(day + "T12:00:00Z"));
        return replay.alerts().stream().map(Traffic::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
