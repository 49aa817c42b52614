package dev.rollcall.wire.registry;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding read from one value, whose own size bounds whatever it makes us allocate.
 *
 * <p>Avro's decoder allocates what a length claims before it looks for the bytes, up to a limit that is set for the
 * whole machine by system properties. Here a length may not exceed the bytes left, and all items of arrays and maps
 * together not the size of the value, since each takes at least a byte. (An array of items without size, such as null,
 * is refused from that number of items on.) A claim beyond that is an {@link EOFException}. Text that is not UTF-8 is
 * refused: mended, two different tokens could become the same one.
 */
final class BoundedDecoder extends Decoder {

    private final byte[] value;
    private final ByteBuffer numbers;
    private int position;
    private long itemsLeft;

    BoundedDecoder(byte[] value, int begin) {
        this.value = value;
        this.numbers = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        this.position = begin;
        this.itemsLeft = (long) value.length - begin;
    }

    /** Bytes not read yet. */
    int remaining() {
        return value.length - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        int read = value[take(1)];
        if (read != 0 && read != 1) {
            throw new IOException("Expected a boolean to be 0 or 1, but was another byte");
        }
        return read == 1;
    }

    @Override
    public int readInt() throws IOException {
        long read = readLong();
        if ((int) read != read) {
            throw new IOException("Expected an int, but was a longer number");
        }
        return (int) read;
    }

    @Override
    public long readLong() throws IOException {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte read = value[take(1)];
            bits |= (read & 0x7fL) << shift;
            if (read >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new IOException("Expected a number of at most 10 bytes, but was longer");
    }

    @Override
    public float readFloat() throws IOException {
        return numbers.getFloat(take(Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        return numbers.getDouble(take(Double.BYTES));
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        int begin = take(length);
        String text = new String(value, begin, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value, begin, length));
        }
        return text;
    }

    @Override
    public void skipString() throws IOException {
        take(length());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int length = length();
        int begin = take(length);
        return ByteBuffer.wrap(Arrays.copyOfRange(value, begin, begin + length));
    }

    @Override
    public void skipBytes() throws IOException {
        take(length());
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        System.arraycopy(value, take(length), bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return items(true);
    }

    @Override
    public long arrayNext() throws IOException {
        return items(true);
    }

    @Override
    public long skipArray() throws IOException {
        return items(false);
    }

    @Override
    public long readMapStart() throws IOException {
        return items(true);
    }

    @Override
    public long mapNext() throws IOException {
        return items(true);
    }

    @Override
    public long skipMap() throws IOException {
        return items(false);
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    /**
     * The number of items in the next block; blocks that state their size in bytes are leapt over if not to be read.
     */
    private long items(boolean read) throws IOException {
        while (true) {
            long count = readLong();
            if (count < 0) {
                int size = length();
                if (!read) {
                    take(size);
                    continue;
                }
                count = -count;
            }
            if (count < 0 || count > itemsLeft) {
                throw new EOFException("Expected no more items than bytes");
            }
            itemsLeft -= count;
            return count;
        }
    }

    private int length() throws IOException {
        long length = readLong();
        if (length < 0) {
            throw new IOException("Expected a length, but was negative");
        }
        if (length > remaining()) {
            throw new EOFException("Expected a length within the value");
        }
        return (int) length;
    }

    private int take(int length) throws EOFException {
        if (length > remaining()) {
            throw new EOFException("Expected more bytes in the value");
        }
        int begin = position;
        position += length;
        return begin;
    }
}
