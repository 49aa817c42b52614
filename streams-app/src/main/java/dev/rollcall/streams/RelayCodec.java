package dev.rollcall.streams;

import dev.rollcall.monitor.Relay;
import dev.rollcall.monitor.Tally;
import dev.rollcall.wire.HomePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Relays as records of by-entity.
 *
 * <p>What is for an entity goes by the entity's name, and so to one partition wherever it comes from; a directive carries the
 * number of its partition. A value begins with the version of its form, then its kind.
 */
final class RelayCodec {
    private static final int FORM = 3;
    private static final String DIRECTIVE = "directive|";

    /** The key of the record that carries {@code relay} from the task of {@code partition}; never null. */
    byte[] key(Relay relay, int partition) {
        String key = relay instanceof Relay.ToEntity to ? to.entity().toString() : DIRECTIVE + partition;
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** Where the record with {@code key} belongs. */
    int partition(byte[] keyBytes, int partitions) {
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        return key.startsWith(DIRECTIVE)
                ? Integer.parseInt(key.substring(DIRECTIVE.length()))
                : HomePartition.of(key, partitions);
    }

    byte[] value(Relay relay) {
        StateWriter out = new StateWriter().octet(FORM);
        if (relay instanceof Relay.Observed observed) {
            ModelCodec.write(out.octet('O'), observed.entity());
            ModelCodec.write(out, observed.observation());
            ModelCodec.write(out.number(observed.sign()), observed.keyCheck());
        } else if (relay instanceof Relay.Tallied tallied) {
            ModelCodec.write(out.octet('R'), tallied.tally().key());
            ModelCodec.write(out.number(tallied.tally().amount()), tallied.because());
        } else if (relay instanceof Relay.Expected expected) {
            ModelCodec.write(out.octet('X'), expected.entity());
        } else if (relay instanceof Relay.Adopted policy) {
            out.octet('P').text(policy.yaml());
        } else if (relay instanceof Relay.Ticked ticked) {
            out.octet('T').number(ticked.now().toEpochMilli());
        } else {
            throw new IllegalStateException("Expected a form for each kind of relay");
        }
        return out.toBytes();
    }

    Relay read(byte[] value) {
        StateReader in = new StateReader(value);
        int form = in.octet();
        if (form != FORM) {
            throw new IllegalStateException(
                    "Expected a relay of form %d, but found form %d: written by another version of Rollcall"
                            .formatted(FORM, form));
        }
        int kind = in.octet();
        return switch (kind) {
            case 'O' ->
                new Relay.Observed(
                        ModelCodec.entity(in), ModelCodec.observation(in), in.small(), ModelCodec.digest(in));
            case 'R' -> new Relay.Tallied(new Tally(ModelCodec.tallyKey(in), in.number()), ModelCodec.origin(in));
            case 'X' -> new Relay.Expected(ModelCodec.entity(in));
            case 'P' -> new Relay.Adopted(in.text());
            case 'T' -> new Relay.Ticked(Instant.ofEpochMilli(in.number()));
            default -> throw new IllegalStateException("Expected a kind of relay, but found " + kind);
        };
    }
}
