package dev.rollcall.replay;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.policy.Policies;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a history comes to.
 *
 * @param asOf how far time had come
 * @param policies by which it was judged
 * @param alerts all that stand or were settled, by id
 * @param figures all that are not 0, by key
 * @param ledger what became of the records of each topic
 */
public record Recount(
        Instant asOf,
        Policies policies,
        List<Alert> alerts,
        List<Figure> figures,
        Map<String, EventLedger.Line> ledger) {

    /** What of it belongs to {@code body} itself. */
    public Recount ofBody(String body) {
        Entity entity = Entity.body(body);
        return new Recount(
                asOf,
                policies,
                alerts.stream()
                        .filter(alert -> alert.finding().entity().equals(entity))
                        .toList(),
                figures.stream()
                        .filter(figure -> figure.key().entity().equals(entity))
                        .toList(),
                ledger);
    }

    public Recount {
        alerts = List.copyOf(alerts);
        figures = List.copyOf(figures);
        ledger = Map.copyOf(ledger);
    }
}
