package dev.rollcall.streams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertKey;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Datasets;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Life;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Per;
import dev.rollcall.model.Period;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Terms;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.Delta;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Tally;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeltaCodecTest {
    private static final Entity BODY = Entity.body("home-office");
    private static final Instant TIME = Instant.parse("2016-03-29T09:30:00.123Z");
    private static final Origin ORIGIN = new Origin("extracts", 7, 1L << 40, TIME);

    private final DeltaCodec codec = new DeltaCodec();

    @Test
    void readsBackEveryKindOfDeltaWithAndWithoutWhatIsOptional() {
        Set<Object> kinds = new TreeSet<>();
        for (Delta delta : deltas()) {
            assertSame(delta, read(delta));
            kinds.add(delta.getClass().getSimpleName());
        }
        Set<Object> all = new TreeSet<>();
        for (Class<?> kind : Delta.class.getPermittedSubclasses()) {
            all.add(kind.getSimpleName());
        }
        assertEquals(all, kinds);
    }

    @Test
    void whatReplacesAnEarlierDeltaHasItsKeyAndWhatAddsToThemHasNot() {
        assertArrayEquals(codec.key(new Delta.Ticked(TIME)), codec.key(new Delta.Ticked(TIME.plusSeconds(15))));
        assertArrayEquals(
                codec.key(new Delta.Alerted(alert(finding(true), null, 1))),
                codec.key(new Delta.Alerted(alert(finding(true), null, 2))));
        assertArrayEquals(
                codec.key(new Delta.Figured(figure(Calendar.MONTH, 4L))),
                codec.key(new Delta.Figured(figure(Calendar.MONTH, 5L))));
        assertArrayEquals(
                codec.key(new Delta.Counted("extracts", line(1))), codec.key(new Delta.Counted("extracts", line(2))));
        assertArrayEquals(
                codec.key(new Delta.Tallied(tally(BODY, Basis.LATE, LocalDate.EPOCH, 1))),
                codec.key(new Delta.Tallied(tally(BODY, Basis.LATE, LocalDate.EPOCH, 2))));
        Set<String> keys = new TreeSet<>();
        for (long number : new long[] {0, 1, 255, 256, Long.MAX_VALUE}) {
            for (Entity entity : List.of(BODY, Entity.group("home-office"), Entity.body("home-office2"))) {
                keys.add(hex(codec.key(new Delta.Accepted(entity, number, observation(true), List.of(), 2, 1))));
                keys.add(hex(codec.key(new Delta.Relayed(entity, number, observation(true), 1))));
            }
        }
        assertEquals(30, keys.size());
    }

    @Test
    void numbersInKeysSortAsNumbers() {
        List<String> keys = new ArrayList<>();
        for (long number : new long[] {0, 1, 127, 128, 255, 256, 65_535, 65_536, 1L << 40}) {
            keys.add(hex(codec.key(new Delta.Accepted(BODY, number, observation(true), List.of(), 2, 1))));
        }
        assertEquals(keys.stream().sorted().toList(), keys);
    }

    @Test
    void refusesAFormItDoesNotKnow() {
        Delta delta = new Delta.Ticked(TIME);
        byte[] value = codec.value(delta);
        value[0] = 1;
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> codec.read(codec.key(delta), value));
        assertEquals(
                "Expected state of form 4, but found form 1: written by another version of Rollcall",
                refusal.getMessage());
    }

    @Test
    void refusesAKindItDoesNotKnow() {
        IllegalStateException refusal = assertThrows(
                IllegalStateException.class, () -> codec.read(new byte[] {'?'}, codec.value(new Delta.Ticked(TIME))));
        assertEquals("Expected a kind of delta, but found 63", refusal.getMessage());
    }

    @Test
    void writesConstantsByNameSoThatTheirOrderMayChange() {
        Delta counted = new Delta.Counted("extracts", line(1));
        Delta tallied = new Delta.Tallied(tally(BODY, Basis.LATE, LocalDate.EPOCH, 1));
        for (Reason reason : Reason.values()) {
            assertTrue(text(codec.value(counted)).contains(reason.name()));
        }
        assertTrue(text(codec.key(tallied)).contains("BODY"));
        assertTrue(text(codec.key(tallied)).contains("LATE"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<Delta> deltas() {
        List<Delta> deltas = new ArrayList<>();
        for (boolean full : new boolean[] {true, false}) {
            List<Finding> findings = full ? List.of(finding(true), finding(false)) : List.of();
            deltas.add(new Delta.Accepted(BODY, 3, observation(full), findings, 13, 12));
            deltas.add(new Delta.Alerted(alert(finding(full), full ? Evidence.of(ORIGIN) : null, 2)));
            for (Per per : new Per[] {
                Calendar.DAY,
                Calendar.MONTH,
                Calendar.QUARTER,
                Calendar.ACADEMIC_YEAR,
                new Rolling(30),
                Life.AGREEMENT,
                new Period("pq-48634", LocalDate.of(2012, 4, 1), LocalDate.of(2016, 10, 31))
            }) {
                deltas.add(new Delta.Figured(figure(per, full ? 1_500L : null)));
            }
        }
        for (EntityKind kind : EntityKind.values()) {
            Entity entity = new Entity(kind, "é|\0");
            deltas.add(new Delta.Tallied(tally(entity, Basis.FUTURE, LocalDate.MIN, Long.MAX_VALUE)));
            deltas.add(new Delta.Expected(entity));
            deltas.add(new Delta.Relayed(entity, 7, observation(kind == EntityKind.GROUP), -1));
        }
        deltas.add(new Delta.Counted("access-requests", line(9)));
        deltas.add(new Delta.Ticked(Instant.ofEpochMilli(-1)));
        deltas.add(new Delta.Adopted(3, "policy: npd\n# …\n", new Digest(1, -2)));
        return deltas;
    }

    private static Tally tally(Entity entity, Basis basis, LocalDate month, long amount) {
        return new Tally(new Tally.Key(entity, basis, month, 3), amount);
    }

    private static EventLedger.Line line(long applied) {
        return EventLedger.Line.of(Long.MIN_VALUE, applied, Long.MAX_VALUE, new long[] {1, 0, 3});
    }

    private static Observation observation(boolean full) {
        return new Observation(
                new Digest(Long.MIN_VALUE, -1),
                Long.MAX_VALUE,
                ORIGIN,
                "portal",
                full ? TIME : Instant.ofEpochMilli(Long.MIN_VALUE),
                full ? 16_889 : -16_889,
                full,
                full ? Stage.RELEASED : Stage.WITHDRAWN,
                "home-office",
                full ? "r-1" : null,
                full ? "x-1" : null,
                full ? "dfe-ho-mou" : null,
                full,
                full ? "immigration" : null,
                full ? "dmap" : null,
                full ? "daily-news" : null,
                full ? Categories.all() : Categories.none(),
                full ? 1 : 0,
                full ? 2 : 0,
                full ? 3 : 0,
                full ? 1_000_000_000_000L : 0,
                full ? 4 : 0,
                full ? new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE} : new long[0],
                full ? 5 : 0,
                full ? 6L : null,
                full ? Long.MIN_VALUE : null,
                full ? new Terms("safeguarding", "s537a", "public-task", "secure-email", true, -16_889) : Terms.NONE,
                full
                        ? new Datasets(
                                Set.of("School Census", "KS4"),
                                7,
                                Set.of("KS4"),
                                new Datasets.Coverage("KS4", 1_100, 1_216))
                        : Datasets.NONE);
    }

    private static Finding finding(boolean full) {
        return new Finding(
                new AlertKey(
                        "limit",
                        "ho-children-month",
                        full ? BODY : Entity.group("immigration"),
                        full ? "dfe-ho-mou" : null,
                        "2016-03",
                        full ? "100" : null,
                        full ? "x-1" : null),
                full ? Severity.HIGH : Severity.INFO,
                full ? Basis.CHILDREN : null,
                full ? 1_501 : 0,
                full,
                full ? 1_500L : null,
                full ? "data-sharing@department.example" : null,
                full ? TIME : null,
                full ? 3 : 0,
                full,
                full ? "ho-children-30-days" : null);
    }

    private static Alert alert(Finding finding, Evidence evidence, int revision) {
        return new Alert(
                "0123456789abcdef0123456789abcdef",
                revision,
                AlertState.RETRACTED,
                finding,
                "Home Office …",
                evidence,
                TIME);
    }

    private static Figure figure(Per per, Long limit) {
        Window window = new Window("w", LocalDate.of(2016, 3, 1), Window.OPEN);
        FigureKey key = new FigureKey(BODY, limit == null ? null : "dfe-ho-mou", Basis.CHILDREN, "w");
        return new Figure(key, per, window, 1_501, limit == null, limit, limit != null, 4, 3);
    }

    private Delta read(Delta delta) {
        return codec.read(codec.key(delta), codec.value(delta));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Compares records by their components, and arrays by their elements. */
    private static void assertSame(Object expected, Object actual) {
        if (expected instanceof Record) {
            assertEquals(expected.getClass(), actual.getClass());
            for (RecordComponent component : expected.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    assertSame(
                            component.getAccessor().invoke(expected),
                            component.getAccessor().invoke(actual));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(component.toString(), e);
                }
            }
        } else if (expected instanceof long[] numbers) {
            assertArrayEquals(numbers, (long[]) actual);
        } else {
            assertFalse(expected instanceof Object[]);
            assertEquals(expected, actual);
        }
    }
}
