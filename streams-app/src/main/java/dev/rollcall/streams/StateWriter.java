package dev.rollcall.streams;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a changelog record; {@link StateReader} reads them back in the same order. */
final class StateWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    StateWriter octet(int value) {
        bytes.write(value);
        return this;
    }

    StateWriter bytes(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    StateWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /** Eight bytes, big-endian, so that keys sort by number. */
    StateWriter fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.write((int) (value >>> shift));
        }
        return this;
    }

    /** As few bytes as the number needs, seven bits each; zigzag, so that small negative numbers are short too. */
    StateWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
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
        number(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }
}
