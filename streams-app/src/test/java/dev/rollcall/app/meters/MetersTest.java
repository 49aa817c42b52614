package dev.rollcall.app.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.http.Health;
import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Overview;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Instant NOW = Instant.parse("2016-03-29T10:00:00Z");
    private static final Window MARCH = Window.month(LocalDate.of(2016, 3, 29));
    private static final List<String> INPUTS = List.of("access-requests", "extracts");

    /** The meters that tell how much was left out. */
    private static final int LEFT_OUT = 6;

    private final Meters meters = new Meters(INPUTS, 10_000);

    @Test
    void showsTheLedgerOfEachTopicAndPartitionToTheRecord() {
        // Given
        Random random = new Random(1);
        Map<String, EventLedger.Line> lines = new HashMap<>();
        for (int partition = 0; partition < 8; partition++) {
            Map<String, EventLedger.Line> ledger = Map.of("access-requests", line(random), "extracts", line(random));
            ledger.forEach((topic, line) -> lines.put(topic + lines.size() / 2, line));
            meters.stands("0_" + partition, overview(ledger, Map.of(), List.of()));
        }
        // When
        Exposition page = page();
        // Then
        lines.forEach((key, line) -> {
            String topic = key.substring(0, key.length() - 1);
            String partition = key.substring(key.length() - 1);
            String[] labels = {"topic", topic, "partition", partition};
            double rejected = 0;
            for (Reason reason : Reason.values()) {
                double records = page.value(
                        "rollcall_records_rejected_total",
                        "topic",
                        topic,
                        "partition",
                        partition,
                        "reason",
                        reason.name());
                assertEquals(line.rejected(reason), records);
                rejected += records;
            }
            double applied = page.value("rollcall_records_applied_total", labels);
            double duplicate = page.value("rollcall_records_duplicate_total", labels);
            assertEquals(line.applied(), applied);
            assertEquals(line.duplicate(), duplicate);
            assertEquals(line.read(), page.value("rollcall_records_read_total", labels));
            assertEquals(line.read(), applied + duplicate + rejected);
            assertEquals(0, page.value("rollcall_ledger_balance", labels));
        });
    }

    @Test
    void showsNothingAsReadBeforeTheFirstRecord() {
        meters.stands("0_3", overview(Map.of(), Map.of(), List.of()));

        assertEquals(0, page().value("rollcall_records_read_total", "topic", "extracts", "partition", "3"));
        assertEquals(
                0,
                page().value(
                                "rollcall_records_rejected_total",
                                "topic",
                                "extracts",
                                "partition",
                                "3",
                                "reason",
                                "LATE"));
        assertEquals(0, page().count("rollcall_records_rejected_total{partition=3, reason=REFUSED_POLICY"));
    }

    @Test
    void saysNothingMoreOfATaskThatHasLeft() {
        // Given
        Random random = new Random(2);
        for (String task : List.of("0_0", "0_1")) {
            meters.stands(
                    task,
                    overview(
                            Map.of("extracts", line(random)),
                            Map.of(new Overview.AlertClass("limits", Severity.HIGH), 2),
                            List.of(reading("body-" + task, 10, 100))));
        }
        assertEquals(4, page().value("rollcall_open_alerts", "detector", "limits", "severity", "HIGH"));
        assertEquals(2, page().count("rollcall_figure{"));
        // When
        meters.left("0_1");
        // Then
        String text = Exposition.text(meters.registry());
        assertFalse(text.contains("partition=\"1\""), text);
        assertFalse(text.contains("body-0_1"), text);
        assertEquals(2, page().value("rollcall_open_alerts", "detector", "limits", "severity", "HIGH"));
        assertEquals(List.of("0_0"), List.copyOf(meters.tasks().keySet()));
        // When
        meters.left("0_0");
        // Then
        assertEquals(0, page().count("rollcall_records") + page().count("rollcall_figure{"));
    }

    @Test
    void takesTheOlderPolicyAndTickWhereTwoTasksShareAPartition() {
        meters.stands("0_2", overview(NOW, 3, NOW.minusSeconds(30)));
        meters.stands("1_2", overview(NOW.minusSeconds(15), 2, NOW.minusSeconds(500)));

        assertEquals(2, page().value("rollcall_policy_version", "partition", "2"));
        assertEquals(
                NOW.getEpochSecond() - 500, page().value("rollcall_policy_from_timestamp_seconds", "partition", "2"));
        assertEquals(NOW.getEpochSecond() - 15, page().value("rollcall_last_tick_timestamp_seconds", "partition", "2"));
    }

    @Test
    void keepsWithinTheBoundAndShowsTheFiguresNearestToTheirLimits() {
        // Given
        meters.showJvm();
        List<List<Overview.Reading>> parts = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 50_000; i++) {
            parts.get(i % 2).add(reading("body-" + i, i, 50_000));
        }
        meters.stands("0_0", overview(Map.of(), Map.of(), parts.get(0)));
        meters.stands("0_1", overview(Map.of(), Map.of(), parts.get(1)));
        // When
        Exposition page = page();
        // Then
        assertTrue(page.size() <= 10_000 && page.size() > 10_000 - 3, () -> "series: " + page.size());
        long shown = page.count("rollcall_figure{");
        assertEquals(shown, page.count("rollcall_figure_limit{"));
        assertEquals(shown, page.count("rollcall_figure_ratio{"));
        assertEquals(50_000 - shown, page.value("rollcall_figures_left_out"));
        for (long i = 50_000 - shown; i < 50_000; i++) {
            String[] labels = labels("body-" + i);
            assertEquals(i, page.value("rollcall_figure", labels));
            assertEquals(50_000, page.value("rollcall_figure_limit", labels));
            assertEquals(i / 50_000.0, page.value("rollcall_figure_ratio", labels));
        }
    }

    @Test
    void namesTheLimitsOnOneFigureApart() {
        Overview.Reading strict = reading("home-office", 61, 60);
        Overview.Reading loose = new Overview.Reading("another", 1500, strict.figure());
        meters.stands("0_0", overview(Map.of(), Map.of(), List.of(strict, loose)));

        String[] labels = labels("home-office");
        assertEquals(60, page().value("rollcall_figure_limit", labels));
        assertEquals(2, page().count("rollcall_figure{"));
        labels[7] = "another";
        assertEquals(1500, page().value("rollcall_figure_limit", labels));
        assertEquals(61, page().value("rollcall_figure", labels));
    }

    @Test
    void marksMonthsThatWereRestatedAndShowsTheNewestWhereRoomIsShort() {
        // Given
        Window february = Window.month(LocalDate.of(2016, 2, 1));
        Window january = Window.month(LocalDate.of(2016, 1, 1));
        Meters tight = new Meters(INPUTS, others() + LEFT_OUT + 2);
        tight.stands("0_0", months(month("police", january, 21, false), month("police", MARCH, 62, true)));
        tight.stands("0_1", months(month("home-office", february, 0, true)));
        // When
        Exposition page = Exposition.of(tight.registry());
        // Then
        assertEquals(62, page.value("rollcall_month", ofMonth("police", "2016-03", "yes")));
        assertEquals(0, page.value("rollcall_month", ofMonth("home-office", "2016-02", "yes")));
        assertFalse(page.has("rollcall_month", ofMonth("police", "2016-01", "no")));
        assertEquals(1, page.value("rollcall_months_left_out"));
        // When
        tight.stands("0_0", months(month("police", january, 21, false)));
        // Then
        page = Exposition.of(tight.registry());
        assertEquals(2, page.count("rollcall_month{"), "what was said before is gone");
        assertEquals(21, page.value("rollcall_month", ofMonth("police", "2016-01", "no")));
    }

    /** How many series two tasks take besides figures and what is left out. */
    private static int others() {
        Meters meters = new Meters(INPUTS, 10_000);
        meters.stands("0_0", months());
        meters.stands("0_1", months());
        return Exposition.of(meters.registry()).size() - LEFT_OUT;
    }

    private static Overview months(Figure... months) {
        return overview(Map.of(), List.of(months), List.of(), Overview.Released.NOTHING);
    }

    private static String[] ofMonth(String body, String month, String restated) {
        return new String[] {
            "entity_kind",
            "body",
            "entity",
            body,
            "basis",
            "children",
            "window",
            month,
            "exact",
            "yes",
            "restated",
            restated
        };
    }

    @Test
    void saysOpenAlertsInWordsTheWorstFirstAndAtMost200() {
        // Given
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            Severity severity = i < 50 ? Severity.INFO : Severity.HIGH;
            Finding finding = Finding.of("limit", "a-limit", Entity.body("body-" + i), "2016-03", severity, 1);
            alerts.add(new Alert("id-" + i, 1, AlertState.RAISED, finding, "Sentence " + i + ".", null, NOW));
        }
        // When
        meters.stands("0_0", alerts(250, alerts.subList(0, 100)));
        meters.stands("0_1", alerts(0, alerts.subList(100, 250)));
        // Then
        Exposition page = page();
        assertEquals(200, page.count("rollcall_alert_sentence{"));
        assertEquals(200, page.count("rollcall_alert_logged_timestamp_seconds{"));
        assertEquals(50, page.value("rollcall_alerts_left_out"));
        String text = Exposition.text(meters.registry());
        assertTrue(text.contains("sentence=\"Sentence 50.\""), text);
        assertFalse(text.contains("sentence=\"Sentence 49.\""), text);
        assertFalse(text.contains("id-"), text);
    }

    @Test
    void saysSentencesOfExtractsWithoutTheirIdsAndCountsThoseThatSayTheSame() {
        // Given
        List<Alert> alerts = List.of(
                of("x-1", "Extract x-1 for x leaves out the tokens of 2 children; x-1."),
                of("a.b/x", "Extract a.b/x for x leaves out the tokens of 2 children; a.b/x.", NOW.minusSeconds(60)),
                of("name+address", "It received name+address."));
        // When
        meters.stands("0_0", alerts(3, alerts));
        // Then
        String text = Exposition.text(meters.registry());
        assertFalse(text.contains("x-1") || text.contains("a.b/x"), text);
        assertTrue(text.contains("It received name+address."), text);
        String[] labels = {
            "detector",
            "feed",
            "rule",
            "tokens-missing",
            "severity",
            "HIGH",
            "entity_kind",
            "body",
            "entity",
            "x",
            "agreement",
            "",
            "window",
            "2016-03",
            "band",
            "",
            "sentence",
            "Extract … for x leaves out the tokens of 2 children; …."
        };
        assertEquals(2, page().value("rollcall_alert_sentence", labels));
        assertEquals(
                NOW.getEpochSecond() - 60,
                page().value("rollcall_alert_logged_timestamp_seconds", labels),
                "of two that say the same, the one logged first");
    }

    private static Alert of(String about, String sentence) {
        return of(about, sentence, NOW);
    }

    private static Alert of(String about, String sentence, Instant loggedAt) {
        Finding finding = Finding.of("feed", "tokens-missing", Entity.body("x"), "2016-03", Severity.HIGH, 1)
                .about(about);
        return new Alert(finding.key().id(), 1, AlertState.RAISED, finding, sentence, null, loggedAt);
    }

    private static Overview alerts(int standing, List<Alert> alerts) {
        Map<Overview.AlertClass, Integer> classes = Map.of(new Overview.AlertClass("limit", Severity.HIGH), standing);
        return overview(classes, List.of(), alerts, Overview.Released.NOTHING);
    }

    @Test
    void tellsWhatIsHeldAndWhatWasReleasedTheNewestMonthsWhereRoomIsShort() {
        // Given
        Entity press = Entity.body("daily-news");
        Categories nameOnly = Categories.of(Category.NAME);
        Categories both = Categories.of(Category.NAME, Category.ADDRESS);
        LocalDate february = LocalDate.of(2016, 2, 1);
        Overview.Released released = new Overview.Released(
                List.of(new Overview.Held(press, "School Census", 4), new Overview.Held(press, "-", 1)),
                List.of(
                        new Overview.Carried(press, MARCH.start(), Category.NAME, 3),
                        new Overview.Carried(press, MARCH.start(), Category.ADDRESS, 2),
                        new Overview.Carried(press, february, Category.NAME, 7)),
                List.of(
                        new Overview.Combined(press, MARCH.start(), both, 2),
                        new Overview.Combined(press, MARCH.start(), nameOnly, 1),
                        new Overview.Combined(press, february, nameOnly, 7)));
        Overview overview = overview(Map.of(), List.of(), List.of(), released);
        // When
        meters.stands("0_0", overview);
        // Then
        Exposition page = page();
        assertEquals(4, page.value("rollcall_held", "entity", "daily-news", "dataset", "School Census"));
        assertEquals(1, page.value("rollcall_held", "entity", "daily-news", "dataset", "-"));
        assertEquals(2, page.value("rollcall_category", ofWindow("2016-03", "category", "address")));
        assertEquals(7, page.value("rollcall_category", ofWindow("2016-02", "category", "name")));
        assertEquals(2, page.value("rollcall_combination", ofWindow("2016-03", "categories", "address+name")));
        assertEquals(7, page.value("rollcall_combination", ofWindow("2016-02", "categories", "name")));
        for (String part : List.of("held", "categories", "combinations")) {
            assertEquals(0, page.value("rollcall_" + part + "_left_out"));
        }
        // When
        int room = 5;
        Meters tight = new Meters(INPUTS, page.size() - 8 + room);
        tight.stands("0_0", overview);
        // Then
        Exposition less = Exposition.of(tight.registry());
        assertEquals(page.size() - 8 + room, less.size());
        assertEquals(2, less.count("rollcall_held{"));
        assertEquals(3, less.count("rollcall_category{"));
        assertEquals(0, less.count("rollcall_combination{"));
        assertEquals(3, less.value("rollcall_combinations_left_out"));
    }

    private static String[] ofWindow(String window, String label, String value) {
        return new String[] {"entity", "daily-news", "window", window, label, value};
    }

    @Test
    void leavesEachPartOfThePageItsShareWhereAllWantMore() {
        // Given
        List<Overview.Reading> limits = new ArrayList<>();
        List<Figure> months = new ArrayList<>();
        List<Overview.Held> held = new ArrayList<>();
        List<Overview.Carried> categories = new ArrayList<>();
        List<Overview.Combined> combinations = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            Entity body = Entity.body("body-" + i);
            limits.add(reading(body.id(), i, 5000));
            months.add(month(body.id(), MARCH, i, false));
            held.add(new Overview.Held(body, "School Census", 1));
            categories.add(new Overview.Carried(body, MARCH.start(), Category.NAME, 1));
            combinations.add(new Overview.Combined(body, MARCH.start(), Categories.of(Category.NAME), 1));
        }
        Meters tight = new Meters(INPUTS, 1000);
        // When
        tight.stands(
                "0_0",
                new Overview(
                        NOW,
                        1,
                        Instant.EPOCH,
                        Map.of(),
                        Map.of(),
                        limits,
                        months,
                        List.of(),
                        new Overview.Released(held, categories, combinations)));
        // Then
        Exposition page = Exposition.of(tight.registry());
        assertTrue(page.size() <= 1000 && page.size() > 1000 - 3, () -> "series: " + page.size());
        assertTrue(page.count("rollcall_figure{") > 100, () -> "limits: " + page.count("rollcall_figure{"));
        assertTrue(page.count("rollcall_month{") > 250, () -> "months: " + page.count("rollcall_month{"));
        for (String meter : List.of("held", "category", "combination")) {
            long shown = page.count("rollcall_" + meter + "{");
            assertTrue(shown > 80, () -> meter + ": " + shown);
        }
        assertEquals(2000 - page.count("rollcall_held{"), page.value("rollcall_held_left_out"));
        assertEquals(2000 - page.count("rollcall_category{"), page.value("rollcall_categories_left_out"));
    }

    @Test
    void showsTheOtherMetersHoweverTightTheBound() {
        Meters tight = new Meters(INPUTS, 1);
        tight.stands("0_0", overview(Map.of(), Map.of(), List.of(reading("home-office", 1, 2))));

        Exposition page = Exposition.of(tight.registry());
        assertEquals(0, page.count("rollcall_figure{"));
        assertEquals(1, page.value("rollcall_figures_left_out"));
        assertEquals(0, page.value("rollcall_records_read_total", "topic", "extracts", "partition", "0"));
    }

    @Test
    void countsAnAlertOnceAndNamesNoRequest() {
        // Given
        Alert raised = alert(1, AlertState.RAISED);
        // When
        meters.alerted(raised, Duration.ofMillis(7));
        meters.alerted(alert(2, AlertState.RAISED), Duration.ofMillis(-20));
        meters.alerted(alert(1, AlertState.RESOLVED), Duration.ofDays(1).plusMillis(1));
        meters.alerted(alert(3, AlertState.RETRACTED), Duration.ofDays(400));
        meters.ticked("0_0");
        // Then
        Exposition page = page();
        assertEquals(1, page.value("rollcall_alerts_raised_total", "detector", "fields", "severity", "HIGH"));
        assertEquals(2, page.value("rollcall_append_to_alert_seconds_count"));
        assertEquals(0.007, page.value("rollcall_append_to_alert_seconds_sum"), 1e-9);
        assertEquals(1, page.value("rollcall_ticks_total"));
        String text = Exposition.text(meters.registry());
        assertFalse(text.contains("req-4711"), text);
        assertFalse(text.contains(raised.id()), text);
    }

    @Test
    void writesAnyNameOfThePolicySoThatThePageStaysValid() {
        String odd = "a \"rule\"\\with\nall, {of}=it, é";
        meters.stands("0_0", overview(Map.of(), Map.of(new Overview.AlertClass(odd, Severity.INFO), 1), List.of()));

        assertEquals(
                1,
                page().value(
                                "rollcall_open_alerts",
                                "detector",
                                "a \\\"rule\\\"\\\\with\\nall, {of}=it, é",
                                "severity",
                                "INFO"));
    }

    @Test
    void showsHealth() {
        Health health = new Health() {
            @Override
            public Answer live() {
                return new Answer(true, "");
            }

            @Override
            public Answer ready() {
                return new Answer(false, "");
            }
        };
        meters.showHealth(health);

        assertEquals(1, page().value("rollcall_up"));
        assertEquals(0, page().value("rollcall_ready"));
    }

    @Test
    void namesBeginWithThePrefixAndOnlyCountersEndInTotal() throws IllegalAccessException {
        for (Field field : MeterNames.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                assertTrue(String.valueOf(field.get(null)).matches("rollcall_[a-z_]*"), field.getName());
            }
        }
        assertTrue(MeterNames.counts(MeterNames.TICKS));
        assertEquals("rollcall_ticks", MeterNames.base(MeterNames.TICKS));
        assertEquals(MeterNames.UP, MeterNames.base(MeterNames.UP));
    }

    private Exposition page() {
        return Exposition.of(meters.registry());
    }

    private static EventLedger.Line line(Random random) {
        long[] rejected = LongStream.generate(() -> 1 + random.nextInt(1000))
                .limit(Reason.values().length)
                .toArray();
        long applied = random.nextInt(1 << 30);
        long duplicate = random.nextInt(1000);
        long read = applied + duplicate + LongStream.of(rejected).sum();
        return EventLedger.Line.of(read, applied, duplicate, rejected);
    }

    private static Overview overview(
            Map<String, EventLedger.Line> ledger,
            Map<Overview.AlertClass, Integer> standing,
            List<Overview.Reading> nearest) {
        return new Overview(
                NOW, 1, Instant.EPOCH, ledger, standing, nearest, List.of(), List.of(), Overview.Released.NOTHING);
    }

    private static Overview overview(
            Map<Overview.AlertClass, Integer> standing,
            List<Figure> months,
            List<Alert> alerts,
            Overview.Released released) {
        return new Overview(NOW, 1, Instant.EPOCH, Map.of(), standing, List.of(), months, alerts, released);
    }

    private static Overview overview(Instant now, int policyVersion, Instant policyFrom) {
        return new Overview(
                now,
                policyVersion,
                policyFrom,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Overview.Released.NOTHING);
    }

    private static Overview.Reading reading(String body, long count, long limit) {
        return new Overview.Reading("a-limit", limit, month(body, MARCH, count, false));
    }

    private static Figure month(String body, Window month, long count, boolean restated) {
        FigureKey key = new FigureKey(Entity.body(body), null, Basis.CHILDREN, month.name());
        return new Figure(key, Calendar.MONTH, month, count, true, null, restated, 1, 1);
    }

    private static String[] labels(String body) {
        return new String[] {
            "entity_kind",
            "body",
            "entity",
            body,
            "agreement",
            "",
            "rule",
            "a-limit",
            "basis",
            "children",
            "per",
            "month",
            "window",
            "2016-03"
        };
    }

    private static Alert alert(int revision, AlertState state) {
        Finding finding = Finding.of("fields", "names-to-press", Entity.body("daily-news"), "2016-03", Severity.HIGH, 1)
                .about("req-4711");
        return new Alert(finding.key().id(), revision, state, finding, "A sentence.", null, NOW);
    }
}
