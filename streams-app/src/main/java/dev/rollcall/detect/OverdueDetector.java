package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.count.CaseEvent;
import dev.rollcall.count.CaseFile;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Window;
import dev.rollcall.model.Zone;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.ExpectedFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what should have followed and did not: after one thing, another is expected within some days. As its defaults say, it
 * looks for feeds of the policy that have fallen silent or were never heard of.
 *
 * @param within how long it may take; not for feeds, which say so each by itself
 * @param of what {@code within} is counted from: the first thing itself, or the end of its calendar quarter
 */
@AutoService(Detector.class)
public record OverdueDetector(Severity severity, After after, Expect expect, Days within, From of) implements Detector {

    /** What comes first. */
    public enum After {
        /** Any event of a feed. */
        EVENT,
        SUBMITTED,
        APPROVED,
        RELEASED,
        /** The last day on which an extract may be kept. */
        RETAIN_UNTIL
    }

    /** What is expected then. */
    public enum Expect {
        EVENT,
        /** Approved, refused or withdrawn. */
        DECIDED,
        RELEASED,
        PUBLISHED,
        DESTROYED,
        /** That any event of the extract says until when it may be kept. */
        RETAIN_UNTIL
    }

    /** Where the days are counted from. */
    public enum From {
        DAY,
        QUARTER
    }

    private static final Map<After, Set<Expect>> EXPECTED = new EnumMap<>(Map.of(
            After.EVENT, Set.of(Expect.EVENT),
            After.SUBMITTED, Set.of(Expect.DECIDED),
            After.APPROVED, Set.of(Expect.RELEASED),
            After.RELEASED, Set.of(Expect.PUBLISHED, Expect.RETAIN_UNTIL),
            After.RETAIN_UNTIL, Set.of(Expect.DESTROYED)));

    public OverdueDetector {
        Set<Expect> expected = EXPECTED.getOrDefault(after, Set.of());
        if (!expected.contains(expect)) {
            throw new IllegalArgumentException("Expected 'expect' after %s to be %s, but was %s"
                    .formatted(
                            Settings.word(after),
                            String.join(
                                    " or ",
                                    expected.stream()
                                            .map(Settings::word)
                                            .sorted()
                                            .toList()),
                            Settings.word(expect)));
        }
        if (after == After.EVENT && within.days() != 0) {
            throw new IllegalArgumentException(
                    "Expected 'within' not to be given for feeds, which have 'every', but was " + within);
        }
    }

    public OverdueDetector() {
        this(Severity.WARNING, After.EVENT, Expect.EVENT, new Days(0), From.DAY);
    }

    @Override
    public List<Due> onCase(CaseFile file, Situation situation) {
        List<Due> found = new ArrayList<>();
        switch (after) {
            case SUBMITTED -> judgeRequest(file, Stage.SUBMITTED, situation, found);
            case APPROVED -> judgeRequest(file, Stage.APPROVED, situation, found);
            case RELEASED, RETAIN_UNTIL ->
                file.extracts().forEach((extract, events) -> judgeExtract(extract, events, file, situation, found));
            case EVENT -> {}
        }
        return found;
    }

    private void judgeRequest(CaseFile file, Stage stage, Situation situation, List<Due> found) {
        List<CaseEvent> first = file.of(stage);
        if (first.isEmpty() || file.requestId() == null) {
            return;
        }
        Set<Stage> settling = expect == Expect.DECIDED
                ? Set.of(Stage.APPROVED, Stage.REFUSED, Stage.WITHDRAWN)
                : Set.of(Stage.RELEASED, Stage.REFUSED, Stage.WITHDRAWN);
        // an appeal, or a second try, begins anew: what was decided before it does not answer it
        CaseEvent begin = first.get(first.size() - 1);
        String request = file.requestId();
        List<CaseEvent> settled = file.events().stream()
                .filter(event -> settling.contains(event.stage()))
                .filter(event -> event.stage() == Stage.RELEASED || !event.at().isBefore(begin.at()))
                .toList();
        judge(
                due(begin, situation),
                begin.date(),
                settled,
                found,
                () -> finding(begin, begin.date(), request, file.body(), situation)
                        .counting(Basis.ASKED, begin.asked(), true));
    }

    private void judgeExtract(
            String extract, List<CaseEvent> events, CaseFile file, Situation situation, List<Due> found) {
        List<CaseEvent> released =
                events.stream().filter(event -> event.stage() == Stage.RELEASED).toList();
        if (released.isEmpty()) {
            return;
        }
        CaseEvent begin = released.get(0);
        LocalDate day = begin.date();
        Instant due = due(begin, situation);
        if (after == After.RETAIN_UNTIL) {
            LocalDate until = retainUntil(events);
            if (until == null) {
                return;
            }
            day = until;
            due = situation.policies().zone().startOf(countedFrom(until).plusDays(1L + within.days()));
        }
        List<CaseEvent> settled = events.stream()
                .filter(event -> switch (expect) {
                    case PUBLISHED -> event.stage() == Stage.PUBLISHED;
                    case DESTROYED -> event.stage() == Stage.DESTROYED;
                    default -> event.retainUntil() != null;
                })
                .toList();
        LocalDate on = day;
        judge(
                due,
                on,
                settled,
                found,
                () -> finding(begin, on, extract, file.body(), situation)
                        .counting(
                                Basis.CHILDREN,
                                CaseFile.children(released),
                                released.stream().allMatch(CaseEvent::exact)));
    }

    /** What the last event that says so says; the later day where several say so at one time. */
    private static @Nullable LocalDate retainUntil(List<CaseEvent> events) {
        return events.stream()
                .filter(event -> event.retainUntil() != null)
                .max(Comparator.comparing(CaseEvent::at).thenComparing(event -> retained(event)))
                .map(event -> LocalDate.ofEpochDay(retained(event)))
                .orElse(null);
    }

    private static int retained(CaseEvent event) {
        return event.retainUntil() == null ? Integer.MIN_VALUE : event.retainUntil();
    }

    private Instant due(CaseEvent begin, Situation situation) {
        if (of == From.DAY) {
            return begin.at().plus(Duration.ofDays(within.days()));
        }
        Zone zone = situation.policies().zone();
        return zone.startOf(countedFrom(begin.date()).plusDays(1L + within.days()));
    }

    private LocalDate countedFrom(LocalDate day) {
        return of == From.DAY ? day : Calendar.QUARTER.windowOf(day).end().minusDays(1);
    }

    /** Nothing is found where it came in time. */
    private static void judge(
            Instant due, LocalDate day, List<CaseEvent> settling, List<Due> found, Supplier<Finding> finding) {
        Instant settled = settling.stream()
                .map(CaseEvent::loggedAt)
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (settled == null || settled.isAfter(due)) {
            found.add(new Due(due, Window.month(day), () -> finding.get().settled(settled != null)));
        }
    }

    private Finding finding(CaseEvent begin, LocalDate day, String about, Entity body, Situation situation) {
        Agreement agreement = situation.policy().agreementOf(body.id(), begin.agreementId());
        return Finding.of(
                        type(),
                        situation.rule(),
                        body,
                        Window.month(day).name(),
                        severity,
                        situation.policy().version())
                .under(begin.agreementId(), agreement == null ? null : agreement.owner())
                .about(about);
    }

    /** The stretches in which a feed that must be heard of was not. */
    @Override
    public List<Finding> onHistory(Entity entity, Situation situation) {
        ExpectedFeed feed = entity.kind() == EntityKind.FEED && after == After.EVENT
                ? situation.policy().feeds().get(entity.id())
                : null;
        if (feed == null) {
            return List.of();
        }
        List<Finding> found = new ArrayList<>();
        LocalDate last = expectedFrom(feed.id(), situation).minusDays(1);
        for (LocalDate day : situation.memory().daysOf(Basis.HEARD)) {
            if (day.isAfter(last)) {
                judgeSilence(last, day, feed, entity, situation, found);
                last = day;
            }
        }
        judgeSilence(last, null, feed, entity, situation, found);
        return found;
    }

    /** Since when the policy expects it: a later version does not begin anew. */
    private static LocalDate expectedFrom(String feed, Situation situation) {
        return situation.policies().versions().stream()
                .map(version -> version.feeds().get(feed))
                .filter(Objects::nonNull)
                .map(ExpectedFeed::from)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void judgeSilence(
            LocalDate last,
            @Nullable LocalDate next,
            ExpectedFeed feed,
            Entity entity,
            Situation situation,
            List<Finding> found) {
        LocalDate due = last.plusDays(1L + feed.every());
        if (!due.isAfter(situation.today()) && (next == null || !next.isBefore(due))) {
            found.add(Finding.of(
                            type(),
                            situation.rule(),
                            entity,
                            Window.month(due).name(),
                            severity,
                            situation.policy().version())
                    .about(due.toString())
                    .counting(null, feed.every(), true)
                    .settled(next != null));
        }
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        String about = finding.key().about();
        if (after == After.EVENT) {
            String silent = "%s was not heard of for %s until %s"
                    .formatted(
                            sentence.who(),
                            sentence.count("day"),
                            Sentence.day(LocalDate.parse(String.valueOf(about))));
            return silent + (finding.settled() ? "; it has been since." : ", when it should have been.");
        }
        String subject = expect == Expect.DECIDED || expect == Expect.RELEASED
                ? "Request %s of %s".formatted(about, sentence.who())
                : "Extract %s for %s, with %s,"
                        .formatted(
                                about,
                                sentence.who(),
                                finding.observed() == 1
                                        ? "1 child"
                                        : Sentence.number(finding.observed()) + " children");
        String allowed = within + (of == From.QUARTER ? " of the quarter's end" : "");
        String missing = switch (expect) {
            case DECIDED -> "was not decided within %s of its submission %s".formatted(allowed, sentence.when());
            case RELEASED -> "was approved %s and not answered within %s".formatted(sentence.when(), allowed);
            case PUBLISHED ->
                "released %s, was not in the public register within %s".formatted(sentence.when(), allowed);
            case DESTROYED ->
                "to be kept until %s at most, was not certified destroyed%s"
                        .formatted(
                                sentence.when().replaceFirst("^in ", ""),
                                within.days() == 0 ? "" : " within " + allowed);
            default -> "released %s, says nowhere until when it may be kept".formatted(sentence.when());
        };
        return subject + " " + missing + (finding.settled() ? "; it has been since." : ".");
    }
}
