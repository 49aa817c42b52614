package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Basis;
import dev.rollcall.monitor.Pseudonymiser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeldTest {
    private static final String POLICY = "policy: p\nversion: 1\nfrom: 2016-01-01\nzone: Europe/London\n";

    private final List<String> lines = new ArrayList<>();

    @Test
    void anExtractIsHeldOnceForEachDatasetFromItsFirstReleaseUntilItIsDestroyed() {
        event("1", "RELEASED", "x-1", "2016-04-02", false, "School Census", "KS4");
        event("2", "RELEASED", "x-1", "2016-03-31", false, "KS4");
        event("3", "RELEASED", "x-2", "2016-03-01", false, "KS4");
        event("4", "RELEASED", "x-3", "2016-03-01", false);
        event("5", "RELEASED", "x-4", "2016-03-01", false, "KS4");
        event("6", "DESTROYED", "x-4", "2016-05-01", false);
        Map<String, Long> expected = Map.of("2016-03 KS4", 2L, "2016-03 School Census", 1L, "2016-03 -", 1L);
        assertEquals(expected, held());

        // whichever comes first
        for (long seed = 0; seed < 20; seed++) {
            Collections.shuffle(lines, new Random(seed));
            assertEquals(expected, held());
        }
    }

    @Test
    void aRetractedCertificateGivesItBack() {
        event("1", "RELEASED", "x-1", "2016-04-02", false, "KS4");
        event("2", "DESTROYED", "x-1", "2016-05-02", false);
        assertEquals(Map.of(), held());
        event("2", "DESTROYED", "x-1", "2016-05-02", true);
        assertEquals(Map.of("2016-04 KS4", 1L), held());
        event("1", "RELEASED", "x-1", "2016-04-02", true, "KS4");
        assertEquals(Map.of(), held());
    }

    private void event(String id, String stage, String extract, String day, boolean retracts, String... datasets) {
        String names = datasets.length == 0 ? "" : "\"" + String.join("\",\"", datasets) + "\"";
        lines.add(
                "{\"type\":\"extract\",\"stage\":\"%s\",\"eventId\":\"%s\",\"feed\":\"f\",\"body\":\"b\",\"extractId\":\"%s\",\"records\":0,\"datasets\":[%s],\"fields\":[],\"children\":[],\"retracts\":%s,\"at\":\"%sT12:00:00Z\",\"appendedAt\":\"2016-06-01T12:00:00Z\"}"
                        .formatted(stage, id, extract, names, retracts, day));
    }

    private Map<String, Long> held() {
        OfflineReplay replay = new OfflineReplay(POLICY, "policy.yaml", Pseudonymiser.fixed(), problem -> {
                    throw new AssertionError(problem);
                })
                .run(lines.iterator(), "events.ndjson", null);
        Map<String, Long> held = new TreeMap<>();
        replay.replay().figures().stream()
                .filter(figure -> figure.key().basis() == Basis.HELD)
                .forEach(figure ->
                        held.put(figure.key().window() + " " + figure.key().dataset(), figure.count()));
        return held;
    }
}
