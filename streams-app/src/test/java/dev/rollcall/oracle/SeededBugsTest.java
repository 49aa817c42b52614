package dev.rollcall.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rollcall.detect.Detector;
import dev.rollcall.replay.OfflineReplay;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the recount itself to account: whoever makes one of these mistakes is found out by some random history. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeededBugsTest {
    private static final long MOST_HISTORIES = 300;
    private static final long HISTORIES_WITHOUT_BUG = 40;

    private final Oracle oracle = new Oracle(Histories::categoryOf);
    private final Map<Long, Recounted> recounted = new HashMap<>();

    /** A history and what it must come to. */
    private record Recounted(History history, OracleResult expected) {}

    static List<SeededBug> bugs() {
        List<SeededBug> bugs = new ArrayList<>(SeededBugs.all());
        bugs.addAll(JudgementBugs.all());
        return bugs;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void theRecountFindsTheBug(SeededBug bug, @TempDir Path folder) throws IOException, ReflectiveOperationException {
        try (KernelCopy copy = KernelCopy.with(bug, folder)) {
            for (long seed = 0; seed < MOST_HISTORIES; seed++) {
                if (differs(copy, recounted(seed))) {
                    return;
                }
            }
        }
        fail("Expected one of %d histories to give the bug away, but none did: %s"
                .formatted(MOST_HISTORIES, bug.name()));
    }

    /** Whether the recount tells the copy from what is right; that a copy breaks down does not count as found. */
    private static boolean differs(KernelCopy copy, Recounted recounted) throws ReflectiveOperationException {
        try {
            return !recounted
                    .expected()
                    .differences(copy.replayed(recounted.history()))
                    .isEmpty();
        } catch (InvocationTargetException brokenDown) {
            return false;
        }
    }

    @Test
    void theRecountFindsNothingInACopyWithoutBug() throws IOException, ReflectiveOperationException {
        try (KernelCopy copy = KernelCopy.unchanged()) {
            for (long seed = 0; seed < HISTORIES_WITHOUT_BUG; seed++) {
                Recounted recounted = recounted(seed);
                OracleResult found = copy.replayed(recounted.history());
                assertEquals(List.of(), recounted.expected().differences(found), "seed " + seed);
            }
        }
    }

    @Test
    void aCopyHasClassesOfItsOwn() throws IOException, ClassNotFoundException {
        try (KernelCopy copy = KernelCopy.unchanged()) {
            for (Class<?> original : List.of(OfflineReplay.class, Detector.class)) {
                assertNotSame(original, copy.copyOf(original));
            }
        }
    }

    @Test
    void refusesABugWhoseTextIsNotThereExactlyOnce() {
        SeededBug bug = new SeededBug("One is two", "model/Number.java", "one", "two");

        assertEquals("two and three", bug.in("one and three"));
        assertEquals(
                "Expected 'one' exactly once in model/Number.java, but found it nowhere (bug: One is two)",
                assertThrows(IllegalStateException.class, () -> bug.in("three")).getMessage());
        assertEquals(
                "Expected 'one' exactly once in model/Number.java, but found it more than once (bug: One is two)",
                assertThrows(IllegalStateException.class, () -> bug.in("one and one"))
                        .getMessage());
    }

    private Recounted recounted(long seed) {
        return recounted.computeIfAbsent(seed, s -> {
            History history = Histories.random(s);
            OracleResult expected = oracle.judge(
                    OracleEvents.read(history.ndjsonLinesInArrivalOrder()),
                    OraclePolicy.read(history.policyYaml()),
                    history.asOf());
            return new Recounted(history, expected);
        });
    }
}
