package dev.rollcall.replay.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Event;
import dev.rollcall.model.Origin;
import dev.rollcall.monitor.Arrival;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.disclosure.Disclosure;
import dev.rollcall.replay.whatif.Comparison.AlertChange;
import dev.rollcall.replay.whatif.Comparison.Change;
import dev.rollcall.replay.whatif.Comparison.FigureChange;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Json;
import dev.rollcall.wire.Ndjson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What-if over the demo's history, and what is written of it. */
class WhatIfTest {
    private static final Path DEMO = Path.of("..", "policies", "demo");
    private static final Instant AS_OF = Instant.parse("2019-12-31T00:00:00Z");

    private static String policy() throws IOException {
        return Files.readString(DEMO.resolve("policy.yaml"));
    }

    private static Judged judged(String by, String policy) throws IOException {
        HistoryReplay replay = new HistoryReplay(List.of(policy), by, 1, 1);
        List<String> lines = Files.readAllLines(DEMO.resolve("events.ndjson"));
        for (int i = 0; i < lines.size(); i++) {
            EventLine line = Ndjson.readEvent(lines.get(i), "events", i + 1);
            Event event = line.event();
            Origin origin = new Origin(event.type().topic(), 0, i, line.appendedAt());
            replay.of(new Arrival(origin, 0, null, event.body(), 0, event, null));
        }
        return new Judged(by, replay.finish(AS_OF));
    }

    private static Comparison compare(Disclosure disclosure, String before, String after) throws IOException {
        return new WhatIf(disclosure, null)
                .compare(judged("the policy in force", before), judged("stricter.yaml", after));
    }

    private static String stricter() throws IOException {
        return policy().replace("per: month,   at-most: 1500, warn-at: [50%, 80%, 95%]", "per: month,   at-most: 1200")
                .replace("names-to-press:   { severity: critical", "names-to-press:   { severity: high");
    }

    private static List<String> told(Comparison comparison, Change change) {
        return comparison.alerts().stream()
                .filter(alert -> alert.change() == change)
                .map(alert -> alert.rule() + " " + alert.band() + " " + alert.words())
                .toList();
    }

    @Test
    void theSamePolicyFindsTheSame() throws IOException {
        Comparison comparison = compare(Disclosure.NONE, policy(), policy());
        assertEquals(List.of(), comparison.alerts());
        assertEquals(List.of(), comparison.figures());
        assertTrue(
                comparison
                        .sentence()
                        .matches(
                                "stricter.yaml finds what the policy in force finds: the same \\d+ alerts, the same figures."),
                comparison.sentence());
    }

    @Test
    void tellsWhatIsRaisedGoneAndChanged() throws IOException {
        // When
        Comparison comparison = compare(Disclosure.NONE, policy(), stricter());

        // Then
        assertTrue(
                told(comparison, Change.CHANGED).contains("ho-children-month 100 limit 1,500 → 1,200"),
                () -> String.valueOf(told(comparison, Change.CHANGED)));
        assertTrue(
                told(comparison, Change.CHANGED).contains("names-to-press null severity CRITICAL → HIGH"),
                () -> String.valueOf(told(comparison, Change.CHANGED)));
        assertEquals(
                Set.of(
                        "ho-children-month 50 ",
                        "ho-children-month 80 ",
                        "ho-children-month 95 ",
                        "ho-asked-month 50 ",
                        "ho-asked-month 80 ",
                        "ho-asked-month 95 "),
                told(comparison, Change.GONE).stream().collect(Collectors.toSet()));
        Set<String> limits =
                comparison.figures().stream().map(WhatIfTest::limits).collect(Collectors.toSet());
        assertEquals(Set.of("1500 1200"), limits, "no count differs");
        int before = comparison.before().alerts();
        int after = comparison.after().alerts();
        assertEquals(
                after, before + comparison.count(Change.RAISED) - comparison.count(Change.GONE), "nothing is left out");
        assertEquals(
                before,
                comparison.groups().stream().mapToInt(Comparison.Group::before).sum());
        assertEquals(
                after,
                comparison.groups().stream().mapToInt(Comparison.Group::after).sum());
    }

    private static String limits(FigureChange figure) {
        return figure.before().limit() + " " + figure.after().limit();
    }

    /** What is left out must not seem to be raised or gone. */
    @Test
    void anAnalystIsToldNothingThatAnOperatorIsNot() throws IOException {
        int told = 0;
        for (int limit : List.of(500, 1000, 1200, 1400)) {
            String other = policy().replace("at-most: 1500", "at-most: " + limit);
            List<Comparison.AlertChange> all =
                    compare(Disclosure.NONE, policy(), other).alerts();
            for (Comparison.AlertChange alert :
                    compare(new Disclosure(10), policy(), other).alerts()) {
                assertTrue(all.contains(alert), () -> limit + ": " + alert);
                told++;
            }
        }
        assertTrue(told > 20, "only " + told + " were told");
    }

    @Test
    void theOtherWayRoundIsRaised() throws IOException {
        Comparison there = compare(Disclosure.NONE, policy(), stricter());
        Comparison back = compare(Disclosure.NONE, stricter(), policy());
        assertEquals(told(there, Change.GONE), told(back, Change.RAISED));
        assertEquals(told(there, Change.RAISED), told(back, Change.GONE));
    }

    @Test
    void aRunThatBeginsOnAnotherDayChangesItsWindow() throws IOException {
        String earlier = policy().replace("per: 30 days, at-most: 1500", "per: 30 days, at-most: 1000");
        List<String> changed = told(compare(Disclosure.NONE, policy(), earlier), Change.CHANGED);
        assertTrue(
                changed.stream()
                        .anyMatch(line ->
                                line.matches("ho-children-30-days 100 .*limit 1,500 → 1,000; window 30d@.* → 30d@.*")),
                () -> String.valueOf(changed));
    }

    @Test
    void leavesOutWhatEndedBefore() throws IOException {
        Comparison all = compare(Disclosure.NONE, policy(), stricter());
        Comparison recent = new WhatIf(Disclosure.NONE, LocalDate.of(2019, 3, 31))
                .compare(judged("the policy in force", policy()), judged("stricter.yaml", stricter()));
        assertTrue(recent.after().alerts() < all.after().alerts());
        assertTrue(
                recent.alerts().stream()
                        .map(alert -> alert.latest().window())
                        .filter(window -> window.matches("\\d{4}-\\d{2}"))
                        .allMatch(window -> window.compareTo("2019-03") > 0),
                () -> String.valueOf(recent.alerts()));
    }

    @Test
    void analystsReadNoFewPeopleAnywhere() throws IOException {
        String other = policy().replace(
                        "    purposes: [crime-investigation, safeguarding]\n",
                        "    purposes: [crime-investigation, safeguarding]\n    limits: { few: { count: children, per: month, at-most: 1 } }\n");
        Comparison comparison = compare(new Disclosure(10), policy(), other);
        String written = WhatIfPage.of(comparison)
                + String.join("\n", WhatIfTable.lines(comparison))
                + new String(Json.bytes(comparison), StandardCharsets.UTF_8);
        assertEquals(List.of(), comparison.alerts(), "each month had few");
        assertFalse(
                written.matches("(?s).*\\b[1-9] (different )?(children|child|people|person|records?)\\b.*"), written);
        Comparison whole = compare(Disclosure.NONE, policy(), other);
        assertTrue(
                WhatIfPage.of(whole)
                        .matches("(?s).*\\b[1-9] (different )?(children|child|people|person|records?)\\b.*"),
                "an operator does");
    }

    @Test
    void analystsReadAlertsOnMany() throws IOException {
        String other =
                policy().replace("per: month,   at-most: 1500, warn-at: [50%, 80%, 95%]", "per: month,   at-most: 500");
        Comparison comparison = compare(new Disclosure(10), policy(), other);
        assertTrue(
                comparison.alerts().stream()
                        .anyMatch(
                                alert -> alert.latest()
                                        .explanation()
                                        .equals(
                                                "The Home Office received the records of 1,501 different children in March 2019; its memorandum allows 500.")),
                () -> String.valueOf(comparison.alerts()));
    }

    @Test
    void writesTheSameBytesEveryTime() throws IOException {
        Comparison once = compare(new Disclosure(10), policy(), stricter());
        Comparison again = compare(new Disclosure(10), policy(), stricter());
        assertEquals(WhatIfPage.of(once), WhatIfPage.of(again));
        assertEquals(WhatIfTable.lines(once), WhatIfTable.lines(again));
        assertEquals(
                new String(Json.bytes(once), StandardCharsets.UTF_8),
                new String(Json.bytes(again), StandardCharsets.UTF_8));
    }

    @Test
    void thePageAsksNobodyAndTakesNamesAsText() throws IOException {
        String evil = policy().replace("name: The Home Office", "name: '<script>alert(1)</script> & \"co\"'");
        String page = WhatIfPage.of(
                new WhatIf(Disclosure.NONE, null).compare(judged("<b>", stricter()), judged("'x'", evil)));
        assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;"), page);
        assertFalse(page.contains("<script"), page);
        assertFalse(page.matches("(?s).*(https?://|//[a-z]|url\\(|@import|src=|href=).*"), "it names no other place");
        assertTrue(page.contains("<svg "));
        Path to = Path.of("target", "what-if.html");
        Files.writeString(to, WhatIfPage.of(compare(Disclosure.NONE, policy(), stricter())));
    }

    @Test
    void theTableQuotesWhatItMust() {
        AlertChange alert = new AlertChange(
                Change.RAISED,
                "00",
                "limit",
                "=HYPERLINK(1)",
                "body",
                "a",
                null,
                null,
                null,
                List.of(),
                null,
                new Comparison.Standing("2016-03", "HIGH", "RAISED", 17, 5L, "He said \"a, b\"."));
        Comparison.Side side = new Comparison.Side("x", "p", 1, 1, 0);
        List<String> lines = WhatIfTable.lines(
                new Comparison("now", null, 10, side, side, List.of(), List.of(alert), new ArrayList<>()));
        assertEquals(
                "alert,raised,'=HYPERLINK(1),limit,body,a,,,,,,2016-03,,HIGH,,RAISED,,17,,5,\"He said \"\"a, b\"\".\"",
                lines.get(1));
        assertEquals(lines.get(0).split(",").length, lines.get(1).split(",", -1).length - 1, "one comma is quoted");
    }
}
