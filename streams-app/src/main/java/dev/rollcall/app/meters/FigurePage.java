package dev.rollcall.app.meters;

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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The page: all other meters, and as many figures as the bound on series leaves room for, those nearest to their limits
 * first.
 */
final class FigurePage implements MultiCollector {
    /** A figure, its limit, and the ratio of the two. */
    private static final int SERIES_OF_A_FIGURE = 3;

    private static final Comparator<Figure> NEAREST_FIRST =
            Comparator.comparingDouble(FigurePage::ratio).reversed().thenComparing(Figure::key);

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
        List<Figure> figures = new ArrayList<>();
        tasks.get()
                .values()
                .forEach(overview -> overview.nearest().stream()
                        .filter(figure -> limit(figure) > 0)
                        .forEach(figures::add));
        figures.sort(NEAREST_FIRST);
        int taken = page.stream().mapToInt(FigurePage::series).sum() + 1;
        int room = Math.max(0, mostSeries - taken) / SERIES_OF_A_FIGURE;
        List<Figure> shown = figures.subList(0, Math.min(room, figures.size()));
        page.addAll(snapshots(shown));
        Family leftOut = new Family(
                MeterNames.FIGURES_LEFT_OUT,
                "Figures with a limit that the tasks named and that 'meters.series' leaves no room for.",
                Double::sum);
        leftOut.add(figures.size() - shown.size());
        page.add(leftOut.snapshot());
        return new MetricSnapshots(page);
    }

    private static List<MetricSnapshot> snapshots(List<Figure> figures) {
        Family counts = new Family(
                MeterNames.FIGURE, "What was counted in an open window, for figures that have a limit.", Math::max);
        Family limits = new Family(MeterNames.FIGURE_LIMIT, "The lowest limit on the figure.", Math::min);
        Family ratios = new Family(MeterNames.FIGURE_RATIO, "The figure over its limit.", Math::max);
        for (Figure figure : figures) {
            Labels labels = labels(figure);
            counts.add((double) figure.count(), labels);
            limits.add((double) limit(figure), labels);
            ratios.add(ratio(figure), labels);
        }
        return List.of(counts.snapshot(), limits.snapshot(), ratios.snapshot());
    }

    private static Labels labels(Figure figure) {
        FigureKey key = figure.key();
        return Labels.of(
                MeterNames.ENTITY_KIND,
                key.entity().kind().text(),
                MeterNames.ENTITY,
                key.entity().id(),
                MeterNames.AGREEMENT,
                key.agreementId() == null ? "" : key.agreementId(),
                MeterNames.BASIS,
                key.basis().text(),
                MeterNames.PER,
                figure.per().text(),
                MeterNames.WINDOW,
                key.window());
    }

    private static long limit(Figure figure) {
        Long limit = figure.limit();
        return limit == null ? 0 : limit;
    }

    private static double ratio(Figure figure) {
        return (double) figure.count() / limit(figure);
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
