package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AskingTest {
    /** Every verb that reads the history of the topics. */
    private static final List<String> VERBS = List.of(
            "replay",
            "replay --compare",
            "replay --against live --policy stricter.yaml",
            "replay --child-file child.txt",
            "show figures --from 2016-01-01 --to 2016-01-31",
            "show figures --explain body|police||children|2016-03",
            "show figures --cite --body police --basis children --window 2016-03",
            "verify 44237371340dfc2d",
            "verify --citation answer.json");

    @Test
    void nobodyReadsTheHistoryWithoutSayingWhy() {
        for (String verb : VERBS) {
            String[] args = verb.split(" ");
            for (Ran ran : List.of(
                    Ran.rollcall(args),
                    Ran.rollcall(and(args, "--reason", "")),
                    Ran.rollcall(and(args, "--reason", " \t")))) {
                assertEquals(ExitCode.USAGE, ran.code(), () -> verb + ": " + ran);
                assertEquals("", ran.out(), verb);
                assertTrue(
                        ran.err()
                                .startsWith(
                                        "Expected '--reason' to say why you ask, since it is written into the audit, but there is none"),
                        () -> verb + ": " + ran);
            }
        }
    }

    private static String[] and(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Stream.of(more)).toArray(String[]::new);
    }
}
