package dev.rollcall.oracle;

import dev.rollcall.oracle.OracleResult.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what each feed sent by the month: the events that count, and those rejected for each reason. */
record FeedFigures(CountedHistory history, Sieve sieve) {
    /** Lines that are no event do not tell their feed. */
    private static final List<String> REASONS = List.of("UNKNOWN_STAGE", "BAD_ID", "FUTURE", "LATE");

    Map<FigureKey, Tally> figures() {
        Map<FigureKey, Tally> figures = new HashMap<>();
        for (Counted event : history.events()) {
            add(figures, event.feed(), "events", OracleWindow.month(event.day()));
        }
        for (String reason : REASONS) {
            for (OracleEvent event : sieve.rejectedAs(reason)) {
                add(figures, Sieve.feed(event), basis(reason), loggedIn(event));
            }
        }
        return figures;
    }

    private static void add(Map<FigureKey, Tally> figures, String feed, String basis, OracleWindow month) {
        FigureKey key = new FigureKey("feed", feed, null, basis, month.name());
        long before = figures.containsKey(key) ? figures.get(key).count() : 0;
        figures.put(key, new Tally(before + 1, true));
    }

    List<Finding> findings() {
        Map<FigureKey, Tally> figures = figures();
        List<Finding> findings = new ArrayList<>();
        for (String reason : REASONS) {
            for (OracleEvent event : sieve.rejectedAs(reason)) {
                String rule = basis(reason);
                OracleWindow month = loggedIn(event);
                FigureKey key = new FigureKey("feed", Sieve.feed(event), null, rule, month.name());
                Account feed = new Account("feed", Sieve.feed(event), null);
                long count = figures.get(key).count();
                findings.add(Finding.of("feed", rule, feed, month, null, null, count, "WARNING", null));
            }
        }
        return findings;
    }

    private static String basis(String reason) {
        return reason.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private OracleWindow loggedIn(OracleEvent event) {
        return OracleWindow.month(history.policy().day(event.appendedAt()));
    }
}
