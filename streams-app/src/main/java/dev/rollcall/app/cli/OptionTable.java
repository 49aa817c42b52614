package dev.rollcall.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Which options go together, where a verb can be asked in several ways: whatever would have no effect is refused by name. The
 * first way whose option was given is meant; options that no way names go with all.
 */
record OptionTable(List<Mode> modes) {
    OptionTable {
        modes = List.copyOf(modes);
    }

    /**
     * One way of asking.
     *
     * @param option that asks so; null for the way that is meant without one
     */
    record Mode(@Nullable String option, Set<String> takes) {
        Mode {
            takes = Set.copyOf(takes);
        }

        static Mode of(String option, String... takes) {
            return new Mode(option, Set.of(takes));
        }

        static Mode otherwise(String... takes) {
            return new Mode(null, Set.of(takes));
        }

        private boolean allows(String name) {
            return name.equals(option) || takes.contains(name);
        }
    }

    static OptionTable of(Mode... modes) {
        return new OptionTable(Arrays.asList(modes));
    }

    /** Refuses, with a {@link ParameterException}, the first option that does not go with the way in which was asked. */
    void check(CommandSpec verb) {
        List<String> given = verb.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .toList();
        Mode meant = modes.stream()
                .filter(mode -> mode.option == null || given.contains(mode.option))
                .findFirst()
                .orElseThrow();
        for (String name : given) {
            if (!meant.allows(name) && modes.stream().anyMatch(mode -> mode.allows(name))) {
                throw new ParameterException(verb.commandLine(), refusal(meant, name));
            }
        }
    }

    private String refusal(Mode meant, String name) {
        if (meant.option != null) {
            return "Expected no '%2$s' together with '%1$s', but found both".formatted(meant.option, name);
        }
        List<String> with = modes.stream()
                .filter(mode -> mode.allows(name) && mode.option != null)
                .map(mode -> "'" + mode.option + "'")
                .toList();
        return "Expected '%s' only with %s, but it was given without".formatted(name, String.join(" or ", with));
    }
}
