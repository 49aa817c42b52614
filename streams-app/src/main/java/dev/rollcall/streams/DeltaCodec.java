package dev.rollcall.streams;

import dev.rollcall.model.Finding;
import dev.rollcall.model.Reason;
import dev.rollcall.monitor.Delta;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Deltas as records of the changelog.
 *
 * <p>A key begins with the kind of delta, so that the latest of what is replaced (an alert, a figure, the time) stands under
 * one key and is compacted, while what is added (accepted events) has a key each. A value begins with the version of its form.
 */
final class DeltaCodec {
    private static final int FORM = 4;

    private static final List<Form<?>> FORMS = List.of(
            new Form<>(
                    Delta.Accepted.class,
                    'E',
                    (key, accepted) -> ModelCodec.write(key, accepted.entity()).fixed(accepted.number()),
                    DeltaCodec::accepted,
                    (key, value) -> new Delta.Accepted(
                            ModelCodec.entity(key),
                            key.fixed(),
                            ModelCodec.observation(value),
                            findings(value),
                            value.number(),
                            value.number())),
            new Form<>(
                    Delta.Relayed.class,
                    'O',
                    (key, relayed) -> ModelCodec.write(key, relayed.entity()).fixed(relayed.number()),
                    (value, relayed) -> {
                        ModelCodec.write(value, relayed.observation());
                        value.number(relayed.sign());
                    },
                    (key, value) -> new Delta.Relayed(
                            ModelCodec.entity(key), key.fixed(), ModelCodec.observation(value), value.small())),
            new Form<>(
                    Delta.Expected.class,
                    'X',
                    (key, expected) -> ModelCodec.write(key, expected.entity()),
                    (value, expected) -> {},
                    (key, value) -> new Delta.Expected(ModelCodec.entity(key))),
            new Form<>(
                    Delta.Tallied.class,
                    'R',
                    (key, tallied) -> ModelCodec.write(key, tallied.tally().key()),
                    (value, tallied) -> value.number(tallied.tally().amount()),
                    (key, value) -> new Delta.Tallied(new Tally(ModelCodec.tallyKey(key), value.number()))),
            new Form<>(
                    Delta.Counted.class,
                    'L',
                    (key, counted) -> key.text(counted.topic()),
                    (value, counted) -> line(value, counted.line()),
                    (key, value) -> new Delta.Counted(key.text(), line(value))),
            new Form<>(
                    Delta.Alerted.class,
                    'A',
                    (key, alerted) -> key.text(alerted.alert().id()),
                    (value, alerted) -> ModelCodec.write(value, alerted.alert()),
                    (key, value) -> new Delta.Alerted(ModelCodec.alert(value))),
            new Form<>(
                    Delta.Figured.class,
                    'F',
                    (key, figured) -> key.text(figured.figure().key().toString()),
                    (value, figured) -> ModelCodec.write(value, figured.figure()),
                    (key, value) -> new Delta.Figured(ModelCodec.figure(value))),
            new Form<>(
                    Delta.Ticked.class,
                    'T',
                    (key, ticked) -> {},
                    (value, ticked) -> value.number(ticked.now().toEpochMilli()),
                    (key, value) -> new Delta.Ticked(Instant.ofEpochMilli(value.number()))),
            new Form<>(
                    Delta.Adopted.class,
                    'P',
                    (key, adopted) -> key.fixed(adopted.number()),
                    (value, adopted) -> ModelCodec.write(value.text(adopted.yaml()), adopted.keyCheck()),
                    (key, value) -> new Delta.Adopted((int) key.fixed(), value.text(), ModelCodec.digest(value))));

    /**
     * How deltas of one kind are written and read.
     *
     * @param kind the first octet of the key
     * @param key writes the rest of it
     * @param value writes what follows the version of the form
     * @param read the delta of what {@code key} and {@code value} wrote
     */
    private record Form<D extends Delta>(
            Class<D> type,
            char kind,
            BiConsumer<StateWriter, D> key,
            BiConsumer<StateWriter, D> value,
            BiFunction<StateReader, StateReader, D> read) {

        byte[] keyOf(Delta delta) {
            StateWriter out = new StateWriter().octet(kind);
            key.accept(out, type.cast(delta));
            return out.toBytes();
        }

        byte[] valueOf(Delta delta) {
            StateWriter out = new StateWriter().octet(FORM);
            value.accept(out, type.cast(delta));
            return out.toBytes();
        }
    }

    byte[] key(Delta delta) {
        return formOf(delta).keyOf(delta);
    }

    byte[] value(Delta delta) {
        return formOf(delta).valueOf(delta);
    }

    private static Form<?> formOf(Delta delta) {
        for (Form<?> form : FORMS) {
            if (form.type().isInstance(delta)) {
                return form;
            }
        }
        throw new IllegalStateException("Expected a form for each kind of delta, but there is none for "
                + delta.getClass().getSimpleName());
    }

    /** The delta of a record of the changelog. */
    Delta read(byte[] keyBytes, byte[] valueBytes) {
        StateReader key = new StateReader(keyBytes);
        StateReader value = new StateReader(valueBytes);
        int kind = key.octet();
        int version = value.octet();
        if (version != FORM) {
            throw new IllegalStateException(
                    "Expected state of form %d, but found form %d: written by another version of Rollcall"
                            .formatted(FORM, version));
        }
        for (Form<?> form : FORMS) {
            if (form.kind() == kind) {
                return form.read().apply(key, value);
            }
        }
        throw new IllegalStateException("Expected a kind of delta, but found " + kind);
    }

    private static void accepted(StateWriter out, Delta.Accepted accepted) {
        ModelCodec.write(out, accepted.observation());
        out.number(accepted.findings().size());
        accepted.findings().forEach(finding -> ModelCodec.write(out, finding));
        out.number(accepted.read()).number(accepted.applied());
    }

    private static List<Finding> findings(StateReader in) {
        List<Finding> findings = new ArrayList<>();
        for (int left = in.small(); left > 0; left--) {
            findings.add(ModelCodec.finding(in));
        }
        return findings;
    }

    private static void line(StateWriter out, EventLedger.Line line) {
        out.number(line.read()).number(line.applied()).number(line.duplicate()).number(Reason.values().length);
        for (Reason reason : Reason.values()) {
            out.name(reason).number(line.rejected(reason));
        }
    }

    private static EventLedger.Line line(StateReader in) {
        long read = in.number();
        long applied = in.number();
        long duplicate = in.number();
        long[] rejected = new long[Reason.values().length];
        for (int left = in.small(); left > 0; left--) {
            rejected[in.name(Reason.class).ordinal()] = in.number();
        }
        return EventLedger.Line.of(read, applied, duplicate, rejected);
    }
}
