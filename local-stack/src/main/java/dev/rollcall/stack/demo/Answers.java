package dev.rollcall.stack.demo;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Event;
import dev.rollcall.model.Period;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Limit;
import dev.rollcall.wire.EventLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What parliament was told of the police and of the Home Office, and what later events made of it. */
record Answers() implements Chapter {
    private static final int NAMES = 44;

    @Override
    public String title() {
        return "1  What parliament was told";
    }

    @Override
    public void tell(History history, Page page) {
        Snapshot then = history.untilEndOf(Published.POLICE.toldOn());
        Snapshot now = history.untilEndOf(Published.POLICE.correctedOn());
        Published.Total answered = Published.POLICE.totals().get(1);
        Published.Total children = Published.POLICE.totals().get(2);
        page.text(
                ("In 2016 parliament was told that %d requests of the police had been answered, with the records of %d "
                                + "pupils. A year later that was corrected: %d requests, %d pupils.")
                        .formatted(answered.told(), children.told(), answered.corrected(), children.corrected()));
        page.blank();
        tell(Published.POLICE, then, now, history, page);
        page.blank();
        tell(Published.HOME_OFFICE, then, now, history, page);
        cadence(Published.HOME_OFFICE, now, history, page);
        page.blank();
        page.item("told      ", Published.POLICE.told());
        page.item("corrected ", Published.POLICE.corrected());
    }

    private static void tell(Published.Answer answer, Snapshot then, Snapshot now, History history, Page page) {
        Table table = new Table(NAMES, answer.title(), "told then", "Rollcall then", "corrected", "Rollcall now");
        for (Published.Total total : answer.totals()) {
            table.row(
                    "  " + total.name(),
                    Page.number(total.told()),
                    page.compare(total.told(), count(answer, total, then)),
                    Page.number(total.corrected()),
                    page.compare(total.corrected(), count(answer, total, now)));
        }
        page.table(table);
        page.blank();
        Instant first = history.zone().startOf(answer.toldOn().plusDays(1));
        Instant last = history.zone().startOf(answer.correctedOn().plusDays(1));
        Restatement restatement = new Restatement(inPeriod(answer, history).stream()
                .filter(line ->
                        !line.appendedAt().isBefore(first) && line.appendedAt().isBefore(last))
                .toList());
        if (restatement.isEmpty()) {
            page.text("Nothing was logged in between.");
            return;
        }
        LocalDate loggedBy = history.zone().dayOf(restatement.loggedBy());
        page.text("In between: %s, the last on %s, %s after the first answer."
                .formatted(
                        Page.number(restatement.events(), "event"),
                        Page.day(loggedBy),
                        Page.number(ChronoUnit.MONTHS.between(answer.toldOn(), loggedBy.plusDays(1)), "month")));
        restatement.causes().forEach(cause -> page.item("· ", cause));
    }

    private static long count(Published.Answer answer, Published.Total total, Snapshot snapshot) {
        Basis less = total.less();
        return snapshot.count(answer.body(), total.count(), answer.period())
                - (less == null ? 0 : snapshot.count(answer.body(), less, answer.period()));
    }

    private static List<EventLine> inPeriod(Published.Answer answer, History history) {
        Period period = history.policies().latest().periods().get(answer.period());
        return history.events().stream()
                .filter(line -> line.event().body().equals(answer.body()))
                .filter(line -> period != null
                        && !history.dayOf(line).isBefore(period.from())
                        && !history.dayOf(line).isAfter(period.to()))
                .toList();
    }

    /** How often a monthly exchange took place, and how near any month came to the limit. */
    private static void cadence(Published.Answer answer, Snapshot now, History history, Page page) {
        Period period = history.policies().latest().periods().get(answer.period());
        if (period == null) {
            return;
        }
        int months = 0;
        int several = 0;
        long most = 0;
        YearMonth last = YearMonth.from(period.to());
        for (YearMonth month = YearMonth.from(period.from()); !month.isAfter(last); month = month.plusMonths(1)) {
            months++;
            several += now.count(answer.body(), Basis.REQUESTS, month.toString()) > 1 ? 1 : 0;
            most = Math.max(most, now.count(answer.body(), Basis.CHILDREN, month.toString()));
        }
        long withdrawn = inPeriod(answer, history).stream()
                .map(EventLine::event)
                .filter(event -> event.stage() == Stage.WITHDRAWN && !event.retracts())
                .map(Event::requestId)
                .distinct()
                .count();
        page.blank();
        page.text(("The exchange is a monthly one: %s came in %s, more than one in %d of them; %d were withdrawn. "
                        + "No limit is set on that, so it is told here and raises no alert.")
                .formatted(
                        Page.number(now.count(answer.body(), Basis.REQUESTS, answer.period()), "request"),
                        Page.number(months, "month"),
                        several,
                        withdrawn));
        Limit limit = history.limit(Story.CHILDREN_A_MONTH);
        if (limit != null) {
            page.text("The month with most children had %s: %s of the %s that the memorandum allows."
                    .formatted(Page.number(most), Page.share(most, limit.atMost()), Page.number(limit.atMost())));
        }
        page.alerts(now.alertsOfAgreements(answer.body()));
        page.alerts(now.alerts(answer.body(), YearMonth.from(period.from()), last));
    }
}
