package dev.rollcall.app.meters;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertKey;
import dev.rollcall.model.Category;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What standing alerts say, as two meters: how many alerts say so, and when that was logged.
 *
 * <p>A sentence changes while its figure grows, and each wording is a series of its own, so the page shows no more than
 * {@link #MOST}. Requests and extracts go unnamed: whoever may read meters need not be one who may read alerts.
 */
final class AlertSentences {
    static final int MOST = 200;

    /** Of one alert. */
    static final int SERIES = 2;

    /** Stands where an alert names a request or an extract. */
    static final String UNNAMED = "…";

    private static final double MILLIS = 1000;
    private static final String BEFORE_ID = "(?<![A-Za-z0-9._:/-])";
    private static final String AFTER_ID = "(?![A-Za-z0-9_:/-]|\\.[A-Za-z0-9])";

    private final Family sentences =
            new Family(MeterNames.ALERT_SENTENCE, "What alerts that stand say, and how many say so.", Double::sum);
    private final Family logged = new Family(
            MeterNames.ALERT_LOGGED,
            "When an alert that stands was logged as it is now, in seconds since 1970; of several that say the same the first.",
            Math::min);

    void add(Alert alert) {
        AlertKey key = alert.finding().key();
        Labels labels = Labels.of(
                MeterNames.DETECTOR,
                key.detector(),
                MeterNames.RULE,
                key.rule(),
                MeterNames.SEVERITY,
                alert.finding().severity().name(),
                MeterNames.ENTITY_KIND,
                key.entity().kind().text(),
                MeterNames.ENTITY,
                key.entity().id(),
                MeterNames.AGREEMENT,
                orEmpty(key.agreementId()),
                MeterNames.WINDOW,
                key.window(),
                MeterNames.BAND,
                orEmpty(key.band()),
                MeterNames.SENTENCE,
                sentence(alert.explanation(), key.about()));
        sentences.add(1, labels);
        logged.add(alert.loggedAt().toEpochMilli() / MILLIS, labels);
    }

    List<MetricSnapshot> snapshots() {
        return List.of(sentences.snapshot(), logged.snapshot());
    }

    private static String sentence(String explanation, @Nullable String about) {
        if (about == null || areCategories(about)) {
            return explanation;
        }
        return Pattern.compile(BEFORE_ID + Pattern.quote(about) + AFTER_ID)
                .matcher(explanation)
                .replaceAll(Matcher.quoteReplacement(UNNAMED));
    }

    private static boolean areCategories(String about) {
        return Arrays.stream(about.split("\\+")).allMatch(each -> Category.of(each) != null);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
