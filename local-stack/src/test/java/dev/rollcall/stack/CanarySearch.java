package dev.rollcall.stack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds canaries in bytes, however they are written there; all of them in one pass. */
final class CanarySearch {
    /** How many bytes a canary must have, in each of its writings too. */
    static final int SHORTEST = 8;

    private static final int FILTER_BITS = 22;

    private final Map<Long, List<Writing>> byHead = new HashMap<>();
    private final BitSet filter = new BitSet(1 << FILTER_BITS);

    /** A canary as it would look in some encoding. */
    private record Writing(byte[] bytes, String canary, String encoding) {}

    CanarySearch(Collection<String> canaries) {
        for (String canary : canaries) {
            writings(canary).forEach((encoding, bytes) -> add(new Writing(bytes, canary, encoding)));
        }
    }

    private void add(Writing writing) {
        if (writing.bytes().length < SHORTEST) {
            throw new IllegalArgumentException("Expected at least %d bytes, but was '%s' in %s"
                    .formatted(SHORTEST, writing.canary(), writing.encoding()));
        }
        long head = ByteBuffer.wrap(writing.bytes()).getLong();
        byHead.computeIfAbsent(head, any -> new ArrayList<>()).add(writing);
        filter.set(slot(head));
    }

    /** The canaries in {@code bytes}, each with its encoding. */
    Set<String> sightings(byte[] bytes) {
        Set<String> found = new TreeSet<>();
        for (Writing writing : in(bytes)) {
            found.add("'%s' in %s".formatted(writing.canary(), writing.encoding()));
        }
        return found;
    }

    /** The canaries in {@code bytes}. */
    Set<String> canaries(byte[] bytes) {
        return in(bytes).stream().map(Writing::canary).collect(Collectors.toSet());
    }

    private List<Writing> in(byte[] bytes) {
        List<Writing> found = new ArrayList<>();
        long head = 0;
        for (int end = 0; end < bytes.length; end++) {
            head = head << Byte.SIZE | bytes[end] & 0xff;
            int start = end - SHORTEST + 1;
            if (start < 0 || !filter.get(slot(head))) {
                continue;
            }
            for (Writing writing : byHead.getOrDefault(head, List.of())) {
                int stop = start + writing.bytes().length;
                if (stop <= bytes.length
                        && Arrays.equals(bytes, start, stop, writing.bytes(), 0, writing.bytes().length)) {
                    found.add(writing);
                }
            }
        }
        return found;
    }

    private static int slot(long head) {
        return (int) (head * 0x9E3779B97F4A7C15L >>> Long.SIZE - FILTER_BITS);
    }

    /** {@code canary} in each encoding that is searched for, by its name. */
    static Map<String, byte[]> writings(String canary) {
        Map<String, byte[]> writings = new LinkedHashMap<>();
        write("as is", canary, writings);
        write("lower case", canary.toLowerCase(Locale.ROOT), writings);
        write("upper case", canary.toUpperCase(Locale.ROOT), writings);
        return writings;
    }

    private static void write(String how, String text, Map<String, byte[]> into) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        into.put(how + ", UTF-8", utf8);
        into.put(how + ", UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
        into.put(how + ", UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
        into.put(how + ", reversed", bytes(new StringBuilder(text).reverse().toString()));
        into.put(how + ", hex", bytes(HexFormat.of().formatHex(utf8)));
        into.put(how + ", HEX", bytes(HexFormat.of().withUpperCase().formatHex(utf8)));
        into.put(how + ", list of bytes", bytes(Arrays.toString(utf8).replaceAll("[\\[\\]]", "")));
        for (int skipped = 0; skipped < 3; skipped++) { // where it begins among three bytes that become four characters
            byte[] triples = Arrays.copyOfRange(utf8, skipped, skipped + (utf8.length - skipped) / 3 * 3);
            into.put(how + ", base64 from byte " + skipped, Base64.getEncoder().encode(triples));
            into.put(
                    how + ", base64 for URLs from byte " + skipped,
                    Base64.getUrlEncoder().encode(triples));
        }
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
