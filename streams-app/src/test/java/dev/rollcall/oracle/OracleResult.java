package dev.rollcall.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a history comes to: its non-zero figures and the alerts that are not retracted. */
public record OracleResult(Map<FigureKey, Tally> figures, Set<StandingAlert> alerts) {
    private static final int MOST_DIFFERENCES = 20;

    public OracleResult {
        figures = Map.copyOf(figures);
        alerts = Set.copyOf(alerts);
    }

    /** A figure's number, and whether nothing is known to be missing from it. */
    public record Tally(long count, boolean exact) {}

    /**
     * Reads the output of a replay, without retracted alerts and zero figures.
     *
     * @throws IllegalStateException if a figure or an alert is written twice
     */
    public static OracleResult read(Path alertsFile, Path figuresFile) {
        try {
            return read(Files.readAllLines(alertsFile), Files.readAllLines(figuresFile));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same as {@link #read(Path, Path)}, from lines. */
    public static OracleResult read(List<String> alertLines, List<String> figureLines) {
        Map<FigureKey, Tally> figures = new HashMap<>();
        Set<FigureKey> keys = new HashSet<>();
        for (JsonNode json : nodes(figureLines)) {
            FigureKey key = new FigureKey(
                    text(json, "entityKind"),
                    text(json, "entity"),
                    text(json, "agreementId"),
                    text(json, "basis"),
                    text(json, "window"),
                    text(json, "dataset"));
            if (!keys.add(key)) {
                throw new IllegalStateException("Expected each figure once, but found another " + key);
            }
            if (json.get("count").asLong() != 0) {
                figures.put(
                        key,
                        new Tally(json.get("count").asLong(), json.path("exact").asBoolean()));
            }
        }
        Set<StandingAlert> alerts = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode json : nodes(alertLines)) {
            StandingAlert alert = new StandingAlert(
                    text(json, "detector"),
                    text(json, "rule"),
                    text(json, "entityKind"),
                    text(json, "entity"),
                    text(json, "agreementId"),
                    text(json, "window"),
                    text(json, "band"),
                    text(json, "about"),
                    text(json, "state"),
                    number(json, "observed"),
                    text(json, "severity"),
                    number(json, "limit"));
            if (!ids.add(alert.id())) {
                throw new IllegalStateException("Expected each alert once, but found another " + alert.id());
            }
            if (!"RETRACTED".equals(alert.state())) {
                alerts.add(alert);
            }
        }
        return new OracleResult(figures, alerts);
    }

    /** In words, the first 20 differences: this result is what was expected, the other what was found. */
    public List<String> differences(OracleResult other) {
        Map<String, String> expected = inWords();
        Map<String, String> found = other.inWords();
        Set<String> things = new TreeSet<>(expected.keySet());
        things.addAll(found.keySet());
        List<String> differences = new ArrayList<>();
        for (String thing : things) {
            String one = expected.getOrDefault(thing, "none");
            String two = found.getOrDefault(thing, "none");
            if (!one.equals(two) && differences.size() < MOST_DIFFERENCES) {
                differences.add(thing + ": expected " + one + ", but found " + two);
            }
        }
        return differences;
    }

    private Map<String, String> inWords() {
        Map<String, String> words = new TreeMap<>();
        figures.forEach((key, tally) -> {
            words.put("figure " + key, tally.count() + (tally.exact() ? " (exact)" : " (not exact)"));
        });
        Map<String, List<StandingAlert>> byId = alerts.stream().collect(Collectors.groupingBy(StandingAlert::id));
        byId.forEach((id, same) -> words.put(
                "alert " + id,
                same.stream()
                        .map(alert -> alert.state() + " " + alert.severity() + " observed " + alert.observed()
                                + " limit " + alert.limit())
                        .sorted()
                        .collect(Collectors.joining(" and "))));
        return words;
    }

    private static List<JsonNode> nodes(List<String> lines) {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank()) {
                try {
                    nodes.add(json.readTree(line));
                } catch (IOException notJson) {
                    throw new UncheckedIOException(notJson);
                }
            }
        }
        return nodes;
    }

    private static String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }

    private static Long number(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asLong() : null;
    }
}
