package dev.rollcall.app.meters;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.monitor.Overview;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The page: all other meters, then as much as the bound on series leaves room for: the worst alerts in words, the limits
 * nearest to being passed, the newest months, and of what was released most of what is held and the newest months again.
 */
final class FigurePage implements MultiCollector {
    /** A figure, what its limit allows, and the ratio of the two. */
    private static final int SERIES_OF_A_LIMIT = 3;
    /** The meters that tell how much was left out. */
    private static final int SERIES_OF_WHAT_IS_LEFT_OUT = 6;

    private static final String NO_ROOM = " that the tasks named and that 'meters.series' leaves no room for.";

    private static final int WEIGHT_OF_LIMITS = 4;
    private static final int WEIGHT_OF_MONTHS = 3;
    private static final int WEIGHT_OF_OTHERS = 1;

    private final PrometheusRegistry others;
    private final Supplier<Map<String, Overview>> tasks;
    private final int mostSeries;

    FigurePage(PrometheusRegistry others, Supplier<Map<String, Overview>> tasks, int mostSeries) {
        this.others = others;
        this.tasks = tasks;
        this.mostSeries = mostSeries;
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> page = new ArrayList<>(others.scrape().stream().toList());
        Collection<Overview> overviews = tasks.get().values();
        List<Alert> alerts = all(overviews, Overview::alerts, Overview.WORST_FIRST);
        List<Overview.Reading> limits = all(overviews, Overview::nearest, Overview.NEAREST_FIRST);
        List<Figure> months = all(overviews, Overview::months, Overview.NEWEST_FIRST);

        List<Overview.Held> held = all(overviews, task -> task.released().held(), Overview.Held.MOST_FIRST);
        List<Overview.Carried> categories =
                all(overviews, task -> task.released().categories(), Overview.Carried.NEWEST_FIRST);
        List<Overview.Combined> combinations =
                all(overviews, task -> task.released().combinations(), Overview.Combined.NEWEST_FIRST);

        int room = mostSeries - SERIES_OF_WHAT_IS_LEFT_OUT;
        room -= page.stream().mapToInt(FigurePage::series).sum();
        List<Alert> saidAlerts = first(Math.min(room / AlertSentences.SERIES, AlertSentences.MOST), alerts);
        int[] shares = Shares.of(
                room - saidAlerts.size() * AlertSentences.SERIES,
                List.of(
                        new Shares.Wish(limits.size() * SERIES_OF_A_LIMIT, WEIGHT_OF_LIMITS),
                        new Shares.Wish(months.size(), WEIGHT_OF_MONTHS),
                        new Shares.Wish(held.size(), WEIGHT_OF_OTHERS),
                        new Shares.Wish(categories.size(), WEIGHT_OF_OTHERS),
                        new Shares.Wish(combinations.size(), WEIGHT_OF_OTHERS)));
        List<Overview.Reading> shownLimits = first(shares[0] / SERIES_OF_A_LIMIT, limits);

        AlertSentences sentences = new AlertSentences();
        saidAlerts.forEach(sentences::add);
        page.addAll(sentences.snapshots());
        addLimits(shownLimits, page);
        page.add(months(first(shares[1], months)));
        page.add(ReleasedMeters.held(first(shares[2], held)));
        page.add(ReleasedMeters.categories(first(shares[3], categories)));
        page.add(ReleasedMeters.combinations(first(shares[4], combinations)));
        page.add(leftOut(
                MeterNames.ALERTS_LEFT_OUT,
                "Alerts that stand and whose sentences the page leaves out.",
                standing(overviews) - saidAlerts.size()));
        page.add(leftOut(
                MeterNames.FIGURES_LEFT_OUT, "Figures with a limit" + NO_ROOM, limits.size() - shownLimits.size()));
        page.add(leftOut(MeterNames.MONTHS_LEFT_OUT, "Figures of months" + NO_ROOM, months.size() - shares[1]));
        page.add(leftOut(MeterNames.HELD_LEFT_OUT, "Counts of extracts held" + NO_ROOM, held.size() - shares[2]));
        page.add(leftOut(
                MeterNames.CATEGORIES_LEFT_OUT,
                "Counts of a category in a month" + NO_ROOM,
                categories.size() - shares[3]));
        page.add(leftOut(
                MeterNames.COMBINATIONS_LEFT_OUT,
                "Counts of a combination in a month" + NO_ROOM,
                combinations.size() - shares[4]));
        return new MetricSnapshots(page);
    }

    private static <T> List<T> all(
            Collection<Overview> overviews, Function<Overview, List<T>> part, Comparator<? super T> order) {
        return overviews.stream()
                .flatMap(overview -> part.apply(overview).stream())
                .sorted(order)
                .toList();
    }

    private static <T> List<T> first(int most, List<T> all) {
        return all.subList(0, Math.min(Math.max(0, most), all.size()));
    }

    private static int standing(Collection<Overview> overviews) {
        return overviews.stream()
                .flatMap(overview -> overview.standing().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static MetricSnapshot leftOut(String name, String help, int howMany) {
        Family family = new Family(name, help, Double::sum);
        family.add(howMany);
        return family.snapshot();
    }

    private static void addLimits(List<Overview.Reading> limits, List<MetricSnapshot> page) {
        Family counts =
                new Family(MeterNames.FIGURE, "What was counted in an open window that has a limit.", Math::max);
        Family allowed = new Family(MeterNames.FIGURE_LIMIT, "What the limit on the figure allows.", Math::min);
        Family ratios = new Family(MeterNames.FIGURE_RATIO, "The figure over its limit.", Math::max);
        for (Overview.Reading reading : limits) {
            Labels labels = labels(reading);
            counts.add((double) reading.figure().count(), labels);
            allowed.add((double) reading.atMost(), labels);
            ratios.add(reading.share(), labels);
        }
        page.addAll(List.of(counts.snapshot(), allowed.snapshot(), ratios.snapshot()));
    }

    private static Labels labels(Overview.Reading reading) {
        FigureKey key = reading.figure().key();
        return Labels.of(
                MeterNames.ENTITY_KIND,
                key.entity().kind().text(),
                MeterNames.ENTITY,
                key.entity().id(),
                MeterNames.AGREEMENT,
                key.agreementId() == null ? "" : key.agreementId(),
                MeterNames.RULE,
                reading.rule(),
                MeterNames.BASIS,
                key.basis().text(),
                MeterNames.PER,
                reading.figure().per().text(),
                MeterNames.WINDOW,
                key.window());
    }

    private static MetricSnapshot months(List<Figure> months) {
        Family family = new Family(
                MeterNames.MONTH, "What was counted in a month, over all agreements, as last published.", Math::max);
        for (Figure figure : months) {
            FigureKey key = figure.key();
            family.add(
                    (double) figure.count(),
                    MeterNames.ENTITY_KIND,
                    key.entity().kind().text(),
                    MeterNames.ENTITY,
                    key.entity().id(),
                    MeterNames.BASIS,
                    key.basis().text(),
                    MeterNames.WINDOW,
                    key.window(),
                    MeterNames.EXACT,
                    yesOrNo(figure.exact()),
                    MeterNames.RESTATED,
                    yesOrNo(figure.restated()));
        }
        return family.snapshot();
    }

    private static String yesOrNo(boolean is) {
        return is ? "yes" : "no";
    }

    /** The lines that a meter takes on the page. */
    private static int series(MetricSnapshot meter) {
        if (meter instanceof HistogramSnapshot histogram) {
            return histogram.getDataPoints().stream()
                    .mapToInt(point -> point.getClassicBuckets().size() + 2)
                    .sum();
        }
        if (meter instanceof SummarySnapshot summary) {
            return summary.getDataPoints().stream()
                    .mapToInt(point -> point.getQuantiles().size() + 2)
                    .sum();
        }
        return meter.getDataPoints().size();
    }
}
