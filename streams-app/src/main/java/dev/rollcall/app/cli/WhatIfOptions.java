package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.PolicyPublication;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.Scope;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.whatif.Comparison;
import dev.rollcall.replay.whatif.Comparison.AlertChange;
import dev.rollcall.replay.whatif.Comparison.Change;
import dev.rollcall.replay.whatif.Judged;
import dev.rollcall.replay.whatif.WhatIf;
import dev.rollcall.replay.whatif.WhatIfPage;
import dev.rollcall.replay.whatif.WhatIfTable;
import dev.rollcall.wire.Json;
import dev.rollcall.wire.Yaml;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What another policy would have found: how one asks, and how it is told. */
final class WhatIfOptions {
    private static final String LIVE = "live";
    private static final int MOST_LINES = 20;

    @Option(
            names = "--against",
            paramLabel = "live|FILE",
            description = "Compare with what the policy in force, or the policy in FILE, finds in the same history.")
    private @Nullable String against;

    @Option(
            names = "--as-if-always",
            description = "Judge by the last version in '--policy' alone, as if it had always been in force.")
    private boolean asIfAlways;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the comparison as JSON.")
    private @Nullable Path json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Where to write what differs as CSV.")
    private @Nullable Path csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Where to write the comparison as a page with a chart.")
    private @Nullable Path html;

    /** Policies and how one speaks of them. */
    record Named(List<String> texts, String by) {
        static Named inForce(List<String> texts) {
            return new Named(texts, "the policy in force");
        }

        Policies policies() {
            return RuleBook.read(texts.stream()
                            .flatMap(text -> Yaml.documents(text, by).stream())
                            .toList())
                    .policies();
        }
    }

    boolean asked() {
        return against != null;
    }

    /**
     * Compares what {@code policy} finds in the history of the topics with what {@code --against} does.
     *
     * @param policy the one in force where null
     */
    int compare(
            CommandSpec verb, Asking asking, ReadingOptions reading, @Nullable Path policy, @Nullable Instant asOf) {
        asking.given(verb);
        boolean live = LIVE.equals(against);
        if (live && policy == null) {
            throw new ParameterException(
                    verb.commandLine(), "Expected '--policy' with '--against live', or a file to compare with");
        }
        if (asIfAlways && policy == null) {
            throw new ParameterException(
                    verb.commandLine(),
                    "Expected '--policy' with '--as-if-always', which judges by its last version, but it is missing");
        }
        Connections connections = Rollcall.connections(verb);
        Disclosure disclosure = connections.disclosure();
        TopicHistory history = reading.history(verb, connections);
        Named before =
                live ? Named.inForce(history.policies()) : file(connections, Path.of(String.valueOf(against)), false);
        Named after = policy == null ? Named.inForce(history.policies()) : file(connections, policy, asIfAlways);
        Instant until = asOf == null ? history.lastTick() : asOf;
        asking.note(verb, connections, Asking.named(after.texts(), policy));
        PrintWriter out = verb.commandLine().getOut();
        Comparison comparison = compare(history, reading.threads(), before, after, until, new WhatIf(disclosure, null));
        Policy last = after.policies().latest();
        if (last.from().isAfter(after.policies().zone().dayOf(until)) && !asIfAlways) {
            out.printf(
                    "Version %d of %s is in force from %s on, after the last record: nothing here is judged by it. See '--as-if-always'.%n",
                    last.version(), after.by(), last.from());
        }
        tell(comparison, out);
        write(comparison);
        return ExitCode.OK;
    }

    private static Named file(Connections connections, Path file, boolean last) {
        String text = TextFiles.read(file);
        Asking.refuseSmallLimits(connections, text, file);
        return new Named(
                List.of(last ? PolicyPublication.lastOf(text, file.toString()) : text),
                String.valueOf(file.getFileName()));
    }

    /** One pass over the records, judged by both. */
    static Comparison compare(
            TopicHistory history, int threads, Named before, Named after, Instant until, WhatIf whatIf) {
        HistoryReplay one =
                new HistoryReplay(before.texts(), before.by(), history.partitions(), Pseudonymiser::fixed, threads);
        HistoryReplay other =
                new HistoryReplay(after.texts(), after.by(), history.partitions(), Pseudonymiser::fixed, threads);
        history.read(Scope.until(until), arrival -> {
            one.of(arrival);
            other.of(arrival);
        });
        return whatIf.compare(new Judged(before.by(), one.finish(until)), new Judged(after.by(), other.finish(until)));
    }

    /** The same, of what ended within a year before {@code until}. */
    static Comparison compareLastYear(
            TopicHistory history, int threads, Named before, Named after, Instant until, Disclosure disclosure) {
        LocalDate since = before.policies().zone().dayOf(until).minusMonths(12);
        return compare(history, threads, before, after, until, new WhatIf(disclosure, since));
    }

    static void tell(Comparison comparison, PrintWriter out) {
        out.println(comparison.sentence());
        if (comparison.threshold() > 1) {
            out.printf(
                    "Counts of fewer than %d people are not told, nor those from which one could be reckoned.%n",
                    comparison.threshold());
        }
        List<List<String>> rows = comparison.groups().stream()
                .filter(group -> group.raised() + group.gone() + group.changed() > 0)
                .map(group -> List.of(
                        group.rule(),
                        group.entityKind() + " " + group.entity(),
                        "%,d".formatted(group.before()),
                        "%,d".formatted(group.after()),
                        "%,d".formatted(group.raised()),
                        "%,d".formatted(group.gone()),
                        "%,d".formatted(group.changed())))
                .toList();
        if (!rows.isEmpty()) {
            out.println();
            Lines.table(out, List.of("RULE", "WHOM", "BEFORE", "AFTER", "RAISED", "GONE", "CHANGED"), rows);
        }
        for (Change change : Change.values()) {
            List<AlertChange> alerts = comparison.alerts().stream()
                    .filter(alert -> alert.change() == change)
                    .toList();
            if (!alerts.isEmpty()) {
                out.printf("%n%s:%n", capital(change));
                alerts.stream().limit(MOST_LINES).forEach(alert -> out.println(line(alert)));
                more(out, alerts.size());
            }
        }
        if (!comparison.figures().isEmpty()) {
            out.printf("%nFigures:%n");
            Lines.table(
                    out,
                    List.of("WHOM", "AGREEMENT", "BASIS", "WINDOW", "BEFORE", "AFTER", "LIMIT BEFORE", "LIMIT AFTER"),
                    comparison.figures().stream()
                            .limit(MOST_LINES)
                            .map(WhatIfOptions::row)
                            .toList());
            more(out, comparison.figures().size());
        }
    }

    private static String capital(Change change) {
        String name = change.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static void more(PrintWriter out, int all) {
        if (all > MOST_LINES) {
            out.printf("  and %,d more: '--csv', '--json' and '--html' have all.%n", all - MOST_LINES);
        }
    }

    private static String line(AlertChange alert) {
        String changes = WhatIfPage.changes(alert);
        return "  %-8s  %s%s"
                .formatted(
                        alert.latest().severity(),
                        alert.latest().explanation(),
                        changes.isEmpty() ? "" : " (" + changes + ")");
    }

    private static List<String> row(Comparison.FigureChange figure) {
        Comparison.Counted before = figure.before();
        Comparison.Counted after = figure.after();
        return List.of(
                figure.entityKind() + " " + figure.entity(),
                figure.agreementId() == null ? "" : figure.agreementId(),
                figure.basis(),
                figure.window(),
                before == null ? "" : before.told(),
                after == null ? "" : after.told(),
                before == null || before.limit() == null ? "" : "%,d".formatted(before.limit()),
                after == null || after.limit() == null ? "" : "%,d".formatted(after.limit()));
    }

    private void write(Comparison comparison) {
        if (json != null) {
            TextFiles.write(json, List.of(new String(Json.bytes(comparison), StandardCharsets.UTF_8)));
        }
        if (csv != null) {
            TextFiles.write(csv, WhatIfTable.lines(comparison));
        }
        if (html != null) {
            TextFiles.write(html, WhatIfPage.of(comparison).lines().toList());
        }
    }
}
