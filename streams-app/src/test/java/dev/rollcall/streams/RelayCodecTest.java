package dev.rollcall.streams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Origin;
import dev.rollcall.monitor.Relay;
import dev.rollcall.monitor.Tally;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Observations go through bytes in {@link StateThroughBytesTest}. */
class RelayCodecTest {
    private static final Instant TIME = Instant.parse("2016-03-29T09:30:00Z");

    private final RelayCodec codec = new RelayCodec();

    @Test
    void readsWhatItWrites() {
        Tally tally = new Tally(new Tally.Key(Entity.feed("portal"), Basis.LATE, LocalDate.of(2016, 3, 1), 3), 12);
        for (Relay relay : new Relay[] {
            new Relay.Ticked(TIME),
            new Relay.Adopted("policy: npd\n"),
            new Relay.Expected(Entity.feed("portal")),
            new Relay.Tallied(tally, new Origin("extracts", 3, 99, TIME))
        }) {
            assertEquals(relay, codec.read(codec.value(relay)));
        }
    }

    @Test
    void aDirectiveStaysInItsPartitionAndAnEntityHasOneOfItsOwn() {
        for (int partition = 0; partition < 12; partition++) {
            assertEquals(partition, codec.partition(codec.key(new Relay.Ticked(TIME), partition), 12));
        }
        Relay ofFeed = new Relay.Tallied(
                new Tally(new Tally.Key(Entity.feed("portal"), Basis.LATE, LocalDate.EPOCH, 3), 1),
                new Origin("extracts", 3, 99, TIME));
        assertArrayEquals(codec.key(ofFeed, 0), codec.key(ofFeed, 7));
    }

    @Test
    void refusesWhatAnotherVersionWrote() {
        byte[] form = codec.value(new Relay.Ticked(TIME));
        form[0] = 9;
        byte[] kind = codec.value(new Relay.Ticked(TIME));
        kind[1] = '?';
        assertEquals(
                "Expected a relay of form 3, but found form 9: written by another version of Rollcall",
                assertThrows(IllegalStateException.class, () -> codec.read(form))
                        .getMessage());
        assertEquals(
                "Expected a kind of relay, but found 63",
                assertThrows(IllegalStateException.class, () -> codec.read(kind))
                        .getMessage());
    }
}
