package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.LeftOut;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.config.Role;
import dev.rollcall.app.files.InputException;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.Evidence;
import dev.rollcall.monitor.ChildRecords;
import dev.rollcall.monitor.ChildRecords.Found;
import dev.rollcall.monitor.ChildRecords.Receipt;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.replay.Scope;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Answers a child's question who received its records. The child's token comes from a file and goes nowhere. */
final class ChildFile {
    /** What belongs to the answer as much as the rest, and must not be lost where one sends it on. */
    private static final String GONE =
            " Older records are gone, so this child may have been named in others that nobody can look up.";

    @Option(
            names = "--child-file",
            paramLabel = "FILE",
            description =
                    "List who received the records of the child whose token is the one line of FILE; for operators alone.")
    private @Nullable Path file;

    boolean asked() {
        return file != null;
    }

    int list(CommandSpec verb, Asking asking, ReadingOptions reading, @Nullable Instant asOf) {
        String reason = asking.given(verb);
        Connections connections = Rollcall.connections(verb);
        String token = token(Objects.requireNonNull(file));
        Stream.concat(Asking.arguments(verb).stream(), Stream.of(reason))
                .filter(text -> text.toLowerCase(Locale.ROOT).contains(token.toLowerCase(Locale.ROOT)))
                .findAny()
                .ifPresent(text -> {
                    throw new InputException(
                            "Expected the child's token to stand in its file alone, but an argument or the reason holds it, which would be kept in the audit");
                });
        if (connections.role() != Role.OPERATOR) {
            asking.noteRefused(verb, connections, "none");
            throw new ConfigurationException("Expected 'role' to be operator with '--child-file', but it is "
                    + connections.role().text());
        }
        TopicHistory history = reading.history(verb, connections);
        List<String> texts = history.policies();
        Policies policies = WhatIfOptions.Named.inForce(texts).policies();
        Instant until = asOf == null ? history.lastTick() : asOf;
        asking.note(verb, connections, Asking.named(texts, null));
        ChildRecords records = new ChildRecords(token, policies, Pseudonymiser.fixed());
        history.read(Scope.until(until), records::arrive);
        return tell(
                records.found(),
                policies,
                until,
                history.leftOut(),
                verb.commandLine().getOut());
    }

    /** The one line of {@code file}. */
    private static String token(Path file) {
        List<String> lines = TextFiles.read(file, "a file with a child's token")
                .replace("\uFEFF", "")
                .strip()
                .lines()
                .toList();
        if (lines.size() != 1) {
            throw new InputException("Expected %s to hold one line, the child's token, but it has %s"
                    .formatted(file, lines.isEmpty() ? "nothing" : lines.size() + " lines"));
        }
        return lines.get(0);
    }

    private static int tell(Found found, Policies policies, Instant until, LeftOut leftOut, PrintWriter out) {
        if (!found.receipts().isEmpty()) {
            Lines.table(
                    out,
                    List.of("RECEIVED", "BODY", "EXTRACT", "CATEGORIES", "PURPOSE", "DATASETS", "SINCE THEN"),
                    found.receipts().stream()
                            .map(receipt -> row(receipt, policies))
                            .toList());
            out.println();
        }
        found.uncounted()
                .forEach(one -> out.printf(
                        "An event that names this child was rejected as %s and is not counted: %s.%n",
                        one.reason().name(), Evidence.of(one.origin()).text()));
        if (found.undecodable() > 0) {
            out.printf(
                    "%s could not be read and may hold anything: see 'rollcall show rejected'.%n",
                    Lines.count(found.undecodable(), "record", "records"));
        }
        int code = ReadingOptions.tellLeftOut(leftOut, ExitCode.OK, out);
        out.println(sentence(found, policies, until) + (leftOut.isIncomplete() ? GONE : ""));
        return code;
    }

    private static List<String> row(Receipt receipt, Policies policies) {
        return List.of(
                policies.zone().dayOf(receipt.at()).toString(),
                policies.latest().nameOf(receipt.body()),
                receipt.extractId(),
                String.join(", ", receipt.categories().names()),
                String.join(", ", receipt.purposes()),
                String.join(", ", receipt.datasets()),
                receipt.retracted()
                        ? "retracted"
                        : receipt.destroyed() == null
                                ? ""
                                : "destroyed " + policies.zone().dayOf(receipt.destroyed()));
    }

    /** What one may send to whoever asked. */
    private static String sentence(Found found, Policies policies, Instant until) {
        Policy policy = policies.latest();
        LocalDate day = policies.zone().dayOf(until);
        List<Receipt> standing = found.receipts().stream()
                .filter(receipt -> !receipt.retracted())
                .toList();
        long retracted = found.receipts().stream().filter(Receipt::retracted).count();
        long destroyed =
                standing.stream().filter(receipt -> receipt.destroyed() != null).count();
        List<String> bodies = standing.stream()
                .map(receipt -> policy.nameOf(receipt.body()))
                .distinct()
                .sorted()
                .toList();
        String given = standing.isEmpty()
                ? "By %s, no extract that stands names this child".formatted(day)
                : "By %s, records of this child had been given to %s in %s"
                        .formatted(day, Lines.listed(bodies), Lines.count(standing.size(), "extract", "extracts"));
        return given
                + (destroyed == 0
                        ? ""
                        : ", of which %,d %s certified destroyed".formatted(destroyed, destroyed == 1 ? "is" : "are"))
                + (retracted == 0
                        ? ""
                        : "; %s named it and %s retracted"
                                .formatted(
                                        Lines.count(retracted, "other extract", "other extracts"),
                                        retracted == 1 ? "was" : "were"))
                + (found.mayBeAmong() == 0
                        ? "."
                        : "; %s stated more children than %s named, so this child may be among them."
                                .formatted(
                                        Lines.count(found.mayBeAmong(), "further extract", "further extracts"),
                                        found.mayBeAmong() == 1 ? "it" : "they"));
    }
}
