package dev.rollcall.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote. */
final class StateReader {
    private final ByteBuffer bytes;

    StateReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    int octet() {
        return bytes.get() & 0xFF;
    }

    boolean flag() {
        return bytes.get() != 0;
    }

    long fixed() {
        return bytes.getLong();
    }

    long number() {
        long rest = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes.get();
            rest |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return (rest >>> 1) ^ -(rest & 1);
    }

    int small() {
        return Math.toIntExact(number());
    }

    @Nullable Long optional() {
        return flag() ? number() : null;
    }

    @Nullable String optionalText() {
        int length = small();
        if (length < 0) {
            return null;
        }
        byte[] utf8 = new byte[length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    String text() {
        return Objects.requireNonNull(optionalText());
    }

    <E extends Enum<E>> E name(Class<E> type) {
        return Enum.valueOf(type, text());
    }

    <E extends Enum<E>> @Nullable E optionalName(Class<E> type) {
        String name = optionalText();
        return name == null ? null : Enum.valueOf(type, name);
    }
}
