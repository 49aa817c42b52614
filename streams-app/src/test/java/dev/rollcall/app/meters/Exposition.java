package dev.rollcall.app.meters;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of meters, read strictly: every sample has a typed family, a number, and labels that no other has. */
public final class Exposition {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped|info|unknown|stateset)");
    private static final Pattern COMMENT = Pattern.compile("# (HELP|UNIT) " + NAME + " .*");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\",?");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (\\S+)");

    private final Map<String, Double> samples = new TreeMap<>();

    private Exposition(String page) {
        Map<String, String> types = new HashMap<>();
        assertTrue(page.endsWith("\n"), "the last line has an end");
        for (String line : page.split("\n")) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) {
                assertNull(types.put(type.group(1), type.group(2)), () -> "typed twice: " + line);
            } else if (!line.equals("# EOF") && !COMMENT.matcher(line).matches()) {
                addSample(line, types);
            }
        }
    }

    public static Exposition of(String page) {
        return new Exposition(page);
    }

    /** The text page that {@code registry} gives now. */
    static String text(PrometheusRegistry registry) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            ExpositionFormats.init().getPrometheusTextFormatWriter().write(page, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toString(StandardCharsets.UTF_8);
    }

    static Exposition of(PrometheusRegistry registry) {
        return new Exposition(text(registry));
    }

    private void addSample(String line, Map<String, String> types) {
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), () -> "no sample: " + line);
        String name = sample.group(1);
        String family = name.replaceFirst("_(total|bucket|sum|count|info|created)$", "");
        assertTrue(types.containsKey(name) || types.containsKey(family), () -> "without type: " + line);
        Map<String, String> labels = new TreeMap<>();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            int end = 0;
            while (label.lookingAt()) {
                String value = label.group(2);
                assertNull(labels.put(label.group(1), value), () -> "label twice: " + line);
                end = label.end();
                label.region(end, sample.group(2).length());
            }
            assertTrue(end == sample.group(2).length(), () -> "bad labels: " + line);
        }
        double value = sample.group(3).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(sample.group(3));
        assertNull(samples.put(name + labels, value), () -> "twice on the page: " + line);
    }

    /** The value of a series; {@code labels} are names and values, as written, in turn. */
    public double value(String name, String... labels) {
        Double value = samples.get(series(name, labels));
        assertNotNull(value, () -> series(name, labels) + " is not among " + samples.keySet());
        return value;
    }

    boolean has(String name, String... labels) {
        return samples.containsKey(series(name, labels));
    }

    /** How many series begin with {@code prefix}. */
    public long count(String prefix) {
        return samples.keySet().stream().filter(each -> each.startsWith(prefix)).count();
    }

    int size() {
        return samples.size();
    }

    private static String series(String name, String... labels) {
        Map<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            sorted.put(labels[i], labels[i + 1]);
        }
        return name + sorted;
    }
}
