package dev.rollcall.policy;

import dev.rollcall.model.Category;
import dev.rollcall.model.Datasets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides to which category of personal data a published field name belongs.
 *
 * <p>Immutable, and safe for use by several threads. A name is first looked up as it is spelled (spellings of known fields are
 * remembered, up to a bound), then by its {@linkplain FieldName#normalise key}, then by its key without the collection: a field
 * of the school census is the same kind of data in the absence and exclusions collections. Names that the catalogue does not
 * know are never remembered.
 */
public final class Catalogue {

    private static final String SHIPPED = "npd-fields.tsv";
    private static final int LONGEST_NAME = 128;
    private static final int MOST_SPELLINGS = 16_384;

    private final List<Field> fields;
    private final Map<String, Category> exact;
    private final Map<String, Category> byKey;
    private final Map<String, Category> bySpelling = new ConcurrentHashMap<>();
    /** Names of the published datasets, by their key. */
    private final Map<String, String> datasets = new LinkedHashMap<>();
    /** How many fields each dataset has. */
    private final Map<String, Integer> sizes = new HashMap<>();
    /** The datasets that have a field, by its key. */
    private final Map<String, List<String>> datasetsWith = new HashMap<>();

    /** One published field. */
    record Field(String dataset, String name, Category category) {}

    private Catalogue(List<Field> fields, Map<String, Category> exact) {
        this.fields = List.copyOf(fields);
        this.exact = Map.copyOf(exact);
        this.byKey = Map.copyOf(withBareNames(exact));
        for (Field field : fields) {
            datasets.putIfAbsent(FieldName.ofDataset(field.dataset()), field.dataset());
            List<String> with =
                    datasetsWith.computeIfAbsent(FieldName.normalise(field.name()), key -> new ArrayList<>(1));
            if (!with.contains(field.dataset())) {
                with.add(field.dataset());
                sizes.merge(field.dataset(), 1, Integer::sum);
            }
        }
    }

    /** The catalogue of the 2,447 published fields of the National Pupil Database; its sources are named in the file. */
    public static Catalogue shipped() {
        List<Field> fields = read();
        return new Catalogue(fields, exactKeys(fields));
    }

    /** The category of a field, however the name spells case, term, year and index; null for a field that is not known. */
    public @Nullable Category categoryOf(String fieldName) {
        Category remembered = bySpelling.get(fieldName);
        if (remembered != null) {
            return remembered;
        }
        if (fieldName.length() > LONGEST_NAME) {
            return null;
        }
        String key = FieldName.normalise(fieldName);
        Category category = byKey.get(key);
        if (category == null) {
            String lessExact = FieldName.lessExact(key);
            category = lessExact == null ? null : byKey.get(lessExact);
        }
        if (category != null && bySpelling.size() < MOST_SPELLINGS) {
            bySpelling.put(fieldName, category);
        }
        return category;
    }

    /** The published dataset with this {@linkplain FieldName#ofDataset key}; null where there is none. */
    @Nullable String datasetOf(String key) {
        return datasets.get(key);
    }

    /**
     * The dataset of whose published fields {@code fieldNames} has the greatest share, the first by name among equals; null where
     * none has any.
     *
     * @param among datasets to look at, however their names are spelled, which is how the answer spells them; all where empty
     */
    public Datasets.@Nullable Coverage coverage(Collection<String> fieldNames, Set<String> among) {
        Map<String, String> spellings = new HashMap<>();
        for (String name : among) {
            String published = datasets.get(FieldName.ofDataset(name));
            if (published != null) {
                spellings.put(published, name);
            }
        }
        Map<String, Integer> named = new TreeMap<>();
        fieldNames.stream().map(FieldName::normalise).distinct().forEach(key -> {
            for (String dataset : datasetsWith.getOrDefault(key, List.of())) {
                if (among.isEmpty() || spellings.containsKey(dataset)) {
                    named.merge(dataset, 1, Integer::sum);
                }
            }
        });
        Datasets.Coverage greatest = null;
        for (Map.Entry<String, Integer> dataset : named.entrySet()) {
            int published = Objects.requireNonNull(sizes.get(dataset.getKey()));
            if (greatest == null
                    || (long) dataset.getValue() * greatest.published() > (long) greatest.named() * published) {
                String name = spellings.getOrDefault(dataset.getKey(), dataset.getKey());
                greatest = new Datasets.Coverage(name, dataset.getValue(), published);
            }
        }
        return greatest;
    }

    /**
     * This catalogue and the fields that a policy adds, by name and category. What is added prevails over what is published: a
     * name without a collection holds in all collections, a name with {@code _ab} or {@code _ex} in that one alone.
     *
     * @throws IllegalArgumentException naming every unknown category, every empty or overlong name and all names that are the
     *     same field but differ in category
     */
    public Catalogue with(Map<String, String> fieldToCategory) {
        List<String> problems = new ArrayList<>();
        Map<String, Category> added = new HashMap<>();
        new TreeMap<>(fieldToCategory).forEach((name, text) -> {
            Category category = Category.of(text);
            String key = FieldName.normalise(name);
            if (key.isEmpty() || name.length() > LONGEST_NAME) {
                problems.add("Expected a field name of 1 to %d characters, but was '%s'".formatted(LONGEST_NAME, name));
            } else if (category == null) {
                problems.add("Expected '%s' to belong to a known category, but was '%s'".formatted(name, text));
            } else {
                Category other = added.putIfAbsent(key, category);
                if (other != null && other != category) {
                    problems.add("Expected '%s' to be %s as in its other spelling, but was %s"
                            .formatted(name, other, category));
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        Map<String, Category> keys = new HashMap<>(exact);
        added.keySet().forEach(key -> {
            keys.remove(key + "_ab");
            keys.remove(key + "_ex");
        });
        keys.putAll(added);
        return new Catalogue(fields, keys);
    }

    /** The published fields, in the order of the file; what a policy adds is not among them. */
    List<Field> fields() {
        return fields;
    }

    /** The names of the published fields of {@code dataset}, each once; empty where there is none of that name. */
    public List<String> fieldsOf(String dataset) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Field field : fields) {
            if (field.dataset().equals(dataset)) {
                names.putIfAbsent(FieldName.normalise(field.name()), field.name());
            }
        }
        return List.copyOf(names.values());
    }

    private static Map<String, Category> exactKeys(List<Field> fields) {
        Map<String, Category> keys = new HashMap<>();
        for (Field field : fields) {
            Category other = keys.putIfAbsent(FieldName.normalise(field.name()), field.category());
            if (other != null && other != field.category()) {
                throw new IllegalStateException("Expected '%s' to be %s as in its other spelling, but was %s"
                        .formatted(field.name(), other, field.category()));
            }
        }
        return keys;
    }

    /** Adds the bare name of every field that is published for a collection alone, unless the collections disagree on it. */
    private static Map<String, Category> withBareNames(Map<String, Category> exact) {
        Map<String, Category> keys = new HashMap<>(exact);
        Set<String> disputed = new HashSet<>();
        exact.forEach((key, category) -> {
            String bare = FieldName.withoutCollection(key);
            if (bare != null && !exact.containsKey(bare)) {
                Category other = keys.put(bare, category);
                if (other != null && other != category) {
                    disputed.add(bare);
                }
            }
        });
        keys.keySet().removeAll(disputed);
        return keys;
    }

    private static List<Field> read() {
        List<Field> fields = new ArrayList<>();
        InputStream stream = Catalogue.class.getResourceAsStream(SHIPPED);
        if (stream == null) {
            throw new IllegalStateException(
                    "Expected the resource '%s' beside the class, but it is missing".formatted(SHIPPED));
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.startsWith("#")) {
                    fields.add(field(line, number));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }

    private static Field field(String line, int number) {
        String[] columns = line.split("\t", -1);
        Category category = columns.length == 3 ? Category.of(columns[2]) : null;
        if (category == null) {
            throw new IllegalStateException("Expected dataset, field and known category, but was '%s' (%s line %d)"
                    .formatted(line, SHIPPED, number));
        }
        return new Field(columns[0], columns[1], category);
    }
}
