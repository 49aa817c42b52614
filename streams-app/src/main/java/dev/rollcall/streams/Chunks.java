package dev.rollcall.streams;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Cuts what is too long for one record of the changelog into several, and puts it together again: an extract may name the
 * children of a whole country.
 *
 * <p>The parts of one value are put in order within one transaction, so that a reader meets all of them or none. Each has a key
 * of its own, so that compaction keeps all.
 */
final class Chunks {
    /** The longest value that is put as it is, in bytes: half of what producers send by default. */
    static final int LONGEST = 512 * 1024;

    /** How the value of a part begins; no other value does. */
    private static final int PART = 0xC0;

    private static final int PART_OF_KEY = Long.BYTES;

    private final Map<Bytes, ByteArrayOutputStream> begun = new HashMap<>();

    /** A key and a value as they were before they were cut. */
    record Whole(byte[] key, byte[] value) {}

    /** Puts {@code value} whole, or in parts. */
    static void write(byte[] key, byte[] value, BiConsumer<byte[], byte[]> put) {
        if (value.length <= LONGEST) {
            put.accept(key, value);
            return;
        }
        int parts = (value.length + LONGEST - 1) / LONGEST;
        for (int part = 0; part < parts; part++) {
            byte[] bytes = Arrays.copyOfRange(value, part * LONGEST, Math.min(value.length, (part + 1) * LONGEST));
            byte[] partKey = new StateWriter().bytes(key).fixed(part).toBytes();
            put.accept(
                    partKey,
                    new StateWriter()
                            .octet(PART)
                            .flag(part == parts - 1)
                            .bytes(bytes)
                            .toBytes());
        }
    }

    /** What {@code value} completes; nothing while parts are missing. */
    Optional<Whole> read(byte[] key, byte[] value) {
        if ((value[0] & 0xFF) != PART) {
            return Optional.of(new Whole(key, value));
        }
        byte[] wholeKey = Arrays.copyOf(key, key.length - PART_OF_KEY);
        boolean last = value[1] != 0;
        ByteArrayOutputStream bytes =
                begun.computeIfAbsent(Bytes.wrap(wholeKey), none -> new ByteArrayOutputStream(2 * LONGEST));
        bytes.write(value, 2, value.length - 2);
        if (!last) {
            return Optional.empty();
        }
        begun.remove(Bytes.wrap(wholeKey));
        return Optional.of(new Whole(wholeKey, bytes.toByteArray()));
    }
}
