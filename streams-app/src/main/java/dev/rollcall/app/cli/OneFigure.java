package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.HeldHistory;
import dev.rollcall.app.LeftOut;
import dev.rollcall.app.OutcomeReader;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Period;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.FigureCount;
import dev.rollcall.monitor.FigureStory;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.Policy;
import dev.rollcall.replay.FigureEvents;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.disclosure.Shown;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Citation;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** One figure, read from the topics: told with the events behind it, or so that it can be cited. */
final class OneFigure {
    private static final int ALIKE = 5;

    private final CommandSpec spec;
    private final String text;
    private final Connections connections;
    private final HeldHistory held;
    private final FigureKey key;
    private final Window window;
    private final FigureEvents events;

    /** Writes who asks into the audit, and reads the events of the figure whose key is {@code text}. */
    OneFigure(CommandSpec spec, Asking asking, ReadingOptions reading, String text, @Nullable Instant asOf) {
        this.spec = spec;
        this.text = text;
        this.connections = Rollcall.connections(spec);
        this.held = HeldHistory.of(connections, reading.history(spec, connections), asOf);
        // keys alike are told where this one is none: that tells which figures there are
        asking.note(spec, connections, Asking.named(held.publications(), null));
        FigureKey asked = FigureKey.of(text);
        Window days = asked == null
                ? null
                : held.policies().windowNamed(asked.window(), new Account(asked.entity(), asked.agreementId()));
        if (asked == null || days == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Expected the key of a figure, as body|home-office||children|2016-03, but was '%s'. Alike: %s"
                            .formatted(text, alike()));
        }
        if (!FigureEvents.canBeTold(asked)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Expected a figure of a body, group or panel that counts %s, but was '%s'"
                            .formatted(
                                    Lines.listed(Basis.allLimited().stream()
                                            .filter(basis -> basis != Basis.REPEATS)
                                            .map(Basis::text)
                                            .toList()),
                                    text));
        }
        this.key = asked;
        this.window = days;
        checkKey();
        this.events = new FigureEvents(
                held.history(), key, window, held.policies(), connections.pseudonymisers(), held.until());
    }

    /** A citation under another key than the monitor's could never be verified. */
    private void checkKey() {
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            reader.latest(connections.topics().alerts()).values().stream()
                    .map(alert -> ((AlertLine) alert).restsOn().stretches())
                    .filter(counted -> !counted.isEmpty())
                    .findFirst()
                    .ifPresent(counted -> Citations.checkKey(
                            counted, connections.pseudonymisers().get()));
        }
    }

    /** The keys of published figures that have most in common with the one asked for. */
    private String alike() {
        List<String> keys;
        try (OutcomeReader reader = new OutcomeReader(connections)) {
            keys = new ArrayList<>(reader.latest(connections.topics().figures()).keySet());
        }
        keys.sort(Comparator.comparingInt((String other) -> -inCommon(other)).thenComparing(other -> other));
        return keys.isEmpty() ? "there are no figures" : Lines.listed(keys.subList(0, Math.min(ALIKE, keys.size())));
    }

    /** Equal parts weigh most, then equal beginnings. */
    private int inCommon(String other) {
        String[] these = text.split("\\|", -1);
        String[] those = other.split("\\|", -1);
        int common = 0;
        for (int i = 0; i < Math.min(these.length, those.length); i++) {
            int same = 0;
            while (same < Math.min(these[i].length(), those[i].length())
                    && these[i].charAt(same) == those[i].charAt(same)) {
                same++;
            }
            common += these[i].equals(those[i]) ? 100 : Math.min(same, 90);
        }
        return common;
    }

    /** @param cite null where it is not to be cited; else the file to write, none where empty */
    int tell(boolean explained, @Nullable String cite) {
        PrintWriter out = spec.commandLine().getOut();
        FigureEvents.Story story = explained ? events.story() : null;
        FigureEvents.Counted counted = story == null ? events.count() : story.counted();
        LeftOut leftOut = held.history().leftOut();
        if (counted.count().records().isEmpty() && cite == null) {
            out.printf("No event stands behind %s. Figures alike: %s%n", key, alike());
            return ReadingOptions.tellLeftOut(leftOut, ExitCode.OK, out);
        }
        if (counted.count().records().isEmpty()) {
            Asking.refuseUnknown(spec, held.policies(), key.entity());
        }
        Shown shown = shown(counted.count());
        out.printf("%s: %s%n", key, shown.text());
        if (story != null) {
            explain(story, out);
        }
        if (cite != null) {
            Citation citation = citation(shown, counted, leftOut);
            Citations.print(citation, out);
            if (!cite.isEmpty()) {
                TextFiles.write(Path.of(cite), List.of(new String(Json.bytes(citation), StandardCharsets.UTF_8)));
            }
        }
        return ReadingOptions.tellLeftOut(leftOut, ExitCode.OK, out);
    }

    private Shown shown(FigureCount count) {
        Period days = Period.between(window.start(), window.end().minusDays(1));
        Figure figure = new Figure(key, days, window, count.count(), count.exact(), null, false, 1, policy().version());
        return connections
                .disclosure()
                .of(List.of(FigureLine.of(figure)), held.policies())
                .figures()
                .get(0);
    }

    private Policy policy() {
        return held.policies().on(window.end().minusDays(1));
    }

    private void explain(FigureEvents.Story story, PrintWriter out) {
        List<FigureStory.Step> steps = story.steps();
        BitSet told = told(story.stood());
        Lines.table(
                out,
                List.of(
                        "LOGGED AT",
                        "EVENT OF",
                        "STAGE",
                        "REQUEST",
                        "EXTRACT",
                        "RECORD",
                        "EFFECT",
                        "STOOD AT",
                        "RESTATED BY"),
                // one row at a time: there may be a million
                () -> IntStream.range(0, steps.size())
                        .mapToObj(number -> row(
                                steps.get(number),
                                told.get(number) ? "%,d".formatted(story.stood()[number]) : "hidden"))
                        .iterator());
        long restatements =
                steps.stream().filter(step -> step.restated() != null).count();
        out.println(
                restatements == 0
                        ? "Nothing was restated: no event was logged after %s."
                                .formatted(window.end().minusDays(1))
                        : "%s logged after %s, when the window had closed."
                                .formatted(
                                        Lines.count(restatements, "event was", "events were"),
                                        window.end().minusDays(1)));
    }

    private List<String> row(FigureStory.Step step, String stood) {
        FigureStory.Told event = step.event();
        return List.of(
                event.origin().appendedAt().toString(),
                event.at().toString(),
                event.stage().name().toLowerCase(Locale.ROOT),
                String.valueOf(event.requestId() == null ? "" : event.requestId()),
                String.valueOf(event.extractId() == null ? "" : event.extractId()),
                Evidence.of(event.origin()).text(),
                effect(step),
                stood,
                restated(step));
    }

    /**
     * Of how the figure stood after each event, what may be told. Where counts of few people are not told, neither are steps of
     * few people: of those counts only such are shown as lie far enough from the next that is shown.
     */
    private BitSet told(long[] stood) {
        Disclosure disclosure = connections.disclosure();
        boolean people = Disclosure.isOfPeople(key.basis().text());
        BitSet told = new BitSet(stood.length);
        int next = -1;
        for (int number = stood.length - 1; number >= 0; number--) {
            long count = stood[number];
            if (!people
                    || !disclosure.hidesAny()
                    || (!disclosure.hides(count)
                            && (next < 0 || Math.abs(count - stood[next]) >= disclosure.threshold()))) {
                told.set(number);
                next = number;
            }
        }
        return told;
    }

    private static String effect(FigureStory.Step step) {
        if (step.sign() > 0) {
            return "counted";
        }
        return step.sign() < 0 ? "taken back" : "none";
    }

    private String restated(FigureStory.Step step) {
        if (step.restated() == null) {
            return "";
        }
        Instant closed = held.policies().zone().startOf(window.end());
        long days = Duration.between(closed, step.event().origin().appendedAt()).toDays();
        String when = " (%s after the window closed)".formatted(Lines.count(days, "day", "days"));
        return switch (step.restated()) {
                    case LATE_EVENT -> "late event";
                    case RETRACTION -> "retraction";
                    case CORRECTION -> step.sign() < 0 ? "correction: taken back" : "correction: in its place";
                }
                + when;
    }

    private Citation citation(Shown shown, FigureEvents.Counted counted, LeftOut leftOut) {
        return new Citation(
                key.toString(),
                shown.count(),
                shown.text(),
                key.basis().definition(),
                entity(),
                window.start().toString(),
                window.end().minusDays(1).toString(),
                held.policies().zone().id().getId(),
                policy().name(),
                policy().version(),
                held.policies().versions().stream().map(Policy::version).toList(),
                held.until().toString(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                connections.role().text(),
                connections.disclosure().threshold(),
                counted.read(),
                counted.count().records().byPartition(),
                leftOut.removed());
    }

    private String entity() {
        Entity entity = key.entity();
        Body body = policy().bodies().get(entity.id());
        Agreement agreement = policy().agreementOf(entity.id(), key.agreementId());
        String who =
                "%s %s%s".formatted(entity.kind().text(), entity.id(), body == null ? "" : " (" + body.name() + ")");
        if (key.agreementId() == null) {
            return who + ", over all agreements";
        }
        return who + ", under " + (agreement == null ? key.agreementId() : agreement.name());
    }
}
