package dev.rollcall.app.forward;

import dev.rollcall.model.AlertState;
import dev.rollcall.model.Evidence;
import dev.rollcall.wire.AlertLine;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an alert is put to Alertmanager: what is in its labels, which make it the same alert, and what in its annotations.
 *
 * @param pageUrl of the live page
 * @param runbookUrl of the document with a section for each detector
 */
record Wording(String pageUrl, String runbookUrl) {
    static final String ALERT_ID = "alert_id";
    private static final String UNKNOWN = "unknown";

    /** The labels; {@code old} is one of them only where it holds. */
    Map<String, String> labels(AlertLine alert, boolean old) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("alertname", "Rollcall" + camel(alert.detector()));
        labels.put(ALERT_ID, alert.alertId());
        put(labels, "detector", alert.detector());
        put(labels, "rule", alert.rule());
        put(
                labels,
                "entity_kind",
                alert.entityKind() == null ? UNKNOWN : alert.entityKind().text());
        put(labels, "entity", alert.entity());
        put(labels, "agreement", alert.agreementId());
        put(labels, "window", alert.window());
        put(labels, "band", alert.band());
        put(labels, "about", alert.about());
        put(
                labels,
                "severity",
                alert.severity() == null ? UNKNOWN : alert.severity().name().toLowerCase(Locale.ROOT));
        put(labels, "owner", alert.owner());
        put(labels, "old", old ? "yes" : null);
        return labels;
    }

    Map<String, String> annotations(AlertLine alert) {
        Map<String, String> annotations = new TreeMap<>();
        put(annotations, "summary", alert.explanation());
        put(annotations, "window", alert.window());
        put(annotations, "observed", (alert.exact() ? "" : "at least ") + alert.observed());
        put(annotations, "limit", alert.limit());
        put(annotations, "basis", alert.basis());
        put(annotations, "evidence", alert.evidence() == null ? null : where(alert.evidence()));
        put(annotations, "policy_version", alert.policyVersion());
        put(annotations, "page", page(alert));
        put(annotations, "runbook_url", runbookUrl + "#" + alert.detector());
        // What ends tells how: settled, or taken back with the events that it rested on.
        put(annotations, "ended", alert.state() == AlertState.RAISED ? null : alert.state());
        return annotations;
    }

    /** The alert on the live page. */
    String page(AlertLine alert) {
        return pageUrl + "#alert-" + alert.alertId();
    }

    private static String where(Evidence evidence) {
        return "%s, partition %d, offsets %d to %d"
                .formatted(evidence.topic(), evidence.partition(), evidence.firstOffset(), evidence.lastOffset());
    }

    private static void put(Map<String, String> into, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            into.put(name, value.toString());
        }
    }

    /** {@code new-combination} as {@code NewCombination}. */
    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                camel.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return camel.toString();
    }
}
