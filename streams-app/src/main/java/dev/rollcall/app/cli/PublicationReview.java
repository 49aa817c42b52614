package dev.rollcall.app.cli;

import dev.rollcall.app.Audit;
import dev.rollcall.app.Connections;
import dev.rollcall.app.PolicyPublication;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.app.cli.PolicyDiffVerb.Version;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import dev.rollcall.policy.diff.Effect;
import dev.rollcall.policy.diff.PolicyChange;
import dev.rollcall.wire.Yaml;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What is shown before versions are published: what they change, and what the last one would have found in the last year. */
final class PublicationReview {
    private final Connections connections;
    private final List<String> held;
    private final PolicyPublication rest;
    private final Path file;

    /** @param held the publications in force; empty where there are none, and so nothing to compare with */
    PublicationReview(Connections connections, List<String> held, PolicyPublication rest, Path file) {
        this.connections = connections;
        this.held = held;
        this.rest = rest;
        this.file = file;
    }

    /**
     * Says what each new version changes of the one before.
     *
     * @throws PolicyException where one loosens, or may do so, and does not say why
     */
    void tellChanges(PrintWriter out) {
        if (held.isEmpty()) {
            return;
        }
        List<Node> documents = new ArrayList<>(Yaml.documents(held, "as published"));
        int known = documents.size();
        documents.addAll(Yaml.documents(rest.yaml(), file.toString()));
        List<Policy> versions = RuleBook.read(documents).policies().versions();
        List<Problem> problems = new ArrayList<>();
        for (int i = known; i < versions.size(); i++) {
            Policy policy = versions.get(i);
            List<PolicyChange> changes = new Version(versions.get(i - 1), documents.get(i - 1))
                    .changes(new Version(policy, documents.get(i)));
            out.printf("Version %d, in force from %s:%n", policy.version(), policy.from());
            PolicyDiffVerb.tell(changes, out);
            if (policy.because() == null || policy.because().isBlank()) {
                changes.stream()
                        .filter(change -> change.effect().mayLoosen())
                        .map(change -> new Problem(
                                "Expected 'because' in version %d, since it %s, but it is missing: %s"
                                        .formatted(
                                                policy.version(),
                                                change.effect() == Effect.LOOSENS ? "loosens" : "may loosen",
                                                change.what()),
                                "",
                                documents.get(versions.indexOf(policy)).place()))
                        .forEach(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
    }

    /** Writes into the audit who publishes what, and why. */
    void note(CommandSpec verb) {
        String last = PolicyPublication.lastOf(rest.yaml(), file.toString());
        Policy policy =
                RuleBook.read(Yaml.versions(last, file.toString())).policies().latest();
        Audit.note(
                connections,
                Asking.action(verb),
                Asking.arguments(verb),
                policy.because() == null ? "publication of version " + policy.version() : policy.because(),
                Asking.named(List.of(last), file));
    }

    /**
     * Says what the last new version would have found in the last 12 months, as if it had been in force; or why not.
     *
     * @param note whether to write into the audit who asks, since that was not done yet
     */
    void tellWhatIf(CommandSpec verb, ReadingOptions reading, boolean note, PrintWriter out) {
        if (held.isEmpty()) {
            out.println("No policy was published before, so there is nothing to compare with.");
            return;
        }
        TopicHistory history = reading.history(verb, connections);
        if (history.isEmpty()) {
            out.println("No record was sent yet, so there is nothing that the policy would have found.");
            return;
        }
        Optional<Instant> ticked = history.ticked();
        if (ticked.isEmpty()) {
            out.println(
                    "No what-if: 'rollcall run' has not run yet, so nobody knows up to when the records are complete.");
            return;
        }
        Instant until = ticked.get();
        String last = PolicyPublication.lastOf(rest.yaml(), file.toString());
        List<Node> documents = Yaml.versions(last, file.toString());
        Policies policies = RuleBook.read(documents).policies();
        Policy policy = policies.latest();
        if (note) {
            note(verb);
        }
        List<Problem> probing = Asking.probing(connections, documents, policies, held);
        if (!probing.isEmpty()) {
            out.printf("Only an operator is shown what this version would have found: %s%n", probing.get(0));
            return;
        }
        out.printf("%nThe 12 months before %s, had version %d been in force:%n", until, policy.version());
        WhatIfOptions.tell(
                WhatIfOptions.compareLastYear(
                        history,
                        reading,
                        WhatIfOptions.Named.inForce(held),
                        new WhatIfOptions.Named(List.of(last), "version " + policy.version()),
                        until,
                        connections.disclosure()),
                "'rollcall replay --against live --policy %s --as-if-always --csv FILE' writes all, of all times."
                        .formatted(file),
                out);
        ReadingOptions.tellLeftOut(history.leftOut(), ExitCode.OK, out);
        out.println();
    }
}
