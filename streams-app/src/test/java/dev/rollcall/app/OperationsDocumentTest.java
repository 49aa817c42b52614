package dev.rollcall.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rollcall.app.config.Configuration;
import dev.rollcall.detect.Detector;
import dev.rollcall.detect.RuleBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever is woken finds what to do, and whoever installs finds every setting. */
class OperationsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    private static final Path RULES = Path.of("..", "docker", "prometheus", "rules.yaml");

    private static final Pattern ENTRY = Pattern.compile("(?m)^### (.+)\n\n(?:(?!#).*\\S.*)");
    private static final Pattern SETTING = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| (?:`([^`]*)`)?");
    private static final Pattern ALERT = Pattern.compile("(?m)^\\s*- alert: (\\w+)$");

    @Test
    void everyDetectorHasAnEntryInTheRunbook() throws IOException {
        Set<String> detectors =
                RuleBook.known().stream().map(Detector::type).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(detectors, entries("## Detectors", "## The pipeline"));
    }

    @Test
    void everyRuleOfThePipelineHasAnEntryInTheRunbook() throws IOException {
        Set<String> rules = ALERT.matcher(Files.readString(RULES))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertFalse(rules.isEmpty());
        assertEquals(rules, entries("## The pipeline", null));
    }

    @Test
    void everySettingIsListedWithItsDefault() throws IOException {
        String table = between(Files.readString(DOCUMENT), "## Configure", "## Secure");
        Set<String> listed = new TreeSet<>();
        for (MatchResult row : SETTING.matcher(table).results().toList()) {
            String setting = row.group(1);
            listed.add(setting);
            String written = row.group(2) == null ? "" : row.group(2);
            // what depends on the machine is told in words
            String given = Configuration.known().getOrDefault(setting, "");
            assertEquals(given, given.isEmpty() ? "" : written, setting);
        }
        assertEquals(new TreeSet<>(Configuration.known().keySet()), listed);
    }

    /** The headings that something is written under. */
    private static Set<String> entries(String from, String to) throws IOException {
        return ENTRY.matcher(between(Files.readString(DOCUMENT), from, to))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String between(String text, String from, String to) {
        String after = text.substring(text.indexOf("\n" + from + "\n"));
        return to == null ? after : after.substring(0, after.indexOf("\n" + to + "\n"));
    }
}
