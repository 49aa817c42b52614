package dev.rollcall.app.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.meters.ForwarderFigures;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is to be posted when, and what is counted. */
class ForwardingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Wording WORDING = new Wording("http://localhost:9464/", "docs/operations.md");

    private final Forwarding forwarding = forwarding(1);
    private Instant now = NOW;

    private static Forwarding forwarding(int alertmanagers) {
        return new Forwarding(alertmanagers, new Rhythm(MINUTE, Duration.ofDays(30)), WORDING);
    }

    /** One that has read to the end, and whose Alertmanager holds nothing. */
    private void begin() {
        forwarding.readToEnd(now);
        forwarding.holds(0, List.of(), now);
    }

    private Batch next() {
        return assertInstanceOf(Step.Post.class, forwarding.next(0, now)).batch();
    }

    private List<Notice> take() {
        Batch batch = next();
        forwarding.answered(0, batch, Answer.TAKEN, now);
        return batch.notices();
    }

    private Instant waitsUntil() {
        return assertInstanceOf(Step.Wait.class, forwarding.next(0, now)).until();
    }

    private ForwarderFigures figures() {
        return forwarding.figures(0, 0, now, now);
    }

    private static List<String> ids(List<Notice> notices) {
        return notices.stream().map(notice -> notice.labels().get("alert_id")).toList();
    }

    @Test
    void nothingIsPostedBeforeTheTopicIsReadToItsEnd() {
        // When
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW), now);

        // Then
        assertInstanceOf(Step.Wait.class, forwarding.next(0, now));
        forwarding.read(Lines.ended("a", AlertState.RETRACTED, NOW), now);
        begin();
        assertInstanceOf(Step.Wait.class, forwarding.next(0, now));
    }

    @Test
    void asksFirstWhatIsHeldAndEndsWhatShouldNotBe() {
        // Given
        forwarding.read(Lines.raised("stands", Severity.HIGH, NOW), now);
        forwarding.read(Lines.ended("ended", AlertState.RETRACTED, NOW), now);
        forwarding.readToEnd(now);
        assertInstanceOf(Step.Ask.class, forwarding.next(0, now));
        Map<String, String> right = WORDING.labels(Lines.raised("stands", Severity.HIGH, NOW), false);
        Map<String, String> wrong = WORDING.labels(Lines.raised("stands", Severity.WARNING, NOW), false);
        Map<String, String> over = WORDING.labels(Lines.raised("ended", Severity.HIGH, NOW), false);

        // When
        forwarding.holds(0, List.of(right, wrong, over, Map.of("alert_id", "somebody else's")), now);

        // Then
        assertEquals(2, figures().undelivered(), "the change of severity and the end");
        Batch batch = next();
        assertEquals(
                List.of(right, wrong, over),
                batch.notices().stream()
                        .map(Notice::labels)
                        .sorted((one, other) -> 0)
                        .toList());
        assertTrue(batch.notices().get(0).endsAt().isAfter(now));
        assertEquals(now, batch.notices().get(1).endsAt());
        assertEquals(now, batch.notices().get(2).endsAt());
        forwarding.answered(0, batch, Answer.TAKEN, now);
        assertEquals(0, figures().undelivered());
        assertEquals(
                0,
                figures().delivered().values().stream().mapToLong(each -> each).sum(),
                "it was held before");
    }

    @Test
    void asksAgainUntilItIsAnsweredAndPostsMeanwhile() {
        // Given
        Map<String, String> over = WORDING.labels(Lines.raised("ended", Severity.HIGH, NOW), false);
        forwarding.read(Lines.ended("ended", AlertState.RETRACTED, NOW), now);
        forwarding.read(Lines.raised("stands", Severity.HIGH, NOW), now);
        forwarding.readToEnd(now);

        // When Alertmanager does not say what it holds, now and a minute later
        for (int times = 0; times < 2; times++) {
            assertInstanceOf(Step.Ask.class, forwarding.next(0, now));
            forwarding.doesNotSay(0, now);
            assertEquals(List.of("stands"), ids(take()));
            assertEquals(now.plus(MINUTE), waitsUntil());
            now = now.plus(MINUTE);
        }
        forwarding.read(Lines.ended("stands", AlertState.RETRACTED, now), now);
        assertInstanceOf(Step.Ask.class, forwarding.next(0, now));
        forwarding.holds(0, List.of(over, WORDING.labels(Lines.raised("stands", Severity.HIGH, NOW), false)), now);

        // Then
        assertEquals(2, figures().undelivered(), "both ends");
        assertEquals(List.of("ended", "stands"), ids(take()).stream().sorted().toList());
        assertEquals(0, figures().undelivered());
        now = now.plus(MINUTE);
        assertInstanceOf(Step.Post.class, forwarding.next(0, now));
    }

    @Test
    void whatStandsIsSentAgainEveryMinuteAndOutlastsAWeekend() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW.minusSeconds(5)), now);

        // When
        Notice first = take().get(0);

        // Then
        assertEquals(NOW.minusSeconds(5), first.startsAt());
        assertEquals(now.plus(Duration.ofDays(3)), first.endsAt());
        assertEquals(now.plus(MINUTE), waitsUntil());
        now = now.plus(MINUTE);
        Notice again = take().get(0);
        assertEquals(first.labels(), again.labels());
        assertEquals(first.startsAt(), again.startsAt());
        assertEquals(1, figures().delivered().get(Severity.HIGH));
    }

    @Test
    void anEndIsToldForFifteenMinutesWithTheSameTime() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW), now);
        take();

        // When
        now = now.plusSeconds(10);
        Instant end = now;
        forwarding.read(Lines.ended("a", AlertState.RESOLVED, now), now);

        // Then
        int times = 0;
        for (; now.isBefore(end.plus(MINUTE.multipliedBy(20))); now = now.plus(MINUTE)) {
            List<Notice> posted = take();
            posted.forEach(notice -> assertEquals(end, notice.endsAt()));
            times += posted.size();
        }
        assertEquals(16, times);
    }

    @Test
    void aChangeOfSeverityEndsTheOldLabelsAndBeginsTheNew() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.WARNING, NOW), now);
        take();

        // When
        forwarding.read(Lines.raised("a", Severity.CRITICAL, NOW.plusSeconds(1)), now);

        // Then
        List<Notice> posted = take();
        assertEquals(
                List.of("critical", "warning"),
                posted.stream().map(notice -> notice.labels().get("severity")).toList());
        assertTrue(posted.get(0).endsAt().isAfter(now));
        assertEquals(now, posted.get(1).endsAt());
        assertEquals(0, figures().delivered().get(Severity.CRITICAL), "it was delivered before");
        assertEquals(1, figures().standing().get(Severity.CRITICAL));
    }

    @Test
    void anAlertThatGrowsOldGoesOnUnderAnotherLabel() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW), now);
        take();

        // When
        now = now.plus(Duration.ofDays(30)).plusSeconds(1);

        // Then
        List<Notice> posted = take();
        assertEquals("yes", posted.get(0).labels().get("old"));
        assertTrue(posted.get(0).endsAt().isAfter(now));
        assertFalse(posted.get(1).labels().containsKey("old"));
        assertEquals(now, posted.get(1).endsAt());
    }

    @Test
    void whatComesAfterTheEndIsNewsHoweverOldItsTimeIs() {
        // Given
        Instant longAgo = NOW.minus(Duration.ofDays(400));
        forwarding.read(Lines.raised("history", Severity.HIGH, longAgo), now);
        begin();
        assertEquals("yes", take().get(0).labels().get("old"));

        // When
        forwarding.read(Lines.raised("a", Severity.HIGH, longAgo), now);

        // Then
        Notice first = take().get(0);
        assertFalse(first.labels().containsKey("old"));
        assertEquals(longAgo, first.startsAt());
        now = now.plus(Duration.ofDays(30));
        assertFalse(take().stream()
                .anyMatch(notice -> notice.labels().get("alert_id").equals("a")
                        && notice.labels().containsKey("old")));
        now = now.plus(MINUTE);
        assertEquals("yes", take().get(0).labels().get("old"));
    }

    @Test
    void whatBeginsAndEndsDuringAnOutageIsCountedAndToldToNobody() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW), now);
        forwarding.answered(0, next(), Answer.NOT_REACHED, now);
        assertEquals(1, figures().undelivered());
        now = now.plusSeconds(30);
        assertEquals(Duration.ofSeconds(30), figures().oldestUndelivered());

        // When
        boolean untold = forwarding.read(Lines.ended("a", AlertState.RETRACTED, now), now);

        // Then
        assertTrue(untold);
        assertEquals(1, figures().untold());
        assertEquals(0, figures().undelivered());
        now = now.plus(MINUTE);
        assertEquals(List.of(), take());
    }

    @Test
    void anEndIsToldWhereThePostMayHaveComeThrough() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW), now);
        forwarding.answered(0, next(), Answer.UNCLEAR, now);

        // When
        boolean untold = forwarding.read(Lines.ended("a", AlertState.RETRACTED, now), now);

        // Then
        assertFalse(untold);
        now = now.plus(MINUTE);
        assertEquals(List.of("a"), ids(take()));
    }

    @Test
    void pausesGrowToTheTimeBetweenTwoReSends() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW), now);

        // When
        List<Long> pauses = new ArrayList<>();
        for (int times = 0; times < 9; times++) {
            forwarding.answered(0, next(), Answer.NOT_REACHED, now);
            pauses.add(Duration.between(now, waitsUntil()).toSeconds());
            now = waitsUntil();
        }

        // Then
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), pauses);
        assertFalse(forwarding.isReached());
        assertEquals(9, figures().posts().get("unreachable"));
    }

    @Test
    void whatIsRefusedHoldsUpNoOther() {
        // Given
        begin();
        for (int number = 0; number < 150; number++) {
            forwarding.read(Lines.raised("alert-" + number, Severity.HIGH, NOW), now);
        }
        int posts = 0;

        // When one of them is refused, alone and in company, for an hour
        List<String> taken = new ArrayList<>();
        for (Instant end = now.plus(Duration.ofHours(1)); now.isBefore(end); now = now.plusSeconds(1)) {
            while (forwarding.next(0, now) instanceof Step.Post post) {
                posts++;
                boolean refused = ids(post.batch().notices()).contains("alert-42");
                forwarding.answered(0, post.batch(), refused ? Answer.CONTENT_REFUSED : Answer.TAKEN, now);
                if (!refused) {
                    taken.addAll(ids(post.batch().notices()));
                }
            }
        }

        // Then
        assertEquals(149, taken.stream().distinct().count());
        assertFalse(taken.contains("alert-42"));
        assertTrue(taken.size() >= 149 * 59, "re-sent " + taken.size());
        assertTrue(posts < 400, "posts: " + posts);
        assertEquals(1, figures().undelivered());
        assertTrue(
                figures().posts().get("refused") < 15, () -> figures().posts().toString());
        assertTrue(forwarding.isReached());
    }

    @Test
    void batchesAreBoundedAndTheMostUrgentComeFirst() {
        // Given
        for (int number = 0; number < 250; number++) {
            forwarding.read(Lines.line("w" + number, AlertState.RAISED, Severity.WARNING, "80", NOW), now);
        }
        forwarding.read(Lines.line("200", AlertState.RAISED, Severity.CRITICAL, "200", NOW), now);
        forwarding.read(Lines.line("95", AlertState.RAISED, Severity.WARNING, "95", NOW), now);
        begin();

        // When
        List<Notice> first = take();

        // Then
        assertEquals(List.of("200", "95"), ids(first).subList(0, 2));
        assertEquals(Batch.MOST, first.size());
        assertEquals(List.of(100, 52), List.of(take().size(), take().size()));
        assertInstanceOf(Step.Wait.class, forwarding.next(0, now));
    }

    @Test
    void oneThatIsAwayHoldsUpNoOther() {
        // Given
        Forwarding two = forwarding(2);
        two.readToEnd(now);
        two.holds(0, List.of(), now);
        two.notAsked(1, now);

        // When
        two.read(Lines.raised("a", Severity.HIGH, NOW), now);

        // Then
        Batch batch = assertInstanceOf(Step.Post.class, two.next(0, now)).batch();
        assertEquals(List.of("a"), ids(batch.notices()));
        two.answered(0, batch, Answer.TAKEN, now);
        assertEquals(0, two.figures(0, 0, now, now).undelivered());
        assertTrue(two.isReached());
        assertInstanceOf(Step.Wait.class, two.next(1, now));

        // When it is back
        now = now.plus(MINUTE);
        assertInstanceOf(Step.Ask.class, two.next(1, now));
        two.holds(1, List.of(), now);

        // Then
        Batch late = assertInstanceOf(Step.Post.class, two.next(1, now)).batch();
        assertEquals(List.of("a"), ids(late.notices()));
        two.answered(1, late, Answer.TAKEN, now);
        assertEquals(1, two.figures(0, 0, now, now).delivered().get(Severity.HIGH), "counted once");
    }

    @Test
    void aChangeWhileAPostIsUnderWayIsPostedAfterIt() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW), now);
        Batch underWay = next();

        // When
        forwarding.read(Lines.ended("a", AlertState.RETRACTED, NOW), now);
        forwarding.answered(0, underWay, Answer.TAKEN, now);

        // Then
        assertEquals(1, figures().undelivered());
        List<Notice> posted = take();
        assertEquals(now, posted.get(0).endsAt());
        assertEquals(0, figures().undelivered());
    }

    @Test
    void aRecordThatIsDeletedEndsItsAlert() {
        // Given
        begin();
        forwarding.read(Lines.raised("a", Severity.HIGH, NOW), now);
        take();

        // When
        forwarding.removed("a", now);
        forwarding.removed("never seen", now);

        // Then
        assertEquals(now, take().get(0).endsAt());
        assertEquals(0, figures().standing().get(Severity.HIGH));
    }

    @Test
    void anAlertFromTheFutureIsTaken() {
        // Given
        begin();
        AlertLine future = Lines.raised("a", Severity.HIGH, Instant.parse("2096-01-01T00:00:00Z"));

        // When
        forwarding.read(future, now);

        // Then
        Notice notice = take().get(0);
        assertEquals(now, notice.startsAt());
        assertTrue(notice.endsAt().isAfter(notice.startsAt()));
    }

    @Test
    void somethingIsPostedEveryMinuteEvenWhereNothingStands() {
        // Given
        begin();
        assertInstanceOf(Step.Wait.class, forwarding.next(0, now));

        // When
        now = now.plus(MINUTE);

        // Then
        assertEquals(List.of(), take());
        assertEquals(now, figures().lastSuccess());
    }
}
