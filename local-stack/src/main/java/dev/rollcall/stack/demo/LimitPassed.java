package dev.rollcall.stack.demo;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Rolling;
import dev.rollcall.policy.Limit;
import dev.rollcall.wire.EventLine;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** One request answered by several extracts, none of which passes a limit by itself: in one month, and across its end. */
record LimitPassed() implements Chapter {
    private static final String BODY = "home-office";

    @Override
    public String title() {
        return "3  One child too many";
    }

    @Override
    public void tell(History history, Page page) {
        page.text("Made up: one request, answered by several extracts; then the same across the end of a month.");
        page.blank();
        tell("Within a month", YearMonth.of(2019, 3), YearMonth.of(2019, 3), history, page);
        page.blank();
        tell("Across a month's end", YearMonth.of(2019, 6), YearMonth.of(2019, 7), history, page);
    }

    private static void tell(String title, YearMonth first, YearMonth last, History history, Page page) {
        Limit monthly = history.limit(Story.CHILDREN_A_MONTH);
        Limit rolling = history.limit(Story.CHILDREN_IN_DAYS);
        Table table = new Table(
                Page.NAMES,
                title,
                "children",
                "in that month",
                "of the limit",
                "in " + (rolling == null ? "–" : rolling.per().text()),
                "of the limit");
        for (EventLine line : history.released(first.atDay(1), last.atEndOfMonth())) {
            if (!line.event().body().equals(BODY)) {
                continue;
            }
            LocalDate day = history.dayOf(line);
            Snapshot then = history.until(line.appendedAt());
            String agreement = line.event().agreementId();
            long inMonth = then.count(
                    BODY, agreement, Basis.CHILDREN, YearMonth.from(day).toString());
            long inDays = rolling != null && rolling.per() instanceof Rolling days
                    ? then.count(
                            BODY,
                            agreement,
                            Basis.CHILDREN,
                            days.endingWith(day).name())
                    : 0;
            table.row(
                    "  " + Page.day(day),
                    Page.number(line.event().children().stream().distinct().count()),
                    Page.number(inMonth),
                    Page.share(inMonth, monthly == null ? null : monthly.atMost()),
                    Page.number(inDays),
                    Page.share(inDays, rolling == null ? null : rolling.atMost()));
        }
        page.table(table);
        page.blank();
        List<Alert> alerts = history.untilEndOf(last.atEndOfMonth()).alerts(BODY, first, last);
        if (alerts.isEmpty()) {
            page.text("No alert.");
        }
        page.alerts(alerts);
    }
}
