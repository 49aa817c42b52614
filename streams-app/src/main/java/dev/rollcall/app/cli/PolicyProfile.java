package dev.rollcall.app.cli;

import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.Categories;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.Pairs;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Profile;
import dev.rollcall.replay.OfflineReplay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Computes from history what is usual for a kind of body, for detectors to judge a body without a history of its own. */
@Command(
        name = "profile",
        description = {
            "Computes from a file of events which categories are usually released together to a kind of body, and prints it as a"
                    + " policy's 'profiles' section.",
            "Every count is rounded to a multiple of 5, and no count below 5 is printed: a pair seen in fewer extracts is left"
                    + " out and counts as never seen."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall policy profile --events events.ndjson --policy policy.yaml \\",
            "      --kind local-authority",
            "  rollcall policy profile --events events.ndjson --policy policy.yaml \\",
            "      --kind local-authority > profiles.yaml",
            "",
            "The profile has the name of the kind; detectors ask for it so:",
            "  unusual: { type: novelty, bits: 7, profile: local-authority }"
        })
final class PolicyProfile implements Callable<Integer> {
    /** The smallest count that is printed, and what counts are rounded to. */
    private static final int CELL = 5;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            required = true,
            description = "Events as NDJSON, in order of arrival.")
    private Path events;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            required = true,
            description = "The policy, with all its versions; its last version says which bodies are of the kind.")
    private Path policy;

    @Option(names = "--kind", paramLabel = "KIND", required = true, description = "A kind of body.")
    private String kind;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        OfflineReplay offline = new OfflineReplay(
                TextFiles.read(policy),
                policy.toString(),
                Pseudonymiser.fixed(),
                spec.commandLine().getErr()::println);
        Set<String> bodies = bodiesOfKind(offline.replay().policies().latest());
        TextFiles.lines(events, lines -> offline.run(lines, events.toString(), null));
        Pairs pairs = new Pairs();
        offline.replay().combinationsOf(bodies).forEach(pairs::add);
        if (pairs.extracts() < CELL) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "Expected at least %d extracts released to bodies of kind '%s', but there are fewer (%s)%n",
                            CELL, kind, events);
            return ExitCode.INPUT;
        }
        print(pairs.rounded(kind, CELL), bodies, out);
        return ExitCode.OK;
    }

    private Set<String> bodiesOfKind(Policy version) {
        Collection<Body> all = version.bodies().values();
        Set<String> bodies = all.stream()
                .filter(body -> kind.equals(body.kind()))
                .map(Body::id)
                .collect(Collectors.toCollection(TreeSet::new));
        if (bodies.isEmpty()) {
            Set<String> kinds = all.stream()
                    .map(Body::kind)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toCollection(TreeSet::new));
            throw new ParameterException(
                    spec.commandLine(), "Expected '--kind' to be one of %s, but was '%s'".formatted(kinds, kind));
        }
        return bodies;
    }

    private static void print(Profile profile, Set<String> bodies, PrintWriter out) {
        out.printf(
                "# What was released to %s of kind %s; counts to the nearest %d, none below %d.%n",
                Lines.count(bodies.size(), "body", "bodies"), profile.name(), CELL, CELL);
        out.println("profiles:");
        out.printf("  '%s':%n", profile.name().replace("'", "''"));
        out.printf("    extracts: %d%n", profile.extracts());
        if (!profile.pairs().isEmpty()) {
            out.println("    pairs:");
            for (Categories pair : profile.pairs().keySet()) {
                out.printf("      %s: %d%n", pair, profile.pairs().get(pair));
            }
        }
    }
}
