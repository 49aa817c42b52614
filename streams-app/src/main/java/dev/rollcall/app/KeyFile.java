package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the key of the pseudonyms: 16, 24 or 32 bytes, as they are or in hexadecimal. Nothing of it is ever told. */
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
        if (LENGTHS.contains(bytes.length)) {
            return bytes;
        }
        try {
            byte[] decoded = HexFormat.of().parseHex(new String(bytes, StandardCharsets.US_ASCII).trim());
            if (LENGTHS.contains(decoded.length)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // said below, without anything of what the file holds
        }
        throw new ConfigurationException(
                "Expected 16, 24 or 32 bytes in %s, as they are or in hexadecimal, but it has %d"
                        .formatted(file, bytes.length));
    }
}
