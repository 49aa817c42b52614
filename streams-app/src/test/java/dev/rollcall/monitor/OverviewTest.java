package dev.rollcall.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Figure;
import dev.rollcall.model.Origin;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static final String POLICY = """
            policy: npd
            version: 1
            from: 2016-01-01
            zone: Europe/London
            bodies:
              home-office: { name: The Home Office }
            agreements:
              mou:
                name: memorandum
                body: home-office
                from: 2015-06-01
                purposes: [p]
                categories: [name]
                limits:
                  a-month:   { count: children, per: month, at-most: 2 }
                  another:   { count: children, per: month, at-most: 8 }
                  a-life:    { count: children, per: agreement, at-most: 20 }
                  some-days: { count: children, per: 30 days, at-most: 5 }
                  a-question: { count: children, per: asked, at-most: 9 }
            limits:
              in-all: { for: { bodies: [home-office] }, count: records, per: academic-year, at-most: 100 }
            periods:
              asked: { from: 2016-01-01, to: 2016-03-31 }
            """;

    private final Monitor monitor =
            new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "policy.yaml"));
    private long offset;

    OverviewTest() {
        monitor.adopt(POLICY, Instant.EPOCH);
    }

    @Test
    void namesEachLimitOnAnOpenWindowWithWhatWasCountedThere() {
        // When
        release("2016-03-10T12:00:00Z", "2016-03-10T12:00:00Z", 3);
        // Then
        assertEquals(
                List.of(
                        "a-month 2016-03 3/2",
                        "some-days 30d@2016-03-10 3/5",
                        "another 2016-03 3/8",
                        "a-question asked 3/9",
                        "a-life life@2015-06-01 3/20",
                        "in-all 2015/16 3/100"),
                readings(10));
        assertEquals(List.of("a-month 2016-03 3/2", "some-days 30d@2016-03-10 3/5"), readings(2));
    }

    @Test
    void startsEachWindowAtZeroAndDropsPeriodsThatAreOver() {
        // Given
        release("2016-03-10T12:00:00Z", "2016-03-10T12:00:00Z", 3);
        // When
        monitor.tick(Instant.parse("2016-04-20T12:00:00Z"));
        // Then
        assertEquals(
                List.of(
                        "a-life life@2015-06-01 3/20",
                        "in-all 2015/16 3/100",
                        "a-month 2016-04 0/2",
                        "another 2016-04 0/8",
                        "some-days 30d@2016-04-20 0/5"),
                readings(10));
    }

    @Test
    void tellsMonthsInTotalAndWhichWereRestated() {
        // Given
        release("2016-03-10T12:00:00Z", "2016-03-10T12:00:00Z", 3);
        // When
        release("2016-02-10T12:00:00Z", "2016-04-20T12:00:00Z", 1);
        // Then
        assertEquals(List.of("2016-03 3", "2016-02 1 restated"), months());
    }

    private List<String> months() {
        return monitor.overview(10).months().stream()
                .filter(figure -> figure.key().basis().text().equals("children"))
                .map(OverviewTest::told)
                .toList();
    }

    @Test
    void stillTellsAMonthOfWhichNothingIsLeft() {
        // Given
        send("2016-03-10T12:00:00Z", "2016-03-10T12:00:00Z", 3, false, "e");
        // When
        send("2016-03-10T12:00:00Z", "2016-04-20T12:00:00Z", 3, true, "e");
        // Then
        assertEquals(List.of("2016-03 0 restated"), months());
    }

    @Test
    void tellsTheAlertsThatStandTheWorstFirst() {
        release("2016-03-10T12:00:00Z", "2016-03-10T12:00:00Z", 3);

        Overview overview = monitor.overview(10);
        int standing = overview.standing().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        assertEquals(standing, overview.alerts().size());
        assertEquals(
                "The Home Office received the records of 3 different children in March 2016; its memorandum allows 2.",
                overview.alerts().stream()
                        .filter(alert -> alert.finding().rule().equals("a-month"))
                        .findFirst()
                        .orElseThrow()
                        .explanation());
        assertEquals(
                overview.alerts().stream()
                        .sorted(Comparator.comparing(
                                alert -> -alert.finding().severity().ordinal()))
                        .toList(),
                overview.alerts());
    }

    @Test
    void tellsSinceWhenThePolicyHolds() {
        assertEquals(Instant.parse("2016-01-01T00:00:00Z"), monitor.overview(10).policyFrom());
        assertEquals(
                Instant.EPOCH,
                new EntityMonitor(
                                yaml -> Yaml.documents(yaml, "policy.yaml"),
                                Pseudonymiser.fixed().keyCheck())
                        .overview(10)
                        .policyFrom());
    }

    @Test
    void tellsWhatIsHeldNowOfEachDataset() {
        // Given
        send("2016-02-10T12:00:00Z", "2016-02-10T12:00:00Z", "e-1", "x-1", 1, "\"datasets\":[\"School Census\"],");
        send("2016-03-10T12:00:00Z", "2016-03-10T12:00:00Z", "e-2", "x-1", 1, "\"datasets\":[\"School Census\"],");
        send("2016-03-11T12:00:00Z", "2016-03-11T12:00:00Z", "e-3", "x-2", 1, "\"datasets\":[\"School Census\"],");
        send("2016-03-12T12:00:00Z", "2016-03-12T12:00:00Z", "e-4", "x-3", 1, "");
        assertEquals(List.of("School Census 2", "- 1"), held());
        // When
        send("2016-03-20T12:00:00Z", "2016-03-20T12:00:00Z", "e-5", "x-1", 1, "\"stage\":\"DESTROYED\",");
        // Then
        assertEquals(List.of("- 1", "School Census 1"), held());
    }

    private List<String> held() {
        return monitor.overview(10).released().held().stream()
                .map(held -> held.dataset() + " " + held.extracts())
                .toList();
    }

    @Test
    void tellsTheCategoriesOfEachMonthAndWhichCameTogether() {
        // Given
        send("2016-02-10T12:00:00Z", "2016-02-10T12:00:00Z", "e-1", "x-1", 1, fields("Surname"));
        send("2016-03-10T12:00:00Z", "2016-03-10T12:00:00Z", "e-2", "x-2", 1, fields("Surname", "Gender"));
        send("2016-03-11T12:00:00Z", "2016-03-11T12:00:00Z", "e-3", "x-3", 1, fields("Gender"));
        send("2016-03-12T12:00:00Z", "2016-03-12T12:00:00Z", "e-4", "x-4", 1, fields("Gender"));
        // Then
        assertEquals(List.of("2016-03 sex 3", "2016-03 name 1", "2016-02 name 1"), categories(10));
        assertEquals(List.of("2016-03 sex 2", "2016-03 name+sex 1", "2016-02 name 1"), combinations(10));
        assertEquals(List.of("2016-03 sex 3", "2016-03 name 1"), categories(2));
        assertEquals(List.of("2016-03 sex 2"), combinations(1));
        // When
        send("2016-02-10T12:00:00Z", "2016-04-10T12:00:00Z", "e-1", "x-1", 1, fields("Surname") + "\"retracts\":true,");
        // Then
        assertEquals(List.of("2016-03 sex 2", "2016-03 name+sex 1"), combinations(10));
        assertEquals(List.of("2016-03 sex 3", "2016-03 name 1"), categories(10));
    }

    private static String fields(String... fields) {
        return "\"fields\":[\"%s\"],".formatted(String.join("\",\"", fields));
    }

    private List<String> categories(int most) {
        return monitor.overview(most).released().categories().stream()
                .map(carried ->
                        "%s %s %d".formatted(YearMonth.from(carried.month()), carried.category(), carried.releases()))
                .toList();
    }

    private List<String> combinations(int most) {
        return monitor.overview(most).released().combinations().stream()
                .map(combined -> "%s %s %d"
                        .formatted(YearMonth.from(combined.month()), combined.categories(), combined.releases()))
                .toList();
    }

    private static String told(Figure figure) {
        return figure.key().window() + " " + figure.count() + (figure.restated() ? " restated" : "");
    }

    private List<String> readings(int most) {
        return monitor.overview(most).nearest().stream()
                .map(reading -> "%s %s %d/%d"
                        .formatted(
                                reading.rule(),
                                reading.figure().key().window(),
                                reading.figure().count(),
                                reading.atMost()))
                .toList();
    }

    private void release(String at, String appendedAt, int children) {
        send(at, appendedAt, children, false, "e-" + offset);
    }

    /** An extract of so many children, under the memorandum. */
    private void send(String at, String appendedAt, int children, boolean retracts, String id) {
        String tokens = String.join(
                ",",
                IntStream.range(0, children).mapToObj(i -> "\"t" + i + "\"").toList());
        String more = """
                "agreementId":"mou","purpose":"p","fields":["Surname"],"children":[%s],"retracts":%s,""".formatted(tokens, retracts);
        send(at, appendedAt, id, "x-" + id, children, more);
    }

    /** An event of an extract, {@code more} of its fields as JSON; time passes until it is logged, and on to a tick behind it. */
    private void send(String at, String appendedAt, String id, String extract, long records, String more) {
        String json = """
                {"type":"extract","eventId":"%s","feed":"f","at":"%s","appendedAt":"%s","body":"home-office",%s"extractId":"%s",\
                "records":%d}""".formatted(id, at, appendedAt, more, extract, records);
        EventLine line = Ndjson.readEvent(json, "events", 1);
        Origin origin = new Origin("extracts", 0, offset++, line.appendedAt());
        monitor.tick(line.appendedAt());
        monitor.arrive(new Arrival(origin, 0, null, "home-office", 0, line.event(), null));
        monitor.tick(line.appendedAt().plusSeconds(1));
    }
}
