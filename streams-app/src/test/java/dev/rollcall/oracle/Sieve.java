package dev.rollcall.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What becomes of each line: counted, cancelled, a duplicate, rejected, or not read.
 *
 * @param counting the events that count, each identity once, in order of first arrival; logged when the first of its copies was
 * @param heard every line that is not rejected: duplicates, retractions and retracted events too
 * @param rejected the events rejected for each reason, every line of them
 * @param ledger lines by fate: {@code applied}, {@code duplicate}, each reason of rejection, {@code unread}
 */
record Sieve(
        List<OracleEvent> counting,
        List<OracleEvent> heard,
        Map<String, List<OracleEvent>> rejected,
        Map<String, Long> ledger) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}");
    private static final Pattern PUPIL_NUMBER = Pattern.compile("[A-Za-z][0-9]{11}[0-9A-Za-z]|[0-9]{10}");
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);
    private static final Set<String> REQUEST_STAGES = Set.of("SUBMITTED", "APPROVED", "REFUSED", "WITHDRAWN");
    private static final Set<String> EXTRACT_STAGES = Set.of("RELEASED", "PUBLISHED", "DESTROYED");

    static Sieve of(List<OracleEvent> arrivalOrder, OraclePolicy policy, Instant now) {
        Map<String, List<OracleEvent>> rejected = new TreeMap<>();
        Map<String, Long> ledger = new TreeMap<>();
        Map<OracleEvent, Instant> firstLogged = new HashMap<>();
        Set<OracleEvent> retracted = new HashSet<>();
        List<OracleEvent> heard = new ArrayList<>();
        List<OracleEvent> accepted = new ArrayList<>();
        for (OracleEvent event : arrivalOrder) {
            String fate = fate(event, policy, now);
            if (fate.equals("applied")) {
                heard.add(event);
                if (event.retracts() ? !retracted.add(event.identity()) : firstLogged.containsKey(event.identity())) {
                    fate = "duplicate";
                } else if (!event.retracts()) {
                    accepted.add(event);
                }
                if (!event.retracts()) {
                    firstLogged.merge(event.identity(), event.appendedAt(), Sieve::earlier);
                }
            }
            if (!Set.of("applied", "duplicate", "unread").contains(fate)) {
                rejected.computeIfAbsent(fate, reason -> new ArrayList<>()).add(event);
            }
            ledger.merge(fate, 1L, Long::sum);
        }
        List<OracleEvent> counting = new ArrayList<>();
        for (OracleEvent event : accepted) {
            if (!retracted.contains(event.identity())) {
                counting.add(event.loggedAt(firstLogged.get(event.identity())));
            }
        }
        return new Sieve(counting, heard, rejected, ledger);
    }

    /** Copies may arrive in any order: the one logged first tells when the event was known. */
    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    List<OracleEvent> rejectedAs(String reason) {
        return rejected.getOrDefault(reason, List.of());
    }

    private static String fate(OracleEvent event, OraclePolicy policy, Instant now) {
        if (event.appendedAt() != null && event.appendedAt().isAfter(now)) {
            return "unread";
        }
        if (lacksSomething(event)) {
            return "UNDECODABLE";
        }
        boolean request = event.type().equals(OracleEvent.REQUEST);
        if (!(request ? REQUEST_STAGES : EXTRACT_STAGES).contains(event.stage())) {
            return "UNKNOWN_STAGE";
        }
        if (isMalformed(event.body()) || isMalformed(event.requestId()) || isMalformed(event.extractId())) {
            return "BAD_ID";
        }
        if (event.at().isAfter(event.appendedAt().plus(MOST_AHEAD))) {
            return "FUTURE";
        }
        Duration lateness = policy.inForce(event.appendedAt()).lateness();
        if (event.at().isBefore(event.appendedAt().minus(lateness))) {
            return "LATE";
        }
        return "applied";
    }

    private static boolean lacksSomething(OracleEvent event) {
        if (event.type() == null
                || event.eventId() == null
                || event.feed() == null
                || event.at() == null
                || event.body() == null
                || event.stage() == null) {
            return true;
        }
        return switch (event.type()) {
            case OracleEvent.REQUEST -> event.requestId() == null;
            case OracleEvent.EXTRACT -> event.extractId() == null || event.records() == null;
            default -> true;
        };
    }

    /** The feed of an event, as it is told. */
    static String feed(OracleEvent event) {
        return isMalformed(event.feed()) ? "unknown" : event.feed();
    }

    /** Whether an id is given but not of the form of ids, or shaped like a pupil number. */
    static boolean isMalformed(String id) {
        return id != null && (!ID.matcher(id).matches() || isShapedLikePupilNumber(id));
    }

    static boolean isShapedLikePupilNumber(String text) {
        return PUPIL_NUMBER.matcher(text).matches();
    }
}
