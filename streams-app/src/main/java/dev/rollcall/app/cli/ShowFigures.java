package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.HeldHistory;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Period;
import dev.rollcall.replay.disclosure.Shown;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Ndjson;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The figures that are not 0: those in their topic, each as it was last published, or of any days by replay. */
@Command(
        name = "figures",
        description = "Shows the figures that are not 0, as a table.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall show figures --body home-office --window 2016-03",
            "  rollcall show figures --basis children",
            "  rollcall show figures --held",
            "  rollcall show figures --from 2012-04-01 --to 2016-10-31 --body police \\",
            "      --reason 'question 48634'",
            "  rollcall show figures --explain 'body|police||children|2016-03' \\",
            "      --reason 'question 48634'",
            "  rollcall show figures --from 2012-04-01 --to 2016-10-31 --body police \\",
            "      --basis children --cite answer.json --reason 'question 48634'",
            "  rollcall show figures --json > figures.ndjson"
        })
final class ShowFigures implements Callable<Integer> {
    private static final String BODY = "--body";
    private static final String BASIS = "--basis";
    private static final String JSON = "--json";
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String AS_OF = "--as-of";
    private static final String REASON = "--reason";
    private static final String CITE = "--cite";
    private static final String WINDOW = "--window";

    static final OptionTable TABLE = OptionTable.of(
            OptionTable.Mode.of("--explain", CITE, AS_OF, REASON, ReadingOptions.THREADS, ReadingOptions.QUIET),
            OptionTable.Mode.of(
                    CITE,
                    BODY,
                    "--agreement",
                    BASIS,
                    WINDOW,
                    FROM,
                    TO,
                    AS_OF,
                    REASON,
                    ReadingOptions.THREADS,
                    ReadingOptions.QUIET),
            OptionTable.Mode.of(
                    FROM, TO, AS_OF, BODY, BASIS, JSON, REASON, ReadingOptions.THREADS, ReadingOptions.QUIET),
            OptionTable.Mode.otherwise(BODY, BASIS, WINDOW, "--held", JSON));

    /** As replay sorts them. */
    private static final Comparator<FigureLine> BY_KEY = Comparator.comparing(ShowFigures::kind)
            .thenComparing(FigureLine::entity)
            .thenComparing(FigureLine::agreementId, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(FigureLine::basis)
            .thenComparing(FigureLine::window)
            .thenComparing(FigureLine::dataset, Comparator.nullsFirst(Comparator.naturalOrder()));

    private static final List<String> HEADING =
            List.of("KIND", "ENTITY", "AGREEMENT", "BASIS", "DATASET", "WINDOW", "COUNT", "LIMIT");

    @Spec
    private CommandSpec spec;

    @Option(names = BODY, paramLabel = "ID", description = "Show only the figures of this body.")
    private @Nullable String body;

    @Option(names = WINDOW, paramLabel = "NAME", description = "Show only the figures of this window, as 2016-03.")
    private @Nullable String window;

    @Option(names = BASIS, paramLabel = "BASIS", description = "Show only the figures that count this, as children.")
    private @Nullable Basis basis;

    @Option(
            names = "--held",
            description =
                    "Show what is held: for each body and dataset, how many extracts were released and not certified destroyed.")
    private boolean held;

    @Option(names = JSON, description = "Print a line of JSON for each, by key, as replay writes them.")
    private boolean json;

    @Option(
            names = FROM,
            paramLabel = "DAY",
            description =
                    "The first day to count, as 2012-04-01, by the days of events: counts the topics anew. ('replay --from' goes by the time of logging.)")
    private @Nullable LocalDate from;

    @Option(names = TO, paramLabel = "DAY", description = "The last day to count, included.")
    private @Nullable LocalDate to;

    @Option(
            names = AS_OF,
            paramLabel = "TIME",
            description =
                    "Only what was logged until this time, as 2016-10-31T00:00:00Z; unless given the last tick's.")
    private @Nullable Instant asOf;

    @Option(names = "--agreement", paramLabel = "ID", description = "With '--cite': the figure under this agreement.")
    private @Nullable String agreement;

    @Option(
            names = "--explain",
            paramLabel = "KEY",
            description =
                    "Show the events behind one figure, as body|home-office||children|2016-03: kind, entity, agreement, basis, window.")
    private @Nullable String explain;

    @Option(
            names = CITE,
            arity = "0..1",
            paramLabel = "FILE",
            fallbackValue = "",
            description =
                    "Print what is needed to cite the figure and to check it later; with FILE, write it there as JSON, too.")
    private @Nullable String cite;

    @Mixin
    private Asking asking = new Asking();

    @Mixin
    private ReadingOptions reading = new ReadingOptions();

    @Override
    public Integer call() {
        TABLE.check(spec);
        reading.check(spec, asOf);
        if (explain != null || cite != null) {
            return ofOne();
        }
        if (from != null) {
            return byReplay();
        }
        PrintWriter out = spec.commandLine().getOut();
        Connections connections = Rollcall.connections(spec);
        List<FigureLine> figures;
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            figures = reader.latest(connections.topics().figures()).values().stream()
                    .map(FigureLine.class::cast)
                    .filter(this::wanted)
                    .sorted(BY_KEY)
                    .toList();
        }
        if (held && !json) {
            showHeld(figures, out);
        } else {
            show(figures, out);
        }
        return ExitCode.OK;
    }

    private void show(List<FigureLine> figures, PrintWriter out) {
        if (json) {
            figures.forEach(figure -> out.println(Ndjson.line(figure)));
        } else if (figures.isEmpty()) {
            out.println("No figures.");
        } else {
            Lines.table(
                    out,
                    HEADING,
                    figures.stream()
                            .map(figure ->
                                    row(figure, (figure.exact() ? "" : "at least ") + "%,d".formatted(figure.count())))
                            .toList());
        }
    }

    /** The figures of days that no window need hold. */
    private int byReplay() {
        Period days = days();
        asking.given(spec);
        Connections connections = Rollcall.connections(spec);
        HeldHistory held = HeldHistory.of(connections, reading.history(spec, connections), asOf);
        asking.note(spec, connections, Asking.named(held.publications(), null));
        List<FigureLine> figures =
                held.figures(days, body).stream().map(FigureLine::of).toList();
        if (figures.isEmpty() && body != null) {
            Asking.refuseUnknown(spec, held.policies(), Entity.body(body));
        }
        // what is not asked for tells nothing, so that only what is shown need be protected from being reckoned
        List<Shown> shown = connections
                .disclosure()
                .of(
                        figures.stream()
                                .filter(figure ->
                                        basis == null || figure.basis().equals(basis.text()))
                                .toList(),
                        held.policies())
                .figures();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            shown.forEach(figure -> out.println(Lines.json(figure)));
        } else if (shown.isEmpty()) {
            out.println("No figures.");
        } else {
            Lines.table(
                    out,
                    HEADING,
                    shown.stream()
                            .map(figure -> row(figure.line(), figure.text()))
                            .toList());
        }
        // beside lines of JSON a sentence would be none
        return ReadingOptions.tellLeftOut(
                held.history().leftOut(), ExitCode.OK, json ? spec.commandLine().getErr() : out);
    }

    /** One figure by itself: the events behind it, and what one needs to cite it. */
    private int ofOne() {
        asking.given(spec);
        OneFigure one = new OneFigure(spec, asking, reading, explain == null ? keyToCite() : explain, asOf);
        return one.tell(explain != null, cite);
    }

    private String keyToCite() {
        if (body == null || basis == null || (window == null) == (from == null && to == null)) {
            throw problem(
                    "Expected '--cite' with '--explain KEY', or with '--body', '--basis' and either '--window' or '--from' and '--to', since it is of one figure");
        }
        String days = window == null ? days().name() : window;
        return new FigureKey(Entity.body(body), agreement, basis, days).toString();
    }

    private Period days() {
        if (from == null || to == null) {
            throw problem("Expected '--from' and '--to' together, but '%s' is missing"
                    .formatted(from == null ? "--from" : "--to"));
        }
        if (to.isBefore(from)) {
            throw problem("Expected '--to' not to lie before '--from', but %s is before %s".formatted(to, from));
        }
        if (from.getYear() < 1900 || to.getYear() > 2199) {
            throw problem("Expected days of 1900 to 2199, but was %s to %s".formatted(from, to));
        }
        return Period.between(from, to);
    }

    private ParameterException problem(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    /** One row for each body and dataset, over all months of release. */
    private static void showHeld(List<FigureLine> figures, PrintWriter out) {
        record Holding(String body, String dataset) {}
        Map<Holding, List<FigureLine>> holdings = figures.stream()
                .collect(Collectors.groupingBy(
                        figure -> new Holding(figure.entity(), String.valueOf(figure.dataset())),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (holdings.isEmpty()) {
            out.println("Nothing is held: every extract was certified destroyed, or there was none.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        holdings.forEach((holding, months) -> rows.add(List.of(
                holding.body(),
                holding.dataset(),
                "%,d".formatted(months.stream().mapToLong(FigureLine::count).sum()),
                months.get(0).window(),
                months.get(months.size() - 1).window())));
        rows.sort(Comparator.comparing((List<String> row) -> row.get(0)).thenComparing(row -> row.get(1)));
        Lines.table(out, List.of("BODY", "DATASET", "EXTRACTS HELD", "FIRST RELEASED", "LAST RELEASED"), rows);
    }

    private boolean wanted(FigureLine figure) {
        return figure.count() != 0
                && (!held || figure.basis().equals(Basis.HELD.text()))
                && (body == null
                        || (figure.entityKind() == EntityKind.BODY
                                && figure.entity().equals(body)))
                && (window == null || figure.window().equals(window))
                && (basis == null || figure.basis().equals(basis.text()));
    }

    private static String kind(FigureLine figure) {
        return figure.entityKind() == null ? "UNKNOWN" : figure.entityKind().text();
    }

    private static List<String> row(FigureLine figure, String count) {
        String agreement = figure.agreementId();
        Long limit = figure.limit();
        return List.of(
                kind(figure),
                figure.entity(),
                agreement == null ? "" : agreement,
                figure.basis(),
                figure.dataset() == null ? "" : figure.dataset(),
                figure.window(),
                count,
                limit == null ? "" : "%,d".formatted(limit));
    }
}
