package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of a verb that can be asked in several ways: it has an effect, or is refused by name. */
class OptionTableTest {
    private static final Set<String> OF_EVERY_VERB = Set.of("--help", "--version", "--config");
    private static final Map<String, List<String>> VALUES = Map.of(
            "--as-of", List.of("2016-10-31T00:00:00Z"),
            "--threads", List.of("2"),
            "--passes", List.of("2"),
            "--offsets", List.of("extracts/2:100-200"),
            "--basis", List.of("children"));

    /** As one would write it. */
    private static List<String> written(OptionSpec option, boolean days) {
        List<String> words = new ArrayList<>(List.of(option.longestName()));
        if (option.arity().max() > 0) {
            boolean time = Set.of("--from", "--to").contains(option.longestName());
            words.addAll(
                    time
                            ? List.of(days ? "2016-10-31" : "2016-10-31T00:00:00Z")
                            : VALUES.getOrDefault(option.longestName(), List.of("none")));
        }
        return words;
    }

    private static CommandLine verb(String... names) {
        CommandLine verb = Rollcall.commandLine();
        for (String name : names) {
            verb = verb.getSubcommands().get(name);
        }
        return verb;
    }

    private static void everyOptionCountsOrIsRefused(OptionTable table, boolean days, String... names) {
        List<OptionSpec> options = verb(names).getCommandSpec().options().stream()
                .filter(option -> !OF_EVERY_VERB.contains(option.longestName()))
                .toList();
        Map<String, OptionSpec> byName =
                options.stream().collect(Collectors.toMap(OptionSpec::longestName, option -> option));
        Set<String> named = new TreeSet<>();
        table.modes().forEach(mode -> {
            named.addAll(mode.takes());
            if (mode.option() != null) {
                named.add(mode.option());
            }
        });
        assertEquals(new TreeSet<>(byName.keySet()), named, "the table knows every option, and no other");
        for (int i = 0; i < table.modes().size(); i++) {
            OptionTable.Mode mode = table.modes().get(i);
            Set<String> earlier = table.modes().subList(0, i).stream()
                    .map(OptionTable.Mode::option)
                    .collect(Collectors.toSet());
            for (OptionSpec option : options) {
                String name = option.longestName();
                boolean asksAnother = earlier.contains(name)
                        || (mode.option() == null
                                && table.modes().stream().anyMatch(other -> name.equals(other.option())));
                if (name.equals(mode.option()) || asksAnother) {
                    continue;
                }
                List<String> line = new ArrayList<>(List.of(names));
                if (mode.option() != null) {
                    line.addAll(written(byName.get(mode.option()), days));
                }
                line.addAll(written(option, days));
                Ran ran = Ran.rollcall(line.toArray(String[]::new));
                String first = ran.err().lines().findFirst().orElse("");
                if (mode.takes().contains(name)) {
                    assertFalse(first.contains(" but found both"), line + ": " + first);
                } else {
                    assertEquals(ExitCode.USAGE, ran.code(), line.toString());
                    assertTrue(
                            mode.option() == null
                                    ? first.startsWith("Expected '%s' only with '".formatted(name))
                                    : first.equals("Expected no '%2$s' together with '%1$s', but found both"
                                            .formatted(mode.option(), name)),
                            line + ": " + first);
                }
            }
        }
    }

    @Test
    void noOptionOfReplayIsWithoutEffect() {
        everyOptionCountsOrIsRefused(Replay.TABLE, false, "replay");
    }

    @Test
    void noOptionOfShowFiguresIsWithoutEffect() {
        everyOptionCountsOrIsRefused(ShowFigures.TABLE, true, "show", "figures");
    }

    @Test
    void saysWhichOptionIsMissing() {
        Ran ran = Ran.rollcall("replay", "--csv", "f", "--reason", "r");
        assertEquals(ExitCode.USAGE, ran.code());
        assertEquals(
                "Expected '--csv' only with '--against', but it was given without",
                ran.err().lines().findFirst().orElse(""));
        ran = Ran.rollcall("replay", "--against", "p.yaml", "--as-if-always", "--reason", "r");
        assertEquals(ExitCode.USAGE, ran.code());
        assertTrue(ran.err().startsWith("Expected '--policy' with '--as-if-always'"), ran.err());
        for (String[] line : new String[][] {
            {"replay", "--threads", "0"},
            {"verify", "abcdefgh", "--threads", "0", "--reason", "r"},
            {"policy", "publish", "--threads", "0", "f"}
        }) {
            ran = Ran.rollcall(line);
            assertEquals(ExitCode.USAGE, ran.code());
            assertTrue(ran.err().startsWith("Expected '--threads' to be at least 1, but was 0"), ran.err());
        }
        assertNotEquals(ExitCode.USAGE, Ran.rollcall("replay", "--reason", "r").code());
    }
}
