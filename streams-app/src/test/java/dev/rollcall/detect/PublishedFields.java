package dev.rollcall.detect;

import dev.rollcall.policy.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The shipped table of published fields, as it lies there. */
final class PublishedFields {
    private PublishedFields() {}

    /** Dataset, field and category of each. */
    static List<String[]> rows() {
        try (InputStream table = Catalogue.class.getResourceAsStream("npd-fields.tsv")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
