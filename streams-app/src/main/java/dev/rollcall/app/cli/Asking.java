package dev.rollcall.app.cli;

import dev.rollcall.app.Audit;
import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveReader;
import dev.rollcall.app.HeldHistory;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import dev.rollcall.replay.disclosure.SmallLimits;
import dev.rollcall.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Why somebody asks for the history of the topics; to be written into the audit before the first record is read. */
final class Asking {
    private static final String REASON = "--reason";

    @Option(
            names = REASON,
            paramLabel = "TEXT",
            description = "Why you ask: written into the audit before the first record is read. Name no child.")
    private @Nullable String reason;

    /**
     * Writes who asks {@code verb} for what, and waits until it is there.
     *
     * @param policy judged by, see {@link Audit#note}
     * @throws ParameterException where no reason was given
     */
    void note(CommandSpec verb, Connections connections, String policy) {
        Audit.note(connections, action(verb), arguments(verb), given(verb), policy);
    }

    /** The reason; a {@link ParameterException} where there is none. */
    String given(CommandSpec verb) {
        if (reason == null || reason.isBlank()) {
            throw new ParameterException(
                    verb.commandLine(),
                    "Expected '%s' to say why you ask, since it is written into the audit, but there is none"
                            .formatted(REASON));
        }
        return reason;
    }

    /** Writes down that {@code verb} was asked for and refused. */
    void noteRefused(CommandSpec verb, Connections connections, String policy) {
        Audit.note(connections, action(verb) + ", refused", arguments(verb), given(verb), policy);
    }

    /**
     * Refuses a policy by which an analyst could find out whether one child is in the data, and writes down who tried.
     *
     * @throws PolicyException with every limit on too few people, every period that is not published, and where it stands
     */
    void refuseSmallLimits(CommandSpec verb, Connections connections, String text, Path file) {
        List<Node> documents = Yaml.versions(text, file.toString());
        Policies own = RuleBook.read(documents).policies();
        List<Problem> problems = probing(connections, documents, own, DirectiveReader.policies(connections));
        if (!problems.isEmpty()) {
            noteRefused(verb, connections, named(List.of(text), file));
            throw new PolicyException(problems);
        }
    }

    /** Refuses a body or group of which no event was found, nor any version of the policy names it: a slip would be told as 0. */
    static void refuseUnknown(CommandSpec verb, Policies policies, Entity entity) {
        boolean isNamed = entity.kind() == EntityKind.BODY || entity.kind() == EntityKind.GROUP;
        if (isNamed && policies.versions().stream().noneMatch(version -> version.names(entity))) {
            throw new ParameterException(
                    verb.commandLine(),
                    "Expected a %s that the policy names or an event is of, but '%s' is neither"
                            .formatted(entity.kind().text(), entity.id()));
        }
    }

    /**
     * What makes a policy one by which an analyst could find out whether one child is in the data: limits on too few people,
     * and periods that are not published; nothing for an operator.
     *
     * @param documents the versions as written, in order
     * @param policies the same, read
     * @param published the publications in force
     */
    static List<Problem> probing(
            Connections connections, List<Node> documents, Policies policies, List<String> published) {
        List<Problem> problems = new ArrayList<>(SmallLimits.in(documents, policies, connections.lowestLimit()));
        if (connections.disclosure().hidesAny()) {
            List<Node> known = Yaml.documents(published, HeldHistory.FILE);
            problems.addAll(SmallLimits.newPeriods(
                    documents,
                    policies,
                    known.isEmpty()
                            ? List.of()
                            : RuleBook.read(known).policies().periods()));
        }
        return problems;
    }

    /** How the audit names a policy: its name and last version, and the digest of its file; {@code file} is null for what is published. */
    static String named(List<String> texts, @Nullable Path file) {
        String from = file == null ? HeldHistory.FILE : file.toString();
        Policy last = RuleBook.read(Yaml.documents(texts, from)).policies().latest();
        String name = "%s version %d".formatted(last.name(), last.version());
        return file == null
                ? name + ", as published"
                : "%s, %s with SHA-256 %s".formatted(name, file.getFileName(), sha256(String.join("", texts)));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected every Java to have SHA-256", e);
        }
    }

    /** The verb as one writes it, as in {@code policy publish}. */
    static String action(CommandSpec verb) {
        return verb.qualifiedName(" ").substring(verb.root().name().length()).strip();
    }

    /** What was given to the verb besides the reason, each as one would write it. */
    static List<String> arguments(CommandSpec verb) {
        List<String> arguments = new ArrayList<>();
        for (OptionSpec option : verb.commandLine().getParseResult().matchedOptions()) {
            if (!option.longestName().equals(REASON)) {
                option.originalStringValues()
                        .forEach(value -> arguments.add(
                                option.arity().max() == 0 ? option.longestName() : option.longestName() + "=" + value));
            }
        }
        for (PositionalParamSpec positional :
                verb.commandLine().getParseResult().matchedPositionals()) {
            arguments.addAll(positional.originalStringValues());
        }
        return arguments;
    }
}
