package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Bound;
import dev.rollcall.oracle.OraclePolicy.Limit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges how many closed windows in a row came near one limit on one account. */
record RunningFindings(CountedHistory history, Account account, String rule, String per) {

    /** A closed window that came near, by the version in force when it closed. */
    private record Near(OracleWindow window, Limit limit, Bound bound, long count) {
        int running() {
            return Integer.parseInt(OraclePolicy.text(limit.yaml().get("running")));
        }
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        Set<OracleWindow> windows = history.windowsWithEvents(account, per);
        if (windows.isEmpty()
                || OracleWindow.ofCalendar(per, windows.iterator().next().first()) == null) {
            return findings;
        }
        for (OracleWindow window : windows) {
            boolean first = near(window) != null && near(before(window)) == null;
            if (first) {
                findings.addAll(ofRunFrom(window));
            }
        }
        return findings;
    }

    private List<Finding> ofRunFrom(OracleWindow first) {
        List<Near> run = new ArrayList<>();
        for (Near near = near(first); near != null; near = near(after(near.window()))) {
            run.add(near);
        }
        long greatest = run.stream().mapToLong(Near::count).max().orElseThrow();
        for (int length = 1; length <= run.size(); length++) {
            Near last = run.get(length - 1);
            if (length >= last.running()) {
                return List.of(Finding.of(
                        "limit",
                        rule,
                        account,
                        last.window(),
                        percent(last.limit()),
                        last.running() + " running",
                        greatest,
                        "WARNING",
                        last.bound().atMost()));
            }
        }
        return List.of();
    }

    private Near near(OracleWindow window) {
        if (!history.isClosed(window)) {
            return null;
        }
        for (Limit limit : history.versionAtTheEndOf(window).limitsOn(account)) {
            if (limit.name().equals(rule) && limit.yaml().containsKey("running")) {
                Bound bound = limit.bound(null);
                long count = CountedHistory.count(history.of(account), limit.basis(), window);
                if (bound != null && count * 100 >= bound.atMost() * Long.parseLong(percent(limit))) {
                    return new Near(window, limit, bound, count);
                }
            }
        }
        return null;
    }

    private static String percent(Limit limit) {
        return OraclePolicy.text(limit.yaml().get("at")).replace("%", "");
    }

    private OracleWindow before(OracleWindow window) {
        return OracleWindow.ofCalendar(per, window.first().minusDays(1));
    }

    private OracleWindow after(OracleWindow window) {
        LocalDate next = window.firstDayAfter();
        return OracleWindow.ofCalendar(per, next);
    }
}
