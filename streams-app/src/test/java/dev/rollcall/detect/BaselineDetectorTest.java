package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.Yaml;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineDetectorTest {
    private static final LocalDate FIRST = LocalDate.of(2018, 1, 10);

    @Test
    void saysWhatWasUsual() {
        Traffic traffic = monthly("edududes", 3, 3, 2, 4, 3, 3, 2, 4, 3, 1350);
        assertEquals(
                List.of(new Traffic.Found(
                        "edududes",
                        "unusual/burst",
                        "2018-10",
                        1350,
                        3L,
                        "Edududes received the records of 1,350 different children in October 2018; about 3 a month was"
                                + " usual until then.")),
                traffic.found("baseline", policy(""), LocalDate.of(2018, 11, 1)));
    }

    @Test
    void findsTheHomeOfficesMonthOf1501AndRefersToTheLimit() {
        long[] usual = {164, 150, 171, 120, 216, 160, 90, 1501};
        Traffic traffic = new Traffic();
        for (int i = 0; i < usual.length; i++) {
            traffic.receives("home-office", FIRST.plusMonths(i), usual[i], "mou");
        }
        List<Traffic.Found> found = traffic.found("baseline", policy(""), LocalDate.of(2018, 9, 1)).stream()
                .filter(alert -> alert.entity().equals("home-office"))
                .toList();
        assertEquals(
                List.of("Home Office received the records of 1,501 different children in August 2018; about 153 a month"
                        + " was usual until then; see limit ho-children-month."),
                found.stream().map(Traffic.Found::explanation).toList());
    }

    @Test
    void anOpenMonthIsNotJudged() {
        Traffic traffic = monthly("edududes", 3, 3, 3, 3, 3, 3, 900);
        assertEquals(List.of(), traffic.inShort("baseline", policy(""), LocalDate.of(2018, 7, 31)));
        assertEquals(
                List.of("edududes unusual/burst 2018-07 900/3"),
                traffic.inShort("baseline", policy(""), LocalDate.of(2018, 8, 1)));
    }

    @Test
    void aCorrectionOfWhatWasUsualIsJudgedAnewInAnyOrder() {
        Traffic traffic = monthly("edududes", 3, 3, 3, 3, 3, 3, 100).receives("edududes", FIRST, 600);
        assertEquals(List.of(), traffic.inShort("baseline", policy(""), LocalDate.of(2018, 8, 1)));
        assertEquals(List.of(), traffic.backwards().inShort("baseline", policy(""), LocalDate.of(2018, 8, 1)));
    }

    @Test
    void bodiesOfOneGroupAreJudgedTogether() {
        // Given a body with a history, that goes on under a new name, in a group with it
        Traffic traffic = monthly("edududes", 3, 3, 2, 4, 3, 3);
        traffic.receives("trustopia", LocalDate.of(2018, 8, 20), 500);
        String policy =
                policy("").replace("Edududes", "Edududes, group: lrs").replace("Trustopia", "Trustopia, group: lrs");

        // Then
        assertEquals(
                List.of("lrs unusual/burst 2018-08 500/3"),
                traffic.inShort("baseline", policy, LocalDate.of(2018, 9, 1)));
    }

    @Test
    void aBodyKnownButNeverHeardOfHasAHistoryOnlyWhereToldSo() {
        Traffic traffic = new Traffic().receives("edududes", LocalDate.of(2018, 9, 20), 1350);
        assertEquals(List.of(), traffic.inShort("baseline", policy(""), LocalDate.of(2018, 10, 1)));
        assertEquals(
                List.of("edududes unusual/burst 2018-09 1350/0"),
                traffic.inShort("baseline", policy("since-known: true"), LocalDate.of(2018, 10, 1)));
        assertEquals(
                "Edududes received the records of 1,350 different children in September 2018; next to nothing a month was"
                        + " usual until then.",
                traffic.found("baseline", policy("since-known: true"), LocalDate.of(2018, 10, 1))
                        .get(0)
                        .explanation());
    }

    @Test
    void judgesDaysWhereAsked() {
        // Given 40 quiet days, one child every fifth, then 45 a day
        Traffic traffic = new Traffic();
        for (int day = 0; day < 40; day += 5) {
            traffic.receives("edududes", FIRST.plusDays(day), 1);
        }
        traffic.receives("edududes", FIRST.plusDays(40), 45).receives("edududes", FIRST.plusDays(41), 45);

        // Then
        String policy = policy("per: day, warm-up: 30");
        assertEquals(List.of(), traffic.inShort("baseline", policy, FIRST.plusDays(40)));
        assertEquals(
                List.of("edududes unusual/burst 2018-02-19 45/0"),
                traffic.inShort("baseline", policy, FIRST.plusDays(50)));
    }

    @Test
    void saysSlowChangesAndDropsInTheirOwnWords() {
        Traffic rising = new Traffic();
        Traffic falling = new Traffic();
        Traffic ceasing = new Traffic();
        for (int month = 0; month < 24; month++) {
            LocalDate day = FIRST.plusMonths(month);
            rising.receives("edududes", day, month < 8 ? 40 : Math.round(40 * Math.pow(1.12, month - 7)));
            falling.receives("edududes", day, month < 8 ? 90 : Math.round(90 * Math.pow(0.85, month - 7)));
            ceasing.receives("edududes", day, month < 20 ? 120 : 0);
        }
        assertTrue(
                said(rising)
                        .matches(
                                "Edududes received the records of \\d+ different children in \\w+ 2019; it has crept up"
                                        + " from about \\d+ a month\\."),
                said(rising));
        assertTrue(
                said(falling)
                        .matches(
                                "Edududes received the records of \\d+ different children in \\w+ 20\\d\\d; it has crept"
                                        + " down from about \\d+ a month\\."),
                said(falling));
        assertEquals("Edududes: no children in September 2019; about 120 a month was usual until then.", said(ceasing));
    }

    private static String said(Traffic traffic) {
        return traffic.found("baseline", policy("direction: both"), LocalDate.of(2020, 1, 1))
                .get(0)
                .explanation();
    }

    @ParameterizedTest
    @CsvSource({
        "'false-alarms: 0', 'Expected ''false-alarms'' a year to be above 0 and at most 1, but was 0.0'",
        "'warm-up: 0', 'Expected ''warm-up'' to be 1 to 24 windows of a month, but was 0'",
        "'warm-up: 92, per: day', 'Expected ''warm-up'' to be 1 to 91 windows of a day, but was 92'",
        "'count: extracts', 'Expected ''count'' to be one of requests, asked, answered, records, children, decided, refused, but was extracts'"
    })
    void refusesNonsense(String settings, String refusal) {
        PolicyException refused = assertThrows(
                PolicyException.class, () -> RuleBook.read(Yaml.documents(policy(settings), "policy.yaml")));
        assertTrue(refused.getMessage().startsWith(refusal), refused.getMessage());
    }

    private static Traffic monthly(String body, long... children) {
        Traffic traffic = new Traffic();
        for (int i = 0; i < children.length; i++) {
            traffic.receives(body, FIRST.plusMonths(i), children[i]);
        }
        return traffic;
    }

    private static String policy(String settings) {
        return """
                policy: npd
                version: 1
                from: 2018-01-01
                zone: Europe/London
                bodies:
                  home-office: { name: Home Office }
                  edududes: { name: Edududes }
                  trustopia: { name: Trustopia }
                agreements:
                  mou:
                    body: home-office
                    from: 2015-06-01
                    limits:
                      ho-children-month: { count: children, per: month, at-most: 1500 }
                detectors:
                  unusual: { type: baseline, %s }
                """.formatted(settings).replace(", }", " }");
    }
}
