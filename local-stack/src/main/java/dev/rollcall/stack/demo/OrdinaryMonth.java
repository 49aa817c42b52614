package dev.rollcall.stack.demo;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.policy.Limit;
import java.util.List;

/** A month like most others, in which nothing is to be heard. */
record OrdinaryMonth(Published.Month month) implements Chapter {

    @Override
    public String title() {
        return "2  An ordinary month: " + Page.month(month.month());
    }

    @Override
    public void tell(History history, Page page) {
        Snapshot then = history.untilEndOf(month.month().atEndOfMonth());
        Table table = new Table(Page.NAMES, "The Home Office", "published", "Rollcall", "limit a month", "of it");
        row("  people asked about", Basis.ASKED, month.asked(), Story.ASKED_A_MONTH, table, then, history, page);
        row(
                "  children returned",
                Basis.CHILDREN,
                month.children(),
                Story.CHILDREN_A_MONTH,
                table,
                then,
                history,
                page);
        page.table(table);
        page.blank();
        List<Alert> alerts = then.alerts(month.body(), month.month(), month.month());
        if (then.everyMonthIsSilent()) {
            page.text("Silence: no alert in this month, nor in any month before it.");
        } else if (alerts.isEmpty()) {
            page.text("Silence: no alert in this month.");
        } else {
            page.alerts(alerts);
        }
        page.blank();
        page.item("quoted in ", month.source());
    }

    private void row(
            String name,
            Basis basis,
            long published,
            String limitName,
            Table table,
            Snapshot then,
            History history,
            Page page) {
        Limit limit = history.limit(limitName);
        long count = then.count(month.body(), basis, month.month().toString());
        Long atMost = limit == null ? null : limit.atMost();
        table.row(
                name,
                Page.number(published),
                page.compare(published, count),
                atMost == null ? "–" : Page.number(atMost),
                Page.share(count, atMost));
    }
}
