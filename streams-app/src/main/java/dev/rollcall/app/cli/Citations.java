package dev.rollcall.app.cli;

import dev.rollcall.app.Connections;
import dev.rollcall.app.HeldHistory;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.files.InputException;
import dev.rollcall.app.files.TextFiles;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stretch;
import dev.rollcall.model.StretchDigest;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.FigureStory;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.Policy;
import dev.rollcall.replay.FigureEvents;
import dev.rollcall.replay.RecordChange;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.wire.Citation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Citations of figures: how they read, and whether they still hold. */
final class Citations {
    private static final int NAMED = 20;

    private Citations() {}

    static void print(Citation citation, PrintWriter out) {
        line(out, "What is counted", citation.definition());
        line(out, "Of whom", citation.entity());
        line(
                out,
                "Days",
                "%s to %s, both included, in %s".formatted(citation.first(), citation.last(), citation.zone()));
        line(out, "Policy", "%s, version %d".formatted(citation.policy(), citation.version()));
        line(out, "Logged until", citation.asOf());
        line(
                out,
                "Read",
                citation.read().isEmpty()
                        ? "nothing"
                        : citation.read().stream().map(Evidence::text).collect(Collectors.joining(", ")));
        if (!citation.removed().isEmpty()) {
            line(
                    out,
                    "Incomplete",
                    citation.removed().stream().map(Evidence::text).collect(Collectors.joining(", "))
                            + " may have been of it, and are gone");
        }
        line(
                out,
                "Rests on",
                citation.records().isEmpty()
                        ? "no event"
                        : "%s; digests %s"
                                .formatted(
                                        Lines.count(citation.events(), "event", "events"),
                                        citation.records().stream()
                                                .map(Stretch::digest)
                                                .collect(Collectors.joining(", "))));
        line(
                out,
                "Asked",
                "%s as %s%s"
                        .formatted(
                                citation.asked(),
                                citation.role(),
                                citation.threshold() > 1
                                        ? "; counts of people under %d are not told".formatted(citation.threshold())
                                        : ""));
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf("  %-16s %s%n", what, text);
    }

    /** Counts what the citation in {@code file} says again, and explains a difference. */
    static int verify(CommandSpec spec, Asking asking, ReadingOptions reading, Path file) {
        asking.given(spec);
        Citation citation;
        try {
            citation = Citation.read(TextFiles.read(file));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "Expected a citation as '--cite FILE' writes it in %s: %s".formatted(file, e.getMessage()));
        }
        Connections connections = Rollcall.connections(spec);
        Supplier<Pseudonymiser> pseudonymisers = connections.pseudonymisers();
        checkKey(citation.records(), pseudonymisers.get());
        HeldHistory held = HeldHistory.of(connections, reading.history(spec, connections), null);
        FigureKey key = FigureKey.of(citation.figure());
        Window window = key == null
                ? null
                : held.policies().windowNamed(key.window(), new Account(key.entity(), key.agreementId()));
        if (key == null || window == null || !FigureEvents.canBeTold(key)) {
            throw new InputException(
                    "Expected the citation in %s to be of a figure that can be counted, but it is of '%s'"
                            .formatted(file, citation.figure()));
        }
        asking.note(spec, connections, Asking.named(held.publications(), null));
        // what was cited may have been logged after the last tick
        Instant asOf = citation.loggedUntil();
        FigureEvents events = new FigureEvents(
                held.history(),
                key,
                window,
                held.policies(),
                pseudonymisers,
                asOf.isAfter(held.until()) ? asOf : held.until());
        PrintWriter out = spec.commandLine().getOut();
        int code = new Check(citation, held, key, events, connections.disclosure(), out).tell();
        return ReadingOptions.tellLeftOut(held.history().leftOut(), code, out);
    }

    /** Refuses a key other than that under which {@code counted} were: under it, none of them could be recognised. */
    static void checkKey(List<Stretch> counted, Pseudonymiser ours) {
        String check = StretchDigest.none(ours.keyCheck()).keyCheck();
        for (Stretch records : counted) {
            StretchDigest digest = Objects.requireNonNull(StretchDigest.of(records.digest()));
            if (!digest.keyCheck().equals(check)) {
                throw new ConfigurationException(
                        "Expected 'key-file' to hold the key under which the records were counted (its check begins with %s), but it holds another (%s): nothing can be said of the records"
                                .formatted(digest.keyCheck(), check));
            }
        }
    }

    /** A citation beside what is there now. */
    private record Check(
            Citation citation,
            HeldHistory held,
            FigureKey key,
            FigureEvents events,
            Disclosure disclosure,
            PrintWriter out) {

        int tell() {
            FigureEvents.Compared compared = events.compare(this::wasRead, NAMED);
            long before = compared.then().count();
            long now = compared.now().count();
            List<RecordChange> changes = compared.changesFrom(stretches());
            if (!mayBeTold(before) || !mayBeTold(now)) {
                return tellRecords(changes, compared.since());
            }
            boolean same = citation.count() == null ? changes.isEmpty() && before == now : citation.count() == now;
            if (same) {
                out.printf("The same: %s is %s.%n", key, citation.told());
            } else {
                out.printf("Another number: %s was %s, and is %s.%n", key, citation.told(), "%,d".formatted(now));
            }
            changes.forEach(change -> out.println(change.sentence()));
            if (changes.isEmpty()) {
                out.printf(
                        "%s read again: all as they were.%n",
                        Lines.count(citation.events(), "record was", "records were"));
            }
            tellSince(compared);
            List<Integer> versions = new ArrayList<>(
                    held.policies().versions().stream().map(Policy::version).toList());
            versions.removeAll(citation.versions());
            if (!versions.isEmpty()) {
                out.printf(
                        "Published since: version%s %s of the policy.%n",
                        versions.size() == 1 ? "" : "s", Lines.listed(versions));
            }
            if (!same && changes.isEmpty() && compared.since() == 0 && versions.isEmpty()) {
                out.println("Nothing explains the difference: please report this.");
            }
            return same && changes.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
        }

        /** Whether this number, and whether it is the one cited, may be told: else one could guess until it is. */
        private boolean mayBeTold(long number) {
            if (!disclosure.hidesAny() || !Disclosure.isOfPeople(key.basis().text())) {
                return true;
            }
            Long cited = citation.count();
            return cited != null
                    && number >= disclosure.threshold()
                    && !disclosure.hides(cited)
                    && !disclosure.hides(Math.abs(number - cited));
        }

        /** Says nothing that depends on the number, nor ends otherwise by it. */
        private int tellRecords(List<RecordChange> changes, long since) {
            out.printf("%s is not compared, since it would tell of few people: ask an operator.%n", key);
            changes.forEach(change -> out.println(change.sentence()));
            if (changes.isEmpty()) {
                out.println("The records cited were read again: all as they were.");
            }
            if (since > 0) {
                out.printf(
                        "%s logged since: the number may be another.%n",
                        Lines.count(since, "record of it was", "records of it were"));
            }
            return changes.isEmpty() && since == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
        }

        private void tellSince(FigureEvents.Compared compared) {
            if (compared.since() == 0) {
                out.println("Nothing was logged since that belongs to it.");
                return;
            }
            out.printf("%s logged since:%n", Lines.count(compared.since(), "record of it was", "records of it were"));
            for (FigureStory.Step step : compared.first()) {
                out.printf(
                        "  %s, logged %s: %s%n",
                        Evidence.of(step.event().origin()).text(),
                        step.event().origin().appendedAt(),
                        what(step));
            }
            if (compared.since() > NAMED) {
                out.printf("  and %,d more%n", compared.since() - NAMED);
            }
        }

        private static String what(FigureStory.Step step) {
            if (step.sign() == 0) {
                return "changes nothing";
            }
            String late = step.restated() == null ? "an event" : "a late event";
            return step.restated() == FigureStory.Cause.CORRECTION
                    ? step.sign() < 0 ? "takes an event back, to correct it" : "an event in place of one taken back"
                    : step.sign() < 0 ? "takes an event back" : late;
        }

        /** Whether the citation's count could see the record that lies there. */
        private boolean wasRead(Origin origin) {
            return !origin.appendedAt().isAfter(citation.loggedUntil())
                    && citation.read().stream()
                            .anyMatch(read ->
                                    held.history().nameHere(read.topic()).equals(origin.topic())
                                            && read.partition() == origin.partition()
                                            && origin.offset() <= read.lastOffset());
        }

        private List<Stretch> stretches() {
            return citation.records().stream().map(held::here).toList();
        }
    }
}
