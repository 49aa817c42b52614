package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns identifiers into keyed pseudonyms.
 *
 * <p>Children keep 64 bits: over all 25 million pupils the chance of even one collision is about 2 in 100,000. Each use has a
 * first byte of its own, so that no pseudonym of one kind equals one of another. Not safe for several threads.
 */
public final class Pseudonymiser {
    private static final byte CHILD = 1;
    private static final byte EVENT = 2;
    private static final byte IDENTITY = 3;
    private static final byte KEY = 4;
    private static final byte OPERATOR = 5;

    private static final byte[] FIXED_KEY = "rollcall offline".getBytes(StandardCharsets.US_ASCII);

    private final Cmac cmac;
    private final Canonical bytes = new Canonical();

    /** @param key 16, 24 or 32 bytes */
    public Pseudonymiser(byte[] key) {
        this.cmac = new Cmac(key);
    }

    /** With a key that is no secret: for offline replay, whose results do not depend on the key and keep no pseudonym. */
    public static Pseudonymiser fixed() {
        return new Pseudonymiser(FIXED_KEY);
    }

    /** What tells this key from another: the code of nothing. */
    public Digest keyCheck() {
        bytes.start(KEY);
        return bytes.digest(cmac);
    }

    long child(String token) {
        bytes.start(CHILD).raw(token);
        return bytes.digest(cmac).high();
    }

    /** The same operator of a body, in whichever feed. */
    long operator(String body, String operator) {
        bytes.start(OPERATOR).text(body).text(operator);
        return bytes.digest(cmac).high();
    }

    /** What an event id stands for: the same for all events that a body's feed sends under it. */
    long event(Event event) {
        bytes.start(EVENT).text(event.body()).text(event.feed()).text(event.eventId());
        return bytes.digest(cmac).high();
    }

    /** What makes an event the same event: all fields but {@code retracts}. */
    Digest identity(Event event) {
        bytes.start(IDENTITY)
                .number(event.type().ordinal())
                .text(event.eventId())
                .text(event.feed())
                .number(event.at().toEpochMilli())
                .text(String.valueOf(event.stage()))
                .text(event.body())
                .text(event.requestId())
                .text(event.extractId())
                .text(event.agreementId())
                .text(event.panel())
                .text(event.purpose())
                .text(event.lawfulBasis())
                .text(event.legalGateway())
                .text(event.caseReference())
                .text(event.recipient())
                .text(event.operator())
                .text(event.channel())
                .texts(event.datasets())
                .texts(event.fields())
                .optional(event.asked())
                .number(event.records())
                .texts(event.children())
                .optional(event.childCount())
                .optional(
                        event.retainUntil() == null ? null : event.retainUntil().toEpochDay());
        return bytes.digest(cmac);
    }

    /**
     * Bytes in which different values never look alike: lengths before texts, a mark for what is absent. No stream of the
     * platform's, since those take a lock for every byte.
     */
    private static final class Canonical {
        private byte[] buffer = new byte[1024];
        private int count;

        Canonical start(byte use) {
            count = 0;
            return octet(use);
        }

        private Canonical octet(int value) {
            room(1);
            buffer[count++] = (byte) value;
            return this;
        }

        private void room(int more) {
            if (buffer.length - count < more) {
                buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, count + more));
            }
        }

        Canonical raw(String text) {
            return bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        private Canonical bytes(byte[] utf8) {
            room(utf8.length);
            System.arraycopy(utf8, 0, buffer, count, utf8.length);
            count += utf8.length;
            return this;
        }

        Canonical text(@Nullable String text) {
            if (text == null) {
                return number(-1);
            }
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return number(utf8.length).bytes(utf8);
        }

        Canonical texts(List<String> texts) {
            number(texts.size());
            texts.forEach(this::text);
            return this;
        }

        Canonical optional(@Nullable Long number) {
            octet(number == null ? 0 : 1);
            return number == null ? this : number(number);
        }

        Canonical number(long number) {
            room(Long.BYTES);
            for (int shift = 56; shift >= 0; shift -= 8) {
                buffer[count++] = (byte) (number >>> shift);
            }
            return this;
        }

        Digest digest(Cmac cmac) {
            return cmac.of(buffer, count);
        }
    }
}
