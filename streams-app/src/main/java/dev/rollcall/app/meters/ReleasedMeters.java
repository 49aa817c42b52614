package dev.rollcall.app.meters;

import dev.rollcall.model.Window;
import dev.rollcall.monitor.Overview;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.LocalDate;
import java.util.List;

/**
 * What bodies hold, and with which categories it came. A release that was sent in several events counts once for each of them
 * where categories are counted; what is held is counted by extract.
 */
final class ReleasedMeters {

    private ReleasedMeters() {}

    static MetricSnapshot held(List<Overview.Held> all) {
        Family family = new Family(
                MeterNames.HELD,
                "Extracts released to a body and not certified destroyed, by dataset: one that names two counts in both.",
                Double::sum);
        for (Overview.Held held : all) {
            family.add(
                    (double) held.extracts(),
                    MeterNames.ENTITY,
                    held.entity().id(),
                    MeterNames.DATASET,
                    held.dataset());
        }
        return family.snapshot();
    }

    static MetricSnapshot categories(List<Overview.Carried> all) {
        Family family =
                new Family(MeterNames.CATEGORY, "Events of release of a month that carried the category.", Double::sum);
        for (Overview.Carried carried : all) {
            family.add(
                    (double) carried.releases(),
                    MeterNames.ENTITY,
                    carried.entity().id(),
                    MeterNames.WINDOW,
                    month(carried.month()),
                    MeterNames.OF_CATEGORY,
                    carried.category().text());
        }
        return family.snapshot();
    }

    static MetricSnapshot combinations(List<Overview.Combined> all) {
        Family family = new Family(
                MeterNames.COMBINATION,
                "Events of release of a month that carried these categories and no other.",
                Double::sum);
        for (Overview.Combined combined : all) {
            family.add(
                    (double) combined.releases(),
                    MeterNames.ENTITY,
                    combined.entity().id(),
                    MeterNames.WINDOW,
                    month(combined.month()),
                    MeterNames.OF_CATEGORIES,
                    combined.categories().toString());
        }
        return family.snapshot();
    }

    private static String month(LocalDate firstDay) {
        return Window.month(firstDay).name();
    }
}
