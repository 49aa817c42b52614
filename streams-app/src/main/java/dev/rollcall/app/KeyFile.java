package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the key of the pseudonyms: 16, 24 or 32 bytes, as they are or in hexadecimal, with or without a line end. Nothing of it is ever told. */
final class KeyFile {
    private static final Set<Integer> LENGTHS = Set.of(16, 24, 32);

    private KeyFile() {}

    static byte[] read(@Nullable Path file) {
        if (file == null) {
            throw new ConfigurationException(
                    "Expected 'key-file' to name the file with the key of the pseudonyms, but it is not set. Make one: head -c 32 /dev/urandom > rollcall.key; chmod 600 rollcall.key");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException("Expected to read the key in %s, but met %s"
                    .formatted(file, e.getClass().getSimpleName()));
        }
        byte[] hexadecimal = fromHexadecimal(bytes);
        if (hexadecimal != null && LENGTHS.contains(hexadecimal.length)) {
            return hexadecimal;
        }
        if (LENGTHS.contains(bytes.length)) {
            return bytes;
        }
        throw new ConfigurationException(
                "Expected 16, 24 or 32 bytes in %s, as they are or in hexadecimal, but it has %d"
                        .formatted(file, bytes.length));
    }

    /** What {@code text} says in hexadecimal, with or without a line end; null where it is something else. */
    private static byte @Nullable [] fromHexadecimal(byte[] text) {
        try {
            return HexFormat.of().parseHex(new String(text, StandardCharsets.ISO_8859_1).trim());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
