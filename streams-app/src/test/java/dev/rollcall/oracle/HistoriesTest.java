package dev.rollcall.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HistoriesTest {
    private static final int SEEDS = 80;
    private final Oracle oracle = new Oracle(Histories::categoryOf);

    @Test
    void theSameSeedDrawsTheSameHistory() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertEquals(Histories.random(seed), Histories.random(seed));
        }
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        for (long seed = 0; seed < SEEDS; seed++) {
            History history = Histories.random(seed);
            assertEquals(List.of(), judge(history).differences(judge(history.shuffled(seed))), "seed " + seed);
        }
    }

    @Test
    void theHistoriesVisitEveryFateBasisWindowAndRule() {
        Map<String, Long> fates = new HashMap<>();
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            History history = Histories.random(seed);
            oracle.ledger(
                            OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                            OraclePolicy.read(history.policyYaml()),
                            history.asOf())
                    .forEach((fate, lines) -> fates.merge(fate, lines, Long::sum));
            OracleResult result = judge(history);
            result.figures().forEach((key, tally) -> {
                seen.add(key.entityKind() + " " + key.basis());
                seen.add(shape(key.window()));
                seen.add(key.agreementId() == null ? "total" : "under an agreement");
                seen.add(tally.exact() ? "exact" : "inexact");
            });
            result.alerts().forEach(alert -> {
                seen.add(
                        alert.detector().equals("feed") || alert.detector().equals("agreement")
                                ? alert.rule()
                                : alert.detector());
                if (alert.band() != null) {
                    seen.add("band " + alert.band() + " " + shape(alert.window()));
                    seen.add("limit on " + alert.entityKind());
                }
            });
        }

        assertEquals(
                Set.of("applied", "duplicate", "unread", "BAD_ID", "UNDECODABLE", "UNKNOWN_STAGE", "LATE", "FUTURE"),
                fates.keySet());
        for (String basis : List.of("requests", "asked", "answered", "records", "children", "decided", "refused")) {
            assertTrue(seen.containsAll(List.of("body " + basis, "group " + basis)), seen.toString());
        }
        for (String window : List.of(
                "0000-00",
                "0000-00-00",
                "0000-Q0",
                "0000/00",
                "0d@0000-00-00",
                "00d@0000-00-00",
                "life@0000-00-00",
                "pq-00000")) {
            assertTrue(seen.containsAll(List.of(window, "band 100 " + window)), window + " in " + seen);
        }
        assertTrue(
                seen.containsAll(List.of(
                        "panel decided",
                        "panel refused",
                        "under an agreement",
                        "inexact",
                        "limit on body",
                        "limit on group",
                        "fields",
                        "novelty",
                        "unknown-body",
                        "no-agreement",
                        "lapsed",
                        "category-outside",
                        "tokens-missing",
                        "id-reuse",
                        "late",
                        "future",
                        "unknown-fields",
                        "malformed-ids",
                        "identifying-tokens",
                        "band 800 0000-00")),
                seen.toString());
    }

    private OracleResult judge(History history) {
        return oracle.judge(
                OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                OraclePolicy.read(history.policyYaml()),
                history.asOf());
    }

    private static String shape(String window) {
        return window.replaceAll("[0-9]", "0");
    }
}
