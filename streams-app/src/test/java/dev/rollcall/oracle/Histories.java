package dev.rollcall.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Draws small, nasty histories: crowded windows, edges of time, wrong clocks, corrections, and what feeds get wrong. */
public final class Histories {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("surname", "name"),
            Map.entry("forenames", "name"),
            Map.entry("upn", "pupil-number"),
            Map.entry("postcode", "postcode"),
            Map.entry("nationality", "nationality"),
            Map.entry("dateofbirth", "date-of-birth"),
            Map.entry("street", "address"),
            Map.entry("town", "address"),
            Map.entry("entrydate", "attendance-date"),
            Map.entry("saon", "address"),
            Map.entry("paon", "address"),
            Map.entry("uniquepropertyreferencenumber", "address"),
            Map.entry("pupilmatchingrefanonymous", "pseudonym"),
            Map.entry("fsmeligible", "poverty"));
    private static final List<String> PUBLISHED_FIELDS = List.of(
            "Surname_AUT16",
            "Forenames_SPR16",
            "UPN_SUM16",
            "Postcode_AUT16",
            "Nationality",
            "DateOfBirth_SPR17",
            "Street_AUT16",
            "Town_SPR16",
            "EntryDate_AUT16",
            "FSMeligible_SPR16",
            "Surname_SPR17");
    private static final List<String> ADDRESS_FIELDS = List.of(
            "PupilMatchingRefAnonymous_AUT16",
            "Postcode_AUT16",
            "UniquePropertyReferenceNumber_SPR16",
            "SAON_AUT16",
            "PAON_SUM16");
    private static final List<String> DATASETS = List.of(
            "School Census",
            "School Census",
            "School Census",
            "School Census_AUT16",
            "school census_SPR16",
            "School Census Addresses",
            "Phonics",
            "Local Survey",
            "Local Survey_AUT15");
    private static final List<String> UNKNOWN_DATASETS = List.of("Lunch Money", "Favourite Songs_AUT16", "Nicknames");
    private static final List<String> UNKNOWN_FIELDS = List.of("FavouriteColour", "ShoeSize_AUT16", "PetName");
    private static final List<String> BAD_IDS =
            List.of("jane doe", "A12345678901B", "1234567890", "-leading", "x".repeat(65), "naïve");
    private static final List<String> PUPIL_NUMBERS =
            List.of("H80120000100X", "K12345678901A", "B801200001001", "9876543210");
    private static final List<String> BODIES =
            List.of("home-office", "north-police", "daily-news", "uni-east", "charity-7", "dept.work");

    private final Random random;
    private final List<String> bodies;
    private final RandomPolicy policy;
    private final String policyYaml;
    private final ZoneId zone;
    private final Instant start;
    private final Instant end;
    private final List<Instant> edges = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<Map<String, Object>> events = new ArrayList<>();
    private final Set<String> moments = new HashSet<>();
    private final int ids;

    private Histories(long seed) {
        random = new Random(seed * 31 + 7);
        String zoneName = chance(75) ? "Europe/London" : any(List.of("America/New_York", "Pacific/Apia"));
        zone = ZoneId.of(zoneName);
        LocalDate first = zoneName.equals("Pacific/Apia") && chance(50)
                ? LocalDate.of(2011, 11, 1)
                : LocalDate.of(2015, 8, 1).plusMonths(random.nextInt(16));
        int months = chance(50) ? 1 + random.nextInt(4) : 1 + random.nextInt(16);
        LocalDate last = first.plusMonths(months);
        List<String> all = new ArrayList<>(BODIES);
        Collections.shuffle(all, random);
        bodies = all.subList(0, 2 + random.nextInt(5));
        List<String> known = List.copyOf(bodies.subList(0, Math.max(1, bodies.size() - random.nextInt(3))));
        policy = new RandomPolicy(random, zoneName, first, last, known);
        policyYaml = policy.yaml();
        start = first.atStartOfDay(zone).toInstant();
        end = last.atStartOfDay(zone).toInstant();
        ids = 5 + random.nextInt(60);
        int pool = 10 + random.nextInt(51);
        for (int i = 0; i < pool; i++) {
            tokens.add(chance(2) ? any(PUPIL_NUMBERS) : String.format(Locale.ROOT, "t%04x-%d", 40000 + i * 37, i));
        }
        collectEdges();
    }

    /** The history of a seed: the same seed, the same history. */
    public static History random(long seed) {
        return new Histories(seed).draw();
    }

    /** The category of every field that random histories name; null for those that no catalogue knows. */
    public static String categoryOf(String field) {
        return FIELDS.get(field.replaceFirst("_(AUT|SPR|SUM)[0-9]{2}$", "").toLowerCase(Locale.ROOT));
    }

    private History draw() {
        int count = 30 + random.nextInt(chance(50) ? 60 : 271);
        if (chance(30)) {
            habit();
        }
        int stories = 0;
        count += events.size() / 2;
        while (events.size() < count) {
            if (chance(12)) {
                RequestStory.draw(this, random, policy, zone, stories++).forEach(event -> events.add(apart(event)));
                continue;
            }
            Map<String, Object> event = chance(45) ? request() : extract();
            if (chance(4)) {
                // Spoilt before it is sent again or retracted: what is dropped is still part of its identity.
                event.put(any(List.of("agreementId", "panel", "recipient", "feed")), any(BAD_IDS));
            }
            events.add(event);
            if (chance(35)) {
                events.add(chance(50) ? again() : retraction());
            }
        }
        for (Map<String, Object> event : events) {
            if (chance(4)) {
                spoil(event);
            }
        }
        List<Map<String, Object>> arrival = new ArrayList<>(events);
        arrival.sort(Comparator.comparing(Histories::appendedAt));
        boolean disordered = chance(33);
        if (disordered && chance(50)) {
            Collections.shuffle(arrival, random);
        } else if (disordered) {
            for (int i = 0; i + 5 < arrival.size(); i += 1 + random.nextInt(5)) {
                Collections.swap(arrival, i, i + random.nextInt(5));
            }
        }
        List<String> lines = new ArrayList<>();
        for (Map<String, Object> event : arrival) {
            lines.add(line(event));
        }
        return new History(lines, policyYaml, asOf(arrival));
    }

    private Instant asOf(List<Map<String, Object>> arrival) {
        List<Instant> appended =
                arrival.stream().map(Histories::appendedAt).sorted().toList();
        Instant highest = appended.get(appended.size() - 1);
        if (chance(40)) {
            return highest;
        }
        if (!policy.deadlineDays.isEmpty() && chance(15)) {
            Instant due = any(appended).plus(Duration.ofDays(any(policy.deadlineDays)));
            return due.plusMillis(random.nextInt(3) - 1);
        }
        List<Instant> beforeMidnight = arrival.stream()
                .filter(this::happensOnTheDayAfterItsLogging)
                .map(Histories::appendedAt)
                .toList();
        if (!beforeMidnight.isEmpty() && chance(40)) {
            return any(beforeMidnight);
        }
        if (chance(30)) {
            return highest.plus(Duration.ofHours(random.nextInt(24 * 60)));
        }
        Instant cut = appended.get(appended.size() / 2 + random.nextInt(appended.size() / 2));
        if (chance(50)) {
            return cut;
        }
        return cut.atZone(zone)
                .toLocalDate()
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(zone)
                .toInstant()
                .minusMillis(random.nextInt(2));
    }

    private boolean happensOnTheDayAfterItsLogging(Map<String, Object> event) {
        if (!event.containsKey("at")) {
            return false;
        }
        Instant at = Instant.parse(event.get("at").toString());
        boolean accepted = !at.isAfter(appendedAt(event).plus(Duration.ofMinutes(5)));
        LocalDate logged = appendedAt(event).atZone(zone).toLocalDate();
        return accepted && at.atZone(zone).toLocalDate().isAfter(logged);
    }

    private void collectEdges() {
        for (LocalDate day = start.atZone(zone).toLocalDate();
                day.atStartOfDay(zone).toInstant().isBefore(end);
                day = day.plusMonths(1)) {
            edges.add(day.atStartOfDay(zone).toInstant());
        }
        for (LocalDate day : policy.interestingDays) {
            edges.add(day.atStartOfDay(zone).toInstant());
        }
        for (String edge : List.of(
                "2016-03-27T01:00:00Z",
                "2016-10-30T01:00:00Z",
                "2016-02-29T00:00:00Z",
                "2016-02-29T23:59:59.999Z",
                "2016-06-30T23:30:00Z",
                "2016-06-30T22:30:00Z",
                "2015-08-31T23:00:00Z",
                "2016-08-31T23:00:00Z",
                "2016-09-01T00:00:00Z",
                "2016-12-31T23:59:59.999Z",
                "2011-12-30T09:59:59.999Z",
                "2011-12-30T10:00:00Z")) {
            edges.add(Instant.parse(edge));
        }
        edges.removeIf(edge -> edge.isBefore(start.minus(Duration.ofDays(40))) || edge.isAfter(end));
        if (edges.isEmpty()) {
            edges.add(start);
        }
    }

    private Instant at() {
        if (chance(30)) {
            return any(edges).plusMillis(random.nextInt(3) - 1);
        }
        if (chance(25)) {
            // A crowded fortnight: limits are passed by many events close together.
            return start.plusSeconds(random.nextInt(14 * 24 * 3600));
        }
        return start.plusMillis(
                (long) (random.nextDouble() * Duration.between(start, end).toMillis()));
    }

    Instant appendedAfter(Instant at) {
        int lateness = any(policy.latenessDays);
        return switch (random.nextInt(40)) {
            case 0 -> at.minus(Duration.ofMinutes(5));
            case 1 -> at.minus(Duration.ofMinutes(5)).minusMillis(1);
            case 2 -> at.minus(Duration.ofDays(1 + random.nextInt(400)));
            case 3 -> at.plus(Duration.ofDays(lateness > 400 && chance(70) ? 30 : lateness));
            case 4 ->
                at.plus(Duration.ofDays(lateness > 400 && chance(70) ? 30 : lateness))
                        .plusMillis(1);
            case 5 -> at.plus(Duration.ofDays(30 + random.nextInt(120)));
            case 6, 7, 8 -> at.plus(Duration.ofDays(random.nextInt(60)));
            case 9, 10 -> at.minusMillis(random.nextInt(300_000));
            case 11, 12, 13, 14 -> at;
            default -> at.plusSeconds(random.nextInt(7200));
        };
    }

    /** The same at a moment of its own among those of its request, or the body's extracts: of two at once, neither is last. */
    private Map<String, Object> apart(Map<String, Object> event) {
        Object of = event.get("type").equals("extract") ? "extracts" : event.get("requestId");
        while (!moments.add(event.get("body") + " " + of + " " + event.get("at"))) {
            Instant at = Instant.parse(event.get("at").toString());
            event.put("at", at.plusMillis(1 + random.nextInt(999)).toString());
        }
        return event;
    }

    private Map<String, Object> request() {
        Map<String, Object> event = common("access-request");
        event.put("stage", chance(60) ? "SUBMITTED" : any(List.of("APPROVED", "REFUSED", "WITHDRAWN")));
        event.put("requestId", "r-" + random.nextInt(ids));
        if (chance(80)) {
            event.put("asked", (long) random.nextInt(9));
        }
        boolean decision =
                event.get("stage").equals("APPROVED") || event.get("stage").equals("REFUSED");
        if (decision && chance(75)) {
            event.put("panel", any(List.of("dmap", "data-board")));
        }
        if (chance(15)) {
            event.put("children", List.copyOf(children()));
        }
        return apart(event);
    }

    /** A body that asks for and gets about the same every so many days, until it asks for much more, or much less. */
    private void habit() {
        String body = any(bodies);
        int every = any(List.of(1, 1, 1, 4, 7, 14));
        List<Integer> amounts = new ArrayList<>(List.of(2 + random.nextInt(3), any(List.of(1, 5, 6, 7, 30))));
        Collections.shuffle(amounts, random);
        int change = 15 + random.nextInt(20);
        int last = change + 3 + random.nextInt(chance(30) ? 3 : 30);
        for (int i = 0; i < last; i++) {
            int amount = Math.max(0, amounts.get(i < change ? 0 : 1) + random.nextInt(3) - 1);
            Instant at = start.plus(Duration.ofDays((long) i * every)).plusSeconds(9 * 3600 + i);
            if (at.isAfter(end)) {
                return;
            }
            Map<String, Object> event = chance(30) ? request() : extract();
            event.put("body", body);
            event.put("at", at.toString());
            event.put("appendedAt", appendedAfter(at).toString());
            if (event.get("type").equals("extract")) {
                event.put("stage", "RELEASED");
                event.put("children", tokens.subList(0, Math.min(tokens.size(), amount)));
                event.put("records", (long) amount);
            } else {
                event.put("stage", "SUBMITTED");
                event.put("asked", (long) amount);
            }
            events.add(apart(event));
        }
    }

    private Map<String, Object> extract() {
        Map<String, Object> event = common("extract");
        if (chance(15)) {
            event.put("stage", any(List.of("PUBLISHED", "DESTROYED")));
        } else if (chance(60)) {
            event.put("stage", "RELEASED");
        }
        event.put("extractId", "x-" + random.nextInt(ids));
        if (chance(70)) {
            event.put("requestId", "r-" + random.nextInt(ids));
        }
        if (chance(25)) {
            event.put("recipient", any(List.of(any(BODIES), any(BODIES), "somebody-else")));
        }
        if (chance(25)) {
            Instant at = Instant.parse(event.get("at").toString());
            LocalDate until = at.atZone(zone).toLocalDate().plusDays(random.nextInt(90));
            event.put("retainUntil", until.toString());
        }
        if (chance(20)) {
            event.put("panel", "dmap");
        }
        Set<String> children = chance(8) ? Set.of() : children();
        List<String> written = new ArrayList<>(children);
        if (!written.isEmpty() && chance(10)) {
            written.add(written.get(0));
        }
        event.put("children", written);
        event.put("records", chance(85) ? (long) written.size() : (long) random.nextInt(12));
        if (chance(50)) {
            event.put("childCount", (long) children.size() + (chance(12) ? 1 + random.nextInt(5) : 0));
        }
        return apart(event);
    }

    Map<String, Object> common(String type) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("eventId", "e-" + (chance(3) && !events.isEmpty() ? random.nextInt(events.size()) : events.size()));
        event.put("feed", any(List.of("portal", "portal", "case-system")));
        Instant at = at();
        event.put("at", at.toString());
        event.put("appendedAt", appendedAfter(at).toString());
        event.put("body", any(bodies));
        if (!policy.agreementIds.isEmpty() && chance(75)) {
            String agreement = any(policy.agreementIds);
            event.put("agreementId", agreement);
            if (chance(80)) {
                event.put("body", policy.agreementBody.get(agreement));
            }
        } else if (chance(20)) {
            event.put("agreementId", "no-such-agreement");
        }
        List<String> fields = new ArrayList<>(PUBLISHED_FIELDS);
        Collections.shuffle(fields, random);
        fields = new ArrayList<>(fields.subList(0, random.nextInt(4)));
        if (chance(6)) {
            fields.addAll(UNKNOWN_FIELDS.subList(0, 1 + random.nextInt(2)));
        }
        if (chance(10)) {
            fields.addAll(ADDRESS_FIELDS.subList(0, 3 + random.nextInt(3)));
        }
        event.put("datasets", datasets());
        event.put("fields", fields.stream().distinct().toList());
        event.put("children", List.of());
        if (chance(50)) {
            event.put("operator", "operator " + random.nextInt(3));
        }
        if (chance(50)) {
            event.put("purpose", any(List.of("immigration-enforcement", "research", "statistics", "curiosity")));
        }
        if (chance(50)) {
            event.put("caseReference", "case " + random.nextInt(9));
        }
        if (chance(50)) {
            event.put("lawfulBasis", any(List.of("public-task", "consent")));
        }
        if (chance(30)) {
            event.put("legalGateway", any(List.of("education-act", "none-known")));
        }
        if (chance(15)) {
            event.put("recipient", any(BODIES));
        }
        return event;
    }

    private List<String> datasets() {
        Set<String> datasets = new LinkedHashSet<>();
        for (int i = random.nextInt(100) < 80 ? 1 : random.nextInt(4); i > 0; i--) {
            datasets.add(any(DATASETS));
        }
        if (chance(6)) {
            datasets.addAll(UNKNOWN_DATASETS.subList(0, 1 + random.nextInt(2)));
        }
        return List.copyOf(datasets);
    }

    Set<String> children() {
        Set<String> children = new LinkedHashSet<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            children.add(any(tokens));
        }
        return children;
    }

    /** An earlier event sent again: just the same, logged at another time, or with other content under its id. */
    private Map<String, Object> again() {
        Map<String, Object> event = new LinkedHashMap<>(any(events));
        Instant at = Instant.parse(event.get("at").toString());
        if (chance(60)) {
            event.put("appendedAt", appendedAfter(at).toString());
        }
        if (chance(30)) {
            event.put("retracts", false);
        }
        if (chance(35)) {
            event.put(
                    "appendedAt",
                    appendedAfter(at).plusMillis(1 + random.nextInt(999)).toString());
            switch (random.nextInt(4)) {
                case 0 -> event.put("children", List.copyOf(children()));
                case 1 -> event.put("at", at().toString());
                case 2 -> event.put("fields", List.of("Surname_AUT16", "Town_SPR16"));
                default -> event.put("operator", "operator " + random.nextInt(9));
            }
            boolean sameRelease =
                    event.get("type").equals("extract") && event.get("at").equals(at.toString());
            return sameRelease ? event : apart(event);
        }
        return event;
    }

    /** A retraction of an earlier event, logged before or after it, late, repeated, or of an event that never was. */
    private Map<String, Object> retraction() {
        Map<String, Object> event = new LinkedHashMap<>(any(events));
        Instant at = Instant.parse(event.get("at").toString());
        event.put("retracts", true);
        event.put("appendedAt", appendedAfter(at).toString());
        if (chance(10)) {
            event.put("eventId", "never-sent-" + random.nextInt(5));
        }
        return event;
    }

    private void spoil(Map<String, Object> event) {
        boolean request = event.get("type").equals("access-request");
        switch (random.nextInt(9)) {
            case 0 -> event.put("body", any(BAD_IDS));
            case 1 -> event.put("requestId", any(BAD_IDS));
            case 2 -> event.put(request ? "requestId" : "extractId", any(BAD_IDS));
            case 3 -> event.put("stage", any(List.of("LEAKED", "UNKNOWN", request ? "RELEASED" : "SUBMITTED")));
            case 4 -> event.remove(any(List.of("eventId", "at", "body", request ? "requestId" : "extractId")));
            case 5 -> {
                event.put("agreementId", any(BAD_IDS));
                apart(event);
            }
            case 6 -> event.put("panel", any(BAD_IDS));
            case 7 -> {
                event.put("recipient", any(BAD_IDS));
                apart(event);
            }
            default -> event.put("feed", any(BAD_IDS));
        }
    }

    private static Instant appendedAt(Map<String, Object> event) {
        return Instant.parse(event.get("appendedAt").toString());
    }

    private static String line(Map<String, Object> event) {
        Map<String, Object> written = new LinkedHashMap<>(event);
        if (written.containsKey("at")
                && appendedAt(event).equals(Instant.parse(written.get("at").toString()))) {
            written.remove("appendedAt");
        }
        try {
            return JSON.writeValueAsString(written);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
