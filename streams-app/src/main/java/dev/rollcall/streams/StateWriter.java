package dev.rollcall.streams;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a changelog record; {@link StateReader} reads them back in the same order. No stream of the
 * platform's, since those take a lock for every byte.
 */
final class StateWriter {
    private byte[] buffer = new byte[256];
    private int count;

    byte[] toBytes() {
        return Arrays.copyOf(buffer, count);
    }

    private void room(int more) {
        if (buffer.length - count < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, count + more));
        }
    }

    StateWriter octet(int value) {
        room(1);
        buffer[count++] = (byte) value;
        return this;
    }

    StateWriter bytes(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, buffer, count, value.length);
        count += value.length;
        return this;
    }

    StateWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /** Eight bytes, big-endian, so that keys sort by number. */
    StateWriter fixed(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[count++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** As few bytes as the number needs, seven bits each; zigzag, so that small negative numbers are short too. */
    StateWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    StateWriter optional(@Nullable Long value) {
        flag(value != null);
        return value == null ? this : number(value);
    }

    /** A constant by its name, so that others may come before it. */
    StateWriter name(@Nullable Enum<?> constant) {
        return text(constant == null ? null : constant.name());
    }

    StateWriter text(@Nullable String value) {
        if (value == null) {
            return number(-1);
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).bytes(utf8);
    }
}
