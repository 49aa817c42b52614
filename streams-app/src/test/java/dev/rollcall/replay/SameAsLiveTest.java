package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.RestsOn;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Stretch;
import dev.rollcall.replay.SameAsLive.Circumstances;
import dev.rollcall.replay.SameAsLive.Difference;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.HomePartition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SameAsLiveTest {
    private static final int PARTITIONS = 4;
    private static final int HOME = HomePartition.of("police", PARTITIONS);
    private static final int OTHER = (HOME + 1) % PARTITIONS;

    @Test
    void namesTheCauseThatOneHasToMendFirst() {
        Difference of = difference(List.of(figure(EntityKind.BODY, "police", 2)), List.of());
        assertEquals(
                "the policy is not in every partition: a publication is missing from partitions [1, 3] of the directives; publish it again",
                cause(of, List.of(1, 3), 1, List.of("extracts/0"), Map.of("extracts/" + HOME, 5L), Map.of()));
        assertEquals(
                "the monitor is behind: it has not processed all of access-requests/1, extracts/0",
                cause(
                        of,
                        List.of(),
                        1,
                        List.of("access-requests/1", "extracts/0"),
                        Map.of("extracts/" + OTHER, 5L),
                        Map.of()));
        assertEquals(
                "records were removed at the log's start, which is now extracts/%d:5".formatted(HOME),
                cause(
                        of,
                        List.of(),
                        1,
                        List.of("extracts/0"),
                        Map.of("extracts/" + HOME, 5L, "extracts/" + OTHER, 7L),
                        Map.of("extracts/" + HOME, 1L)));
        assertEquals(
                "records were logged after the last tick: extracts/%d has 1,200".formatted(HOME),
                cause(of, List.of(), 1, null, Map.of("extracts/" + OTHER, 7L), Map.of("extracts/" + HOME, 1200L)));
        assertEquals(
                "a policy was published after the last tick",
                cause(of, List.of(), 1, List.of(), Map.of(), Map.of("extracts/" + OTHER, 7L)));
        assertEquals(null, cause(of, List.of(), 0, List.of(), Map.of("extracts/" + OTHER, 7L), Map.of()));
    }

    /** A group's bodies may be in any partition. */
    @Test
    void whatConcernsOnePartitionConcernsEveryGroup() {
        Difference of = difference(List.of(), List.of(figure(EntityKind.GROUP, "police", 2)));
        assertEquals(
                "records were removed at the log's start, which is now extracts/%d:7".formatted(OTHER),
                cause(of, List.of(), 0, List.of(), Map.of("extracts/" + OTHER, 7L), Map.of()));
    }

    private static @Nullable String cause(
            Difference of,
            List<Integer> lacking,
            int notYetInForce,
            @Nullable List<String> behind,
            Map<String, Long> removed,
            Map<String, Long> later) {
        return new Circumstances(PARTITIONS, lacking, notYetInForce, behind, removed, later).causeOf(of);
    }

    @Test
    void witnessesAreTheLiveAlertsOnTheSameEntityThatNameTheirRecords() {
        AlertLine early = alert("1", EntityKind.BODY, "police", "2016-01", AlertState.RAISED);
        AlertLine same = alert("2", EntityKind.BODY, "police", "2016-03", AlertState.RAISED);
        AlertLine itself = alert("3", EntityKind.BODY, "police", "2016-04", AlertState.RESOLVED);
        List<AlertLine> live = List.of(
                early,
                same,
                itself,
                same.restingOn(RestsOn.UNNAMED),
                alert("4", EntityKind.BODY, "press", "2016-03", AlertState.RAISED),
                alert("5", EntityKind.GROUP, "police", "2016-03", AlertState.RAISED),
                alert("6", EntityKind.BODY, "police", "2016-03", AlertState.RETRACTED),
                alert("7", EntityKind.BODY, "police", "2016-03", AlertState.RAISED)
                        .restingOn(RestsOn.UNNAMED),
                same);
        assertEquals(
                List.of(same, early, itself),
                witnesses(new SameAsLive(List.of(figure(EntityKind.BODY, "police", 2)), live), "body|police"));
        assertEquals(List.of(itself, early, same), witnesses(new SameAsLive(List.of(), live), "3"));
    }

    private static List<AlertLine> witnesses(SameAsLive beside, String key) {
        return beside.witnesses(beside.differences().stream()
                .filter(difference -> difference.key().startsWith(key))
                .findFirst()
                .orElseThrow());
    }

    private static Difference difference(List<FigureLine> replayed, List<FigureLine> live) {
        return new SameAsLive(replayed, live).differences().get(0);
    }

    private static FigureLine figure(EntityKind kind, String entity, long count) {
        return new FigureLine(kind, entity, null, "children", "2016-03", count, true, 0, null, false, 1, 1, null);
    }

    private static AlertLine alert(String id, EntityKind kind, String entity, String window, AlertState state) {
        Finding finding = Finding.of("limit", "a-month", new Entity(kind, entity), window, Severity.HIGH, 1);
        return AlertLine.of(new Alert(
                id,
                1,
                state,
                finding,
                "It is " + id + ".",
                null,
                Instant.EPOCH,
                new RestsOn(List.of(new Stretch("extracts", 0, 1, 1, 1, "0-0-0")), null)));
    }
}
