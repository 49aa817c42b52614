package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.PolicyPublication;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.Scope;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.whatif.Comparison;
import dev.rollcall.replay.whatif.Comparison.AlertChange;
import dev.rollcall.replay.whatif.Comparison.Change;
import dev.rollcall.replay.whatif.Comparison.FigureChange;
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
import java.util.stream.Stream;
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
            return RuleBook.read(Yaml.documents(texts, by)).policies();
        }
    }

    boolean asked() {
        return against != null;
    }

    /**
     * Compares what {@code policy} finds in the history of the topics with what {@code --against} does.
     *
     * @param policy the one in force where null
     * @param passes how often to read for each policy; as often as memory asks for where null
     */
    int compare(
            CommandSpec verb,
            Asking asking,
            ReadingOptions reading,
            @Nullable Path policy,
            @Nullable Instant asOf,
            @Nullable Integer passes) {
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
        Named before = live
                ? Named.inForce(history.policies())
                : file(verb, asking, connections, Path.of(String.valueOf(against)), false);
        Named after = policy == null
                ? Named.inForce(history.policies())
                : file(verb, asking, connections, policy, asIfAlways);
        Instant until = asOf == null ? history.lastTick() : asOf;
        asking.note(verb, connections, Asking.named(after.texts(), policy));
        PrintWriter out = verb.commandLine().getOut();
        Comparison comparison = compare(history, reading, passes, before, after, until, new WhatIf(disclosure, null));
        String judging = judgingSentence(after, until, asOf == null ? "the last tick" : "'--as-of'");
        if (judging != null && !asIfAlways) {
            out.println(judging);
        }
        tell(comparison, "'--csv FILE' and '--json FILE' write all.", out);
        write(comparison);
        return ReadingOptions.tellLeftOut(history.leftOut(), ExitCode.OK, out);
    }

    /** Which version judges nothing, or all that lies before it, though it begins after {@code until}; null where none does. */
    private static @Nullable String judgingSentence(Named after, Instant until, String end) {
        Policy last = after.policies().latest();
        if (!last.from().isAfter(after.policies().zone().dayOf(until))) {
            return null;
        }
        String begins = "Version %d of %s is in force from %s on, after %s (%s): "
                .formatted(last.version(), after.by(), last.from(), end, until);
        return begins
                + (after.policies().versions().size() == 1
                        ? "as the first version there, it judges all that came before it, too."
                        : "nothing here is judged by it. See '--as-if-always'.");
    }

    private static Named file(CommandSpec verb, Asking asking, Connections connections, Path file, boolean last) {
        String text = TextFiles.read(file);
        asking.refuseSmallLimits(verb, connections, text, file);
        return new Named(
                List.of(last ? PolicyPublication.lastOf(text, file.toString()) : text),
                String.valueOf(file.getFileName()));
    }

    /** One pass over the records, judged by both, where that fits into memory; else each policy has passes of its own. */
    private static Comparison compare(
            TopicHistory history,
            ReadingOptions reading,
            @Nullable Integer passes,
            Named before,
            Named after,
            Instant until,
            WhatIf whatIf) {
        Scope scope = Scope.until(until);
        long heap = Runtime.getRuntime().maxMemory();
        if ((passes == null ? history.passes(scope, heap / 2) : passes) == 1) {
            HistoryReplay one = replay(history, reading, before);
            HistoryReplay other = replay(history, reading, after);
            history.read(scope, arrival -> {
                one.of(arrival);
                other.of(arrival);
            });
            return whatIf.compare(
                    new Judged(before.by(), one.finish(until)), new Judged(after.by(), other.finish(until)));
        }
        int each = passes == null ? history.passes(scope, heap) : passes;
        reading.passes(2 * each);
        Recount one = replay(history, reading, before).recount(history, scope, until, each);
        Recount other = replay(history, reading, after).recount(history, scope, until, each);
        return whatIf.compare(new Judged(before.by(), one), new Judged(after.by(), other));
    }

    private static HistoryReplay replay(TopicHistory history, ReadingOptions reading, Named policies) {
        return new HistoryReplay(policies.texts(), policies.by(), history.partitions(), reading.threads());
    }

    /** The same, of what ended within a year before {@code until}. */
    static Comparison compareLastYear(
            TopicHistory history,
            ReadingOptions reading,
            Named before,
            Named after,
            Instant until,
            Disclosure disclosure) {
        LocalDate since = before.policies().zone().dayOf(until).minusMonths(12);
        return compare(history, reading, null, before, after, until, new WhatIf(disclosure, since));
    }

    /** @param whereAll where to find what is too long for a terminal, as a sentence */
    static void tell(Comparison comparison, String whereAll, PrintWriter out) {
        out.println(comparison.sentence());
        String untold = comparison.untold();
        if (untold != null) {
            out.println(untold);
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
                more(out, alerts.size(), whereAll);
            }
        }
        List<FigureChange> counted =
                comparison.figures().stream().filter(FigureChange::countDiffers).toList();
        if (!counted.isEmpty()) {
            out.printf("%nFigures:%n");
            Lines.table(
                    out,
                    List.of("WHOM", "AGREEMENT", "WHAT", "WINDOW", "BEFORE", "AFTER", "LIMIT BEFORE", "LIMIT AFTER"),
                    counted.stream().limit(MOST_LINES).map(WhatIfOptions::row).toList());
            more(out, counted.size(), whereAll);
        }
        int others = comparison.figures().size() - counted.size();
        if (others > 0) {
            out.printf("%n%s the same count but another limit.%n", Lines.count(others, "figure has", "figures have"));
        }
    }

    private static List<String> row(FigureChange figure) {
        return Stream.concat(figure.subject().stream(), figure.numbers().stream())
                .toList();
    }

    private static String capital(Change change) {
        String name = change.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static void more(PrintWriter out, int all, String whereAll) {
        if (all > MOST_LINES) {
            out.printf("  and %,d more. %s%n", all - MOST_LINES, whereAll);
        }
    }

    private static String line(AlertChange alert) {
        String changes = alert.words();
        return "  %-8s  %s%s"
                .formatted(
                        alert.latest().severity(),
                        alert.latest().explanation(),
                        changes.isEmpty() ? "" : " (" + changes + ")");
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
