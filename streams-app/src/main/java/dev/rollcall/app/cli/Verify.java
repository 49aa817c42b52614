package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.HeldHistory;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.files.InputException;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Span;
import dev.rollcall.model.Stretch;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Policies;
import dev.rollcall.replay.Verification;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.disclosure.Output;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the records again on which an alert, or a cited figure, rests, and counts them anew. */
@Command(
        name = "verify",
        description = "Reads the records again on which an alert or a cited figure rests, and says whether it stands.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall verify 44237371340dfc2d --reason 'complaint 17'",
            "  rollcall verify --citation answer.json --reason 'question 48634'"
        })
final class Verify implements Callable<Integer> {
    /** How much of an alert's id one has to give. */
    static final int LEAST_OF_ID = 8;

    /** How many places are named one by one. */
    private static final int NAMED = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "ALERT_ID",
            description = "The alert's id, or its beginning of at least 8 characters.")
    private @Nullable String id;

    @Option(
            names = "--citation",
            paramLabel = "FILE",
            description = "Instead of an alert: a figure as 'show figures --cite FILE' wrote it.")
    private @Nullable Path citation;

    @Mixin
    private Asking asking;

    @Mixin
    private ReadingOptions reading;

    @Override
    public Integer call() {
        reading.check(spec);
        if ((id == null) == (citation == null)) {
            throw problem("Expected an alert's id or '--citation FILE', one of the two");
        }
        return citation == null ? verify(String.valueOf(id)) : Citations.verify(spec, asking, reading, citation);
    }

    private ParameterException problem(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private int verify(String asked) {
        asking.given(spec);
        if (asked.length() < LEAST_OF_ID) {
            throw problem(
                    "Expected at least %d characters of an alert's id, but was '%s'".formatted(LEAST_OF_ID, asked));
        }
        Connections connections = Rollcall.connections(spec);
        Supplier<Pseudonymiser> pseudonymisers = connections.pseudonymisers();
        AlertLine told = alert(asked, connections);
        HeldHistory held = HeldHistory.of(connections, reading.history(spec, connections), null);
        AlertLine alert = held.here(told);
        Verification verification = held.verification(pseudonymisers);
        if (!verification.isOfOurKey(alert)) {
            throw new ConfigurationException(
                    "Expected 'key-file' to hold the key under which alert %s was counted, but it holds another: nothing can be said of its records"
                            .formatted(alert.alertId()));
        }
        asking.note(spec, connections, Asking.named(held.publications(), null));
        Verification.Result result = verification.of(alert);
        int code = tellsOfFew(alert, result, held.policies(), connections.disclosure())
                ? tellRecords(alert, result)
                : tell(alert, result);
        return ReadingOptions.tellLeftOut(
                held.history().leftOut().ofAllTimes(), code, spec.commandLine().getOut());
    }

    private AlertLine alert(String asked, Connections connections) {
        List<AlertLine> found;
        int all;
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            List<AlertLine> alerts = reader.latest(connections.topics().alerts()).values().stream()
                    .map(AlertLine.class::cast)
                    .toList();
            all = alerts.size();
            found = alerts.stream()
                    .filter(alert -> alert.alertId().startsWith(asked))
                    .toList();
        }
        if (found.size() != 1) {
            throw new InputException("Expected one alert whose id begins with '%s', but of %s there %s"
                    .formatted(
                            asked,
                            Lines.count(all, "alert", "alerts"),
                            found.isEmpty() ? "is none" : "are " + found.size()));
        }
        return found.get(0);
    }

    /** Whether what was counted, what is now, or what lies between is a number of people too small to be told. */
    private static boolean tellsOfFew(
            AlertLine alert, Verification.Result result, Policies policies, Disclosure disclosure) {
        Output counted = output(result.figures(), policies, disclosure);
        List<AlertLine> all = new ArrayList<>(List.of(alert));
        boolean told = counted.tells(alert);
        if (result.found() != null) {
            all.add(AlertLine.of(result.found()));
            told &= counted.tells(AlertLine.of(result.found()));
        }
        if (result.foundWithSince() != null) {
            AlertLine now = AlertLine.of(result.foundWithSince());
            all.add(now);
            told &= output(result.figuresWithSince(), policies, disclosure).tells(now);
        }
        return !told
                || (all.stream().anyMatch(Output::isOfPeople)
                        && all.stream()
                                .anyMatch(one -> all.stream()
                                        .anyMatch(other ->
                                                disclosure.hides(Math.abs(one.observed() - other.observed())))));
    }

    private static Output output(List<Figure> figures, Policies policies, Disclosure disclosure) {
        return disclosure.of(figures.stream().map(FigureLine::of).toList(), policies);
    }

    /** What whoever may not read counts of few people is told: nothing that depends on a number of them. */
    private int tellRecords(AlertLine alert, Verification.Result result) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "What alert %s says and counts is not told to analysts, since it would tell of few people.%n",
                alert.alertId());
        tellRead(alert, result, out);
        return result.changes().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private int tell(AlertLine alert, Verification.Result result) {
        PrintWriter out = spec.commandLine().getOut();
        Alert found = result.found();
        AlertLine now = found == null ? null : AlertLine.of(found);
        out.println(Lines.of(alert));
        tellRead(alert, result, out);
        out.printf("Counted then: %s. Counted now: %s.%n", counted(alert), now == null ? "nothing" : counted(now));
        boolean retracted = alert.state() == AlertState.RETRACTED;
        boolean asTold = retracted ? found == null : result.finds(alert);
        out.println(verdict(alert, result, now, asTold, retracted));
        boolean still = asTold;
        if (!result.since().isEmpty()) {
            still = result.stillFinds(alert);
            tellSince(result, still);
        }
        return asTold && still && result.changes().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    /** The log only grows: what was added since it was counted lies behind the records that it names. */
    private void tellSince(Verification.Result result, boolean still) {
        PrintWriter out = spec.commandLine().getOut();
        List<Origin> since = result.since();
        out.printf(
                "Logged since: %s: %s%s.%n",
                Lines.count(since.size(), "record that belongs", "records that belong"),
                since.stream()
                        .limit(NAMED)
                        .map(place -> Evidence.of(place).text())
                        .collect(Collectors.joining(", ")),
                since.size() > NAMED ? " and %,d more".formatted(since.size() - NAMED) : "");
        Alert found = result.foundWithSince();
        out.printf(
                "With what was logged since, it %s.%n",
                found == null
                        ? "no longer stands"
                        : (still ? "stands, too: " : "stands otherwise: ") + counted(AlertLine.of(found)));
    }

    private static void tellRead(AlertLine alert, Verification.Result result, PrintWriter out) {
        if (!result.complete()) {
            out.printf("It does not name its records; all %,d that could concern it were read.%n", result.records());
            return;
        }
        Span days = alert.restsOn().days();
        out.printf(
                "Read again: %s%s: %s.%n",
                Lines.count(
                        alert.restsOn().stretches().stream()
                                .mapToLong(Stretch::records)
                                .sum(),
                        "record",
                        "records"),
                days == null ? "" : " of %s to %s".formatted(days.first(), days.last()),
                alert.restsOn().stretches().stream().map(Verify::place).collect(Collectors.joining(", ")));
        if (result.changes().isEmpty()) {
            out.println("All are as they were when it was counted: their digests are the same.");
        }
        result.changes().forEach(change -> out.println(change.sentence()));
    }

    private static String place(Stretch stretch) {
        String place = stretch.place().text();
        return stretch.firstOffset() == stretch.lastOffset() ? place : "%s (%,d)".formatted(place, stretch.records());
    }

    private static String counted(AlertLine alert) {
        String number = "%,d".formatted(alert.observed());
        return alert.basis() == null ? number : number + " (" + alert.basis() + ")";
    }

    private static String verdict(
            AlertLine alert, Verification.Result result, @Nullable AlertLine now, boolean asTold, boolean retracted) {
        if (retracted) {
            return asTold
                    ? "The alert was retracted, and is not found again."
                    : "The alert was retracted, but is found again: it should stand.";
        }
        if (now == null) {
            return "The alert does not stand: these records do not lead to it.";
        }
        if (asTold) {
            return result.changes().isEmpty()
                    ? "The alert stands."
                    : "The alert stands with the same count, but not on the same records.";
        }
        if (now.state() == alert.state()
                && now.severity() == alert.severity()
                && Objects.equals(now.limit(), alert.limit())) {
            return "The alert stands, but with another count; one that changes is told on the next tick.";
        }
        return "The alert stands, but differs from what was published: it is %s %s, limit %s; published was %s %s, limit %s."
                .formatted(
                        now.state(),
                        now.severity(),
                        now.limit() == null ? "none" : "%,d".formatted(now.limit()),
                        alert.state(),
                        alert.severity(),
                        alert.limit() == null ? "none" : "%,d".formatted(alert.limit()));
    }
}
