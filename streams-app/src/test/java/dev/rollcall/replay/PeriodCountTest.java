package dev.rollcall.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import dev.rollcall.model.Life;
import dev.rollcall.model.Period;
import dev.rollcall.model.Window;
import dev.rollcall.monitor.PeriodCount;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.oracle.Histories;
import dev.rollcall.oracle.History;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Any days that happen to be a window are counted as the watch counts that window. */
class PeriodCountTest {
    private static final int HISTORIES = 30;
    private static final int PARTITIONS = 3;

    @Test
    void countsWhatTheWatchCountsInTheSameDays() {
        int compared = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = Histories.random(seed);
            OracleHistory records = OracleHistory.of(history, PARTITIONS);
            Recount recount = recount(history, records);
            Set<Window> windows = new LinkedHashSet<>();
            recount.figures().forEach(figure -> windows.add(figure.window()));
            for (Window window : windows) {
                Map<String, String> expected = new TreeMap<>();
                Map<String, String> counted = new TreeMap<>();
                boolean month =
                        window.name().equals(Window.month(window.start()).name());
                figures(recount, records, window, history)
                        .forEach(figure -> counted.put(keyOf(figure), figure.count() + " " + figure.exact()));
                for (Figure figure : recount.figures()) {
                    if (figure.window().equals(window) && isCounted(figure)) {
                        expected.put(keyOf(figure), figure.count() + " " + figure.exact());
                    }
                }
                if (!month) {
                    // of other windows the watch keeps only what a rule asks for
                    counted.keySet().retainAll(expected.keySet());
                }
                assertEquals(expected, counted, "seed " + seed + ", " + window);
                compared += expected.size();
            }
        }
        assertTrue(compared > 5_000, compared + " figures compared");
    }

    @Test
    void countsOneBodyAloneWhereAsked() {
        History history = Histories.random(3);
        OracleHistory records = OracleHistory.of(history, PARTITIONS);
        Recount recount = recount(history, records);
        Figure one = recount.figures().stream()
                .filter(figure -> figure.per() == Calendar.MONTH && figure.key().basis() == Basis.CHILDREN)
                .filter(figure -> figure.key().entity().kind() == EntityKind.BODY)
                .findFirst()
                .orElseThrow();
        String body = one.key().entity().id();
        PeriodCount count = count(recount, one.window(), body);
        records.read(Scope.until(history.asOf()), count::take);
        List<Figure> figures = count.figures(LocalDate.EPOCH);
        assertTrue(figures.stream()
                .allMatch(figure -> figure.key().entity().kind() == EntityKind.BODY
                        && figure.key().entity().id().equals(body)));
        assertTrue(figures.stream().anyMatch(figure -> keyOf(figure).equals(keyOf(one))));
        assertEquals(
                one.window().start() + ".." + one.window().end().minusDays(1),
                figures.get(0).key().window());
    }

    private static List<Figure> figures(Recount recount, OracleHistory records, Window window, History history) {
        PeriodCount count = count(recount, window, null);
        records.read(new Scope(null, count.loggedFrom(), history.asOf(), List.of()), count::take);
        return count.figures(LocalDate.EPOCH);
    }

    private static PeriodCount count(Recount recount, Window window, String body) {
        Period days = Period.between(window.start(), window.end().minusDays(1));
        return new PeriodCount(recount.policies(), days, body, PARTITIONS, Pseudonymiser::fixed);
    }

    private static boolean isCounted(Figure figure) {
        return figure.key().basis().mayBeLimited()
                && figure.key().basis() != Basis.REPEATS
                && figure.key().dataset() == null
                && figure.key().entity().kind() != EntityKind.FEED
                // two lives of an agreement may overlap: which one a day belongs to, its version says
                && figure.per() != Life.AGREEMENT;
    }

    private static String keyOf(Figure figure) {
        return figure.key().entity() + " " + figure.key().agreementId() + " "
                + figure.key().basis();
    }

    private static Recount recount(History history, OracleHistory records) {
        HistoryReplay replay = new HistoryReplay(List.of(history.policyYaml()), "policy", PARTITIONS, 1);
        records.read(Scope.until(history.asOf()), replay);
        return replay.finish(history.asOf());
    }
}
