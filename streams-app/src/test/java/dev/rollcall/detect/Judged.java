package dev.rollcall.detect;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.OfflineReplay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A few events under a policy of one body, replayed: what stands, each with its state and its sentence. */
final class Judged {
    private final List<String> lines = new ArrayList<>();
    private final String policy;
    private int events;

    /** @param rules what follows the bodies and agreements */
    Judged(String rules) {
        this.policy = """
                policy: judged
                version: 1
                from: 2015-01-01
                zone: Europe/London
                bodies:
                  council: { name: The Council, kind: local-government }
                agreements:
                  dsa: { body: council, owner: dpo@department.example, from: 2015-01-01 }
                vocabulary: { legal-gateways: [s537a, s64] }
                """ + rules;
    }

    /** A request's event at {@code at}, logged at once; {@code more} are further JSON members. */
    Judged request(String stage, String requestId, String at, String more) {
        return request(stage, requestId, at, at, more);
    }

    Judged request(String stage, String requestId, String at, String loggedAt, String more) {
        return line(
                "access-request", stage, "\"requestId\":\"" + requestId + "\",\"children\":[],", at, loggedAt, more);
    }

    /** An extract's event with the tokens {@code children}. */
    Judged extract(String stage, String extractId, String at, List<String> children, String more) {
        return extract(stage, extractId, at, at, children, more);
    }

    Judged extract(String stage, String extractId, String at, String loggedAt, List<String> children, String more) {
        String tokens = children.isEmpty() ? "" : "\"" + String.join("\",\"", children) + "\"";
        return line(
                "extract",
                stage,
                "\"extractId\":\"%s\",\"records\":%d,\"children\":[%s],".formatted(extractId, children.size(), tokens),
                at,
                loggedAt,
                more);
    }

    private Judged line(String type, String stage, String own, String at, String loggedAt, String more) {
        events++;
        lines.add(
                "{\"type\":\"%s\",\"stage\":\"%s\",\"eventId\":\"e-%d\",\"feed\":\"portal\",\"body\":\"council\",\"agreementId\":\"dsa\",%s\"at\":\"%s\",\"appendedAt\":\"%s\"%s}"
                        .formatted(
                                type,
                                stage,
                                events,
                                own,
                                at + "T12:00:00Z",
                                loggedAt + "T12:00:00Z",
                                more.isEmpty() ? "" : "," + more));
        return this;
    }

    /** What stands on {@code asOf}, or was settled: {@code detector rule window about STATE observed} and the sentence. */
    Map<String, String> on(String asOf) {
        OfflineReplay replay = new OfflineReplay(policy, "policy.yaml", Pseudonymiser.fixed(), problem -> {
                    throw new AssertionError(problem);
                })
                .run(lines.iterator(), "events.ndjson", Instant.parse(asOf + "T13:00:00Z"));
        Map<String, String> found = new TreeMap<>();
        for (Alert alert : replay.replay().alerts()) {
            if (alert.state() != AlertState.RETRACTED) {
                found.put(
                        "%s %s %s %s %d"
                                .formatted(
                                        alert.finding().rule(),
                                        alert.finding().window(),
                                        alert.finding().key().about(),
                                        alert.state(),
                                        alert.finding().observed()),
                        alert.explanation());
            }
        }
        return found;
    }
}
