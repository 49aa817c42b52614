package dev.rollcall.app.meters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a dashboard asks of Prometheus, read from its file.
 *
 * @param variables those that are asked of Prometheus, in the order in which they depend on each other
 */
public record Dashboard(String uid, List<Variable> variables, List<Panel> panels) {
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), *([a-z_]+)\\)");

    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

    /** @param range whether it is asked over time */
    public record Query(String refId, String expr, boolean range) {}

    /**
     * One that is a row has no queries.
     *
     * @param empty what it says where there is nothing to show
     */
    public record Panel(int id, String type, String title, String description, String empty, List<Query> queries) {}

    /**
     * A choice that the reader has: the values of {@code label} of the series that {@code selector} finds.
     *
     * @param preferred the one chosen at first where it is among them; empty for whichever is first
     */
    public record Variable(String name, String selector, String label, String preferred) {}

    public Dashboard {
        variables = List.copyOf(variables);
        panels = List.copyOf(panels);
    }

    /** All in a folder, by the names of their files. */
    public static Map<Path, Dashboard> all(Path folder) throws IOException {
        Map<Path, Dashboard> all = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                all.put(file, read(file));
            }
        }
        return all;
    }

    public static Dashboard read(Path file) throws IOException {
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
        List<Variable> variables = new ArrayList<>();
        for (JsonNode variable : json.at("/templating/list")) {
            if (variable.path("type").asText().equals("query")) {
                variables.add(variable(variable));
            }
        }
        List<Panel> panels = new ArrayList<>();
        for (JsonNode panel : json.path("panels")) {
            List<Query> queries = new ArrayList<>();
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        target.path("refId").asText(),
                        target.path("expr").asText(),
                        target.path("range").asBoolean()));
            }
            panels.add(new Panel(
                    panel.path("id").asInt(),
                    panel.path("type").asText(),
                    panel.path("title").asText(),
                    panel.path("description").asText(),
                    panel.at("/fieldConfig/defaults/noValue").asText(),
                    List.copyOf(queries)));
        }
        return new Dashboard(json.path("uid").asText(), variables, panels);
    }

    private static Variable variable(JsonNode json) {
        String query = json.at("/query/query").asText();
        Matcher values = LABEL_VALUES.matcher(query);
        if (!values.matches()) {
            throw new IllegalStateException("Expected variable '%s' to be label_values(selector, label), but was '%s'"
                    .formatted(json.path("name").asText(), query));
        }
        return new Variable(
                json.path("name").asText(),
                values.group(1),
                values.group(2),
                json.at("/current/value").asText());
    }

    /** {@code text} with the values chosen, as Grafana would ask it; whatever else is a variable stays. */
    public static String substituted(String text, Map<String, String> chosen) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(chosen.getOrDefault(found.group(1), found.group())));
    }
}
