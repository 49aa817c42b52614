package dev.rollcall.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws what becomes of one request, from its submission to the destruction of what was released, mostly with something wrong. */
final class RequestStory {
    private static final List<String> GATEWAYS = List.of("education-act", "data-protection-act", "none-known");

    private final Histories history;
    private final Random random;
    private final RandomPolicy policy;
    private final ZoneId zone;
    private final List<Map<String, Object>> events = new ArrayList<>();
    private final Map<String, Object> common;
    private final List<String> children;
    private final String number;

    private RequestStory(Histories history, Random random, RandomPolicy policy, ZoneId zone, int number) {
        this.history = history;
        this.random = random;
        this.policy = policy;
        this.zone = zone;
        this.number = Integer.toString(number);
        this.common = history.common("access-request");
        this.children = List.copyOf(history.children());
    }

    /** The events of the {@code number}th request told of, in the order in which they happen. */
    static List<Map<String, Object>> draw(
            Histories history, Random random, RandomPolicy policy, ZoneId zone, int number) {
        RequestStory story = new RequestStory(history, random, policy, zone, number);
        story.tell();
        return story.events;
    }

    private void tell() {
        Instant at = Instant.parse(common.get("at").toString());
        if (!chance(8)) {
            request("SUBMITTED", at);
        }
        at = later(at);
        if (chance(20)) {
            request("REFUSED", at);
            at = later(at);
            if (chance(70)) {
                request("SUBMITTED", at);
                at = later(at);
            }
        }
        boolean approvedFirst = chance(55);
        if (approvedFirst) {
            request("APPROVED", at);
            at = chance(15) ? at : later(at);
        }
        if (chance(12)) {
            request("WITHDRAWN", at);
            at = later(at);
            if (chance(40)) {
                request(chance(50) ? "SUBMITTED" : "APPROVED", at);
                at = later(at);
            }
        }
        if (chance(85)) {
            extract("a", at);
        }
        if (chance(25)) {
            extract("b", later(at));
        }
        if (!approvedFirst && chance(40)) {
            request(chance(70) ? "APPROVED" : "REFUSED", chance(20) ? at : later(at));
        }
    }

    private void request(String stage, Instant at) {
        Map<String, Object> event = event("access-request", stage, at);
        if (chance(70)) {
            event.put("asked", Math.max(0L, children.size() + 2L - random.nextInt(5)));
        }
        if (chance(25)) {
            event.put("childCount", (long) random.nextInt(children.size() + 2));
        }
        if (chance(75)) {
            event.put("legalGateway", any(GATEWAYS));
        }
        if (stage.equals("APPROVED") && chance(60)) {
            event.put("panel", "dmap");
        }
        events.add(event);
    }

    private void extract(String letter, Instant at) {
        String extractId = "s" + number + letter;
        int parts = chance(20) ? 2 : 1;
        Instant last = at;
        for (int part = 0; part < parts; part++) {
            Map<String, Object> event = event("extract", "RELEASED", last);
            event.put("extractId", extractId);
            List<String> released = new ArrayList<>(children);
            released.removeIf(child -> chance(40));
            event.put("children", released);
            event.put("records", (long) released.size());
            if (chance(50)) {
                event.put("retainUntil", day(at.plus(Duration.ofDays(random.nextInt(60)))));
            }
            if (chance(10)) {
                event.remove("requestId");
            }
            events.add(event);
            last = later(last);
        }
        follow(extractId, "PUBLISHED", at);
        follow(extractId, "DESTROYED", at);
    }

    private void follow(String extractId, String stage, Instant at) {
        if (chance(55)) {
            Map<String, Object> event = event("extract", stage, later(at));
            event.put("extractId", extractId);
            event.put("records", 0L);
            event.put("fields", List.of());
            if (chance(20)) {
                event.put("retainUntil", day(at.plus(Duration.ofDays(random.nextInt(60)))));
            }
            events.add(event);
        }
    }

    private String day(Instant instant) {
        return instant.atZone(zone).toLocalDate().toString();
    }

    /** An event of this request; it keeps to the others in most of what it names, not in all. */
    private Map<String, Object> event(String type, String stage, Instant at) {
        Map<String, Object> event = new LinkedHashMap<>(common);
        event.put("type", type);
        event.put("stage", stage);
        event.put("eventId", "s" + number + "-" + events.size());
        event.put("requestId", "s" + number);
        event.put("at", at.toString());
        event.put("appendedAt", appended(at).toString());
        Map<String, Object> other = history.common(type);
        for (String field : List.of("fields", "datasets", "recipient", "operator", "purpose")) {
            if (chance(20)) {
                event.remove(field);
                if (other.containsKey(field)) {
                    event.put(field, other.get(field));
                }
            }
        }
        event.putIfAbsent("fields", List.of());
        event.putIfAbsent("datasets", List.of());
        return event;
    }

    /** Mostly soon after; at times just when an earlier event's deadline falls, or a millisecond before or after. */
    private Instant appended(Instant at) {
        if (events.isEmpty() || policy.deadlineDays.isEmpty() || chance(60)) {
            return history.appendedAfter(at);
        }
        Map<String, Object> earlier = any(events);
        Instant from =
                Instant.parse(earlier.get(chance(50) ? "at" : "appendedAt").toString());
        Instant due = from.plus(Duration.ofDays(any(policy.deadlineDays))).plusMillis(random.nextInt(3) - 1);
        return due.isBefore(at) || due.isAfter(at.plus(Duration.ofDays(25))) ? history.appendedAfter(at) : due;
    }

    private Instant later(Instant at) {
        return at.plusSeconds(random.nextInt(chance(50) ? 24 * 3600 : 20 * 24 * 3600));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
