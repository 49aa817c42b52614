package dev.rollcall.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/** Holds every schema to what was published under its name: {@code src/test/resources/versions/<Record>/<n>.avsc}. */
class SchemaEvolutionTest {

    private static final Path CURRENT = Path.of("src/main/avro");
    private static final Path PUBLISHED = Path.of("src/test/resources/versions");

    @Test
    void everyRecordHasItsPublishedVersionsAndNoOthersAreKept() throws IOException {
        Set<String> current = new HashSet<>();
        for (Path file : list(CURRENT)) {
            current.add(file.getFileName().toString().replace(".avsc", ""));
        }
        Set<String> published = new HashSet<>();
        for (Path directory : list(PUBLISHED)) {
            published.add(directory.getFileName().toString());
        }
        assertFalse(current.isEmpty(), "no schema found in " + CURRENT);
        assertEquals(current, published, "a new record needs a folder in " + PUBLISHED);
    }

    @Test
    void theNewestPublishedVersionMeansWhatTheCurrentSchemaMeans() throws IOException {
        for (Path file : list(CURRENT)) {
            Schema current = parse(file);
            List<Schema> versions = versions(current.getName());
            Schema newest = versions.get(versions.size() - 1);
            String advice = current.getName() + " changed: add it as versions/" + current.getName() + "/"
                    + (versions.size() + 1) + ".avsc";
            assertEquals(newest, current, advice);
            assertEquals(enumDefaults(newest), enumDefaults(current), advice);
        }
    }

    @Test
    void everyVersionReadsEveryOther() throws IOException {
        for (Path directory : list(PUBLISHED)) {
            List<Schema> versions = versions(directory.getFileName().toString());
            for (int reader = 0; reader < versions.size(); reader++) {
                for (int writer = 0; writer < versions.size(); writer++) {
                    SchemaCompatibility.SchemaPairCompatibility pair =
                            SchemaCompatibility.checkReaderWriterCompatibility(
                                    versions.get(reader), versions.get(writer));
                    assertEquals(
                            SchemaCompatibilityType.COMPATIBLE,
                            pair.getType(),
                            directory.getFileName() + ": version " + (reader + 1) + " cannot read version "
                                    + (writer + 1) + ": " + pair.getResult().getIncompatibilities());
                }
            }
        }
    }

    @Test
    void everyRecordFieldAndEnumHasADoc() throws IOException {
        List<String> undocumented = new ArrayList<>();
        for (Path file : list(CURRENT)) {
            for (Schema schema : named(parse(file))) {
                if (blank(schema.getDoc())) {
                    undocumented.add(schema.getFullName());
                }
                if (schema.getType() == Schema.Type.RECORD) {
                    for (Schema.Field field : schema.getFields()) {
                        if (blank(field.doc())) {
                            undocumented.add(schema.getFullName() + "." + field.name());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), undocumented);
    }

    @Test
    void everyEnumFallsBackToUnknown() throws IOException {
        for (Path file : list(CURRENT)) {
            enumDefaults(parse(file)).forEach((name, fallback) -> assertEquals("UNKNOWN", fallback, name));
        }
    }

    private static boolean blank(String doc) {
        return doc == null || doc.isBlank();
    }

    private static Map<String, String> enumDefaults(Schema schema) {
        Map<String, String> defaults = new TreeMap<>();
        for (Schema each : named(schema)) {
            if (each.getType() == Schema.Type.ENUM) {
                defaults.put(each.getFullName(), String.valueOf(each.getEnumDefault()));
            }
        }
        return defaults;
    }

    private static Set<Schema> named(Schema schema) {
        Set<Schema> found = new HashSet<>();
        collect(schema, found);
        return found;
    }

    private static void collect(Schema schema, Set<Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.add(schema)) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM, FIXED -> found.add(schema);
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
            default -> {}
        }
    }

    private static List<Schema> versions(String record) throws IOException {
        List<Path> files = new ArrayList<>(list(PUBLISHED.resolve(record)));
        files.sort(Comparator.comparingInt(SchemaEvolutionTest::number));
        List<Schema> versions = new ArrayList<>();
        for (Path file : files) {
            versions.add(parse(file));
            assertEquals(versions.size(), number(file), "versions are numbered from 1 without gaps: " + file);
        }
        assertFalse(versions.isEmpty(), "no published version of " + record);
        return versions;
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".avsc", ""));
    }

    private static Schema parse(Path file) throws IOException {
        return new Schema.Parser().parse(Files.readString(file));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
