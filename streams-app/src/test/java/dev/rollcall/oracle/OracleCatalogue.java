package dev.rollcall.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which fields each dataset is published with: straight from the shipped table, spelled without term and year. */
final class OracleCatalogue {
    private static final Map<String, Set<String>> FIELDS_OF = read();

    private OracleCatalogue() {}

    /** The datasets of the catalogue. */
    static Set<String> datasets() {
        return FIELDS_OF.keySet();
    }

    /** The published fields of a dataset, none for one that the catalogue does not have. */
    static Set<String> fieldsOf(String dataset) {
        return FIELDS_OF.getOrDefault(dataset, Set.of());
    }

    /** A field's or dataset's name however it spells case, blanks, term and year. */
    static String key(String name) {
        return name.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[ .-]", "_")
                .replaceFirst("(_\\[term\\])?(\\[yy\\])?$", "")
                .replaceFirst("_(aut|spr|sum|autumn|spring|summer)([0-9]{2}|[0-9]{4})?$", "");
    }

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> fields = new TreeMap<>();
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                OracleCatalogue.class.getResourceAsStream("/dev/rollcall/policy/npd-fields.tsv"),
                StandardCharsets.UTF_8))) {
            lines = reader.lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        for (String line : lines) {
            if (!line.startsWith("#")) {
                String[] columns = line.split("\t");
                fields.computeIfAbsent(columns[0], dataset -> new TreeSet<>()).add(key(columns[1]));
            }
        }
        return fields;
    }
}
